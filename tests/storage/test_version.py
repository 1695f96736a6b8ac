"""The short way to tell whether there is anything to migrate."""

from pathlib import Path

from storage.database import Database
from storage.migrate import head
from storage.version import HEAD, up_to_date


def test_the_revision_in_the_code_is_the_newest_migration() -> None:
    assert head() == HEAD


async def test_a_migrated_database_is_up_to_date(database: Database) -> None:
    assert await up_to_date(database)


async def test_an_empty_database_is_not(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert not await up_to_date(empty)
    await empty.close()
