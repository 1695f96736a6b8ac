"""The pretend outside world in its own process: a platform, a chat tool and a model that answer at once.

It is a bare protocol and not a framework, so that it is never what is waited for.
"""

import asyncio
import json
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.people import told

PAGE = 100
REPLY = "Hallo! Danke für deinen Kommentar, wir sehen uns das gern genauer an und melden uns hier bei dir."
Query = dict[str, list[str]]


class World:
    """What it answers, and how often it was asked."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def answer(self, target: str) -> Any:
        """The JSON for a path. Any: JSON."""
        split = urlsplit(target)
        word = split.path.strip("/").partition("/")[0]
        if word == "counts":
            counts, self.counts = self.counts, Counter()
            return counts
        self.counts[word] += 1
        return self._answers[word](self, parse_qs(split.query))

    def _comments(self, query: Query) -> Any:
        after, total = int(query["after"][0]), int(query["total"][0])
        last = min(after + PAGE, total)
        return {"comments": [told(n) for n in range(after + 1, last + 1)], "more": last < total}

    def _look(self, query: Query) -> Any:
        return {"comment": told(int(query["id"][0].removeprefix("c"))), "replies": []}

    def _number(self, _: Query) -> Any:
        return {"id": f"n{self.counts.total()}"}

    def _draft(self, _: Query) -> Any:
        return {"text": REPLY}

    _answers: dict[str, Callable[["World", Query], Any]] = {  # noqa: RUF012  # never changed
        "comments": _comments,
        "look": _look,
        "show": _number,
        "redraw": _number,
        "reply": _number,
        "draft": _draft,
    }


class Talk(asyncio.Protocol):
    """One connection: requests one after the other, each with its length."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # TCP always is
        self._out = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is whole."""
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, rest = self._heard.partition(b"\r\n\r\n")
            length = _length(head)
            if len(rest) < length:
                return
            self._heard = rest[length:]
            self._say(head.split(b" ", 2)[1].decode())

    def _say(self, target: str) -> None:
        body = json.dumps(self._world.answer(target)).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        self._out.write(head.encode() + body)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def outside() -> AsyncIterator[str]:
    """The outside world; its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.endpoint", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None  # noqa: S101  # it was asked for
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def _serve() -> None:
    world = World()
    server = await asyncio.get_running_loop().create_server(lambda: Talk(world), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
