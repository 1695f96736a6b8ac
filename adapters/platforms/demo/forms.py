"""What a visitor can do on the community's page; every form is checked before anything is believed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from adapters.platforms.demo.book import Entry, Written
from adapters.platforms.demo.content import BRAND, STORM, STREAM, posts
from adapters.platforms.demo.store import Store
from adapters.platforms.demo.stream import Player
from adapters.platforms.demo.visitors import Visitor, form_of, own, post_of, public, visitor_of

LONGEST_NAME = 60

SWITCH = {"on": (STREAM, True), "off": (STREAM, False), "storm": (STORM, True), "calm": (STORM, False)}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A form that arrived."""

    fields: Mapping[str, str]
    visitor: Visitor
    target: str
    """The post or comment in its address."""


Act = Callable[[Sent], str]
"""What a form does; it tells the path to go to afterwards."""


class Forms:
    """Writing into the community."""

    def __init__(self, store: Store, player: Player, secret: bytes, longest: int) -> None:
        """`longest` is the greatest length of a comment."""
        self._store = store
        self._player = player
        self._secret = secret
        self._longest = longest

    def endpoint(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """Make a page that takes a form and does `act` with it."""

        async def endpoint(request: Request) -> Response:
            visitor = visitor_of(request, self._secret)
            fields = await form_of(request, visitor)
            target = request.path_params.get("id", "")
            to = await asyncio.to_thread(act, Sent(fields=fields, visitor=visitor, target=target))
            self._player.wake()
            return RedirectResponse(request.scope.get("root_path", "") + to, status_code=303)

        return endpoint

    def write(self, sent: Sent) -> str:
        """Comment, or answer a comment."""
        post = post_of(sent.target)
        name = " ".join(sent.fields.get("name", "").split())[:LONGEST_NAME]
        text = self._text(sent)
        if not name or name.casefold() == BRAND.casefold():
            raise HTTPException(422, "Bitte gib einen Namen an, und zwar deinen eigenen.")
        with self._store.writing() as book:
            above = public(book.entry(sent.fields.get("antwort", "")))
            parent = above.id if above and above.post == post.id else ""
            written = Written(post=post.id, parent=parent, author=name, text=text, visitor=sent.visitor.id)
            return _place(book.write(written))

    def edit(self, sent: Sent) -> str:
        """Change one's own comment."""
        text = self._text(sent)
        with self._store.writing() as book:
            entry = _own_or_403(book.entry(sent.target), sent.visitor)
            book.edit(entry.id, text)
        return _place(entry)

    def delete(self, sent: Sent) -> str:
        """Take one's own comment away."""
        with self._store.writing() as book:
            entry = _own_or_403(book.entry(sent.target), sent.visitor)
            book.delete(entry.id)
        return f"/post/{entry.post}#kommentare"

    def switch(self, sent: Sent) -> str:
        """Let the stream or the storm run, or pause it."""
        wanted = SWITCH.get(sent.fields.get("do", ""))
        if wanted is None:
            raise HTTPException(422, "Diesen Schalter gibt es nicht.")
        kind, on = wanted
        self._player.switch(kind, on=on)
        post = sent.fields.get("post", "")
        return f"/post/{post}" if post in posts() else "/"

    def _text(self, sent: Sent) -> str:
        text = sent.fields.get("text", "").strip()
        if not text or len(text) > self._longest:
            raise HTTPException(422, f"Bitte schreib etwas, höchstens {self._longest} Zeichen.")
        return text


def _own_or_403(entry: Entry | None, visitor: Visitor) -> Entry:
    mine = own(entry, visitor)
    if mine is None:
        raise HTTPException(403, "Das ist nicht dein Kommentar, oder es gibt ihn nicht mehr.")
    return mine


def _place(entry: Entry) -> str:
    return f"/post/{entry.post}#c-{entry.id}"
