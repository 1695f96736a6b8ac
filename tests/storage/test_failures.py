"""What goes wrong outside is said in our words, and leaves the database whole."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.platforms._text import clean
from bot.domain import item as moves
from bot.errors import Refusal, StorageError
from storage.database import Database
from storage.tables import DraftRow
from storage.trail import check_trails
from tests.rigs import postgres
from tests.storage.given import NOW, PAGE, a_comment, a_person, on_web, take, take_one


async def test_a_full_disk_changes_nothing(sqlite: Database) -> None:
    (kept,) = await take(sqlite, a_comment(1))
    async with sqlite.writer.connect() as connection:
        pages = (await connection.execute(text("pragma page_count"))).scalar_one()
        await connection.execute(text(f"pragma max_page_count = {pages + 4}"))
    with pytest.raises(StorageError, match="full"):
        await take(sqlite, *(a_comment(n, text="x" * 10_000) for n in range(2, 50)))
    async with sqlite.writer.connect() as connection:
        await connection.execute(text("pragma max_page_count = 100000"))
    async with sqlite.read() as work:
        assert list(await work.intake.known(PAGE, [f"c{n}" for n in range(60)])) == ["c1"]
        assert await work.items.get(kept.id) == kept
    assert await check_trails(sqlite) == []
    assert len(await take(sqlite, a_comment(2))) == 1


async def test_a_database_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    for url in (
        f"postgresql://nobody@/nothing?host={tmp_path}",
        "postgresql://nobody@127.0.0.1:1/nothing",
        f"sqlite:///{tmp_path}/no/folder.sqlite3",
    ):
        database = Database(url)
        for opened in (database.work, database.read):
            with pytest.raises(StorageError, match="Nothing was changed"):
                async with opened():
                    pytest.fail("there is no database")
        with pytest.raises(StorageError):
            await database.pulse()
        await database.close()
    _let_threads_end()


def _let_threads_end() -> None:
    """A connection that could not be opened says goodbye to its loop, which has to be there still."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(1)


@pytest.mark.slow
@pytest.mark.postgres
async def test_what_postgresql_refuses_at_the_door_is_said_in_our_words(server: postgres.Server) -> None:
    missing = postgres.Database(name="missing", folder=server.folder)
    unknown = missing.asyncpg.replace("postgres@", "stranger@")
    for url in (missing.asyncpg, unknown):
        database = Database(url)
        with pytest.raises(StorageError, match="does not exist"):
            await database.pulse()
        await database.close()


async def test_a_file_that_is_no_database_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "letter.sqlite3").write_text("Sehr geehrte Damen und Herren" * 200)
    database = Database(f"sqlite:///{tmp_path}/letter.sqlite3")
    with pytest.raises(StorageError, match="not a database"):
        await database.pulse()
    await database.close()


async def test_tables_that_are_missing_are_said_to_be(alterable: Database) -> None:
    async with alterable.altering() as connection:
        await connection.execute(text("drop table draft"))
    with pytest.raises(StorageError, match="draft"):
        async with alterable.work() as work:
            await work.items.drafts(1)


@pytest.mark.parametrize("address", ["mysql://root@localhost/x", "postgres+what://x"])
def test_another_kind_of_database_is_refused(address: str) -> None:
    with pytest.raises(StorageError, match="use sqlite or postgresql"):
        Database(address)


def test_the_address_may_be_written_as_hosting_platforms_do() -> None:
    for address in ("postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"):
        assert Database(address).url.drivername == "postgresql+asyncpg"
    assert not Database("postgres://u:p@h/d").sqlite


async def test_characters_that_cannot_be_kept_are_refused_and_adapters_drop_them(database: Database) -> None:
    item = await take_one(database)
    lea = await a_person(database)
    for bad in ("half \ud83d", "nul \0"):
        if database.sqlite and "\0" in bad:
            continue  # SQLite keeps it, and gives it back.
        with pytest.raises(Refusal, match="cannot be kept"):
            async with database.work() as work:
                await work.items.keep(moves.note(item, on_web(lea), bad))
        with pytest.raises(Refusal, match="cannot be kept"):
            await take(database, a_comment(2, text=bad))
        assert len(await take(database, a_comment(ord(bad[-1]), text=clean(bad)))) == 1
    assert await check_trails(database) == []


async def test_a_mistake_of_ours_stays_what_it_is(database: Database) -> None:
    row = {"item": 99, "number": 1, "text": "", "origin": "person", "version": 1, "at": NOW, "by": 0}
    with pytest.raises(IntegrityError):
        async with database.work() as work:
            await work.session.add(DraftRow, [row | {"model": "", "prompt": "", "warnings": []}])


async def test_who_only_reads_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError, match=r"readonly|read-only"):
        async with database.read() as work:
            await work.people.hear_once("k")


async def test_a_reader_sees_one_moment(database: Database) -> None:
    item = await take_one(database)
    lea = await a_person(database)
    async with database.read() as reading:
        before = await reading.items.get(item.id)
        async with database.work() as work:
            await work.items.keep(moves.claim(item, on_web(lea)))
        assert await reading.items.get(item.id) == before
    async with database.read() as reading:
        assert (await reading.items.get(item.id)).handler == lea.id


async def test_units_of_work_that_are_cancelled_leave_nothing_behind(database: Database) -> None:
    async def slow(number: int) -> None:
        async with database.work() as work:
            await work.people.hear_once(f"k{number}")
            await asyncio.sleep(0.001 * (number % 5))
            await work.people.hear_once(f"l{number}")
            await asyncio.sleep(60)

    for number in range(10):
        task = asyncio.create_task(slow(number))
        await asyncio.sleep(0.001 * number)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(30), database.work() as work:
        for number in range(10):
            assert await work.people.hear_once(f"k{number}")
