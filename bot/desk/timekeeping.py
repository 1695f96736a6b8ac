"""Timekeeping: what time does to items, in a lane of its own, by the database's clock."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from hashlib import sha256

from bot.desk.case import UNSURE
from bot.desk.desk import DRAFTS, Desk
from bot.desk.poison import ASIDE, POISON, say_aside
from bot.desk.telling import Reach, reached, tell, tell_there
from bot.desk.threads import want_threads
from bot.domain.effect import Kind
from bot.domain.item import Change, Item
from bot.domain.parking import woken
from bot.domain.ticking import HANDLER, Tick, ticked, unheard
from bot.errors import Conflict
from bot.memory import Work
from bot.ports import Wake
from bot.words import say

CLOCK = "clock"
"""The lane of whatever time does to items."""
BATCH = 20
AGAIN = timedelta(minutes=1)
"""How soon a follow-up is tried again while something is still on its way to the platform."""
RULES = "time_rules"
"""The fact that says by which rules the times of open items were reckoned."""
_CHANGES = (Kind.CORRECT, Kind.DELETE_REPLY)
WROTE_AGAIN = say("The same person wrote again: #{item}")
EDITED_OTHER = say("The same person edited another comment: #{item}")


async def clock_step(desk: Desk) -> bool:
    """Do what is due; False when nothing was."""
    async with desk.looking() as work:
        due = await work.clocks.ticking(BATCH)
    if due:
        await desk.rouse(*await _together(desk, due))
    return bool(due)


async def _together(desk: Desk, numbers: Sequence[int]) -> list[Wake]:
    """All in one go; where that is not possible, one by one: one of them must not hold up the others."""
    try:
        return await desk.keep(lambda work: _tick(work, desk, numbers))
    except (*POISON, Conflict) as error:
        if len(numbers) == 1:
            return await _aside(desk, numbers[0], error)
    return [wake for number in numbers for wake in await _together(desk, [number])]


async def _aside(desk: Desk, number: int, error: Exception) -> list[Wake]:
    if not isinstance(error, Conflict):
        say_aside(number, error, CLOCK)
        await desk.keep(lambda work: work.clocks.put_off(number, work.now + ASIDE))
    return []


async def _tick(work: Work, desk: Desk, numbers: Sequence[int]) -> list[Wake]:
    wakes: list[Wake] = []
    for item in (await work.items.get_many(numbers)).values():
        # Somebody may have done something about it since it was found.
        if item.pace.tick_at is not None and item.pace.tick_at <= work.now:
            wakes += await _one(work, desk, item)
    return list(dict.fromkeys(wakes))


async def _one(work: Work, desk: Desk, item: Item) -> list[Wake]:
    tick = ticked(item, work.now, desk.policy.timing)
    if item.pace.follow_at and not item.open and not await _at_rest(work, item):
        later = replace(item.pace, follow_at=work.now + AGAIN)
        tick = Tick(Change(item=replace(item, pace=later), events=()))
    reach = await reached(work, desk, tick.change.item, tick.tell) if tick.tell else Reach()
    (kept,) = await work.items.keep((tick if reach else unheard(tick)).change)
    if kept.open and not item.open:
        await want_threads(work, desk, kept)
    told = await tell_there(work, kept, reach)
    return [*told, Wake("pump", DRAFTS)] if kept.ask != item.ask else told


async def _at_rest(work: Work, item: Item) -> bool:
    """Nothing is reopened while our last reply is still being corrected or deleted."""
    last = await work.effects.last(item.id, _CHANGES)
    return last is None or last.state not in UNSURE


async def wake_for_author(work: Work, desk: Desk, wrote: Sequence[Item]) -> None:
    """Whoever writes again, or edits something, has what waits for them back in the queue."""
    edited = {item.id for item in wrote if item.version > 1}
    ordered = sorted(wrote, key=lambda one: one.published)
    heads = {item.follows or item.id: item for item in ordered if item.follows or item.id in edited}
    waiting = await work.clocks.waiting_for_author(heads.keys())
    # In the order of their numbers, as everybody locks them.
    for number in sorted(waiting):
        try:
            item = await work.items.get(number)
        except POISON as error:
            # What they wrote now comes in all the same.
            say_aside(number, error, CLOCK)
            continue
        by = heads[waiting[item.id]]
        if by.id not in edited and by.published < item.published:
            continue  # It was written before what waits, and only came later.
        why = say((EDITED_OTHER if by.id in edited else WROTE_AGAIN).text, item=by.id)
        (kept,) = await work.items.keep(woken(item, work.now, why))
        # Woken with the cards that follow, once all of this is kept.
        work.stale_lanes.update(wake.key for wake in await tell(work, desk, kept, HANDLER))


def told_in_order(rules: object) -> str:
    """What rules say, the same in every process: sets, which have no order, in the order of their words."""
    if isinstance(rules, frozenset):
        return "{" + ", ".join(sorted(map(told_in_order, rules))) + "}"
    if isinstance(rules, tuple):
        return "(" + ", ".join(map(told_in_order, rules)) + ")"
    if is_dataclass(rules):
        return ", ".join(f"{one.name}={told_in_order(getattr(rules, one.name))}" for one in fields(rules))
    return repr(rules)


async def follow_rules(work: Work, desk: Desk) -> None:
    """When the rules about time are others than before, every open item is looked at once.

    So is, at every start, what a worker of a release without clocks took in while this one rolled out.
    """
    await work.clocks.tick_unknown()
    rules = sha256(told_in_order(desk.policy.timing).encode()).hexdigest()
    if await work.fact(RULES) != rules:
        await work.clocks.tick_again()
        await work.set_fact(RULES, rules)
