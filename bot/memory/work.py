"""The unit of work itself."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.parts import Effects, Intake, Items, Knowledge, Lanes, People, Queue, Sources


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
    def knowledge(self) -> Knowledge:
        """What people noted for the drafts of these days."""

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
