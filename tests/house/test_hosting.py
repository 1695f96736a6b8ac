"""The commands of Procfile and app.json, run as hosting platforms do: with PORT and DATABASE_URL set."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.house.test_deploying import MANIFEST, PROCESSES
from tests.rigs import postgres

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
PATIENCE = 30
LAST = 10
"""Seconds after SIGTERM until hosting platforms kill."""


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a hosting platform sets: a database, a port, and the secrets it made up."""
    with postgres.server() as server:
        database = postgres.fresh_database(server, "hosted")
        generated = {name: "0123456789abcdef" * 4 for name, asked in MANIFEST.env.items() if asked.generator}
        given = {name: asked.value or "" for name, asked in MANIFEST.env.items() if not asked.generator}
        yield {
            **given,
            **generated,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(tmp_path_factory.mktemp("home")),
            "PORT": str(free_port()),
            "DATABASE_URL": database.plain.replace("postgresql://", "postgres://"),
        }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def process(name: str, environ: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of the Procfile, told to stop at the end like hosting platforms do."""
    running = subprocess.Popen(shlex.split(PROCESSES[name]), env=environ, cwd=environ["HOME"])
    try:
        yield running
        running.send_signal(signal.SIGTERM)
        assert running.wait(LAST) in {0, -signal.SIGTERM}
    finally:
        running.kill()
        running.wait()


def ready(environ: Mapping[str, str]) -> httpx.Response:
    """The answer to a health check, as soon as there is one."""
    (check,) = MANIFEST.healthchecks["web"]
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{environ['PORT']}{check.path}", timeout=check.timeout)
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.2)


def test_web_and_worker_run_on_what_the_platform_gives(environ: dict[str, str]) -> None:
    released = [PROCESSES["release"], MANIFEST.scripts.postdeploy or "false"]
    for command in released:
        subprocess.run(shlex.split(command), env=environ, cwd=environ["HOME"], check=True, timeout=60)
    with process("worker", environ), process("web", environ):
        assert ready(environ).json() == {"ready": True, "faults": []}
        page = httpx.get(f"http://127.0.0.1:{environ['PORT']}{MANIFEST.success_url}")
        # Strangers reach it, so it wants to know who they are, even in the demo.
        assert page.is_redirect or "sign" in page.text
