"""Around every request: how much is read, and what the browser is told about our pages."""

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.surfaces.web.blocked import too_large

MOST = 64 * 1024
"""Bytes of a request body; the longest reply of any platform takes half of it."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not no-referrer: with that, browsers send forms with the origin “null”.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


class Guard:
    """ASGI middleware: limits what comes in, and adds the security headers to what goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, _limited(scope, receive), _labelled(scope, send))


def _limited(scope: MutableMapping[str, Any], receive: Receive) -> Receive:
    announced = Headers(scope=scope).get("content-length", "")
    left = MOST

    async def limited() -> Message:
        nonlocal left
        if announced.isdecimal() and int(announced) > MOST:
            raise too_large(MOST)
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise too_large(MOST)
        return message

    return limited


def _labelled(scope: MutableMapping[str, Any], send: Send) -> Send:
    # Files may be kept if the browser asks whether they are still the same; pages never.
    keep = "no-cache" if "/static/" in scope["path"] else "no-store"

    async def labelled(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("cache-control", keep)
        await send(message)

    return labelled
