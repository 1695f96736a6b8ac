"""A bad line on loopback: it stands between an adapter and any server, real or pretend, and fails on command.

    async with Wire(server_url) as wire:
        wire.drop_next(changes=True)     # the server does it, and its answer is lost

Each fault hits one request, and everything else passes. A request is sent on only when it has arrived whole,
over a connection of its own, so that what happened on the server is never in doubt in a test.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens to one request instead of passing."""

    changes: bool
    """Whether it waits for a request that changes something, or for one that reads."""
    act: Callable[[bytes, Reader, Writer], Awaitable[None]]


class Wire:
    """The line. `url` is what the adapter is given instead of the server's address."""

    def __init__(self, server: str) -> None:
        address = urlsplit(server)
        self._server = (address.hostname or "", address.port or 80)
        self._faults: list[Fault] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests = 0
        self.url = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.hang_up()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hang_up(self) -> None:
        """From now on nobody answers the phone."""
        self._listener.close()

    def drop_next(self, *, changes: bool) -> None:
        """The server does what it is asked, and the answer is lost."""
        self._faults.append(Fault(changes=changes, act=self._drop))

    def cut_next(self, *, changes: bool) -> None:
        """The server does what it is asked, and half the answer is lost."""
        self._faults.append(Fault(changes=changes, act=self._cut))

    def stall_next(self, *, changes: bool) -> None:
        """The server never hears of it, and no answer comes."""
        self._faults.append(Fault(changes=changes, act=self._stall))

    def answer_next(
        self, status: int, body: bytes, headers: Mapping[str, str] | None = None, *, changes: bool
    ) -> None:
        """Somebody else answers (a firewall, a proxy), and the server never hears of it."""
        said = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        answer = f"HTTP/1.1 {status} Said\r\n{lines}Connection: close\r\n\r\n".encode() + body

        async def act(_request: bytes, _reader: Reader, writer: Writer) -> None:
            writer.write(answer)

        self._faults.append(Fault(changes=changes, act=act))

    def _accept(self, reader: Reader, writer: Writer) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: Reader, writer: Writer) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                request = await _whole_request(reader)
                self.requests += 1
                await self._act_on(request)(request, reader, writer)
                await writer.drain()
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _act_on(self, request: bytes) -> Callable[[bytes, Reader, Writer], Awaitable[None]]:
        changes = not request.startswith(b"GET ")
        for fault in self._faults:
            if fault.changes == changes:
                self._faults.remove(fault)
                return fault.act
        return self._pass

    async def _pass(self, request: bytes, _reader: Reader, writer: Writer) -> None:
        writer.write(await self._ask(request))

    async def _drop(self, request: bytes, _reader: Reader, _writer: Writer) -> None:
        await self._ask(request)

    async def _cut(self, request: bytes, _reader: Reader, writer: Writer) -> None:
        answer = await self._ask(request)
        writer.write(answer[: len(answer) - 10])

    async def _stall(self, _request: bytes, reader: Reader, _writer: Writer) -> None:
        await reader.read()

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self._server)
        try:
            writer.write(request)
            return await reader.read(-1)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def _whole_request(reader: Reader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = 0
    for line in lines:
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    closing = b"\r\n".join([kept[0], b"Connection: close", *kept[1:]])
    return closing + await reader.readexactly(length)
