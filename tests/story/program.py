"""The real program as its users start it: a process of its own, with its own folder and port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import httpx

PATIENCE = 60.0
"""Seconds after which a condition is taken for one that never comes true; the machine may be busy."""
T = TypeVar("T")


def until(what: str, look: Callable[[], T | None], patience: float = PATIENCE) -> T:
    """Look again and again until there is something to see, and return it."""
    end = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < end, f"after {patience:.0f} s still not: {what} (last seen: {seen!r})"
        time.sleep(0.1)
    return seen


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """What the machine tells a program, without any setting of ours but these."""
    plain = {name: text for name, text in os.environ.items() if not name.startswith("AUGENHOEHE_")}
    kept = {name: text for name, text in plain.items() if name not in {"DATABASE_URL", "PORT"}}
    return kept | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"} | more


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A folder with what one installation keeps, and the environment its commands run in."""

    folder: Path
    environ: Mapping[str, str]

    def command(self, *words: str, patience: float = PATIENCE) -> "subprocess.CompletedProcess[str]":
        """Run `augenhoehe …` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=dict(self.environ),
            capture_output=True,
            text=True,
            check=False,
            timeout=patience,
        )

    def start(self, *words: str, **more: str) -> "Running":
        """Start `augenhoehe …` and leave it running."""
        with (self.folder / "log").open("ab") as log:
            process = _popen(words, self.folder, dict(self.environ) | more, log)
        return Running(process=process, folder=self.folder)


@dataclass(frozen=True, kw_only=True)
class Running:
    """A process of the program."""

    process: "subprocess.Popen[bytes]"
    folder: Path

    def stop(self, patience: float = PATIENCE) -> int:
        """Ask it to end, as a machine does, and tell how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def kill(self) -> None:
        """End it without a word, and whatever the process has not closed stays as it is."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def log(self) -> str:
        """What it said, as text."""
        return (self.folder / "log").read_text(errors="replace")

    def events(self, name: str) -> list[dict[str, Any]]:
        """The lines of its log about one kind of event. Any: a line has whatever belongs to its event."""
        found = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [line for line in found if line["event"] == name]


@contextmanager
def serving(installation: Installation, *words: str, **more: str) -> Iterator[tuple[Running, str]]:
    """Run the program until the block ends; its process, and the address at which it answers."""
    port = free_port()
    running = installation.start(*words, PORT=str(port), **more)
    url = f"http://127.0.0.1:{port}"
    try:
        until(f"{url} is ready", lambda: answers(running, f"{url}/readyz"))
        yield running, url
    finally:
        if running.process.poll() is None:
            running.kill()


def answers(running: Running, url: str) -> bool:
    """Whether something answers well there."""
    assert running.process.poll() is None, f"the program ended by itself:\n{running.log()[-3000:]}"
    with suppress(httpx.TransportError):
        return httpx.get(url, trust_env=False).is_success
    return False


def _popen(
    words: tuple[str, ...], folder: Path, environ: Mapping[str, str], log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bot", *words]
    return subprocess.Popen(command, cwd=folder, env=environ, stdout=log, stderr=log)
