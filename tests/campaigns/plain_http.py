"""A very small HTTP server: JSON in, JSON out, and it can do what no honest server does: drop an answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Told = dict[str, Any]
"""A JSON object; Any because its values are of all kinds."""


@dataclass(frozen=True)
class Reply:
    """What goes back."""

    body: Told
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Answer = Callable[[str, Told], Awaitable[Reply | None]]
"""Answers a call by its name; None closes the connection without a word."""


async def serve(answer: Answer, port: int = 0) -> asyncio.Server:
    """Listen on this machine alone."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _talk(reader, writer, answer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller was killed; what it asked for was done all the same
        finally:
            writer.close()

    return await asyncio.start_server(talk, "127.0.0.1", port)


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
    while asked := await _read(reader):
        reply = await answer(*asked)
        if reply is None:
            return
        writer.write(_drawn(reply))
        await writer.drain()


async def _read(reader: asyncio.StreamReader) -> tuple[str, Told] | None:
    """A whole request, or None at the end: half a request is never acted on."""
    first = await reader.readline()
    if not first:
        return None
    length = 0
    while (line := await reader.readline()).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length)
    return first.split()[1].decode().lstrip("/"), json.loads(body or b"{}")


def _drawn(reply: Reply) -> bytes:
    body = json.dumps(reply.body).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **reply.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {reply.status} -\r\n{head}\r\n".encode() + body
