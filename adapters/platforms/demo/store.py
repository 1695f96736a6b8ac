"""The demo community's memory: one SQLite file that several processes may use at once.

Every row carries the number of its last change. Writers take turns (BEGIN IMMEDIATE), so the numbers become
visible in their order, and who asks for what is above a number misses nothing. No row is ever removed.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from adapters.platforms.demo.book import Book
from bot.errors import NeedsPerson, TryLater
from bot.words import say

PATIENCE = 5.0

_TABLES = (
    """CREATE TABLE IF NOT EXISTS comment (
        id TEXT PRIMARY KEY, change INTEGER NOT NULL UNIQUE, post TEXT NOT NULL, parent TEXT NOT NULL,
        author TEXT NOT NULL, visitor TEXT NOT NULL, text TEXT NOT NULL, image TEXT NOT NULL,
        image_alt TEXT NOT NULL, ours INTEGER NOT NULL, key TEXT UNIQUE, published TEXT NOT NULL,
        shown TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0,
        deleted INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX IF NOT EXISTS comment_post ON comment (post)",
    "CREATE INDEX IF NOT EXISTS comment_parent ON comment (parent)",
    """CREATE TABLE IF NOT EXISTS player (
        kind TEXT PRIMARY KEY, running INTEGER NOT NULL, position REAL NOT NULL, done INTEGER NOT NULL,
        ticked REAL NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS liked (comment TEXT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS secret (value TEXT NOT NULL)",
)


class Store:
    """The file."""

    def __init__(self, file: Path) -> None:
        """Make it, where it is missing."""
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        with _known_errors(), ExitStack() as failing:
            # Kept open: when the last connection to a file closes, SQLite tidies up, and that takes its time.
            self._kept = self._connect()
            failing.callback(self._kept.close)
            _write_ahead(self._kept)
            failing.pop_all()

    def close(self) -> None:
        """Let go of the file."""
        self._kept.close()

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """Look at the community as it is at one moment."""
        with self._transaction("BEGIN") as book:
            yield book

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Change the community: all of it or nothing."""
        with self._transaction("BEGIN IMMEDIATE") as book:
            yield book

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Book]:
        with _known_errors(), closing(self._connect()) as database:
            database.execute(begin)
            # Closing the connection rolls back what was not committed.
            yield Book(database)
            database.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        # One for each transaction: they are used from many threads, and cost a fifth of a millisecond.
        database = sqlite3.connect(self._file, PATIENCE, isolation_level=None, check_same_thread=False)
        database.row_factory = sqlite3.Row
        # A power cut may cost the demo its last second, never its order.
        database.execute("PRAGMA synchronous = NORMAL")
        return database


def _write_ahead(database: sqlite3.Connection) -> None:
    # SQLite does not wait for its turn when it switches to WAL, so that two processes starting together meet.
    end = time.monotonic() + PATIENCE
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            break
    database.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        database.execute(table)
    database.execute("COMMIT")


@contextmanager
def _known_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as exc:
        if exc.sqlite_errorname in {"SQLITE_BUSY", "SQLITE_LOCKED"}:
            raise TryLater(
                say("The demo community is busy. Nothing was changed, and it is tried again.")
            ) from exc
        raise _broken(exc) from exc
    except sqlite3.DatabaseError as exc:
        raise _broken(exc) from exc


def _broken(exc: sqlite3.Error) -> NeedsPerson:
    return NeedsPerson(
        say(
            "The demo community's file cannot be used ({reason}). Nothing was changed."
            " Please check its folder, or delete the file to start anew.",
            reason=str(exc),
        )
    )
