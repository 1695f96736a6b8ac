"""An empty database of either kind for each test."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrate import migrate
from tests.rigs import postgres
from tests.world import Hands, share_statements

KINDS = ("sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow]))


@dataclass(frozen=True)
class Kind:
    """One kind of database, and how to come by an empty one with tables."""

    emptied: Callable[[], str]
    """The address of one that other tests used before: quick."""
    fresh: Callable[[], str]
    """The address of a new one, whose tables may be changed."""


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; tests that want it are skipped where its wheel is missing."""
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kind:
    """Each kind of database in turn."""
    if request.param == "sqlite":
        return _sqlite(tmp_path_factory.mktemp("sqlite"))
    return _postgres(request.getfixturevalue("server"))


def _sqlite(folder: Path) -> Kind:
    first = folder / "first.sqlite3"
    asyncio.run(_migrated(f"sqlite:///{first}"))
    names = itertools.count()

    def copy() -> str:
        made = folder / f"copy{next(names)}.sqlite3"
        shutil.copy(first, made)
        return f"sqlite:///{made}"

    return Kind(emptied=copy, fresh=copy)


def _postgres(server: postgres.Server) -> Kind:
    first = postgres.fresh_database(server, "first")
    shared = postgres.fresh_database(server, "shared")
    asyncio.run(_migrated(first.asyncpg))
    asyncio.run(_migrated(shared.asyncpg))
    names = itertools.count()
    # Emptying small tables row by row is quicker than truncating: that makes new files for each of them.
    tables = SQLModel.metadata.sorted_tables
    steps = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)) for table in reversed(tables)]
    steps += [
        sql.SQL("ALTER SEQUENCE {} RESTART").format(sql.Identifier(f"{table.name}_id_seq"))
        for table in tables
        if "id" in table.columns
    ]
    emptying = sql.SQL(";").join(steps)

    def emptied() -> str:
        with psycopg.connect(shared.plain, autocommit=True) as connection:
            connection.execute(emptying)
        return shared.asyncpg

    def fresh() -> str:
        # The fixture may be made anew within a session, and count from the start: take the name all the same.
        return postgres.fresh_database(server, f"copy{next(names)}", template=first.name).asyncpg

    return Kind(emptied=emptied, fresh=fresh)


async def _migrated(url: str) -> None:
    made = Database(url)
    await migrate(made)
    await made.close()


@pytest.fixture
def url(kind: Kind) -> str:
    """The address of a database with empty tables."""
    return kind.emptied()


@pytest.fixture
async def database(url: str, clock: Hands) -> AsyncIterator[Database]:
    """A database with empty tables and a clock in our hands."""
    made = Database(url, clock)
    if made.sqlite:
        share_statements(made)
    yield made
    await made.close()


@pytest.fixture
async def alterable(kind: Kind) -> AsyncIterator[Database]:
    """A database of this test's own, whose tables it may change."""
    made = Database(kind.fresh())
    yield made
    await made.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An SQLite database, for what only that one has."""
    made = Database(f"sqlite:///{tmp_path}/memory.sqlite3")
    await migrate(made)
    yield made
    await made.close()
