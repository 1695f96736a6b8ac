"""What the clock knows about an item: reminders, claims, parking and follow-ups. Facts beside its status."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Parked(StrEnum):
    """What an item waits for, outside the queue."""

    NOT = ""
    SNOOZE = "snooze"
    """A moment."""
    AUTHOR = "author"
    """The commenter, to write again."""
    ASKED = "asked"
    """Somebody whom we asked."""
    PRIVATE = "private"
    """A personal contact, to end."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The times of one item."""

    remind_at: datetime | None = None
    """When a first reply should be on its way."""
    claimant: int | None = None
    """Whose claim is timed."""
    acted_at: datetime | None = None
    """When they last did something about the item; None while it waits for somebody else."""
    warned_at: datetime | None = None
    """When they were told that their claim is about to end."""
    heeded: bool = False
    """They said something since they were reminded: nobody else is, as long as they handle it."""
    ladder_from: datetime | None = None
    """Since when the ladder stands at its foot again: as if the comment had come in then."""
    rungs: int = 0
    """Which steps of the ladder were taken (bot/domain/steps.py): mostly how many."""
    for_second: bool = False
    """They are counted for a second approval: the ladder began anew when one was wanted."""
    parked: Parked = Parked.NOT
    wake_at: datetime | None = None
    """When a parked item comes back by itself."""
    follow_at: datetime | None = None
    """When we promised to come back to somebody; it holds until then, whatever happens to the item."""
    promise: str = ""
    """What we promised, or why it was parked, in the words of whoever did it."""
    tick_at: datetime | None = None
    """When the program looks at it next; None for never."""


UNTOUCHED = Pace()
"""Of an item that nothing is owed for."""
