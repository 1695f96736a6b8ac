"""Where workers come from: a process that has imported everything and forks one in some milliseconds.

A fresh interpreter needs two seconds to import a desk, in which nothing could be killed that matters.
Run it as `python -m tests.campaigns.nursery`: a line of orders in, a process id out. Its workers die with it.
"""

import asyncio
import ctypes
import importlib
import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO

from tests.campaigns.floor import Orders

DIE_WITH_PARENT = 1
"""prctl's PR_SET_PDEATHSIG."""


LAZY = (
    *("aiosqlite", "asyncpg", "psycopg", "anyio._backends._asyncio"),
    *("dbos._sys_db_sqlite", "dbos._sys_db_postgres"),
)
"""What others import only when they need it, at a quarter of a second for each worker."""


class Nursery:
    """The nursery, as its user sees it."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def raise_one(self, orders: Orders) -> int:
        """A new worker's process id."""
        if self._process is None:
            self._process = self._open()
        asked = _pipe(self._process.stdin)
        asked.write(json.dumps(asdict(orders)) + "\n")
        asked.flush()
        return int(_pipe(self._process.stdout).readline())

    def _open(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.campaigns.nursery"]
        with self._log.open("a") as told:
            pipe = subprocess.PIPE
            opened = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=told, text=True)
        _pipe(opened.stdout).readline()
        return opened

    def close(self) -> None:
        """Close it, and with it end every worker."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def main() -> None:
    """Fork a worker for each line of orders."""
    # What is imported here is shared by all of them.
    from tests.campaigns import worker
    from tests.campaigns.adapters import Wire

    for name in LAZY:
        importlib.import_module(name)
    Wire("http://127.0.0.1")  # httpx, too, imports much with its first client
    # Nobody waits for a worker: the kernel may forget it as soon as it is dead.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201 - the user reads it
    for line in sys.stdin:
        child = os.fork()
        if not child:
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
            random.seed()
            asyncio.run(worker.work(Orders(**json.loads(line))))
            os._exit(1)
        print(child, flush=True)  # noqa: T201 - the user reads it


if __name__ == "__main__":
    main()
