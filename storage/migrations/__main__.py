"""`python -m storage.migrations "what changes"`: write the next revision from the tables as they are now."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.migrate import FOLDER, alembic_config, head, migrate


async def write_revision(message: str) -> None:
    """Compare the tables with an empty database brought up to date; a person then reads what was written."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        await migrate(database)
        number = f"{int(head() or 0) + 1:04}"
        async with database.altering() as connection:
            await connection.run_sync(
                lambda link: command.revision(
                    alembic_config(link, FOLDER), message, autogenerate=True, rev_id=number
                )
            )
        await database.close()


if __name__ == "__main__":
    asyncio.run(write_revision(" ".join(sys.argv[1:])))
