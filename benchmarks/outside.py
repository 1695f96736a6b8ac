"""Adapters to the pretend outside world, as thin as adapters can be, so that the program is measured."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx

from benchmarks.people import SOURCE, read
from bot.domain.community import Comment, Cursor, Limits, OwnReply, Page, Posted, Sight, Source
from bot.domain.finding import Finding
from bot.domain.item import Triage
from bot.ports import Approved, Drafter, DraftRequest, DraftResult, Place, Platform, Surface
from bot.views import ItemCard
from prompts.guards import check, context_of
from prompts.loader import LIBRARY, load
from prompts.triage import triage

CONNECTIONS = 5
"""Connections to a host: more cost more than they gain (facts/performance)."""


def client(address: str) -> httpx.AsyncClient:
    """A small pool to the outside world."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    return httpx.AsyncClient(base_url=address, limits=limits, timeout=30.0, verify=False)  # noqa: S501  # plain HTTP, on this machine


class Square(Platform):
    """A community."""

    name = SOURCE.platform
    limits = Limits(longest=5_000, interval=0.0, lease=30.0)

    def __init__(self, address: str, total: int) -> None:
        self._http = client(address)
        self._total = total

    async def fetch(self, source: Source, after: Cursor) -> Page:
        """The next page of comments."""
        del source
        query = {"after": int(after.mark or 0), "total": self._total}
        found = (await self._http.get("/comments", params=query)).json()
        comments = tuple(read(one) for one in found["comments"])
        mark = str(query["after"] + len(comments))
        return Page(cursor=replace(after, mark=mark), comments=comments, more=found["more"])

    async def look(self, comment: Comment) -> Sight:
        """The comment as it stands: nobody ever changes one here."""
        found = (await self._http.get("/look", params={"id": comment.id})).json()
        return Sight(
            comment=read(found["comment"]), replies=tuple(OwnReply(**one) for one in found["replies"])
        )

    async def post(self, reply: Approved, key: str) -> Posted:
        """Reply."""
        answer = await self._http.post("/reply", json=reply_body(reply.comment.id, reply.text, key))
        return Posted(id=answer.json()["id"])

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()


class Chat(Surface):
    """A chat tool without a limit."""

    name = "chat"
    live = False
    interval = 0.0
    lease = 30.0

    def __init__(self, address: str) -> None:
        self._http = client(address)
        self.cards: dict[int, ItemCard] = {}
        self._right: set[int] = set()
        self._looks: Callable[[ItemCard], object] = bool
        self._waiting: tuple[int, asyncio.Event] = (0, asyncio.Event())

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Post a message."""
        del under
        answer = await self._http.post("/show", json=card_body(at, key, card))
        self._note(card)
        return Place(surface=self.name, channel=at, remote=answer.json()["id"])

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Replace a message."""
        await self._http.post("/redraw", json=card_body(place.channel, place.remote, card))
        self._note(card)

    def _note(self, card: ItemCard) -> None:
        """Keep what is shown; cheap, for it is measured with the rest."""
        self.cards[card.item] = card
        (self._right.add if self._looks(card) else self._right.discard)(card.item)
        count, reached = self._waiting
        if count and len(self._right) >= count:
            reached.set()

    async def until(self, count: int, looks: Callable[[ItemCard], object]) -> None:
        """Wait until so many cards look like that."""
        self._looks = looks
        self._right = {number for number, card in self.cards.items() if looks(card)}
        self._waiting = (count, asyncio.Event())
        if len(self._right) < count:
            await self._waiting[1].wait()

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()


class Writer(Drafter):
    """A model behind HTTP; the first look is the program's own."""

    name = "pretend"
    parallel = 4

    def __init__(self, address: str) -> None:
        self._http = client(address) if address else None
        self._library = load(LIBRARY)

    def triage(self, comment: Comment) -> Triage:
        """The rules of the program; but everything gets a draft, so that every run is the same work."""
        return replace(triage(comment, self._library.brand), needs_reply=True)

    async def draft(self, request: DraftRequest) -> DraftResult:
        """Ask for a text; without an address it is there already."""
        text = "Hallo! Danke für deinen Kommentar."
        if self._http:
            text = (await self._http.post("/draft", json=draft_body(request.comment.text))).json()["text"]
        return DraftResult(text=text, origin="model", model=self.name, prompt="general@1")

    def review(self, text: str, request: DraftRequest) -> tuple[Finding, ...]:
        """What the program's own guards find."""
        return check(text, context_of(self._library, request, origin="person"))

    async def close(self) -> None:
        """Let go of connections."""
        if self._http:
            await self._http.aclose()


def card_body(channel: str, key: str, card: ItemCard) -> dict[str, Any]:
    """A message in the manner of chat tools. Any: JSON."""
    draft = card.draft.text if card.draft else ""
    buttons = [{"text": b.label.text, "value": f"{card.item}:{card.draft_number}"} for b in card.buttons]
    return message_body(channel, key, card.author, card.text, draft, buttons)


def message_body(
    channel: str, key: str, author: str, text: str, draft: str, buttons: list[dict[str, str]]
) -> dict[str, Any]:
    """The JSON of a message. Any: JSON."""
    return {
        "channel": channel,
        "key": key,
        "blocks": [
            {"type": "section", "text": f"*{author}*\n{text}"},
            {"type": "section", "text": draft},
            {"type": "actions", "elements": buttons},
        ],
    }


def draft_body(text: str) -> dict[str, Any]:
    """The JSON that asks for a draft. Any: JSON."""
    return {"model": "pretend", "messages": [{"role": "user", "content": text}]}


def reply_body(comment: str, text: str, key: str) -> dict[str, str]:
    """The JSON of a reply."""
    return {"parent": comment, "text": text, "key": key, "at": datetime.now(UTC).isoformat()}
