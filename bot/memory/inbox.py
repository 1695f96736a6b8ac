"""What the page keeps for each person: the last words that were said to them alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.people import Role


@dataclass(frozen=True, kw_only=True)
class InboxLine:
    """Which entry of which trail somebody is told of. What it says is read from there."""

    id: int = 0
    item: int = 0
    """The item whose trail it is; 0 for a handover."""
    handover: int = 0
    """The handover whose trail it is; 0 for an item."""
    seq: int
    """The number of the entry."""
    at: datetime | None = None
    """Since when it is kept; None before it is."""
    seen: bool = False


class Inbox(Protocol):
    """What the page keeps for each person."""

    async def readers(self, surface: str) -> dict[int, Role]:
        """Everybody who has an account on a surface, and as what."""

    async def add(self, people: Collection[int], line: InboxLine) -> None:
        """Keep it for these people, once; what is older than their last ones falls away."""

    async def latest(self, person: int, limit: int) -> list[InboxLine]:
        """The last ones of somebody: those that they have not seen first, each the newest first."""

    async def unseen(self, person: int) -> int:
        """How many somebody has not seen."""

    async def see(self, person: int, numbers: Collection[int]) -> None:
        """Somebody has seen these; those of others stay as they are."""
