"""Bring the tables to this program's version, one process at a time, all of it or nothing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from bot.errors import StorageError
from bot.words import say
from storage.database import Database

FOLDER = Path(__file__).with_name("migrations")
_LOCK = 0x417567656E
"""The number of our advisory lock on PostgreSQL; any will do that nobody else uses."""


def head(folder: Path = FOLDER) -> str:
    """The revision that this program works with."""
    newest = ScriptDirectory(str(folder)).get_current_head()
    return newest or ""


async def revision(database: Database) -> str | None:
    """The revision that a database has; None for an empty one."""
    async with database.connected() as connection:
        return await connection.run_sync(_revision)


async def migrate(database: Database, folder: Path = FOLDER) -> None:
    """Run what is missing. Whoever comes meanwhile waits, and then finds nothing left to do.

    Raises:
        StorageError: the database is newer than this program.

    """
    async with database.altering() as connection:
        await _lock(connection)
        await connection.run_sync(_upgrade, folder)


async def ready(database: Database) -> None:
    """Make sure that this program can work with the database as it is.

    A newer one is fine: the workers of the previous release go on while the next one rolls out.

    Raises:
        StorageError: it is empty or older; the words say what to do.

    """
    found = await revision(database)
    if found is not None and (found == head() or not _knows(FOLDER, found)):
        return
    raise StorageError(
        say(
            "The database is at revision {found}, this program needs {head}. Please run: augenhoehe migrate",
            found=found or "0",
            head=head(),
        )
    )


def compared(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001  # Alembic's signature
    """Whether Alembic compares this: SQLite does not tell that a column of an index falls."""
    return kind != "index" or name not in _FALLING


_FALLING = frozenset(
    index.name
    for table in SQLModel.metadata.tables.values()
    for index in table.indexes
    if any(isinstance(key, TextClause) for key in index.expressions)
)


async def _lock(connection: AsyncConnection) -> None:
    # SQLite has the lock already: the transaction began as the only one that writes.
    if connection.dialect.name == "postgresql":
        await connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _upgrade(connection: Connection, folder: Path) -> None:
    found = _revision(connection)
    if found is not None and not _knows(folder, found):
        raise StorageError(
            say(
                "The database is at revision {found}, which this program does not know: a newer release"
                " changed it. Please use that release, or restore a backup from before.",
                found=found,
            )
        )
    command.upgrade(alembic_config(connection, folder), "head")


def alembic_config(connection: Connection, folder: Path) -> Config:
    """Alembic's settings, without a file: an installed package has none."""
    config = Config()
    # Alembic reads % as the start of an interpolation.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    # revision ids are numbers, so that files sort in the order in which they run
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _knows(folder: Path, found: str) -> bool:
    return found in {script.revision for script in ScriptDirectory(str(folder)).walk_revisions()}
