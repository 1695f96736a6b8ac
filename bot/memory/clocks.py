"""Finding the items that time has something to do with."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class Clocks(Protocol):
    """Items by their times."""

    async def ticking(self, limit: int) -> list[int]:
        """Items that the clock has something to do with now, whose time came first first."""

    async def put_off(self, item: int, until: datetime) -> None:
        """Have the clock look at this one only then."""

    async def tick_again(self) -> None:
        """Have the clock look at every open item: the rules are others now."""

    async def tick_unknown(self) -> None:
        """Have it look at what a worker of a release without clocks took in meanwhile."""

    async def parked(self, limit: int) -> list[int]:
        """What is parked or promised, what comes back soonest first, what has no time last."""

    async def parked_number(self) -> int:
        """How many are parked."""

    async def promised_number(self) -> int:
        """To how many we promised to come back."""

    async def waiting_for_author(self, heads: Collection[int]) -> dict[int, int]:
        """By number: parked items of these threads that wait for their commenter, and the thread's head."""
