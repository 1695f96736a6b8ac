"""The one ASGI application: what surfaces and platforms serve, and what operators ask for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from html import escape
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import Any

from babel import negotiate_locale
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.catalogue import Catalogue, languages
from bot.config import Settings
from bot.metrics import MEDIA_TYPE, Metrics
from bot.words import Words, say

log = logging.getLogger("augenhoehe.server")
STATIC = Path(__file__).parent / "static"
TEAM = "/team/"
MOST = 1024 * 1024
"""Bytes of a request body, for whatever has no lower limit of its own."""
PATIENCE = 5
"""Seconds in which everything has to say whether it is ready."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}
Ready = Callable[[], Awaitable[Mapping[str, str]]]
"""Tells what is not in order, by part; nothing when all is well."""
Measure = Callable[[], Awaitable[None]]
"""Brings the gauges up to date before they are read."""
Begins = Callable[[], Awaitable[Words | None]]
"""Where the visitor of a demo begins; None when there is nothing to begin with."""


def application(
    *,
    mounts: Mapping[str, Any],  # Any: ASGI callables have no common type
    ready: Ready,
    metrics: Metrics,
    settings: Settings,
    measure: Measure | None = None,
    begins: Begins | None = None,
) -> Starlette:
    """Everything that is served, as one application."""
    desk = _Pages(ready, metrics, settings, measure, begins)
    routes: list[BaseRoute] = [
        Route("/", desk.front),
        *desk.health(),
        Mount("/static", StaticFiles(directory=STATIC)),
        *(Mount(path, app) for path, app in mounts.items()),
    ]
    headers = HEADERS | HTTPS_ONLY if settings.web.secure else HEADERS
    return Starlette(routes=routes, middleware=[Middleware(Outer, headers=headers)])


def health(*, ready: Ready, metrics: Metrics, settings: Settings, measure: Measure) -> Starlette:
    """What operators ask a process that serves no pages."""
    routes = _Pages(ready, metrics, settings, measure).health()
    return Starlette(routes=routes, middleware=[Middleware(Outer, headers=HEADERS)])


class _Pages:
    """What belongs to no surface and no platform."""

    def __init__(
        self,
        ready: Ready,
        metrics: Metrics,
        settings: Settings,
        measure: Measure | None,
        begins: Begins | None = None,
    ) -> None:
        self._ready = ready
        self._metrics = metrics
        self._settings = settings
        self._measure = measure
        self._begins = begins

    def health(self) -> list[Route]:
        """What operators ask for."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.readiness),
            Route("/metrics", self.numbers),
        ]

    async def front(self, request: Request) -> Response:
        """In the demo both sides of the work beside each other; otherwise the team's page."""
        if not self._settings.demo:
            return RedirectResponse(TEAM)
        # Where people sign in as themselves, nobody is Mira.
        guides = None if self._settings.web.sign_in_required else self._begins
        begin = await guides() if guides else None
        return HTMLResponse(_front_page(request.headers, self._settings, begin))

    async def alive(self, _request: Request) -> Response:
        """The process runs."""
        return PlainTextResponse("ok")

    async def readiness(self, _request: Request) -> Response:
        """Whether work can be done. Outsiders are told the names of what is not ready; the log says why."""
        try:
            async with asyncio.timeout(PATIENCE):
                faults = await self._ready()
        except TimeoutError:
            faults = {"answer": f"none within {PATIENCE} seconds"}
        for part, why in faults.items():
            log.warning("not ready", extra={"part": part, "why": why})
        return JSONResponse(
            {"ready": not faults, "faults": sorted(faults)}, status_code=503 if faults else 200
        )

    async def numbers(self, request: Request) -> Response:
        """The metrics, for whoever may read them."""
        if not _may_measure(request, self._settings.serving.metrics_token):
            raise HTTPException(403)
        if self._measure:
            await self._measure()
        return Response(self._metrics.page(), headers={"content-type": MEDIA_TYPE})


class Outer:
    """ASGI middleware around everything: how much is read, and what browsers are told by default."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its limits, and its answer, with our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, _limited(scope, receive), self._labelled(send))

    def _labelled(self, send: Send) -> Send:
        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return labelled


def _limited(scope: Scope, receive: Receive) -> Receive:
    announced = Headers(scope=scope).get("content-length", "")
    left = MOST

    async def limited() -> Message:
        nonlocal left
        if announced.isdecimal() and int(announced) > MOST:
            raise HTTPException(413)
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return limited


def _may_measure(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "").encode()
    if token and compare_digest(given, f"Bearer {token}".encode()):
        return True
    # A proxy on this machine lets strangers in by a loopback address, and says so in a header.
    passed_on = any(name in request.headers for name in ("forwarded", "x-forwarded-for"))
    return not passed_on and _loopback(request.client.host if request.client else "")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_HINT = say(
    "Approve a reply or two, then end the shift at the top of the team's page: the handover appears. Become"
    " Jonas at the top right, and take over."
)


def _front_page(headers: Headers, settings: Settings, begin: Words | None) -> str:
    wanted = [part.partition(";")[0].strip() for part in headers.get("accept-language", "").split(",")]
    language = negotiate_locale(wanted, languages(), sep="-") or settings.team.language
    tell = Catalogue(language).say
    told = {
        "language": language,
        "title": tell(say("Augenhöhe: the demo")),
        "community": tell(say("In public: write a comment as a visitor")),
        "team": tell(say("In the team: approve what is answered")),
    }
    page = Template((STATIC / "front.html").read_text(encoding="utf-8"))
    guide = _guide(begin, tell) if begin else ""
    return page.substitute({name: escape(text) for name, text in told.items()} | {"guide": guide})


def _guide(begin: Words, tell: Callable[[Words], str]) -> str:
    """What a newcomer may try first."""
    return f'<p class="hint"><strong>{escape(tell(begin))}</strong> {escape(tell(_HINT))}</p>'
