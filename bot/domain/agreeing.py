"""Saying yes to a text: one person, or two where the risk or the wording asks for a second pair of eyes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audit import Entry, Event, Tag
from bot.domain.item import Approval, Change, Item, check_seen, claimed, unapproved
from bot.domain.people import Actor, Person
from bot.domain.status import Action, Status, after
from bot.errors import NotAllowed
from bot.words import Words, say

Seen = tuple[int, int]
"""The draft and the version of the comment that somebody saw."""
SOON = timedelta(minutes=5)
"""What goes out within this time of its approval goes out at once, as people see it."""
IN_HOURS = say("It is to go out in service hours.")
AFRESH = frozenset({Tag.DRAFT_WRITTEN, Tag.ITEM_REOPENED})
"""Entries after which nobody has worked on the text yet."""


def _event(item: Item, tag: Tag, actor: Actor, text: str = "") -> Event:
    return Event(tag=tag, actor=actor, draft=item.draft, version=item.version, text=text)


def _agreed(item: Item, by: Actor, seen: Seen) -> tuple[Item, tuple[Event, ...]]:
    """The item as whoever says yes leaves it, but for the yes itself: no other draft is wanted then."""
    check_seen(item, *seen)
    item, taken = claimed(item, by)
    return replace(item, ask=item.ask + 1, ask_due=None, stale_draft=False, reason=""), taken


def _goes_out(item: Item, at: datetime, window: timedelta, later: datetime | None) -> datetime:
    """When the reply may go out: after the undo window, and not before somebody meant it to."""
    return max(at + window, later or item.post_at or at)


def planned(item: Item) -> datetime | None:
    """The moment for which somebody approved it; None for as soon as it may go out."""
    if item.post_at is None:
        return None
    if item.status is Status.AWAITING and item.first:
        return item.post_at if item.post_at > item.first.at else None
    agreed = item.status is Status.APPROVED and item.approval and item.post_at > item.approval.at + SOON
    # What was tried already waits for the next try.
    return item.post_at if agreed and not item.reason else None


def approve(
    item: Item, by: Actor, seen: Seen, at: datetime, window: timedelta, later: datetime | None = None
) -> Change:
    """Say yes to exactly the draft and the comment version that the person saw.

    A second yes is somebody else's than the first; that they did not write the text either is for
    `check_second`, which has to be asked before.
    """
    status = after(item.status, Action.APPROVE)
    _check_other(item, by)
    agreed, taken = _agreed(item, by, seen)
    approval = Approval(draft=item.draft, version=item.version, by=by, at=at)
    post_at = _goes_out(item, at, window, later)
    approved = replace(agreed, status=status, approval=approval, post_at=post_at)
    return Change(item=approved, events=(*taken, _event(approved, Tag.REPLY_APPROVED, by)))


def ask_second(item: Item, by: Actor, seen: Seen, at: datetime, later: datetime | None = None) -> Change:
    """The first of two says yes: from here a second person decides."""
    status = after(item.status, Action.ASK_SECOND)
    agreed, taken = _agreed(item, by, seen)
    first = Approval(draft=item.draft, version=item.version, by=by, at=at)
    waits = replace(agreed, status=status, first=first, post_at=later)
    return Change(item=waits, events=(*taken, _event(waits, Tag.REPLY_SECOND_WANTED, by)))


def meant_for_hours(change: Change) -> Change:
    """The first yes was said for the service hours, whenever the second one comes."""
    *before, wanted = change.events
    return replace(change, events=(*before, replace(wanted, text=str(IN_HOURS))))


def is_for_hours(entries: Sequence[Entry]) -> bool:
    """Whether the first yes that waits for a second one was."""
    wanted = [entry.event for entry in entries if entry.event.tag is Tag.REPLY_SECOND_WANTED]
    return bool(wanted) and wanted[-1].text == str(IN_HOURS)


def take_back(item: Item, by: Actor) -> Change:
    """Undo an approval before the reply is on its way. The first of two is taken back by who gave it."""
    status = after(item.status, Action.TAKE_BACK)
    if item.status is Status.AWAITING and not _is_first(item, by):
        raise NotAllowed(say("Somebody else approved it first. You can decline it, with a reason."))
    back = replace(unapproved(item), status=status, reason="")
    return Change(item=back, events=(_event(item, Tag.REPLY_TAKEN_BACK, by),))


def decline(item: Item, by: Actor, reason: str, seen: Seen) -> Change:
    """The second of two says no, and why."""
    status = after(item.status, Action.DECLINE)
    check_seen(item, *seen)
    if _is_first(item, by):
        raise NotAllowed(say("You approved it yourself. You can take that back."))
    declined = replace(unapproved(item), status=status, reason=reason)
    return Change(item=declined, events=(_event(item, Tag.REPLY_DECLINED, by, reason),))


def check_second(item: Item, person: Person, entries: Iterable[Entry]) -> None:
    """Whether this person can be the second pair of eyes, given the item's trail.

    Raises:
        NotAllowed: they approved first, or the text is theirs.
    """
    words = not_second(item, person, entries)
    if words is not None:
        raise NotAllowed(words)


def not_second(item: Item, person: Person, entries: Iterable[Entry]) -> Words | None:
    """Why this person cannot give the second approval; None when they can.

    They are compared as people: what they did under another number was done by them.
    """
    if gave_first(item, person):
        return say("You approved it first. The second approval has to come from somebody else.")
    if any(person.did(*written) for written in writings(entries)):
        return say("You worked on this text. The second approval has to come from somebody who did not.")
    return None


def writings(entries: Iterable[Entry]) -> set[tuple[int, datetime]]:
    """Who worked when on the text that stands on the card, since the program wrote one."""
    found: set[tuple[int, datetime]] = set()
    for entry in entries:
        if entry.event.tag in AFRESH:
            found.clear()
        elif entry.event.tag is Tag.DRAFT_EDITED:
            found.add((entry.event.actor.person, entry.at))
    return found


def gave_first(item: Item, person: Person) -> bool:
    """Whether the first of two approvals is this person's."""
    return item.first is not None and person.did(item.first.by.person, item.first.at)


def as_now(item: Item, person: Person) -> Item:
    """The item with the first approval under the number that its giver has now, if this is them."""
    if item.first is None or not gave_first(item, person):
        return item
    by = replace(item.first.by, person=person.id)
    return replace(item, first=replace(item.first, by=by))


def _is_first(item: Item, by: Actor) -> bool:
    return item.first is not None and item.first.by.person == by.person


def _check_other(item: Item, by: Actor) -> None:
    if item.status is Status.AWAITING and _is_first(item, by):
        raise NotAllowed(say("You approved it first. The second approval has to come from somebody else."))
