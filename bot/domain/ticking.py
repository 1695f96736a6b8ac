"""Ticking: what the clock does to an item when its time has come, one thing at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import Event, Tag
from bot.domain.clocks import Step, claim_at, next_rung
from bot.domain.item import Change, Item
from bot.domain.parking import follow_up, recalled, woken
from bot.domain.status import WORKABLE, Status
from bot.domain.steps import taking
from bot.domain.timing import Rung, TimeRules
from bot.words import Words, say

TIME_IS_UP = say("It is the time that was said.")
REMINDED = {
    "handler": say("The handler is told: a first reply is owed."),
    "channel": say("The channel is told: a first reply is owed."),
    "leads": say("The leads are told: a first reply is owed."),
    "outside": say("People outside the shift are told: a first reply is owed."),
}
"""What stands in the trail about each step of the ladder."""
SECOND = {
    "handler": say("The handler is told: a second approval is wanted."),
    "channel": say("The channel is told: a second approval is wanted."),
    "leads": say("The leads are told: a second approval is wanted."),
    "outside": say("People outside the shift are told: a second approval is wanted."),
}
"""The same, while somebody has approved it and a second person has to."""
AGAIN = {
    "handler": say("The handler is told: it is open again and waits."),
    "channel": say("The channel is told: it is open again and waits."),
    "leads": say("The leads are told: it is open again and waits."),
    "outside": say("People outside the shift are told: it is open again and waits."),
}
"""The same, where a first reply is public already."""
UNSURE = {
    "handler": say("The handler is told: nobody knows whether our reply is public."),
    "channel": say("The channel is told: nobody knows whether our reply is public."),
    "leads": say("The leads are told: nobody knows whether our reply is public."),
    "outside": say("People outside the shift are told: nobody knows whether our reply is public."),
}
"""The same, while somebody has to look on the platform."""
WARNED = say("The handler is told.")
NOBODY = say("Nobody could be reached: a first reply is owed.")
NOBODY_SECOND = say("Nobody could be reached: a second approval is wanted.")
NOBODY_WARNED = say("Nobody could be reached.")
"""The same, where whoever is meant has no account that we could tell."""
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
    promised = pace.follow_at is not None and pace.follow_at <= now
    if not item.open:
        return Tick(follow_up(item, now), HANDLER) if promised else _nothing(item)
    if promised and item.status in WORKABLE:
        return Tick(recalled(item), HANDLER)
    ends = claim_at(item, rules)
    if ends is not None and ends <= now:
        return _claim_over(item, now, rules)
    step = next_rung(item, rules)
    return _climbed(item, step) if step and step.at <= now else _nothing(item)


def unheard(tick: Tick) -> Tick:
    """The same, where nobody could be told: the trail claims nothing else."""
    events = tuple(replace(event, text=_unheard(event)) for event in tick.change.events)
    return replace(tick, change=replace(tick.change, events=events))


def _unheard(event: Event) -> str:
    if event.tag is Tag.ITEM_CLAIM_WARNED:
        return str(NOBODY_WARNED)
    if event.tag is Tag.ITEM_REMINDED:
        if event.text in map(str, UNSURE.values()):
            return str(NOBODY_WARNED)
        return str(NOBODY_SECOND if event.text in map(str, SECOND.values()) else NOBODY)
    return event.text


def _nothing(item: Item) -> Tick:
    return Tick(Change(item=item, events=()))


def _claim_over(item: Item, now: datetime, rules: TimeRules) -> Tick:
    """Nothing was done about it for long: a warning first, then anybody can take it. Drafts stay."""
    if item.pace.warned_at is None and rules.claim_warn < rules.claim_ends:
        warned = replace(item, pace=replace(item.pace, warned_at=now))
        return Tick(Change(item=warned, events=(_event(item, Tag.ITEM_CLAIM_WARNED, str(WARNED)),)), HANDLER)
    free = replace(item, handler=None)
    return Tick(Change(item=free, events=(_event(item, Tag.ITEM_CLAIM_ENDED),)))


def _climbed(item: Item, step: Step) -> Tick:
    """The next step. Where nobody handles it, nobody can be reminded of it, and the step is passed over."""
    rung = step.rung
    higher = replace(item, pace=replace(item.pace, rungs=taking(item.pace.rungs, step.number)))
    if rung.who == "handler" and item.handler is None:
        return Tick(Change(item=higher, events=()))
    told = _event(item, Tag.ITEM_REMINDED, str(_told(item)[rung.who]))
    return Tick(Change(item=higher, events=(told,)), rung)


def _told(item: Item) -> Mapping[str, Words]:
    if item.status is Status.AWAITING:
        return SECOND
    if item.status is Status.UNKNOWN:
        return UNSURE
    return AGAIN if item.reply else REMINDED


def _event(item: Item, tag: Tag, text: str = "") -> Event:
    return Event(tag=tag, draft=item.draft, version=item.version, text=text)
