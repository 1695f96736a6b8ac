"""Which revision the tables have, without Alembic: its import alone would slow every start."""

from sqlalchemy import Select, String, column, select, table
from sqlalchemy.exc import DBAPIError

from bot.errors import StorageError
from storage.database import Database

HEAD = "0014"
"""The revision that this program works with; a test holds it equal to the newest migration."""


async def up_to_date(database: Database) -> bool:
    """Whether there is nothing to migrate."""
    version: Select[str] = select(column("version_num", String)).select_from(table("alembic_version"))
    try:
        async with database.connected() as connection:
            found: str | None = (await connection.execute(version)).scalars().first()
    except (DBAPIError, StorageError):
        # An empty database has no such table. Whatever else it is, migrating will say it in words.
        return False
    return found == HEAD
