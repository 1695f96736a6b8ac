"""Views over several items, as rich as they come."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.bulk import CloseMany
from bot.views import Backlog, BacklogLine, Register, RegisterLine
from bot.words import Words, say

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def registers(hostile: str = "Hallo") -> tuple[Backlog, Register, Register]:
    """What can be closed together, what is known about somebody, and a register without a line."""
    title = Words("{what}", {"what": hostile})
    chosen = BacklogLine(
        item=42,
        version=3,
        author=hostile,
        excerpt=hostile,
        kind=say("Praise"),
        platform=say("Demo community"),
        published=AT,
    )
    known = RegisterLine(item=42, at=AT, head=title, text=hostile, below=hostile, link=hostile)
    backlog = Backlog(
        total=41,
        lines=tuple(replace(chosen, item=number) for number in (42, 43, 44)),
        close=CloseMany(items=((42, 3), (43, 3), (44, 3))),
        people=((7, "Kim"),),
        said=title,
    )
    register = Register(title=title, facts=(title,), lines=(known,) * 3, empty=title)
    return backlog, register, Register(title=title, facts=(), lines=(), empty=title)
