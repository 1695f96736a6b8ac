"""Migrations: from nothing, beside each other, back from the future."""

import asyncio
import shutil
import sqlite3
import threading
import warnings
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from bot.errors import StorageError
from storage import migrate as migrations
from storage.database import Database
from storage.migrate import FOLDER, compared, head, migrate, ready, revision
from storage.migrations.__main__ import write_revision
from tests.rigs import postgres
from tests.storage.conftest import KINDS
from tests.storage.given import a_comment, take

LAST = head()
AFTER = f"{int(LAST) + 1:04}"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{after}"
down_revision = "{last}"


def upgrade() -> None:
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("comment", recreate=anew) as batch:
        batch.add_column(sa.Column("mood", sa.String(), nullable=False, server_default="calm"))
    if {broken}:
        op.execute("delete from post")
"""


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path}/50%.sqlite3")
    else:
        made = Database(postgres.fresh_database(request.getfixturevalue("server"), "empty").asyncpg)
    yield made
    await made.close()


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    folder = tmp_path / "next"
    shutil.copytree(FOLDER, folder)
    (folder / "versions" / f"r{AFTER}_mood.py").write_text(NEXT.format(broken=False, after=AFTER, last=LAST))
    return folder


async def test_an_empty_database_is_migrated(empty: Database) -> None:
    assert await revision(empty) is None
    with pytest.raises(StorageError, match="augenhoehe migrate"):
        await ready(empty)
    await migrate(empty)
    await ready(empty)
    assert await revision(empty) == head() == LAST
    await migrate(empty)
    assert await revision(empty) == head()


async def test_the_tables_are_what_the_program_thinks_they_are(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        # What SQLite does not tell, PostgreSQL does.
        options = {"include_object": compared} if database.sqlite else {}
        context = MigrationContext.configure(connection, opts=options)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="autogenerate skipping")
            return list(compare_metadata(context, SQLModel.metadata))

    async with database.connected() as connection:
        assert await connection.run_sync(differences) == []


async def test_conditions_of_indexes_are_kept(database: Database) -> None:
    def conditions(connection: Connection) -> dict[str, str]:
        found = {}
        for table in SQLModel.metadata.tables:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Skipped unsupported reflection")
                indexes = inspect(connection).get_indexes(table)
            for index in indexes:
                options = index.get("dialect_options", {})
                where = options.get("sqlite_where", options.get("postgresql_where"))
                found[str(index["name"])] = str(where) if where is not None else ""
        return found

    async with database.connected() as connection:
        found = await connection.run_sync(conditions)
    assert "is_open" in found["ix_item_counts"]
    assert "ask_due IS NOT NULL" in found["ix_item_ask"].replace("is not null", "IS NOT NULL")
    assert found["ix_place_item"] == ""


async def test_every_constraint_has_the_name_that_the_convention_gives(database: Database) -> None:
    def names(connection: Connection) -> set[str]:
        found: set[str | None] = set()
        for table in SQLModel.metadata.tables:
            look = inspect(connection)
            found |= {look.get_pk_constraint(table)["name"]}
            found |= {key["name"] for key in look.get_foreign_keys(table)}
            found |= {key["name"] for key in look.get_unique_constraints(table)}
        return {name or "unnamed" for name in found} - {"pk_alembic_version"}

    wanted = {
        str(constraint.name)
        for table in SQLModel.metadata.tables.values()
        for constraint in table.constraints
    }
    async with database.connected() as connection:
        assert await connection.run_sync(names) == wanted


async def test_two_that_migrate_at_once_do_not_disturb_each_other(empty: Database) -> None:
    other = Database(empty.url.render_as_string(hide_password=False))
    await asyncio.gather(*(migrate(database) for database in (empty, other, empty)))
    assert await revision(other) == head()
    await other.close()


async def test_a_new_file_that_somebody_else_has_just_begun_is_waited_for(tmp_path: Path) -> None:
    """SQLite waits for nobody when a file is to become WAL."""
    file = tmp_path / "new.sqlite3"
    with closing(sqlite3.connect(file, check_same_thread=False)) as other:
        other.execute("create table theirs (x)")
        other.execute("begin immediate")
        other.execute("insert into theirs values (1)")
        later = threading.Timer(0.2, other.commit)
        later.start()
        database = Database(f"sqlite:///{file}")
        await migrate(database)
        assert await revision(database) == head()
        later.join()
        await database.close()


async def test_rows_survive_the_next_release_and_its_database_is_refused_by_this_one(
    alterable: Database, next_release: Path
) -> None:
    await take(alterable, a_comment(1), a_comment(2))
    await migrate(alterable, next_release)
    async with alterable.read() as work:
        dossiers = await work.items.dossiers([1, 2])
        moods = await work.session.connection.execute(text("select mood from comment"))
        assert moods.scalars().all() == ["calm", "calm"]
    assert [dossier.comment for dossier in dossiers] == [a_comment(1), a_comment(2)]
    with pytest.raises(StorageError, match="a newer release"):
        await migrate(alterable)
    # The workers of this release go on until they are replaced.
    await ready(alterable)
    assert len(await take(alterable, a_comment(3))) == 1


async def test_a_migration_that_loses_rows_changes_nothing(alterable: Database, next_release: Path) -> None:
    await take(alterable, a_comment(1))
    bad = NEXT.format(broken=True, after=AFTER, last=LAST)
    (next_release / "versions" / f"r{AFTER}_mood.py").write_text(bad)
    with pytest.raises(Exception, match=r"lost rows|foreign key"):
        await migrate(alterable, next_release)
    assert await revision(alterable) == LAST
    async with alterable.read() as work:
        assert (await work.items.dossiers([1]))[0].comment == a_comment(1)


async def test_the_next_revision_is_written_from_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr("storage.migrations.__main__.FOLDER", folder)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="autogenerate skipping")
        await write_revision("Nothing yet")
    assert "index" not in (folder / "versions" / f"r{AFTER}_nothing_yet.py").read_text()
    written = (folder / "versions" / f"r{AFTER}_nothing_yet.py").read_text()
    assert f'down_revision = "{LAST}"' in written.replace("'", '"')
    assert migrations.head(folder) == AFTER
