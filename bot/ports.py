"""What the program needs from the outside world. Each port is small and says what it must not do."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from bot.commands import Command
from bot.domain.community import Comment, Cursor, Limits, OwnReply, Page, Posted, Sight, Source
from bot.domain.finding import Finding
from bot.domain.item import Triage
from bot.domain.known import KnownFact
from bot.domain.people import Actor
from bot.views import ItemCard, View

# The community


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A reply that a person approved, word for word: the only thing that is ever posted."""

    comment: Comment
    text: str
    by: Actor
    at: datetime


class Platform(Protocol):
    """A community site: the public writes there, and our replies appear there.

    Foreign errors come out as the four kinds of `OutsideError`. An adapter never retries a call that
    changes something: the desk knows when a repeat is safe.
    """

    name: str
    limits: Limits

    async def fetch(self, source: Source, after: Cursor) -> Page:
        """What was written, edited or deleted since; oldest first. Ours too, marked `ours`."""

    async def look(self, comment: Comment) -> Sight:
        """The comment as it stands now, with our replies beneath it."""

    async def post(self, reply: Approved, key: str) -> Posted:
        """Make the reply public beneath its comment. `key` is the same for every try of the same reply.

        Raises:
            TooLong: before anything was sent.
            Unclear: it went out and no answer came.

        """

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Hides(Protocol):
    """A platform where a comment can be hidden from the public and shown again; twice is as once."""

    async def hide(self, comment: Comment) -> None:
        """Hide it."""

    async def unhide(self, comment: Comment) -> None:
        """Show it again."""


@runtime_checkable
class Corrects(Protocol):
    """A platform where our own public reply can be replaced by another text; twice is as once."""

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:
        """Replace the text of our reply."""


@runtime_checkable
class Deletes(Protocol):
    """A platform where our own public reply can be taken down; twice is as once."""

    async def delete_reply(self, comment: Comment, reply: OwnReply) -> None:
        """Take it down; already gone is fine."""


# The team's chat


@dataclass(frozen=True, kw_only=True)
class Place:
    """One message in a channel that shows a view."""

    surface: str
    channel: str
    remote: str
    """The chat tool's id of the message."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something a person asked for on a surface."""

    key: str
    """The same for every retry of the same click; "" for something that only reads."""
    surface: str
    account: str
    """The chat tool's id of the person."""
    command: Command
    name: str = ""
    """The person's name as the chat tool shows it, for an account that we do not know yet."""


Hear = Callable[[Heard], Awaitable[View]]
"""The one door for people. It never raises for what a person did: a refusal comes back as a Notice."""


class Surface(Protocol):
    """A chat tool: it shows the team their work and hears what they decide.

    `show` may be asked again with the same key after a lost answer. Where the tool can tell whether the
    first one arrived, the surface is also a `Finds`.
    """

    name: str
    live: bool
    """It draws its cards anew whenever somebody looks, so that nothing has to be redrawn for it."""
    interval: float
    """Seconds between two calls into the same channel; 0 for no limit."""
    lease: float
    """Seconds one call may take in all."""

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Show a card in the channel `at`: as the head of a new thread, or in the thread of `under`."""

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Make the message show the card as it is now."""

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Finds(Protocol):
    """A surface that can tell whether a lost show arrived."""

    async def find(self, at: str, key: str) -> Place | None:
        """The message with this key, or None when there certainly is none."""


@runtime_checkable
class Mounts(Protocol):
    """An adapter that serves HTTP: plain ASGI applications by path."""

    def mounts(self) -> Mapping[str, Any]:
        """`{"/path": application}`; Any because ASGI callables have no common type."""


# Drafting


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """An earlier comment, and the reply that a person approved for it."""

    author: str
    comment: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class DraftRequest:
    """What a writer is told. Everything from `comment` and `chain` is hostile data."""

    comment: Comment
    chain: tuple[Comment, ...]
    """What it answers, from the top down; ours are marked `ours`."""
    triage: Triage
    limits: Limits
    instruction: str = ""
    """A teammate's wish for this draft."""
    previous: tuple[str, ...] = ()
    """Earlier drafts for this item, not to be repeated."""
    recent: tuple[str, ...] = ()
    """Our latest public replies, not to be sounded like."""
    precedents: tuple[Precedent, ...] = ()
    """Our latest replies to comments of this kind, to learn from."""
    facts: tuple[KnownFact, ...] = ()
    """What teammates noted for these days: data too, however true."""


@dataclass(frozen=True, kw_only=True)
class DraftResult:
    """What a writer came up with."""

    text: str | None
    """None: nothing fits, please write yourself; a valid answer."""
    origin: str
    """template | model."""
    model: str = ""
    prompt: str = ""
    note: str = ""
    """Why there is no text, or why a template stands in for a model: an English catalogue sentence."""
    warnings: tuple[str, ...] = field(default=())
    """Findings as they are kept (`Finding.kept`), or bare sentences of the catalogue."""
    triage: Triage | None = None
    """What the writer made of the comment, where it looked more closely than the rules."""


class Drafter(Protocol):
    """Writes a draft. It never posts, never decides, and never fails: no text is an answer too."""

    name: str
    """How it is named to people: “template, no language model” or the model's name."""
    parallel: int
    """How many drafts it writes at a time."""

    def triage(self, comment: Comment) -> Triage:
        """A first look by rules alone: fast, no network."""

    async def draft(self, request: DraftRequest) -> DraftResult:
        """Write a draft."""

    def review(self, text: str, request: DraftRequest) -> tuple[Finding, ...]:
        """What a person should check in a text that a person wrote: fast, no network."""

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Answers(Protocol):
    """A part that can be asked whether it answers, for `augenhoehe check`."""

    async def check(self) -> None:
        """Ask it for next to nothing.

        Raises:
            OutsideError: it does not answer as it should; the words say what to change.
        """


# The engine


@dataclass(frozen=True)
class Wake:
    """Ask for a short task to run: now, or after a while."""

    task: str
    """pump | fetch (read a source now) | poll (read it if it is its time)."""
    key: str
    """The source, lane or item it is about."""
    after: timedelta = timedelta()


Task = Callable[[str], Awaitable[None]]


class Engine(Protocol):
    """Runs short, idempotent tasks durably: perhaps twice, never not at all. Our tables are the truth."""

    @property
    def running(self) -> bool:
        """It has begun and not stopped."""

    async def start(self, tasks: Mapping[str, Task], *, work: bool) -> None:
        """Begin; with `work` also run tasks here, else only hand them to workers."""

    async def wake(self, wake: Wake) -> None:
        """Have a task run. Cheap, and harmless when it is asked for too often."""

    async def stop(self, patience: timedelta) -> None:
        """Finish or hand back what runs, within the patience."""


class Tally(Protocol):
    """Counts what happens, for the people who operate the program. No personal data."""

    def count(self, what: str, number: int = 1, **labels: str) -> None:
        """So many more of these."""

    def wait(self, what: str, seconds: float) -> None:
        """Something waited so long."""


Clock = Callable[[], datetime]
"""Tells the time, aware and in UTC."""
