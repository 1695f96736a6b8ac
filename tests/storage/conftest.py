"""An empty database of either kind for each test, copied from one that was migrated once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from storage.database import Database
from storage.migrate import migrate
from tests.rigs import postgres
from tests.world import Hands

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
Copy = Callable[[], str]
"""Makes one more empty database and tells its address."""


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; tests that want it are skipped where its wheel is missing."""
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session", params=KINDS)
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Copies of a migrated database of each kind."""
    if request.param == "sqlite":
        return _sqlite_copies(tmp_path_factory.mktemp("sqlite"))
    return _postgres_copies(request.getfixturevalue("server"))


def _sqlite_copies(folder: Path) -> Copy:
    first = folder / "first.sqlite3"
    asyncio.run(_migrated(f"sqlite:///{first}"))

    def copy() -> str:
        made = folder / f"{len(list(folder.glob('copy*.sqlite3')))}"
        made = made.with_name(f"copy{made.name}.sqlite3")
        shutil.copy(first, made)
        return f"sqlite:///{made}"

    return copy


def _postgres_copies(server: postgres.Server) -> Copy:
    asyncio.run(_migrated(postgres.fresh_database(server, "first").asyncpg))
    made: list[str] = []

    def copy() -> str:
        made.append(f"copy{len(made)}")
        with psycopg.connect(server.url, autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE first STRATEGY file_copy")
            connection.execute(create.format(sql.Identifier(made[-1])))
        return postgres.Database(name=made[-1], folder=server.folder).asyncpg

    return copy


async def _migrated(url: str) -> None:
    made = Database(url)
    await migrate(made)
    await made.close()


@pytest.fixture
def url(copies: Copy) -> str:
    """The address of a database of this test's own, with empty tables."""
    return copies()


@pytest.fixture
async def database(url: str, clock: Hands) -> AsyncIterator[Database]:
    """A database of this test's own, with empty tables and a clock in our hands."""
    made = Database(url, clock)
    yield made
    await made.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite database, for what only that one has."""
    made = Database(f"sqlite:///{tmp_path}/memory.sqlite3")
    await migrate(made)
    yield made
    await made.close()
