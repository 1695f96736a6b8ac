"""The parts of a unit of work that are about shifts, handovers, and the team's own trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.handover import Answer, Handover, HandoverChange
from bot.domain.shift import Absence, Shift, ShiftSums, Stint
from bot.domain.trail import TeamEntry, TeamEvent
from bot.domain.tried import Tried


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A handover, and the messages that show it."""

    handover: Handover
    places: tuple[Mapping[str, str], ...]
    """`surface`, `channel`, `key` and, once it is there, `remote`."""


@dataclass(frozen=True, kw_only=True)
class StillOpen:
    """An item of a handover that is open still."""

    item: int
    grave: bool
    late: bool


class Shifts(Protocol):
    """Shifts that were begun or planned, and who is away."""

    async def running(self) -> list[Stint]:
        """Shifts that have begun and not ended, the first one first; without those that cannot be read."""

    async def unreadable(self) -> dict[int, Exception]:
        """The others: the numbers of those that cannot be read, and why."""

    async def slots(self, since: datetime) -> frozenset[str]:
        """The places in the roster that somebody has filled since then, also those who have ended it."""

    async def get(self, number: int) -> Stint | None:
        """A shift that was begun."""

    async def alone(self, *people: int) -> None:
        """Whoever else begins or ends a shift of these people waits until this unit of work is over."""

    async def begin(self, stint: Stint) -> Stint | None:
        """Begin a shift; None when the same person began the same one already."""

    async def end(self, number: int, at: datetime) -> bool:
        """It ends; False when it had ended."""

    async def plan(self, person: int, shift: Shift, by: int) -> int:
        """Keep a planned shift, under the number that is returned."""

    async def planned(self, after: datetime) -> list[tuple[int, Shift]]:
        """Planned shifts that end later than this, by their numbers."""

    async def cancel(self, number: int) -> bool:
        """A planned shift will not be; False when there is none that is still to come."""

    async def absent(self, person: int, absence: Absence, substitute: int | None, by: int) -> int:
        """Keep that somebody is away, under the number that is returned."""

    async def absences(self, since: date, of: int | None = None) -> list[Absence]:
        """Who is away on this day or later, the first day first; or only when this person is."""

    async def end_absences(self, *numbers: int) -> None:
        """These do not count any more."""


class Handovers(Protocol):
    """Handovers, what was said in them, and where they are shown."""

    async def open(self, handover: Handover) -> Handover | None:
        """Keep a new one; None when this shift has one already."""

    async def get(self, number: int) -> Handover:
        """A handover, locked for this unit of work.

        Raises:
            NotFound: there is none with this number.
        """

    async def of_stint(self, stint: int) -> Handover | None:
        """The handover of a shift."""

    async def open_ones(self) -> list[Handover]:
        """Those that nobody has taken over, the oldest first."""

    async def keep(self, change: HandoverChange) -> Handover:
        """Keep a new state, and what was said about an item.

        Raises:
            Conflict: it is no longer as it was read.
        """

    async def want_words(self, number: int) -> None:
        """A model is to propose words, now."""

    async def wanting_words(self, limit: int, lease: timedelta) -> list[Handover]:
        """Those for which a model is to propose words; they count as not due for `lease`."""

    async def no_words(self, number: int, ask: int, note: str) -> None:
        """None came of this request, and why. What was proposed before stays."""

    async def answers(self, handover: int) -> dict[int, Answer]:
        """What the next shift said, by item."""

    async def tried(self, number: int, tried: Mapping[str, Tried]) -> None:
        """For whom the step of the ladder that is due was tried, and what came of it."""

    async def climbed(self, handover: Handover, at: datetime) -> bool:
        """A step of the ladder was taken about this one, as it was read; False when it was already."""

    async def stale(self) -> list[Shown]:
        """Those whose cards are older than they are."""

    async def shown(self, number: int, row: int, places: Sequence[Mapping[str, str]]) -> None:
        """Where its cards are, and which row they show."""


class ShiftReading(Protocol):
    """What a shift looks after, and its numbers."""

    async def open_items(self, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels, all of high risk among them, then the most urgent ones."""

    async def promised(self, channels: Collection[str], limit: int) -> list[int]:
        """Items of these channels that we promised to come back to, the soonest first."""

    async def still_promised(self, items: Sequence[int]) -> list[int]:
        """Those of these items that we have still to come back to, the soonest first."""

    async def still_open(self, items: Sequence[int]) -> list[StillOpen]:
        """Those of these items that are open still, the most urgent first."""

    async def count_open(self, channels: Collection[str], before: datetime | None = None) -> int:
        """How many items of these channels are open; with `before`, of what was written until then."""

    async def count_grave(self, channels: Collection[str], before: datetime | None = None) -> int:
        """How many of them are of high risk."""

    async def handled_by(self, person: int, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels that a person handles."""

    async def sums(self, begins: datetime, ends: datetime, channels: Collection[str]) -> ShiftSums:
        """The numbers of a shift."""


class TeamTrail(Protocol):
    """The trail of what is about no single item."""

    async def write(self, chain: str, *events: TeamEvent) -> int:
        """Write down what happened, in this unit of work; the number of the last entry."""

    async def entries(self, chain: str) -> list[TeamEntry]:
        """All entries of a chain."""

    async def latest(self, chain: str, limit: int) -> list[TeamEntry]:
        """The last ones, in their order."""

    async def entry(self, chain: str, seq: int) -> TeamEntry | None:
        """A single one, by its number."""
