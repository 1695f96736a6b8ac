"""What the page keeps for one person: what they alone were told, and whether they have seen it."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands import Command
from bot.shifting import OpenHandover
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class ForYouLine:
    """Something that one person was told."""

    number: int
    words: Words
    """What fills their slots may come from outside."""
    at: datetime
    item: int = 0
    """The item that it is about; 0 for none."""
    shows: OpenHandover | None = None
    """The handover that it is about."""
    stands: Words | None = None
    """Where the work on the item stands now: it may be answered long since."""
    unseen: bool = True


@dataclass(frozen=True, kw_only=True)
class News:
    """What one person was told and has not seen."""

    count: int
    lines: tuple[ForYouLine, ...]
    """The newest of it."""


@dataclass(frozen=True, kw_only=True)
class SeeForYou(Command):
    """I have seen these."""

    numbers: tuple[int, ...]
