"""The recorder as a platform and as a surface: plain adapters, over HTTP."""

import ssl
from datetime import datetime, timedelta
from typing import Any

import httpx

from bot.domain.community import Author, Comment, Cursor, Limits, OwnReply, Page, Post, Posted, Sight, Source
from bot.domain.status import Action
from bot.errors import OutsideError, TryLater, Unclear
from bot.ports import Approved, Corrects, Deletes, Finds, Hides, Place, Platform, Surface
from bot.views import ItemCard
from bot.words import say

LEASE = 2.0
SOURCE = Source(platform="plaza", name="square", title="The square")
CHANNEL = "team"
_READS = frozenset({"fetch", "look", "find"})
_POST = Post(id="p1", title="A post", url="https://example.invalid/p1", language="de")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Wire:
    """Calls to the recorder, and what they mean when they fail."""

    def __init__(self, url: str, patience: float = LEASE / 2) -> None:
        # Nothing here is encrypted: reading the certificates would only delay a worker's first call.
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client = httpx.AsyncClient(base_url=url, timeout=patience, verify=plain, trust_env=False)

    async def ask(self, call: str, **about: Any) -> Any:
        """Do one call. Any: JSON."""
        try:
            answer = await self._client.post(f"/{call}", json=about)
        except httpx.HTTPError as error:
            raise _meaning(call, error) from error
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            after = timedelta(seconds=float(answer.headers["Retry-After"]))
            raise TryLater(say("Too fast."), after)
        return answer.json()

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()


def _meaning(call: str, error: httpx.HTTPError) -> OutsideError:
    """A reading may be repeated; anything else may have happened, unless it was never sent."""
    if call in _READS or isinstance(error, _NEVER_SENT):
        return TryLater(say("It does not answer."), timedelta(seconds=0.2))
    return Unclear(say("No answer came."))


class RecordedPlatform(Platform, Hides, Corrects, Deletes):
    """The community."""

    name = SOURCE.platform
    limits = Limits(longest=500, lease=LEASE)

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def fetch(self, source: Source, after: Cursor) -> Page:  # noqa: ARG002 - there is one source
        told = await self._wire.ask("fetch", mark=int(after.mark or 0))
        return Page(
            cursor=Cursor(since=after.since, mark=str(told["mark"])),
            comments=tuple(_comment(each) for each in told["comments"]),
            gone=tuple(told["gone"]),
            more=told["more"],
        )

    async def look(self, comment: Comment) -> Sight:
        told = await self._wire.ask("look", id=comment.id)
        replies = tuple(OwnReply(id=each["id"], text=each["text"]) for each in told["replies"])
        return Sight(comment=_comment(told["comment"]), replies=replies)

    async def post(self, reply: Approved, key: str) -> Posted:
        told = await self._wire.ask("post", id=reply.comment.id, text=reply.text, key=key)
        return Posted(id=told["id"])

    async def hide(self, comment: Comment) -> None:
        await self._wire.ask("hide", id=comment.id)

    async def unhide(self, comment: Comment) -> None:
        await self._wire.ask("unhide", id=comment.id)

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:
        await self._wire.ask("correct", id=comment.id, reply=reply.id, text=approved.text)
        return Posted(id=reply.id)

    async def delete_reply(self, comment: Comment, reply: OwnReply) -> None:
        await self._wire.ask("delete_reply", id=comment.id, reply=reply.id)

    async def close(self) -> None:
        await self._wire.close()


def _comment(told: dict[str, Any]) -> Comment:
    """A comment as the recorder tells it. Any: JSON."""
    return Comment(
        platform=SOURCE.platform,
        source=SOURCE.name,
        id=told["id"],
        post=_POST,
        author=Author(id=told["author"].lower(), name=told["author"]),
        text=told["text"],
        published=datetime.fromisoformat(told["published"]),
        parent=told["parent"],
        ours=told["ours"],
    )


class RecordedSurface(Surface, Finds):
    """The chat tool."""

    name = "hall"
    live = False
    lease = LEASE

    def __init__(self, wire: Wire, interval: float = 0.0) -> None:
        self._wire = wire
        self.interval = interval

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:  # noqa: ARG002
        told = await self._wire.ask("show", channel=at, key=key, card=_drawn(card))
        return self._place(at, told["remote"])

    async def redraw(self, place: Place, card: ItemCard) -> None:
        await self._wire.ask("redraw", remote=place.remote, card=_drawn(card))

    async def find(self, at: str, key: str) -> Place | None:
        told = await self._wire.ask("find", channel=at, key=key)
        return self._place(at, told["remote"]) if told["remote"] else None

    def _place(self, channel: str, remote: str) -> Place:
        return Place(surface=self.name, channel=channel, remote=remote)

    async def close(self) -> None:
        await self._wire.close()


def _drawn(card: ItemCard) -> dict[str, Any]:
    """What people and the verification need of a card. Any: JSON."""
    return {
        "item": card.item,
        "draft": card.draft_number,
        "version": card.version,
        "status": card.status.value,
        "urgency": card.urgency,
        "text": card.text,
        "proposal": card.draft.text if card.draft else "",
        "approve": any(button.command.action is Action.APPROVE for button in card.buttons),
    }
