"""Values of the domain, made with as little as a test wants to say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.audit import Tag
from bot.domain.item import Approval, Change, Draft, Item, Triage
from bot.domain.people import Actor
from bot.domain.status import Status

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WINDOW = timedelta(seconds=15)
ARI = Actor(person=1, surface="web")
LEA = Actor(person=2, surface="room")
_NEW = Item(
    id=7,
    row=1,
    platform="town",
    source="square",
    comment=3,
    remote="c1",
    version=1,
    status=Status.NEW,
    published=NOW,
    triage=Triage(),
    ask=1,
    ask_due=NOW,
)


def item(status: Status = Status.NEW, **facts: Any) -> Item:
    """An item as it stands in this status. Any: each fact has its own type."""
    made = replace(_NEW, status=status)
    if status is not Status.NEW:
        made = replace(made, draft=1, drafts=1, ask_due=None)
    if status in {Status.APPROVED, Status.POSTING, Status.UNKNOWN}:
        approval = Approval(draft=1, version=1, by=ARI, at=NOW)
        made = replace(made, approval=approval, post_at=NOW + WINDOW, turn=1, handler=ARI.person)
    if status is Status.AWAITING:
        first = Approval(draft=1, version=1, by=ARI, at=NOW)
        made = replace(made, first=first, handler=ARI.person)
    if status is Status.POSTED:
        made = replace(made, reply="r1", reply_text="Hallo!", reply_by=ARI, known=("r1",), turn=1)
    return replace(made, **facts)


def draft(number: int = 1, text: str = "Hallo!", *, version: int = 1, origin: str = "template") -> Draft:
    """A draft."""
    return Draft(number=number, text=text, origin=origin, version=version, at=NOW)


def tags(change: Change) -> list[Tag]:
    """What a change says happened."""
    return [event.tag for event in change.events]
