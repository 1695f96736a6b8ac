"""Fixtures of the desk: one open database for all its tests, emptied for each.

Opening one, and learning its statements, costs more than most of these tests.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlmodel import SQLModel

from storage.database import Database
from tests.rigs.postgres import Server, fresh_database, server
from tests.world import Hands, World, empty, hurry

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one event loop: it is the database's."""
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def clock() -> Hands:
    """A clock in our hands."""
    return Hands()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def opened(tmp_path_factory: pytest.TempPathFactory, clock: Hands) -> AsyncIterator[Database]:
    """The one database."""
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('desk')}/augenhoehe.sqlite3", clock)
    hurry(made)
    async with made.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def database(opened: Database, clock: Hands) -> Database:
    """An empty database."""
    clock.restart()
    await empty(opened)
    return opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL."""
    with server() as started:
        yield started


@pytest_asyncio.fixture(
    loop_scope="session",
    params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])],
)
async def either(request: pytest.FixtureRequest, tmp_path: Path, clock: Hands) -> AsyncIterator[Database]:
    """An empty database as it is in life, of either kind; on PostgreSQL nobody waits for one lock."""
    clock.restart()
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path}/augenhoehe.sqlite3", clock)
    else:
        made = Database(fresh_database(request.getfixturevalue("postgres"), "desk").plain, clock)
    async with made.writer.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database, clock: Hands) -> World:
    """A whole desk without an undo window."""
    made = World(database, clock)
    await made.open()
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def patient(database: Database, clock: Hands) -> World:
    """A whole desk where an approval can be taken back for fifteen seconds."""
    made = World(database, clock, undo=15)
    await made.open()
    return made
