"""The unit of work itself."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.clocks import Clocks
from bot.memory.grants import Grants
from bot.memory.inbox import Inbox
from bot.memory.parts import Effects, Intake, Items, Knowledge, Lanes, People, Sources
from bot.memory.questions import Questions
from bot.memory.queue import Queue
from bot.memory.reports import Reports
from bot.memory.shifting import Handovers, ShiftReading, Shifts, TeamTrail


class Work(Protocol):
    """One transaction."""

    now: datetime
    """The database's time at its beginning."""

    @property
    def items(self) -> Items:
        """Items, their comments, drafts and trails."""

    @property
    def intake(self) -> Intake:
        """What comes in."""

    @property
    def effects(self) -> Effects:
        """Changes of the outside world."""

    @property
    def lanes(self) -> Lanes:
        """Who works which lane."""

    @property
    def sources(self) -> Sources:
        """What is read, and how far."""

    @property
    def people(self) -> People:
        """The team."""

    @property
    def queue(self) -> Queue:
        """Reading across items."""

    @property
    def grants(self) -> Grants:
        """What the public let us use again."""

    @property
    def knowledge(self) -> Knowledge:
        """What people noted for the drafts of these days."""

    @property
    def clocks(self) -> Clocks:
        """Items by their times."""

    @property
    def questions(self) -> Questions:
        """What colleagues outside the team were asked."""

    @property
    def reports(self) -> Reports:
        """Numbers about days that are past."""

    @property
    def inbox(self) -> Inbox:
        """What the page keeps for each person."""

    @property
    def shifts(self) -> Shifts:
        """Who is on, who is to be, and who is away."""

    @property
    def handovers(self) -> Handovers:
        """What one shift leaves to the next."""

    @property
    def shift_reading(self) -> ShiftReading:
        """What a shift looks after, and its numbers."""

    @property
    def team_trail(self) -> TeamTrail:
        """The trail of what is about no single item."""

    @property
    def stale_lanes(self) -> set[str]:
        """Lanes in which a card became older than its item, in this unit of work."""

    async def fact(self, key: str) -> str | None:
        """A fact about this installation, by its name."""

    async def set_fact(self, key: str, value: str | None) -> None:
        """Remember a fact, or forget it."""

    async def facts(self, beginning: str) -> dict[str, str]:
        """All facts whose name begins so."""

    async def holds_posting(self) -> bool:
        """Nothing may be posted: a backup was restored, and a lead has not released it yet."""


Works = Callable[[], AbstractAsyncContextManager[Work]]
"""Opens a unit of work."""


class Heartbeats(Protocol):
    """Which workers are alive."""

    async def beat(self, executor: str) -> None:
        """I am alive."""

    async def dead(self, silent: timedelta) -> list[str]:
        """Workers that have said nothing for so long."""

    async def forget(self, executor: str) -> None:
        """This one is gone and its tasks were taken over."""
