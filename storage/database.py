"""Connections: SQLite in one file, or PostgreSQL; and the unit of work over either."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import NullPool, event, make_url, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.memory import Reckon, as_it_is
from bot.ports import Clock
from bot.words import say
from storage._errors import translated
from storage._sqlite import connect
from storage.work import SqlWork

POOL = 5
"""Connections for reading, and on PostgreSQL for writing too."""
PATIENCE = 30
"""Seconds to wait for a connection, for the other writer of an SQLite file, and for an answer."""


class Database:
    """The database, open. Writers on SQLite queue on one lock; readers never wait for them."""

    def __init__(self, url: str, clock: Clock | None = None, reckon: Reckon = as_it_is) -> None:
        self.url = _with_driver(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._clock = clock
        self.reckon = reckon
        self._writing = asyncio.Lock()
        if self.sqlite:
            self.writer = _sqlite_engine(self.url, pool_size=1)
            self.reader = _sqlite_engine(self.url, pool_size=POOL, reading=True)
        else:
            self.writer = _postgres_engine(self.url)
            self.reader = self.writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlWork]:
        """A unit of work that may change things: kept when the block ends well, undone otherwise.

        Raises:
            StorageError: the database cannot be reached, or its disk is full; nothing was changed.
            Conflict: somebody was faster; nothing was changed, and trying again is safe.

        """
        async with self._begun(self.writer) as connection:
            now = await self._now(connection)
            yield SqlWork(connection, now, locking=not self.sqlite, reckon=self.reckon)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlWork]:
        """A unit of work that only reads, all of it from one moment."""
        async with self.connected() as connection:
            yield SqlWork(connection, await self._now(connection), locking=False)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncConnection]:
        """A bare connection for reading."""
        with translated():
            async with self.reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def altering(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that changes tables.

        SQLite writes a changed table anew and drops the old one, which must not count as dropping its
        rows: references are not watched meanwhile, and all of them are checked before it is kept.
        """
        engine = (
            _sqlite_engine(self.url, poolclass=NullPool, references=False) if self.sqlite else self.writer
        )
        async with self._begun(engine) as connection:
            yield connection
            if self.sqlite and (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                raise StorageError(say("The new tables lost rows that others refer to. Nothing was changed."))

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; on SQLite the only one."""
        with translated():
            async with AsyncExitStack() as stack:
                if self.sqlite:
                    await stack.enter_async_context(self._writing)
                yield await stack.enter_async_context(engine.begin())

    async def _now(self, connection: AsyncConnection) -> datetime:
        """The database's clock; an embedded database has this machine's."""
        if self._clock is not None:
            return self._clock()
        if self.sqlite:
            return datetime.now(UTC)
        now: datetime = (await connection.execute(text("select clock_timestamp()"))).scalar_one()
        return now.astimezone(UTC)

    async def pulse(self) -> str:
        """A mark that differs whenever anything changed: a trail, what somebody is told, or who is writing.

        Entries may become visible out of order, so the last thousand are counted too.
        """
        latest = text(
            "select coalesce(max(id), 0), count(*) from audit"
            " where id > (select coalesce(max(id), 0) - 1000 from audit)"
        )
        writing = text("select count(*), max(writing_at) from item where writing_at is not null")
        told = text("select coalesce(max(id), 0) from inbox")
        async with self.connected() as connection:
            newest, count = (await connection.execute(latest)).one()
            writers, since = (await connection.execute(writing)).one()
            words = (await connection.execute(told)).scalar_one()
        return f"{newest}.{count}.{words}" + (f".{writers}.{since}" if writers else "")

    async def close(self) -> None:
        """Let go of all connections."""
        await self.writer.dispose()
        await self.reader.dispose()


def _with_driver(url: str) -> URL:
    """The address with our driver in it; `postgres://`, as hosting platforms write it, is fine."""
    if url.startswith("postgres://"):
        url = "postgresql" + url.removeprefix("postgres")
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        return made.set(drivername="sqlite+aiosqlite")
    if made.get_backend_name() == "postgresql":
        return _with_our_words(made).set(drivername="postgresql+asyncpg")
    raise StorageError(
        say("The database address begins with “{kind}”; use sqlite or postgresql.", kind=made.drivername)
    )


def _with_our_words(url: URL) -> URL:
    """Hosting platforms add `sslmode=require`; asyncpg calls it `ssl`, with the same values."""
    mode = url.query.get("sslmode")
    if mode is None:
        return url
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})


def _sqlite_engine(url: URL, *, reading: bool = False, references: bool = True, **pool: Any) -> AsyncEngine:
    """An engine for one kind of use. Any: the pool's settings have many types."""
    if "pool_size" in pool:
        pool |= {"max_overflow": 0, "pool_timeout": PATIENCE}
    engine = create_async_engine(
        url, hide_parameters=True, connect_args={"async_creator_fn": connect}, **pool
    )
    pragmas = (
        f"busy_timeout={PATIENCE * 1000}",
        "journal_mode=WAL",
        f"foreign_keys={'ON' if references else 'OFF'}",
        # NORMAL may forget the last commits at a power cut, and so post twice.
        "synchronous=FULL",
        f"query_only={'ON' if reading else 'OFF'}",
    )

    def connected(connection: Any, _record: object) -> None:  # Any: SQLAlchemy's wrapper has no public type
        connection.isolation_level = None
        # SQLite's own knows only ASCII, so that a search for "ärger" would not find "Ärger".
        connection.create_function("lower", 1, str.lower, deterministic=True)
        connection.run_async(lambda driver: driver.prepare(pragmas, PATIENCE))

    def begun(connection: Connection) -> None:
        # A transaction that reads first and then writes fails at once unless it locked at its beginning.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
    return engine


def _postgres_engine(url: URL) -> AsyncEngine:
    settings = {"application_name": "augenhoehe", "jit": "off"}
    patience = {"timeout": PATIENCE / 3, "command_timeout": PATIENCE, "server_settings": settings}
    try:
        return create_async_engine(
            # An error would carry them into the log: comments, names, drafts.
            url,
            hide_parameters=True,
            pool_size=POOL,
            max_overflow=POOL,
            pool_pre_ping=True,
            connect_args=patience,
        )
    except ModuleNotFoundError as error:
        words = say("PostgreSQL needs one more package. Please run: pip install 'augenhoehe[postgres]'")
        raise StorageError(words) from error
