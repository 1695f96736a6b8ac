"""The community's public page: read the posts, comment, answer, edit and delete one's own comments.

Everything people write is hostile: templates escape it, and nothing inline may run (Content-Security-Policy).
The page asks every other second for what has changed, and replaces the parts marked `data-live`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.platforms.demo.book import Book
from adapters.platforms.demo.content import BRAND, IMAGES, STORM, STREAM, events, posts
from adapters.platforms.demo.forms import LONGEST_NAME, Forms
from adapters.platforms.demo.store import Store
from adapters.platforms.demo.stream import Player
from adapters.platforms.demo.threads import flat, threads
from adapters.platforms.demo.visitors import Visitor, own, post_of, public, visitor_of
from bot.errors import OutsideError

HERE = Path(__file__).parent
LATEST = 6
SEEN = "X-Seen"
"""The header in which the page tells what it shows already."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, kw_only=True)
class Control:
    """The stream or the storm, as the page's switch shows it."""

    running: bool
    done: int
    all: int


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A request for a page, by somebody."""

    visitor: Visitor
    seen: str
    root: str
    """The path under which the community is mounted."""
    post: str
    answers: str
    edits: str


Told = dict[str, Any]
"""What a template is told."""
Read = Callable[[Book, Visit], Told]


class Pages:
    """The pages. They keep nothing: the store does."""

    def __init__(self, store: Store, player: Player, longest: int, zone: str) -> None:
        """`longest` is the greatest length of a comment; times are those of the zone."""
        self._store = store
        self._player = player
        self._longest = longest
        self._templates = _templates(zone)
        with store.writing() as book:
            self._secret = book.secret()
        self._forms = Forms(store, player, self._secret, longest)

    def app(self) -> ASGIApp:
        """Make the web application."""
        sorry = {HTTPException: self._sorry, OutsideError: self._busy}
        return guarded(Starlette(routes=self._routes(), exception_handlers=sorry))

    def _routes(self) -> list[BaseRoute]:
        forms = self._forms
        return [
            Route("/", self._index),
            Route("/post/{id}", self._post),
            Route("/post/{id}", forms.endpoint(forms.write), methods=["POST"]),
            Route("/comment/{id}", forms.endpoint(forms.edit), methods=["POST"]),
            Route("/comment/{id}/delete", forms.endpoint(forms.delete), methods=["POST"]),
            Route("/stream", forms.endpoint(forms.switch), methods=["POST"]),
            Mount("/images", StaticFiles(directory=IMAGES)),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ]

    async def _index(self, request: Request) -> Response:
        return await self._show(request, "index.html", self._all_posts)

    def _all_posts(self, book: Book, _visit: Visit) -> Told:
        return {"posts": posts(), "counts": book.counts(), "latest": book.latest(LATEST)}

    async def _post(self, request: Request) -> Response:
        return await self._show(request, "post.html", self._one_post)

    def _one_post(self, book: Book, visit: Visit) -> Told:
        post = post_of(visit.post)
        return {
            "post": post,
            "threads": flat(threads(book.under(post.id))),
            "liked": book.liked(),
            "count": book.counts().get(post.id, 0),
            "answers": public(book.entry(visit.answers)),
            "edits": own(book.entry(visit.edits), visit.visitor),
            "name": book.name_of(visit.visitor.id),
            "longest": self._longest,
            "longest_name": LONGEST_NAME,
        }

    async def _show(self, request: Request, template: str, read: Read) -> Response:
        self._player.wake()
        visit = self._visit(request)
        page = await asyncio.to_thread(self._draw, visit, template, read)
        response: Response = HTMLResponse(page) if page else Response(status_code=204)
        visit.visitor.greet(response, secure=request.url.scheme == "https")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _visit(self, request: Request) -> Visit:
        return Visit(
            visitor=visitor_of(request, self._secret),
            seen=request.headers.get(SEEN, ""),
            root=request.scope.get("root_path", ""),
            post=request.path_params.get("id", ""),
            answers=request.query_params.get("antwort", ""),
            edits=request.query_params.get("aendern", ""),
        )

    def _draw(self, visit: Visit, template: str, read: Read) -> str:
        """Draw a page, its live parts alone, or nothing when all of it has been seen."""
        with self._store.reading() as book:
            stream, storm = (_control(book, kind) for kind in (STREAM, STORM))
            state = f"{book.change()}-{stream.running:d}{storm.running:d}"
            if state == visit.seen:
                return ""
            told = read(book, visit)
        shared = {"visit": visit, "state": state, "stream": stream, "storm": storm}
        frame = {"base": "fragment.html" if visit.seen else "page.html", "root": visit.root, "brand": BRAND}
        return self._templates.get_template(template).render(told | shared | frame)

    async def _sorry(self, request: Request, exc: Exception) -> Response:
        said = exc if isinstance(exc, HTTPException) else HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR)
        missing = said.status_code == HTTPStatus.NOT_FOUND
        return self._error(
            request, said.status_code, "Diese Seite gibt es nicht." if missing else said.detail
        )

    async def _busy(self, request: Request, _exc: Exception) -> Response:
        return self._error(request, 503, "Gerade ist zu viel los. Bitte gleich noch einmal.")

    def _error(self, request: Request, status: int, words: str) -> Response:
        root = request.scope.get("root_path", "")
        page = self._templates.get_template("sorry.html").render(root=root, brand=BRAND, words=words)
        return HTMLResponse(page, status)


def guarded(app: ASGIApp) -> ASGIApp:
    """Put the security headers on every answer, static files and errors too."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *headers]
            await send(message)

        await app(scope, receive, sending)

    return guard


@cache
def _templates(zone: str) -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    # The team's page draws its times on the server, too: whoever has both before them sees the same ones.
    environment.filters["told"] = lambda at, form: at.astimezone(ZoneInfo(zone)).strftime(form)
    return environment


def _control(book: Book, kind: str) -> Control:
    played = book.played(kind)
    return Control(running=played.running, done=played.done, all=len(events(kind)))
