"""Heartbeats in a file of their own, so that processes that know nothing else of each other share them."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.memory import Heartbeats


class FileBeats(Heartbeats):
    """What storage keeps in a table."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._run("CREATE TABLE IF NOT EXISTS beats (executor TEXT PRIMARY KEY, seen REAL)")

    async def beat(self, executor: str) -> None:
        self._run("REPLACE INTO beats VALUES (?, ?)", executor, time.time())

    async def dead(self, silent: timedelta) -> list[str]:
        seen = time.time() - silent.total_seconds()
        return [name for (name,) in self._run("SELECT executor FROM beats WHERE seen < ?", seen)]

    async def forget(self, executor: str) -> None:
        self._run("DELETE FROM beats WHERE executor = ?", executor)

    def _run(self, statement: str, *values: object) -> list[tuple[str]]:
        with closing(sqlite3.connect(self._file, timeout=10, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            return connection.execute(statement, values).fetchall()
