"""A post straight into an application: what is measured is the application, not a network."""

from collections.abc import Sequence
from typing import Any

Headers = Sequence[tuple[bytes, bytes]]


async def post(app: Any, path: str, body: bytes, headers: Headers) -> tuple[int, str]:
    """The status and the words of the answer. Any: ASGI callables have no common type."""
    said: list[Any] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": list(headers),
        "server": ("127.0.0.1", 8080),
        "client": ("127.0.0.1", 50_000),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    await app(scope, receive, send)
    return said[0]["status"], b"".join(message.get("body", b"") for message in said).decode()
