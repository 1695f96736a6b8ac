"""From a release without clocks: what is open is looked at, and nobody is told of what was late before."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, DateTime, Integer, MetaData, Table, inspect, select

from bot.domain.pace import Parked
from storage._sql import table
from storage.database import Database
from storage.migrate import FOLDER, migrate
from storage.tables import ItemRow
from tests.rigs import postgres
from tests.storage.conftest import KINDS
from tests.storage.given import NOW

pytestmark = pytest.mark.slow


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without anything in it."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path}/before.sqlite3")
    else:
        made = Database(postgres.fresh_database(request.getfixturevalue("server"), "before").asyncpg)
    yield made
    await made.close()


async def up_to(made: Database, tmp_path: Path, unknown: str) -> None:
    """Bring it to what a release had that knew neither this revision nor any later one."""
    old = tmp_path / "old"
    shutil.copytree(FOLDER, old)
    for later in (old / "versions").glob("r*.py"):
        if later.name >= unknown:
            later.unlink()
    await migrate(made, old)


@pytest.fixture
async def before(empty: Database, tmp_path: Path) -> Database:
    """A database of the release before, with an open and a closed item."""
    await up_to(empty, tmp_path, "r0005")
    async with empty.writer.begin() as connection:
        await connection.run_sync(_fill)
    return empty


def _fill(connection: Connection) -> None:
    _add(connection, "post", id=1)
    for number, open_ in ((1, True), (2, False)):
        _add(connection, "comment", id=number, post=1, remote=f"c{number}")
        _add(connection, "item", id=number, comment=number, status="new", is_open=open_, risk="normal")


def _add(connection: Connection, name: str, **facts: Any) -> None:
    """A row with something in every column that needs it. Any: each column has its own type."""
    here = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    needed = {c.name: _something(c.type) for c in here.columns if not c.nullable and c.server_default is None}
    connection.execute(here.insert().values(**needed | facts))


def _something(kind: object) -> object:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, DateTime):
        return NOW
    return [] if type(kind).__name__ == "JSON" else ""


async def test_open_items_are_looked_at_and_nobody_is_told_of_old_delays(before: Database) -> None:
    await migrate(before)
    async with before.work() as work:
        assert await work.clocks.ticking(5) == [1]
        item = await work.items.get(1)
        assert (item.pace.parked, item.pace.rungs, item.pace.heeded) == (Parked.NOT, 0, False)
        assert item.pace.ladder_from
        assert abs((item.pace.ladder_from - work.now).total_seconds()) < 60
        items = table(ItemRow)
        (closed,) = await work.session.rows(select(items).where(items.c.id == 2))
    assert (closed["tick_at"], closed["ladder_from"]) == (None, None)


async def test_a_worker_of_the_release_before_still_adds_items(before: Database) -> None:
    """It names none of the new columns."""
    await migrate(before)

    def old_row(connection: Connection) -> dict[str, Any]:
        new = {"heeded", "rungs", "parked", "promise"}
        _add(connection, "comment", id=3, post=1, remote="c3")
        columns = {one["name"]: one for one in inspect(connection).get_columns("item")}
        assert all(columns[name]["default"] is not None for name in new)
        facts = {"status": "new", "is_open": True, "risk": "normal", "due_at": NOW}
        _add(connection, "item", id=3, comment=3, **facts)
        return columns

    async with before.writer.begin() as connection:
        await connection.run_sync(old_row)
    async with before.work() as work:
        pace = (await work.items.get(3)).pace
    assert (pace.parked, pace.rungs, pace.promise, pace.tick_at) == (Parked.NOT, 0, "", None)
    async with before.work() as work:
        await work.clocks.tick_unknown()
    async with before.work() as work:
        assert (await work.items.get(3)).pace.tick_at


async def test_leads_who_were_told_of_a_late_handover_by_the_release_before_are_not_told_again(
    empty: Database, tmp_path: Path
) -> None:
    await up_to(empty, tmp_path, "r0011")

    def late_ones(connection: Connection) -> None:
        _add(connection, "person", id=1)
        for number, reminded_at in ((1, None), (2, NOW), (3, NOW), (13, NOW)):
            _add(connection, "shift", id=number, slot=f"s{number}")
            facts = {"shift": number, "is_open": True, "state": "open", "reminded_at": reminded_at}
            _add(connection, "handover", id=number, **facts)
        # The first one waits anew: nobody was reminded of it since.
        for number in (1, 3):
            _add(connection, "installation", key=f"handover-leads:{number}", value=NOW.isoformat())

    async with empty.writer.begin() as connection:
        await connection.run_sync(late_ones)
    await migrate(empty)
    async with empty.work() as work:
        assert {one.id: (one.taken, one.tried) for one in await work.handovers.open_ones()} == {
            1: (0, {}),
            2: (1, {}),
            3: (2, {}),
            13: (1, {}),
        }
