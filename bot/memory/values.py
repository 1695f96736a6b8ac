"""What memory tells and is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.audit import Entry
from bot.domain.community import Comment, Cursor, Source
from bot.domain.effect import Effect
from bot.domain.item import Acquaintance, Change, Draft, Item, Triage
from bot.domain.pace import UNTOUCHED, Pace
from bot.domain.values import STRANGER
from bot.ports import Place

Reckon = Callable[[Change, datetime], Change]
"""Sets the clocks of a changed item anew, before it is kept."""


def as_it_is(change: Change, _now: datetime) -> Change:
    """For who has no rules about time."""
    return change


@dataclass(frozen=True, kw_only=True)
class Known:
    """A comment that we already keep."""

    number: int
    item: int | None
    """None for our own replies."""
    text: str
    held: bool
    gone: bool
    parent: str = ""
    """The platform's id of the comment that it answers."""
    erased: bool = False
    """Its words were erased for good: what it says on its platform is not compared, and not kept again."""

    def says(self, comment: Comment) -> bool:
        """Whether we have its words as they are now."""
        return self.erased or self.text == comment.text

    def is_as(self, comment: Comment) -> bool:
        """Whether nothing about it is new."""
        return self.says(comment) and self.held == comment.held and not self.gone


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """A comment that comes in, what a first look said, and where it will be shown."""

    comment: Comment
    triage: Triage
    due_at: datetime | None
    channels: tuple[tuple[str, str], ...]
    wants_draft: bool
    pace: Pace = UNTOUCHED
    met: Acquaintance = STRANGER
    follows: "Earlier | None" = None


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The thread that a follow-up joins, and who handles it."""

    item: int
    handler: int | None


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """All that a card is drawn from."""

    item: Item
    comment: Comment
    before: str
    """The comment's text when the draft was written, if it was edited since."""
    chain: tuple[Comment, ...]
    draft: Draft | None
    entries: tuple[Entry, ...]
    names: Mapping[int, str]
    """People's names by number."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How far a source was read, and how it went."""

    source: Source
    cursor: Cursor
    due: datetime
    failing: str = ""
    fails: int = 0


@dataclass(frozen=True, kw_only=True)
class QueueCounts:
    """The numbers of the queue."""

    by_status: Mapping[str, int]
    overdue: int
    unclaimed: int
    mine: int
    oldest: int | None
    """The item that has waited longest."""
    since: Mapping[str, datetime]
    """When the oldest open comment of each status was published."""


class Withheld(StrEnum):
    """Why somebody is not offered an item that nobody handles."""

    SKIPPED = "skipped"
    """They skipped it a moment ago."""
    WRITING = "writing"
    """A colleague has its dialog open."""
    GRAVE = "grave"
    """They have no right to approve at its risk."""
    LANGUAGE = "language"
    """It is in none of the languages in which they answer."""
    CHANNEL = "channel"
    """It is shown in no channel of their shift."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What else somebody wrote, in numbers."""

    comments: int
    replied: int
    """How many of them have a reply of ours."""
    warned: int
    hidden: int
    """How many of them we ever hid."""


@dataclass(frozen=True, kw_only=True)
class PlaceToDraw:
    """A place whose card is older than its item."""

    id: int
    item: int
    place: Place
    wanted: int


@dataclass(frozen=True, kw_only=True)
class ShownPlace:
    """Where a card is shown now."""

    effect: Effect
    place: Place
    live: bool
    """It draws itself and never needs a redraw."""
    stale: bool
    """The item changed while the card was on its way."""
