"""The built-in page as a surface."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from adapters.surfaces.web.door import Door
from adapters.surfaces.web.grant_pages import GrantPages
from adapters.surfaces.web.guard import Guard
from adapters.surfaces.web.live import Live, Pulse
from adapters.surfaces.web.own_pages import OwnPages
from adapters.surfaces.web.pages import Pages
from adapters.surfaces.web.refusals import Refusals
from adapters.surfaces.web.render import HERE
from adapters.surfaces.web.report_pages import ReportPages
from adapters.surfaces.web.settings import WebSettings
from bot.abilities import TellsClosing
from bot.errors import AugenhoeheError
from bot.ports import Clock, Hear, Mounts, Place, Surface
from bot.views import ItemCard

PATH = "/team"


class Web(Surface, Mounts, TellsClosing):
    """Channels, cards and dialogs in a browser. A page draws itself anew; nothing is sent to it."""

    name = "web"
    live = True
    interval = 0.0
    lease = 30.0
    writes = timedelta(minutes=2)
    """An open dialog says so every 45 seconds."""

    def __init__(
        self, *, settings: WebSettings, hear: Hear, pulse: Pulse, clock: Clock = lambda: datetime.now(UTC)
    ) -> None:
        self._door = Door(settings, hear, clock)
        self._live = Live(pulse, poll=settings.poll, heartbeat=settings.heartbeat)
        self._app = application(self._door, self._live)

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Nothing to send: the channel's page has the card the next time it looks."""
        del card, under
        return Place(surface=self.name, channel=at, remote=key)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Nothing to send: the pulse tells open pages to look again."""

    async def close(self) -> None:
        """End the streams of open pages. Ask for it when the server begins to stop: it waits for them."""
        self._live.close()

    def mounts(self) -> Mapping[str, Any]:
        """The page, beneath its path."""
        return {PATH: self._app}


def application(door: Door, live: Live) -> ASGIApp:
    """The page as an ASGI application. The guard stands outside, so that failures are labelled too."""
    pages, refusals = Pages(door=door, live=live), Refusals(door)
    reports, own = ReportPages(pages), OwnPages(door)
    get, post = ["GET"], ["POST"]
    routes = [
        Route("/", pages.channel, methods=get),
        Route("/cards", pages.cards, methods=get),
        Route("/item/{number:int}", pages.item, methods=get),
        Route("/form", pages.form, methods=get),
        Route("/events", pages.events, methods=get),
        Route("/report", reports.page, methods=get),
        Route("/report.csv", reports.file, methods=get),
        Route("/grants.csv", GrantPages(pages).file, methods=get),
        Route("/do", pages.do, methods=post),
        Route("/command", pages.command, methods=post),
        Route("/seen", own.seen, methods=post),
        Route("/writing", own.writing, methods=post),
        Route("/act-as", pages.act_as, methods=post),
        Route("/language", pages.language, methods=post),
        Route("/sign-in", pages.sign_in_page, methods=get),
        Route("/sign-in", pages.sign_in, methods=post),
        Route("/sign-out", pages.sign_out, methods=post),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    handlers = {AugenhoeheError: refusals.ours, HTTPException: refusals.http, Exception: refusals.unknown}
    return Guard(Starlette(routes=routes, exception_handlers=handlers))
