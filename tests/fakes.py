"""Small honest stand-ins with a memory: a community, a chat tool, a writer, an engine turned by hand."""

import contextlib
import dataclasses
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.community import (
    Author,
    Comment,
    Cursor,
    Limits,
    OwnReply,
    Page,
    Post,
    Posted,
    Sight,
    Source,
)
from bot.domain.finding import Finding
from bot.domain.item import Triage
from bot.errors import OutsideError, Unclear
from bot.ports import Approved, DraftRequest, DraftResult, Place, Task, Wake
from bot.views import HintSheet, ItemCard
from bot.words import Words, say

POST = Post(id="p1", title="A post", url="https://example.invalid/p1", language="de")


@dataclass
class Town:
    """A community: what people wrote, what we replied, and which answers to us get lost."""

    name: str = "town"
    limits: Limits = field(default_factory=lambda: Limits(longest=500, lease=4.0))
    comments: dict[str, Comment] = field(default_factory=dict)
    replies: dict[str, list[OwnReply]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    """Ids in the order in which they changed; the cursor counts them."""
    gone: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    liked: list[str] = field(default_factory=list)
    before: list[OutsideError] = field(default_factory=list)
    """Raised instead of the next calls, before anything happens."""
    nameless: bool = False
    """Visitors write without an account."""
    moderates: bool = False
    """What we reply is held back until a moderator lets it through."""
    lost: int = 0
    """So many next posts happen, and their answers get lost."""
    blind: bool = False
    """`look` cannot tell whether it saw everything."""
    calls: Counter[str] = field(default_factory=Counter)
    meanwhile: dict[str, Callable[[], Awaitable[object]]] = field(default_factory=dict)
    """What happens elsewhere during the next `look` or `post`, or when it is `posted` already; once."""
    numbers: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def write(self, text: str, *, author: str = "Anna", parent: str = "", ago: float = 0) -> str:
        """Somebody writes a comment; its id."""
        number = f"c{next(iter(self.numbers))}"
        published = datetime.now(UTC) - timedelta(seconds=ago)
        self.comments[number] = Comment(
            platform=self.name,
            source="square",
            id=number,
            post=POST,
            author=Author(id="" if self.nameless else author.lower(), name=author),
            text=text,
            published=published,
            parent=parent,
        )
        self.changes.append(number)
        return number

    def edit(self, number: str, text: str) -> None:
        """The commenter changes their text."""
        self.comments[number] = dataclasses.replace(self.comments[number], text=text)
        self.changes.append(number)

    def hold(self, number: str, *, held: bool) -> None:
        """A moderator holds it back, or lets it through."""
        self.comments[number] = dataclasses.replace(self.comments[number], held=held)
        self.changes.append(number)

    def delete(self, number: str) -> None:
        """The commenter deletes it."""
        self.gone.add(number)
        self.changes.append(number)

    def restore(self, number: str) -> None:
        """It is back."""
        self.gone.discard(number)
        self.changes.append(number)

    def reply_natively(self, number: str, text: str) -> str:
        """Somebody answers under our name, without us."""
        made = self._reply(self.comments[number], text, "")
        return made.id

    def _reply(self, to: Comment, text: str, key: str) -> OwnReply:
        number = f"r{next(iter(self.numbers))}"
        made = OwnReply(id=number, text=text, url=f"https://example.invalid/{number}", key=key)
        self.replies.setdefault(to.id, []).append(made)
        ours = Author(id="us", name="Us")
        now = datetime.now(UTC)
        self.comments[number] = dataclasses.replace(
            to, id=number, parent=to.id, author=ours, text=text, published=now, url=made.url, ours=True
        )
        self.comments[number] = dataclasses.replace(self.comments[number], held=self.moderates)
        self.changes.append(number)
        return made

    def _trouble(self, call: str) -> None:
        self.calls[call] += 1
        if self.before:
            raise self.before.pop(0)

    async def _elsewhere(self, call: str) -> None:
        happens = self.meanwhile.pop(call, None)
        if happens is not None:
            await happens()

    async def fetch(self, source: Source, after: Cursor) -> Page:  # noqa: ARG002  # the port's signature
        self._trouble("fetch")
        start = int(after.mark or 0)
        changed = dict.fromkeys(self.changes[start : start + 100])
        done = start + len(self.changes[start : start + 100])
        here = [self.comments[n] for n in changed if n not in self.gone]
        return Page(
            cursor=Cursor(since=after.since, mark=str(done)),
            comments=tuple(c for c in here if c.published >= after.since),
            gone=tuple(n for n in changed if n in self.gone),
            more=done < len(self.changes),
        )

    async def look(self, comment: Comment) -> Sight:
        self._trouble("look")
        await self._elsewhere("look")
        now = None if comment.id in self.gone else self.comments[comment.id]
        ours, liked = tuple(self.replies.get(comment.id, ())), comment.id in self.liked
        return Sight(comment=now, replies=ours, complete=not self.blind, liked=liked)

    async def post(self, reply: Approved, key: str) -> Posted:
        self._trouble("post")
        await self._elsewhere("post")
        made = self._reply(reply.comment, reply.text, key if not self.blind else "")
        await self._elsewhere("posted")
        if self.lost:
            self.lost -= 1
            raise Unclear(say("No answer came."))
        return Posted(id=made.id, url=made.url, held=self.moderates)

    async def hide(self, comment: Comment) -> None:
        self._trouble("hide")
        self.hidden.add(comment.id)

    async def like(self, comment: Comment) -> None:
        self._trouble("like")
        self.liked.append(comment.id)
        await self._elsewhere("liked")

    async def unhide(self, comment: Comment) -> None:
        self._trouble("unhide")
        self.hidden.discard(comment.id)

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:
        self._trouble("correct")
        ours = self.replies[comment.id]
        self.replies[comment.id] = [
            dataclasses.replace(r, text=approved.text) if r.id == reply.id else r for r in ours
        ]
        self.edit(reply.id, approved.text)
        await self._elsewhere("corrected")
        return Posted(id=reply.id, url=reply.url)

    async def delete_reply(self, comment: Comment, reply: OwnReply) -> None:
        self._trouble("delete_reply")
        self.replies[comment.id] = [r for r in self.replies[comment.id] if r.id != reply.id]
        self.delete(reply.id)

    async def close(self) -> None:
        pass


@dataclass
class Room:
    """A chat tool: which messages it shows, and which answers to us get lost."""

    name: str = "room"
    live: bool = False
    interval: float = 0.0
    lease: float = 4.0
    finds: bool = True
    messages: dict[str, ItemCard] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)
    """Messages that stand in the thread of another."""
    before: list[OutsideError] = field(default_factory=list)
    lost: int = 0
    calls: Counter[str] = field(default_factory=Counter)

    def _trouble(self, call: str) -> None:
        self.calls[call] += 1
        if self.before:
            raise self.before.pop(0)

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        self._trouble("show")
        remote = f"m{len(self.messages) + 1}"
        self.messages[remote] = card
        self.keys[key] = remote
        if under:
            self.threads[remote] = under.remote
        if self.lost:
            self.lost -= 1
            raise Unclear(say("No answer came."))
        return Place(surface=self.name, channel=at, remote=remote)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        self._trouble("redraw")
        self.messages[place.remote] = card

    async def find(self, at: str, key: str) -> Place | None:
        self._trouble("find")
        remote = self.keys.get(key)
        return Place(surface=self.name, channel=at, remote=remote) if remote else None

    async def close(self) -> None:
        pass


@dataclass
class Scribe:
    """A writer that says what it is told to say."""

    name: str = "scribe"
    parallel: int = 4
    triages: Callable[[Comment], Triage] = field(default=lambda _: Triage(language="de"))
    texts: list[str | None] = field(default_factory=list)
    """What it writes next; when empty, a greeting."""
    looks: Triage | None = None
    """What it makes of a comment when it looks more closely."""
    asked: list[DraftRequest] = field(default_factory=list)
    meanwhile: list[Callable[[], Awaitable[object]]] = field(default_factory=list)
    """What happens elsewhere during the next drafts, one each."""
    written: list[DraftResult] = field(default_factory=list)
    """Whole results that come before the texts."""
    finds: dict[str, Finding] = field(default_factory=dict)
    """What it finds in texts that hold these words."""
    sheets: dict[str, HintSheet] = field(default_factory=dict)
    """What it advises to do about comments of these kinds."""

    trouble: Words | None = None
    """What is wrong with its texts."""

    def problem(self) -> Words | None:
        return self.trouble

    def hints(self, found: Triage) -> HintSheet | None:
        return self.sheets.get(found.kind)

    def triage(self, comment: Comment) -> Triage:
        return self.triages(comment)

    async def draft(self, request: DraftRequest) -> DraftResult:
        self.asked.append(request)
        if self.meanwhile:
            await self.meanwhile.pop(0)()
        if self.written:
            return self.written.pop(0)
        text = (
            self.texts.pop(0) if self.texts else f"Hallo {request.comment.author.name}! ({len(self.asked)})"
        )
        note = "" if text else "No fitting template: please write it yourself."
        return DraftResult(text=text, origin="template", prompt="general@1", note=note, triage=self.looks)

    def review(self, text: str, request: DraftRequest) -> tuple[Finding, ...]:
        self.asked.append(request)
        return tuple(found for words, found in self.finds.items() if words in text)

    async def close(self) -> None:
        pass


@dataclass
class HandCrank:
    """An engine that runs only when somebody turns it: every order of things can be tried."""

    tasks: Mapping[str, Task] = field(default_factory=dict)
    wakes: list[Wake] = field(default_factory=list)
    running: bool = True

    async def start(self, tasks: Mapping[str, Task], *, work: bool) -> None:  # noqa: ARG002  # the port's
        self.tasks = tasks

    async def wake(self, wake: Wake) -> None:
        if wake not in self.wakes:
            self.wakes.append(wake)

    async def stop(self, patience: timedelta) -> None:  # noqa: ARG002  # the port's signature
        self.wakes.clear()

    async def turn(self, *, also_later: bool = False) -> None:
        """Run what was asked for, and what that asks for; what is for later only if told so, and once."""
        later = [wake for wake in self.wakes if wake.after] if also_later else []
        while ready := [wake for wake in self.wakes if not wake.after] + later:
            self.wakes = [wake for wake in self.wakes if wake not in ready]
            later = []
            for wake in ready:
                await self.tasks[wake.task](wake.key)


@dataclass
class Abacus:
    """Counts."""

    counts: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, number: int = 1, **_labels: str) -> None:
        self.counts[what] += number

    def wait(self, what: str, seconds: float) -> None:
        with contextlib.suppress(KeyError):
            self.counts[f"{what}_waits"] += seconds > 0
