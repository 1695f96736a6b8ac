"""Reading across items."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.domain.people import Person
from bot.memory.values import QueueCounts, Withheld, Written


class Queue(Protocol):
    """Reading across items."""

    async def counts(self, person: int) -> QueueCounts:
        """The numbers."""

    async def mine(self, person: int, limit: int) -> list[int]:
        """Open items that a person handles, most urgent first."""

    async def free(self, limit: int) -> list[int]:
        """Open items that nobody handles and that wait for a person, most urgent first."""

    async def overdue(self, limit: int) -> list[int]:
        """Items that wait for a person and whose first reply is overdue, most urgent first."""

    async def quiet(self, person: int, limit: int) -> list[int]:
        """Open items that need no reply and that nobody else handles, oldest first."""

    async def of_author(self, item: int, limit: int) -> list[int]:
        """The items of whoever wrote the comment of this one, newest first; this one too."""

    async def written(self, item: int, warnings: Collection[str]) -> Written:
        """How much more they wrote, and what became of it; a reply to one of these kinds is a warning."""

    async def second(self, person: Person, too_grave: Collection[str], limit: int) -> list[int]:
        """Items that wait for a second approval which this person can give, urgent ones first.

        At risks that are `too_grave` they may not approve.
        """

    async def next_for(
        self, person: Person, channels: Collection[str], too_grave: Collection[str]
    ) -> int | None:
        """The most urgent item that nobody handles, that fits this person and that they did not skip.

        By risk, then by what is owed first, then by age; `channels` are all when they are not known, and at
        risks that are `too_grave` this person could do nothing.
        """

    async def withheld(
        self, person: Person, channels: Collection[str], too_grave: Collection[str]
    ) -> Mapping[Withheld, int]:
        """What waits and nobody handles, but `next_for` leaves out for this person: how many, and why."""

    async def skip(self, item: int, person: int, until: datetime) -> None:
        """Do not offer an item to somebody until then."""

    async def most_urgent(self) -> int | None:
        """The most urgent open item that nobody handles and that waits for a person."""

    async def search(self, words: str, limit: int) -> list[int]:
        """Items whose comment, author or reply has all these words, newest first."""

    async def in_channel(self, surface: str, channel: str, before: int, limit: int) -> list[int]:
        """Items with a thread in a channel, newest first."""

    async def came_in(self, surface: str, channel: str, since: datetime, written: datetime) -> int:
        """How many comments came into a channel since then; not those that were written before `written`."""

    async def unshown_in(self, lane: str) -> int:
        """How many shows wait in a lane."""

    async def unshown_by(self, lane: str) -> list[tuple[str, int, int]]:
        """The items whose show waits in a lane: kind, urgency, and how many."""

    async def unshown(self, channel: str) -> int:
        """How many items wait for their thread in a channel."""
