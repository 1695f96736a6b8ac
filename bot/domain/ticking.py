"""Ticking: what the clock does to an item when its time has come, one thing at a time."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import Event, Tag
from bot.domain.clocks import claim_at, next_rung
from bot.domain.item import Change, Item
from bot.domain.parking import follow_up, woken
from bot.domain.timing import Rung, TimeRules
from bot.words import say

TIME_IS_UP = say("It is the time that was said.")
REMINDED = {
    "handler": say("The handler is told: a first reply is owed."),
    "channel": say("The channel is told: a first reply is owed."),
    "leads": say("The leads are told: a first reply is owed."),
    "outside": say("People outside the shift are told: a first reply is owed."),
}
"""What stands in the trail about each step of the ladder."""
HANDLER = Rung(who="handler")


@dataclass(frozen=True)
class Tick:
    """What the clock did, and who is to be told of its last entry."""

    change: Change
    tell: Rung | None = None


def ticked(item: Item, now: datetime, rules: TimeRules) -> Tick:
    """What the clock does to this item now; nothing if it is not its time."""
    pace = item.pace
    if pace.parked:
        back = pace.wake_at is not None and pace.wake_at <= now
        return Tick(woken(item, now, TIME_IS_UP), HANDLER) if back else _nothing(item)
    if not item.open:
        due = pace.follow_at is not None and pace.follow_at <= now
        return Tick(follow_up(item, now), HANDLER) if due else _nothing(item)
    ends = claim_at(item, rules)
    if ends is not None and ends <= now:
        return _claim_over(item, now, rules)
    step = next_rung(item, rules)
    return _climbed(item, step[0]) if step and step[1] <= now else _nothing(item)


def _nothing(item: Item) -> Tick:
    return Tick(Change(item=item, events=()))


def _claim_over(item: Item, now: datetime, rules: TimeRules) -> Tick:
    """Nothing was done about it for long: a warning first, then anybody can take it. Drafts stay."""
    if item.pace.warned_at is None and rules.claim_warn < rules.claim_ends:
        warned = replace(item, pace=replace(item.pace, warned_at=now))
        return Tick(Change(item=warned, events=(_event(item, Tag.ITEM_CLAIM_WARNED),)), HANDLER)
    free = replace(item, handler=None)
    return Tick(Change(item=free, events=(_event(item, Tag.ITEM_CLAIM_ENDED),)))


def _climbed(item: Item, rung: Rung) -> Tick:
    """The next step. Where nobody handles it, nobody can be reminded of it, and the step is passed over."""
    higher = replace(item, pace=replace(item.pace, rungs=item.pace.rungs + 1))
    if rung.who == "handler" and item.handler is None:
        return Tick(Change(item=higher, events=()))
    return Tick(Change(item=higher, events=(_event(item, Tag.ITEM_REMINDED, str(REMINDED[rung.who])),)), rung)


def _event(item: Item, tag: Tag, text: str = "") -> Event:
    return Event(tag=tag, draft=item.draft, version=item.version, text=text)
