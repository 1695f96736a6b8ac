"""Parking: an item waits for a moment, a commenter, a colleague or a personal contact, and comes back."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item, claimed
from bot.domain.pace import Pace, Parked
from bot.domain.people import PROGRAM, Actor
from bot.domain.status import Action, after
from bot.domain.steps import taking, was_taken
from bot.domain.timing import Rung, TimeRules
from bot.errors import Refusal
from bot.words import Words, say

LEADS = Rung(who="leads")
"""Who is told when nobody outside the shift is named."""
EDITED = say("The comment was edited.")
GRAVER = say("The comment was edited and is graver now.")


def park(item: Item, by: Actor, kind: Parked, wake_at: datetime | None, why: str) -> Change:
    """Put an item aside until then, or until what it waits for happens; whoever does it handles it."""
    action = Action.MOVE_PRIVATE if kind is Parked.PRIVATE else Action.PARK
    after(item.status, action)
    item, taken = claimed(item, by)
    parked = replace(item, pace=_aside(item.pace, kind, wake_at, why))
    return Change(item=parked, events=(*taken, _event(item, Tag.ITEM_PARKED, by, why)))


def _aside(pace: Pace, kind: Parked, wake_at: datetime | None, why: str) -> Pace:
    """Parked. What we promised in public counts for more than why it was parked, which the trail says too."""
    return replace(pace, parked=kind, wake_at=wake_at, promise=pace.promise if pace.follow_at else why)


def unpark(item: Item, by: Actor, now: datetime) -> Change:
    """Take it back into the queue."""
    after(item.status, Action.UNPARK)
    if not item.pace.parked:
        raise Refusal(say("It is not parked: it is in the queue already."))
    return _woken(item, by, now, "")


def woken(item: Item, now: datetime, why: Words) -> Change:
    """What it waited for has happened."""
    return _woken(item, PROGRAM, now, str(why))


def stirred(change: Change, now: datetime, *, graver: bool) -> Change:
    """An edit is an answer of whoever was waited for; what is graver now waits for nobody."""
    kind = change.item.pace.parked
    if not kind or not (graver or kind is Parked.AUTHOR):
        return change
    woke = woken(change.item, now, GRAVER if graver else EDITED)
    return Change(item=woke.item, events=(*change.events, *woke.events))


def _woken(item: Item, by: Actor, now: datetime, why: str) -> Change:
    return Change(
        item=replace(item, pace=back(item.pace, now)), events=(_event(item, Tag.ITEM_WOKEN, by, why),)
    )


def back(pace: Pace, now: datetime) -> Pace:
    """Not parked any more. Its handler has the whole time again, and so has everybody on the ladder."""
    return replace(
        pace,
        parked=Parked.NOT,
        wake_at=None,
        promise=pace.promise if pace.follow_at else "",
        acted_at=now if pace.claimant is not None else None,
        warned_at=None,
        rungs=0,
        heeded=False,
        ladder_from=now,
    )


def promise(item: Item, by: Actor, at: datetime, what: str) -> Change:
    """We said in public that we would come back to this."""
    after(item.status, Action.FOLLOW_UP)
    promised = replace(item, pace=replace(item.pace, follow_at=at, promise=what))
    return Change(item=promised, events=(_event(item, Tag.ITEM_PROMISED, by, what),))


def follow_up(item: Item, now: datetime) -> Change:
    """It is time to come back to it: open again, with what was promised as the wish for its draft."""
    status, what = after(item.status, Action.REOPEN), item.pace.promise
    again = replace(
        item,
        status=status,
        draft=0,
        ask=item.ask + 1,
        ask_due=now,
        instruction=what,
        reason=what,
        pace=replace(back(item.pace, now), follow_at=None, promise=""),
    )
    return Change(item=again, events=(_event(item, Tag.ITEM_FOLLOWED_UP, PROGRAM, what),))


def recalled(item: Item) -> Change:
    """It is time, and somebody has it open already: what was promised is said, and no work of theirs lost."""
    what = item.pace.promise
    told = replace(item, reason=item.reason or what, pace=replace(item.pace, follow_at=None, promise=""))
    return Change(item=told, events=(_event(item, Tag.ITEM_FOLLOWED_UP, PROGRAM, what),))


def escalate(item: Item, by: Actor, why: str, rules: TimeRules) -> tuple[Change, Rung]:
    """Bring it to the people outside the shift at once; the ladder tells the others, in their time."""
    after(item.status, Action.ESCALATE)
    outside = [number for number, rung in enumerate(rules.ladder) if rung.who == "outside"]
    left = [number for number in outside if not was_taken(item.pace.rungs, number)]
    at = next(iter(left or outside[-1:]), None)
    event = _event(item, Tag.ITEM_ESCALATED, by, why)
    if at is None:
        return Change(item=item, events=(event,)), LEADS
    told = replace(item, pace=replace(item.pace, rungs=taking(item.pace.rungs, at)))
    return Change(item=told, events=(event,)), rules.ladder[at]


def untold(item: Item, where: str) -> Change:
    """What somebody escalated did not arrive there."""
    return Change(item=item, events=(_event(item, Tag.ITEM_UNTOLD, PROGRAM, where),))


def asked(item: Item, by: Actor, question: str, back_at: datetime) -> Change:
    """Somebody was asked: it waits for their answer, but not for ever, and its handler stays."""
    after(item.status, Action.ASK)
    item, taken = claimed(item, by)
    waits = replace(item, pace=_aside(item.pace, Parked.ASKED, back_at, question))
    return Change(item=waits, events=(*taken, _event(item, Tag.QUESTION_ASKED, by, question)))


def answered(item: Item, by: Actor, answer: str, now: datetime, *, redraft: bool) -> Change:
    """The answer is here: a note for the team, and what the next draft knows."""
    pace = back(item.pace, now) if item.pace.parked is Parked.ASKED else item.pace
    told = replace(item, pace=pace)
    if redraft:
        told = replace(told, ask=item.ask + 1, ask_due=now)
    return Change(item=told, events=(_event(item, Tag.QUESTION_ANSWERED, by, answer),))


def _event(item: Item, tag: Tag, by: Actor, text: str = "") -> Event:
    return Event(tag=tag, actor=by, draft=item.draft, version=item.version, text=text)
