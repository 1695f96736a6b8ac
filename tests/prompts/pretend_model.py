"""A pretend model server: real sockets on 127.0.0.1, scripted answers, and a memory of what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Asked = dict[str, Any]  # Any: the JSON that was sent
Script = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class PretendModel:
    """Answers each request with the next script; the last one stays."""

    scripts: list[Script] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    offers: tuple[str, ...] = ("pretend-1",)
    """The models that it lists."""
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""

    def will(self, *scripts: Script) -> None:
        """From now on answer with these."""
        self.scripts = list(scripts)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode(), reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = dict(line.casefold().split(": ", 1) for line in head.splitlines()[1:] if line)
        if head.startswith("GET"):
            await sends(json.dumps({"data": [{"id": name} for name in self.offers]}))({}, writer)
            return
        asked: Asked = json.loads(await reader.readexactly(int(headers["content-length"])))
        self.asked.append(asked)
        self.keys.append(headers.get("authorization", ""))
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await script(asked, writer)
        finally:
            self.at_once -= 1


@asynccontextmanager
async def pretend_model() -> AsyncIterator[PretendModel]:
    """A running server; it answers well until told otherwise."""
    model = PretendModel(
        scripts=[says("Ein Deckel, der klemmt, ist lästig. Danke dir, das schauen wir uns an.")]
    )
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    model.url = f"http://{host}:{port}/v1"
    try:
        yield model
    finally:
        server.close()
        await server.wait_closed()


async def _send(writer: asyncio.StreamWriter, status: int, body: bytes, headers: dict[str, str]) -> None:
    lines = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"HTTP/1.1 {status} Pretend\r\n{head}\r\n".encode() + body)
    await writer.drain()


def sends(body: str, status: int = 200, **headers: str) -> Script:
    """Exactly this body."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        await _send(writer, status, body.encode(), named)

    return script


def chooses(message: object, reason: str = "stop") -> Script:
    """A completion with this message."""
    return sends(
        json.dumps({"id": "x", "choices": [{"index": 0, "message": message, "finish_reason": reason}]})
    )


def says(text: str | None, reason: str = "stop") -> Script:
    """A completion with this text."""
    return chooses({"role": "assistant", "content": text}, reason)


def fails(status: int, error: dict[str, object] | None = None, **headers: str) -> Script:
    """An error, as OpenAI writes them."""
    return sends(json.dumps({"error": error or {"message": "no"}}), status, **headers)


def waits(seconds: float, then: Script) -> Script:
    """The same, later."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await then(asked, writer)

    return script


def cuts() -> Script:
    """The connection breaks in the middle of the answer."""

    async def script(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{"cho')
        await writer.drain()
        writer.close()

    return script


def obeys() -> Script:
    """A model that does whatever the comment says: it repeats what stands after “schreibe:”."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        told = asked["messages"][-1]["content"].split("schreibe:")[-1].split("\n<")[0]
        await says(told.strip())(asked, writer)

    return script


def echoes() -> Script:
    """A model that repeats its last message, fences and all."""

    async def script(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await says(asked["messages"][-1]["content"])(asked, writer)

    return script
