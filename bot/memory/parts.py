"""The parts of a unit of work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.audit import Entry
from bot.domain.community import Comment, Cursor, Source
from bot.domain.effect import Effect, Kind, State
from bot.domain.item import Acquaintance, Change, Draft, Item
from bot.domain.known import KnownFact
from bot.domain.people import PROGRAM, Actor, Person, Role
from bot.memory.values import Dossier, Earlier, Known, NewItem, PlaceToDraw, Reading, ShownPlace
from bot.ports import Place, Precedent


class Items(Protocol):
    """Items, their comments, drafts and trails."""

    async def get(self, item: int) -> Item:
        """The item, locked for this unit of work.

        Raises:
            NotFound: there is none with this number.
        """

    async def get_many(self, items: Collection[int]) -> dict[int, Item]:
        """Several items, locked in the order of their numbers."""

    async def keep(self, *changes: Change) -> list[Item]:
        """Keep items and their events: rows, trail and wanted redraws together.

        Raises:
            Conflict: a row is no longer as it was read.
        """

    async def comment(self, item: Item) -> Comment:
        """The comment as we know it now."""

    async def add_draft(self, item: int, draft: Draft) -> None:
        """Keep a draft, for good."""

    async def add_drafts(self, drafts: Mapping[int, Draft]) -> None:
        """Keep drafts by the numbers of their items, for good."""

    async def draft(self, item: int, number: int) -> Draft:
        """One draft."""

    async def drafts(self, item: int) -> list[Draft]:
        """All drafts of an item, oldest first."""

    async def dossiers(self, items: Sequence[int]) -> list[Dossier]:
        """What cards are drawn from, in the order asked for; unknown numbers are left out."""

    async def trail(self, item: int) -> list[Entry]:
        """The whole audit trail of an item."""

    async def writes(self, item: int, person: int, lasting: timedelta, *, still: bool = False) -> None:
        """Somebody opened the dialog of the draft: the cards say so, and nothing depends on it.

        With `still` they had it open; whoever opened it after them stays named.
        """

    async def wrote(self, item: int, person: int) -> None:
        """They sent it or closed it."""

    async def anybody_writes(self, lasting: timedelta) -> bool:
        """Whether nothing more was heard of a dialog for as long as was said, or for `lasting`."""

    async def writes_no_more(self, lasting: timedelta) -> None:
        """Whoever opened such a dialog is forgotten."""

    async def wanting_draft(self, limit: int, lease: timedelta) -> list[Item]:
        """Items whose draft is due, most urgent first; they count as not due for `lease`."""

    async def recent_replies(self, limit: int) -> list[str]:
        """Our latest public replies, newest first."""

    async def precedents(self, kind: str, language: str, limit: int) -> list[Precedent]:
        """Our latest replies to comments of a kind, in a language, newest first."""


class Intake(Protocol):
    """What comes in from the platforms."""

    async def known(self, source: Source, ids: Collection[str]) -> dict[str, Known]:
        """Which of these comments we already keep."""

    async def take(self, items: Sequence[NewItem]) -> list[Item]:
        """Keep new comments with their items, first entries and wanted shows."""

    async def take_ours(self, comments: Sequence[Comment], forgotten: Collection[str] = ()) -> None:
        """Keep replies under our own name, as context; of the forgotten ones only that they are there."""

    async def edited(self, number: int, comment: Comment, *, version: int) -> None:
        """Keep a new text or moderation state; the text before stays as `version`, unless that is 0."""

    async def set_gone(self, numbers: Collection[int], *, gone: bool) -> None:
        """Remember that the public can (not) read these comments."""

    async def earlier(self, comments: Sequence[Comment]) -> dict[str, Earlier]:
        """By comment id: the latest item of the same author beneath the same post, if there is one."""

    async def met(self, platform: str, authors: Collection[str]) -> dict[str, Acquaintance]:
        """What we had to do with these authors, by their id on the platform; nothing of strangers."""


class Effects(Protocol):
    """Changes of the outside world."""

    async def want(self, effect: Effect) -> bool:
        """Open an effect; False when its turn is already taken."""

    async def drop(self, item: int, kind: Kind, turn: int) -> bool:
        """Forget one that nobody has begun; False when it has begun or is not there."""

    async def due(self, lane: str, limit: int, lease: timedelta) -> list[Effect]:
        """What may be done in this lane now, most urgent first: wanted, to be looked at, or abandoned."""

    async def claim(self, effects: Sequence[int], token: str) -> set[int]:
        """Begin these, if nobody has; the numbers that are ours now."""

    async def settle(self, effect: Effect, token: str, state: State, **facts: object) -> bool:
        """Write a result, if the token is still ours."""

    async def last(self, item: int, kinds: Collection[Kind]) -> Effect | None:
        """The latest effect of these kinds on an item."""

    async def show_places(self, places: Sequence[ShownPlace]) -> None:
        """Keep where cards are shown now."""

    async def places(self, items: Collection[int], lane: str) -> dict[int, Place]:
        """Where these items are shown in a lane's channel."""

    async def open_places(self, surface: str) -> dict[int, list[Place]]:
        """By item: where the open ones are shown on a surface."""

    async def unplaced(self, surface: str) -> list[int]:
        """Open items that are shown nowhere on a surface, and that nobody is about to show there."""

    async def forget_places(self, item: int, surface: str) -> None:
        """An item is shown nowhere on this surface any more."""

    async def want_again(self, effect: Effect) -> bool:
        """Open a further turn of an effect; False when one is still on its way."""

    async def to_redraw(self, lane: str, limit: int) -> list[PlaceToDraw]:
        """Places of this lane whose card is older than its item."""

    async def redrawn(self, shown: Mapping[int, int]) -> None:
        """Remember which versions places show, by their numbers."""


class Lanes(Protocol):
    """Who works a lane, and when its next call may be made."""

    async def enter(self, lane: str, token: str, lease: timedelta) -> bool:
        """Work this lane alone; False when somebody does, who will then go round once more."""

    async def leave(self, lane: str, token: str) -> bool:
        """Stop; False when somebody asked for one more round meanwhile."""

    async def reserve(self, lane: str, interval: timedelta, spare: timedelta = timedelta()) -> timedelta:
        """Take the next rate slot; how long to wait for it. What was spared may be used up at once."""

    async def push(self, lane: str, until: timedelta) -> None:
        """Nothing goes out in this lane before then: the other side said so."""

    async def next_due(self, lane: str, lease: timedelta) -> datetime | None:
        """When the lane has work next; None for not at all. A claim older than `lease` is abandoned."""

    async def waiting(self, lease: timedelta) -> list[str]:
        """Lanes that have work due now, and sources that are: `fetch:<platform>:<source>`."""

    async def clear(self) -> None:
        """Nobody works any lane: said by the only process of an embedded database as it starts."""


class Sources(Protocol):
    """What is read from the platforms, and how far."""

    async def open(self, source: Source, since: datetime) -> Reading:
        """The reading of a source; a new one starts from `since`."""

    async def moved(self, source: Source, cursor: Cursor, due: datetime) -> None:
        """Remember how far it was read and when to go on; not if it was rewound meanwhile."""

    async def rewind(self, source: Source, since: datetime) -> bool:
        """Read a source anew from an earlier moment on; False when it was read from there already."""

    async def failed(self, source: Source, why: str, due: datetime) -> None:
        """Remember that reading failed."""

    async def all(self) -> list[Reading]:
        """Every source ever read."""


class People(Protocol):
    """The team."""

    async def by_account(self, surface: str, account: str) -> Person | None:
        """The person behind an account."""

    async def accounts(self, surface: str, role: Role) -> list[str]:
        """The accounts on a surface of everybody with this role."""

    async def accounts_of(self, person: int, surface: str) -> list[str]:
        """Somebody's accounts on a surface."""

    async def get(self, person: int) -> Person | None:
        """A person by number."""

    async def add(self, name: str, role: Role, language: str, by: Actor = PROGRAM) -> Person:
        """Someone new."""

    async def change(self, before: Person, now: Person, by: Actor = PROGRAM) -> None:
        """Keep what is different; the rest may have become another meanwhile, and stays as it is."""

    async def unlink(self, person: int, surface: str) -> int:
        """None of their accounts on a surface opens anything any more; how many did."""

    async def link(
        self, person: int, surface: str, account: str, *, proven: bool = True, by: Actor = PROGRAM
    ) -> None:
        """This account is this person's; what was proven of the same person stays so.

        What was done before under the number of whoever it belonged to counts as theirs too.
        """

    async def merge(self, former: int, person: Person, by: Actor) -> None:
        """Somebody is known under another number: what was kept for them under the former one is theirs."""

    async def surfaces(self, *, proven: bool = False) -> dict[int, frozenset[str]]:
        """By person: where they have an account; with `proven`, one of which it was said whose it is."""

    async def proven(self, surface: str, account: str) -> bool:
        """Whether a lead or a verified address says whose account this is."""

    async def all(self) -> list[Person]:
        """Everyone."""

    async def hear_once(self, key: str) -> bool:
        """True the first time a key is heard."""


class Knowledge(Protocol):
    """What people noted for the drafts of these days."""

    async def note(self, fact: KnownFact) -> int:
        """Keep it, under the number that is returned."""

    async def valid(self) -> list[KnownFact]:
        """What holds now, oldest first."""

    async def forget(self, number: int, by: int) -> bool:
        """From now on nobody is told; False when nobody was any more."""
