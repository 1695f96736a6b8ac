"""The databases' errors as ours, by table."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import AugenhoeheError, Conflict, Refusal, StorageError
from bot.words import say

_FASTER = {
    "23505": "somebody else kept the same row",
    "40001": "two transactions could not follow each other",
    "40P01": "two transactions waited for each other",
    "55P03": "a row stayed locked",
    "SQLITE_CONSTRAINT_UNIQUE": "somebody else kept the same row",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "somebody else kept the same row",
}
"""Codes that mean: undone, and may be tried again."""
_UNWRITABLE = frozenset({"22021", "22P05", "22P02"})
"""Codes that mean: PostgreSQL has no way to keep this character."""
_BROKEN = ("08", "25006", "25P03", "28", "3D", "42P01", "42501", "42703", "53", "57", "58", "F0", "XX")
"""Beginnings of codes that mean: the database, its rights, its tables or its disk."""


def _of_asyncpg() -> tuple[type[Exception], ...]:
    """What asyncpg raises before SQLAlchemy has a connection; it is an optional package."""
    try:
        import asyncpg
    except ModuleNotFoundError:
        return ()
    return (asyncpg.PostgresError, asyncpg.InterfaceError)


_FOREIGN: tuple[type[Exception], ...] = (
    SQLAlchemyError,
    sqlite3.Error,
    OSError,
    UnicodeEncodeError,
    *_of_asyncpg(),
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise what the database says as an error of ours; our own, and mistakes of ours, pass through."""
    try:
        yield
    except _FOREIGN as error:
        ours = _ours(error)
        if ours is None:
            raise
        raise ours from error


def _ours(error: Exception) -> AugenhoeheError | None:
    code = _code(error)
    if code in _FASTER:
        return Conflict(say("Somebody was faster: {why}. Nothing was changed.", why=_FASTER[code]))
    if isinstance(error, UnicodeEncodeError) or code in _UNWRITABLE or _says_surrogate(error):
        return _unwritable()
    if _is_broken(error, code):
        return StorageError(
            say(
                "The database cannot be used: {why}. Nothing was changed."
                " Check that it runs and that its disk has room.",
                why=_first_line(error),
            )
        )
    return None


def _code(error: Exception) -> str:
    """PostgreSQL's SQLSTATE or SQLite's name of the error, with SQLAlchemy around it or without."""
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")


def _is_broken(error: Exception, code: str) -> bool:
    if isinstance(error, OperationalError | InterfaceError | OSError | PoolTimeoutError | sqlite3.Error):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    # SQLite says a plain DatabaseError when the file is damaged, or is no database at all.
    return code.startswith(_BROKEN) or code in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def _says_surrogate(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and "surrogates not allowed" in str(error.orig)


def _unwritable() -> Refusal:
    return Refusal(say("The text has a character that cannot be kept, such as NUL or half a character."))


def _first_line(error: Exception) -> str:
    orig = getattr(error, "orig", None) or error
    return (str(orig.__cause__ or orig).splitlines() or [type(error).__name__])[0][:200]
