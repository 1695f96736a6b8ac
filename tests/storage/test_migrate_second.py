"""From a release whose ladder stayed silent: what waits for a second approval is looked at."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.database import Database
from storage.migrate import FOLDER, migrate
from tests.storage.test_migrate_time import _add

pytestmark = pytest.mark.slow


def _fill(connection: Connection) -> None:
    _add(connection, "post", id=1)
    for number, status in ((1, "drafted"), (2, "awaiting"), (3, "posted")):
        _add(connection, "comment", id=number, post=1, remote=f"c{number}")
        told = {"comment": number, "status": status, "is_open": status != "posted", "risk": "normal"}
        _add(connection, "item", id=number, **told, heeded=True, rungs=3)


async def test_what_waits_for_a_second_approval_is_looked_at_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(FOLDER, old)
    for later in (old / "versions").glob("r*.py"):
        if later.name >= "r0010":
            later.unlink()
    made = Database(f"sqlite:///{tmp_path}/before.sqlite3")
    await migrate(made, old)
    async with made.writer.begin() as connection:
        await connection.run_sync(_fill)
    await migrate(made)
    async with made.work() as work:
        assert await work.clocks.ticking(5) == [2]
        assert [(await work.items.get(number)).pace.for_second for number in (1, 2)] == [False, False]
    await made.close()
