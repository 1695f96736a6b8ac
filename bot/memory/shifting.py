"""The parts of a unit of work that are about shifts, handovers, and the team's own trail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.handover import Answer, Handover, HandoverChange
from bot.domain.shift import Absence, Shift, ShiftSums, Stint
from bot.domain.trail import TeamEntry, TeamEvent


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A handover, and the messages that show it."""

    handover: Handover
    places: tuple[Mapping[str, str], ...]
    """`surface`, `channel`, `key` and, once it is there, `remote`."""


class Shifts(Protocol):
    """Shifts that were begun or planned, and who is away."""

    async def running(self) -> list[Stint]:
        """Shifts that have begun and not ended, the first one first."""

    async def get(self, number: int) -> Stint | None:
        """A shift that was begun."""

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

    async def absences(self, since: date) -> list[Absence]:
        """Who is away on this day or later."""

    async def back(self, person: int, since: date) -> int:
        """Somebody is away no more; how many absences that ends."""


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

    async def answers(self, handover: int) -> dict[int, Answer]:
        """What the next shift said, by item."""

    async def reminded(self, number: int, at: datetime) -> bool:
        """The channel is told that it waits; False when it was told already."""

    async def stale(self) -> list[Shown]:
        """Those whose cards are older than they are."""

    async def shown(self, number: int, row: int, places: Sequence[Mapping[str, str]]) -> None:
        """Where its cards are, and which row they show."""


class ShiftReading(Protocol):
    """What a shift looks after, and its numbers."""

    async def open_items(self, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels, all of high risk among them, then the most urgent ones."""

    async def count_open(self, channels: Collection[str], before: datetime | None = None) -> int:
        """How many items of these channels are open; with `before`, of what was written until then."""

    async def handled_by(self, person: int, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels that a person handles."""

    async def sums(self, begins: datetime, ends: datetime, channels: Collection[str]) -> ShiftSums:
        """The numbers of a shift."""


class TeamTrail(Protocol):
    """The trail of what is about no single item."""

    async def write(self, chain: str, *events: TeamEvent) -> None:
        """Write down what happened, in this unit of work."""

    async def entries(self, chain: str) -> list[TeamEntry]:
        """All entries of a chain."""
