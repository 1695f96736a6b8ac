"""Copies of the database, and what has to happen before a restored one may post again.

A copy remembers less than the world does: what went out after it was made looks as if it were still to do.
So every copy comes up with posting held, and a lead releases it when nothing is unclear any more.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from bot.domain.effect import State
from bot.domain.people import Person
from bot.errors import Refusal, StorageError
from bot.words import say
from storage._errors import translated
from storage._sql import table
from storage.database import Database
from storage.tables import EffectRow, FactRow
from storage.work import HELD, SqlWork

RELEASED = "posting_released"
"""The fact that tells who released posting last, and when."""
_HOLD = "insert into installation (key, value) values (?, ?) on conflict do nothing"


async def backup(database: Database, target: Path) -> None:
    """Write the whole database, as it is at one moment, to a new file; work goes on meanwhile.

    For SQLite it is a database again; for PostgreSQL it is a script for psql.

    Raises:
        StorageError: the file exists, there is no room, or pg_dump is missing or too old.

    """
    with translated(), _written(target) as part:
        if database.sqlite:
            await asyncio.to_thread(_copy_sqlite, Path(str(database.url.database)), part)
        else:
            await _dump_postgres(database, part)


@contextmanager
def _written(target: Path) -> Iterator[Path]:
    """A file beside the target, which becomes the target when all of it is there."""
    if target.exists():
        raise StorageError(say("{file} exists already; a backup never replaces a file.", file=target))
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


async def restore_marks(database: Database) -> None:
    """Hold posting: to be said to a database that was restored in any other way than from `backup`."""
    async with database.work() as work:
        await work.set_fact(HELD, _why())


async def release_posting(work: SqlWork, by: Person) -> None:
    """Let replies go out again.

    Raises:
        Refusal: of some changes of the outside world we do not know yet whether they happened.

    """
    effects = table(EffectRow)
    unsure = effects.c.state.in_([State.SENDING.value, State.UNCLEAR.value])
    query = select(func.count()).select_from(effects).where(effects.c.is_open, unsure)
    left = int(await work.session.value(query))
    if left:
        raise Refusal(
            say(
                "Posting stays held: of {count} changes it is not known yet whether they happened."
                " They are being looked up; please try again in a minute.",
                count=left,
            )
        )
    await work.set_fact(HELD, None)
    await work.set_fact(RELEASED, f"{by.id} {work.now.isoformat()}")


def _why() -> str:
    return f"restored from a backup of {datetime.now(UTC).isoformat(timespec='seconds')}"


def _copy_sqlite(source: Path, part: Path) -> None:
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("vacuum into ?", (str(part),))
    with closing(sqlite3.connect(part)) as copy, copy:
        copy.execute(_HOLD, (HELD, _why()))


async def _dump_postgres(database: Database, part: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StorageError(
            say("pg_dump is not on the PATH. Please install the PostgreSQL client programs and try again.")
        )
    with part.open("wb") as out:
        await _run(program, database, out.fileno())
        out.seek(0, os.SEEK_END)
        out.write(await _held_script(database))


async def _held_script(database: Database) -> bytes:
    """What holds posting at the end of a script that has emptied the search path: the schema is named."""
    async with database.connected() as connection:
        schema = await connection.scalar(select(func.current_schema()))
    facts = Table(
        FactRow.__tablename__, MetaData(schema=schema), Column("key", String), Column("value", String)
    )
    held = insert(facts).values(key=HELD, value=_why()).on_conflict_do_nothing()
    words = held.compile(dialect=database.writer.dialect, compile_kwargs={"literal_binds": True})
    return f"\n{words};\n".encode()


async def _run(program: str, database: Database, out: int) -> None:
    # The engine's own tables stay out: it runs again whatever our tables say is still to do.
    options = ("--no-owner", "--no-privileges", "--exclude-schema=dbos")
    address = database.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    # A password among the arguments could be read by everybody on the machine.
    secret = {"PGPASSWORD": str(database.url.password)} if database.url.password else {}
    running = await asyncio.create_subprocess_exec(
        program,
        *options,
        f"--dbname={address}",
        stdout=out,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | secret,
    )
    _, said = await running.communicate()
    if running.returncode:
        raise StorageError(
            say("pg_dump failed: {why}", why=said.decode(errors="replace").strip()[:300] or "no reason given")
        )
