"""SQLite with one trip to its thread a statement.

aiosqlite makes four of them (open a cursor, execute, fetch, close) and SQLAlchemy asks for a rollback after
every commit. A trip costs more than what it is made for: 0.1 ms and more on a busy machine, measured.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

CHUNK = 64
"""Rows that aiosqlite itself would fetch at a time; nobody here asks it to."""
PAUSE = 0.02
"""Seconds between two tries where SQLite itself does not wait."""


def connect(path: str, **settings: Any) -> aiosqlite.Connection:
    """A connection that is opened when it is awaited. Any: the settings are sqlite3's."""
    made = _Connection(lambda: sqlite3.connect(path, **settings), CHUNK)
    # A program that fails before it could close must end all the same.
    made._thread.daemon = True  # noqa: SLF001  # as SQLAlchemy does with the connections it makes itself
    return made


class _Connection(aiosqlite.Connection):
    """Statements in one trip, and none at all where nothing is to be ended."""

    def cursor(self) -> "_Cursor":  # type: ignore[override]  # what SQLAlchemy needs of one
        return _Cursor(self)

    def open_cursor(self) -> sqlite3.Cursor:
        """A cursor of sqlite3's, for use on the connection's thread."""
        return self._conn.cursor()

    async def trip(self, what: Callable[..., None], *given: Any) -> None:
        """Do something on the connection's thread. Any: whatever it is given."""
        await self._execute(what, *given)  # type: ignore[no-untyped-call]

    async def prepare(self, pragmas: Sequence[str], patience: float) -> None:
        """Set the connection up, in one trip; so many seconds are waited for other writers."""
        await self.trip(self._prepare, pragmas, patience)

    def _prepare(self, pragmas: Sequence[str], patience: float) -> None:
        for pragma in pragmas:
            _patiently(self._conn, f"PRAGMA {pragma}", time.monotonic() + patience)

    async def commit(self) -> None:
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()


def _patiently(connection: sqlite3.Connection, sql: str, end: float) -> None:
    """Run a statement, and wait for other writers even where SQLite's own timeout does not.

    Measured: a new file that somebody writes to cannot become WAL, which is refused at once.
    """
    while True:
        try:
            connection.execute(sql).close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(PAUSE)
        else:
            return


class _Cursor:
    """Runs a statement and brings its rows along."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, values: Any = ()) -> Self:
        """Run a statement. Any: values of all kinds."""
        await self._connection.trip(self._run, sqlite3.Cursor.execute, sql, values)
        return self

    async def executemany(self, sql: str, values: Any) -> Self:
        """Run a statement with each of many values."""
        await self._connection.trip(self._run, sqlite3.Cursor.executemany, sql, values)
        return self

    def _run(self, how: Any, sql: str, values: Any) -> None:
        """On the connection's thread: run, fetch, close. Any: a method of sqlite3's cursor."""
        cursor = self._connection.open_cursor()
        try:
            how(cursor, sql, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            # Only now is it final, where rows are returned.
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> Sequence[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """It is closed already."""
