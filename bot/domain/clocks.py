"""Clocks: what whatever happens to an item does to its times.

Every change passes `reckoned` before it is kept. So no use case has to think of claims, reminders and
parking, and `tick_at` always says when the program has to look at the item next.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item
from bot.domain.pace import Pace, Parked
from bot.domain.parking import back
from bot.domain.status import WORKABLE, Status
from bot.domain.steps import was_taken
from bot.domain.timing import Promised, Rung, TimeRules

WAITING = frozenset({*WORKABLE, Status.AWAITING, Status.UNKNOWN})
"""Statuses in which a person has to do something before a first reply can go out."""
OPENED = frozenset({
    Tag.ITEM_REOPENED, Tag.COMMENT_RETURNED, Tag.REPLY_VOIDED, Tag.REPLY_DELETED, Tag.REPLY_REFUSED,
    Tag.REPLY_SETTLED_NOT_POSTED,
})  # fmt: skip
"""What has somebody decide anew about an item; coming back from parking, or by a promise, does it too."""
SECOND_WAITS = timedelta(minutes=30)
"""How long a second approval is waited for before anybody is reminded, where no reply is owed."""


def reckoned(change: Change, now: datetime, rules: TimeRules) -> Change:
    """The change with its item's clocks set anew."""
    item = change.item
    pace = _held(_claim(_stage(_at_rest(item, now), change, now), item, change.events, now), item, now)
    tick_at = next_tick(replace(item, pace=pace), rules)
    return replace(change, item=replace(item, pace=replace(pace, tick_at=tick_at)))


def _at_rest(item: Item, now: datetime) -> Pace:
    """What is decided is not parked, and to what is gone nobody comes back."""
    pace = item.pace
    if pace.parked is Parked.PRIVATE and item.status is Status.ANSWERED:
        # Nobody here decided that: the end of the personal contact is looked at all the same.
        day = pace.follow_at or pace.wake_at
        pace = replace(back(pace, now), follow_at=day, promise=pace.promise)
    elif pace.parked and item.status not in WORKABLE:
        pace = back(pace, now)
    if pace.follow_at and item.status is Status.GONE:
        pace = replace(pace, follow_at=None, promise="")
    return pace


def _stage(pace: Pace, change: Change, now: datetime) -> Pace:
    """The ladder begins anew when a second approval is wanted, its text falls back, or it is opened again.

    Where the risk is raised, no note from before holds it any more.
    """
    status, tags = change.item.status, {event.tag for event in change.events}
    if status is Status.AWAITING and not pace.for_second:
        return replace(pace, for_second=True, rungs=0, heeded=False)
    if status in WORKABLE and (pace.for_second or tags & OPENED):
        return replace(pace, for_second=False, rungs=0, heeded=False, ladder_from=now)
    if pace.heeded and Tag.RISK_RAISED in tags:
        return replace(pace, heeded=False, ladder_from=now)
    return pace


def _claim(pace: Pace, item: Item, events: Iterable[Event], now: datetime) -> Pace:
    """A claim begins anew with every handler, and goes on with everything that they do."""
    events = [event for event in events if event.actor.person]
    if item.handler != pace.claimant:
        since = now if pace.heeded else pace.ladder_from
        begun = now if item.handler is not None else None
        return replace(
            pace, claimant=item.handler, acted_at=begun, warned_at=None, heeded=False, ladder_from=since
        )
    pace = replace(pace, heeded=pace.heeded or _answers(item, events))
    if all(event.actor.person != item.handler for event in events):
        return pace
    return replace(pace, acted_at=now, warned_at=None)


def _held(pace: Pace, item: Item, now: datetime) -> Pace:
    """A claim rests while its handler has nothing to do, and has the whole time when they have again."""
    if item.status not in WORKABLE:
        return replace(pace, acted_at=None, warned_at=None)
    rested = pace.claimant is not None and pace.acted_at is None
    return replace(pace, acted_at=now, warned_at=None) if rested else pace


def _answers(item: Item, events: Iterable[Event]) -> bool:
    """Whether somebody said something who is waited for: its handler, or whoever may be the second of two."""
    notes = {event.actor.person for event in events if event.tag is Tag.NOTE_WRITTEN}
    if item.status is Status.AWAITING and item.first:
        return bool(notes - {item.first.by.person})
    return item.handler in notes


def next_tick(item: Item, rules: TimeRules) -> datetime | None:
    """When the clock has something to do with an item; None for never."""
    if item.pace.parked:
        return item.pace.wake_at
    if not item.open:
        return item.pace.follow_at
    return min(_times(item, rules), default=None)


def _times(item: Item, rules: TimeRules) -> Iterator[datetime]:
    claim = claim_at(item, rules)
    if claim is not None:
        yield claim
    found = next_rung(item, rules)
    if found is not None:
        yield found.at
    if item.pace.follow_at is not None and item.status in WORKABLE:
        yield item.pace.follow_at


def claim_at(item: Item, rules: TimeRules) -> datetime | None:
    """When the handler is to be warned, or once they were, when their claim ends; None for not at all."""
    pace = item.pace
    if pace.acted_at is None or pace.parked or item.status not in WORKABLE or not rules.claim_ends:
        return None
    ends = rules.hours.add(pace.acted_at, rules.claim_ends)
    if rules.claim_warn >= rules.claim_ends:
        return ends
    if pace.warned_at is None:
        return rules.hours.add(pace.acted_at, rules.claim_warn)
    # Whoever is warned late, after the program was away, still has the minutes that they were told of.
    return max(ends, rules.hours.add(pace.warned_at, rules.claim_ends - rules.claim_warn))


def first_pace(promised: Promised, rules: TimeRules) -> Pace:
    """The clock of an item that nobody has touched yet."""
    times = [at for at in _first_times(promised, rules) if at is not None]
    return Pace(remind_at=promised.remind_at, tick_at=min(times, default=None))


def _first_times(promised: Promised, rules: TimeRules) -> Iterator[datetime | None]:
    owing = {"reminder": promised.remind_at or promised.due_at, "due": promised.due_at}
    for past, owed in owing.items():
        first = min((rung.after for rung in rules.ladder if rung.past == past), default=None)
        yield rules.hours.add(owed, first) if owed and first is not None else None


class Step(NamedTuple):
    """A step of the ladder that is to be taken."""

    at: datetime
    number: int
    """Its place in the settings, from 0."""
    rung: Rung


def next_rung(item: Item, rules: TimeRules) -> Step | None:
    """The step of the ladder that is due first; None when none is left."""
    pace = item.pace
    if pace.parked or pace.heeded or item.status not in WAITING:
        return None
    left = [(number, rung) for number, rung in enumerate(rules.ladder) if not was_taken(pace.rungs, number)]
    return min(_first_steps(item, left, rules), default=None, key=itemgetter(0, 1))


def _first_steps(item: Item, left: Iterable[tuple[int, Rung]], rules: TimeRules) -> Iterator[Step]:
    """Of those that are left, the first past the reminder and the first past the due time."""
    for past in ("reminder", "due"):
        some = [step for step in left if step[1].past == past]
        owed = _owed(item, past, rules) if some else None
        if owed is not None:
            number, rung = min(some, key=lambda step: step[1].after)
            yield Step(rules.hours.add(owed, rung.after), number, rung)


def _owed(item: Item, past: str, rules: TimeRules) -> datetime | None:
    """When what a step is about should have happened; None when nobody waits for anything."""
    remind_at = item.pace.remind_at or item.due_at
    owed = remind_at if past == "reminder" else item.due_at
    again = _again(item, owed, rules) if owed else None
    if item.status is not Status.AWAITING or not item.first:
        # A further reply is owed to nobody but those for whom it was opened again.
        return None if item.reply and item.pace.ladder_from is None else again
    # Whoever is to be the second has the time of a reminder, counted from the first yes, and no more.
    patience = rules.hours.between(item.published, remind_at) if remind_at else SECOND_WAITS
    since_first = rules.hours.add(item.first.at, patience)
    return max(again or since_first, since_first)


def _again(item: Item, owed: datetime, rules: TimeRules) -> datetime:
    """When the steps of what is owed then begin. What came back has the whole time again."""
    if item.pace.ladder_from is None:
        return owed
    return max(owed, rules.hours.add(item.pace.ladder_from, rules.hours.between(item.published, owed)))
