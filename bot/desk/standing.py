"""What a card says about an item that waits outside the queue, and which of the buttons fit it."""

from bot.desk.desk import Desk
from bot.domain.agreeing import planned
from bot.domain.item import Item
from bot.domain.pace import Parked
from bot.domain.status import Action, Status
from bot.words import Words, say

_WAITS = {
    Parked.SNOOZE: say("Parked"),
    Parked.AUTHOR: say("Parked until the same person writes again"),
    Parked.ASKED: say("Waits for an answer to our question"),
    Parked.PRIVATE: say("Moved to private"),
}


def standing(item: Item) -> Words:
    """Where the work stands; what is parked waits for something, and what is approved for its moment."""
    pace = item.pace
    if not pace.parked:
        when = planned(item) if item.status is Status.APPROVED else None
        return say("Approved for {when}", when=when) if when else _undrafted(item) or item.status.sentence
    said = _WAITS[pace.parked]
    return say("{what}, back {when}", what=said, when=pace.wake_at) if pace.wake_at else said


def _undrafted(item: Item) -> Words | None:
    """What an item waits for that has no draft and gets none by itself."""
    if item.status is not Status.NEW or item.draft or item.ask_due is not None:
        return None
    needed = item.triage.needs_reply
    return say("Waiting for someone to write") if needed else say("Probably needs no reply")


def waiting_for(item: Item) -> Words | None:
    """Why it was parked, or what we promised; None for nothing to say."""
    pace = item.pace
    if pace.follow_at is not None:
        return say("We come back to it at {when}: {what}", when=pace.follow_at, what=pace.promise)
    return Words("{why}", {"why": pace.promise}) if pace.parked and pace.promise else None


def fits(item: Item, desk: Desk) -> dict[Action, bool]:
    """Which of the buttons about time make sense here."""
    parked = bool(item.pace.parked)
    return {
        Action.PARK: not parked,
        Action.MOVE_PRIVATE: not parked,
        Action.UNPARK: parked,
        Action.ASK: not parked and bool(desk.policy.timing.departments),
        Action.ANSWER: item.pace.parked is Parked.ASKED,
    }
