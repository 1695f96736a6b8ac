"""What parts outside may be able to do besides their work. Found by `isinstance`, like those in `ports`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Protocol, runtime_checkable

from bot.domain.community import Comment
from bot.domain.item import Triage
from bot.domain.people import Role
from bot.domain.shift import ShiftSums
from bot.ports import Place, Precedent
from bot.views import HintSheet, View
from bot.words import Words


@runtime_checkable
class Announces(Protocol):
    """A surface that can also show what is about no single item: a storm, a trouble."""

    async def announce(self, view: View, at: str, key: str) -> Place:
        """Show it as a message of its own: in the channel `at`, or to the person whose account that is."""

    async def announce_again(self, place: Place, view: View) -> None:
        """Make that message show this instead."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A limit over a long time."""

    calls: int
    seconds: float


@runtime_checkable
class Budgets(Protocol):
    """A surface that takes only so many calls into a channel within a long time, besides its interval."""

    budget: Budget


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something at a chat tool that is not in order, and that a person has to mend."""

    code: str
    """The same for the same trouble."""
    channel: str = ""
    """Where; "" for everywhere."""
    words: Words


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a chat tool is. Any trouble that is not named here is over."""

    troubles: tuple[Trouble, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """What its channels are called now."""


@runtime_checkable
class TellsClosing(Protocol):
    """A surface that tells when a dialog is left without being sent, or that it is open still."""

    writes: timedelta
    """How long somebody is believed to write of whom nothing more is heard."""


@runtime_checkable
class Checks(Protocol):
    """A surface that can say what is not in order with it."""

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How it is; None while it cannot be asked, or as long as nothing can have changed."""


@runtime_checkable
class Proves(Protocol):
    """A surface that can be tried out as a whole, for `augenhoehe check`."""

    async def prove(self, channels: Sequence[str]) -> Health:
        """Ask it about everything that it needs.

        Raises:
            OutsideError: it does not answer now.
        """


@runtime_checkable
class Misses(Protocol):
    """A surface that can tell which of its messages are no longer there."""

    async def missing(self, places: Sequence[Place]) -> set[Place]:
        """Those of these places whose message somebody deleted, or that cannot be reached any more."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in the chat tool."""

    name: str
    email: str = ""
    """Only an address that they have proved to be theirs."""


@runtime_checkable
class Lists(Protocol):
    """A surface whose settings say who is on the team."""

    name: str

    async def named(self) -> Mapping[str, Role]:
        """Every account that is named now, and as what."""

    async def member(self, account: str) -> Member:
        """Who that is."""


@runtime_checkable
class Advises(Protocol):
    """A writer that knows what to do where it writes nothing."""

    def hints(self, found: Triage) -> HintSheet | None:
        """What a person does about a comment like this; None where it is drafted for."""


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """An open item, as a writer is told of it. What people wrote in it is data, and may be hostile."""

    number: int
    triage: Triage
    status: str
    """In English, like everything here that is ours."""
    author: str
    comment: str
    due: datetime | None = None
    handler: str = ""
    last: str = ""
    """Who said something last, and to whom."""
    last_text: str = ""
    last_at: datetime | None = None
    notes: tuple[str, ...] = ()
    """What the team noted, the oldest first."""
    promise: str = ""
    """What we promised, or why it is parked."""
    follow_at: datetime | None = None
    """When we promised to come back."""


@dataclass(frozen=True, kw_only=True)
class RecountRequest:
    """A shift that ends, and what it leaves behind."""

    language: str
    """In which the team is spoken to."""
    now: datetime
    zone: tzinfo
    sums: ShiftSums
    storms: Mapping[str, int]
    """How many comments wait, by channel."""
    items: tuple[OpenItem, ...]
    """What is open, the gravest first, and what was promised to somebody who has their answer."""
    more: int
    """So many further ones are open."""
    names: tuple[str, ...]
    """Everybody on the team: no writer outside is told what they are called."""


@dataclass(frozen=True, kw_only=True)
class Recounted:
    """What a writer made of a shift."""

    text: str | None
    """None: there are no words; a valid answer."""
    model: str
    prompt: str = ""
    note: str = ""
    """Why there are none: an English catalogue sentence."""
    items: tuple[int, ...] = ()
    """What it was told of."""


@runtime_checkable
class Recounts(Protocol):
    """A writer that drafts what one shift tells the next. It never fails: no words are an answer too."""

    async def recount(self, request: RecountRequest) -> Recounted:
        """Draft them."""


@runtime_checkable
class Warns(Protocol):
    """A writer that can say what is wrong with the texts that it writes from."""

    def problem(self) -> Words | None:
        """Why it works with an older state of them; None when all is well."""


@runtime_checkable
class Recalls(Protocol):
    """A platform that can tell what we replied there before anything of ours was connected."""

    async def own_replies(self, limit: int) -> list[Precedent]:
        """Our latest public replies with the comments that they answer, newest first; it only reads."""


@runtime_checkable
class Gathers(Protocol):
    """A surface that knows groups of people by a name of their own."""

    async def members(self, target: str) -> list[str]:
        """The accounts of a group; a channel or an account itself, if it is no group.

        Raises:
            OutsideError: the chat tool does not tell who is in the group.
        """


class Mails(Protocol):
    """Sends e-mail to people outside."""

    async def send(self, address: str, view: View) -> None:
        """Send what a view says.

        Raises:
            OutsideError: the server did not take it.
        """


@runtime_checkable
class Likes(Protocol):
    """A platform where a comment can be liked under our name; twice is as once, and a look tells."""

    async def like(self, comment: Comment) -> None:
        """Like it."""
