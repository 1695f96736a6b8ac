"""Showing: new threads and redrawn cards, one lane a channel, most urgent first."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.desk.desk import Desk
from bot.desk.lanes import Fence, wait_for_slot
from bot.desk.poison import POISON, put_aside, unreadable
from bot.desk.rooms import draw_in
from bot.desk.storm import storm_step
from bot.domain.audit import Event, Tag
from bot.domain.effect import Effect, State
from bot.domain.item import Change, Item, Urgency
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.memory import Dossier, PlaceToDraw, ShownPlace, Work
from bot.ports import Finds, Place, Surface
from bot.words import say

log = logging.getLogger("augenhoehe.showing")
T = TypeVar("T")
BATCH = 20
"""How many cards are claimed at once where the chat tool takes them as fast as they come."""
IN_FLIGHT = 5
"""How many calls to a chat tool run at once: more cost more than they gain (facts/performance)."""
NEEDS_PERSON_AGAIN = timedelta(minutes=5)
"""How soon a channel that a person has to mend is tried again."""
LONGEST_PAUSE = 5.0
"""Seconds a redraw waits at most within its task when the chat tool asks for time."""
NOT_SENT = TryLater(say("There was no time left to send it; it is tried again."), timedelta())

Outcome = tuple[Effect, Dossier | None, Place | OutsideError | None]
"""An effect, what was drawn, and where it is: a place, an error, or None for “certainly not there”."""


@dataclass(frozen=True)
class Claimed:
    """A show that is ours to make."""

    effect: Effect
    dossier: Dossier
    under: Place | None
    """The thread that it joins, for a follow-up of the same person."""


@dataclass(frozen=True)
class Due:
    """What can be done in a channel now: new threads, or else cards to be drawn anew."""

    shows: bool = False
    redraws: Sequence[tuple[PlaceToDraw, Dossier]] = ()


NOTHING = Due()


async def show_step(desk: Desk, lane: str) -> bool:
    """Show or redraw what is most urgent in a channel; False when nothing was due."""
    _, name, channel = lane.split(":", 2)
    surface = desk.surfaces.get(name)
    if surface is None:
        return False
    try:
        return await _show_next(desk, surface, lane, channel)
    except POISON as error:
        await _leave_aside(desk, surface, lane, error)
        return True


async def _show_next(desk: Desk, surface: Surface, lane: str, channel: str) -> bool:
    if await storm_step(desk, surface, lane, channel):
        return True
    due = await _due(desk, surface, lane)
    if due == NOTHING:
        return False
    if surface.interval:
        await wait_for_slot(desk, lane, surface.interval)
        # While the slot was waited for, something more urgent may have come.
        due = await _due(desk, surface, lane)
    if due.shows:
        return await _show(desk, surface, lane, channel)
    return await _redraw(desk, surface, lane, due.redraws)


async def _leave_aside(desk: Desk, surface: Surface, lane: str, error: Exception) -> None:
    """Go on without what no card can be drawn from; a card that stands is drawn anew when it changes."""
    async with desk.looking() as work:
        due = await work.effects.due(lane, BATCH, _lease(surface))
        stale = await work.effects.to_redraw(lane, BATCH)
    spoilt = await unreadable(desk, [*(one.item for one in due), *(one.item for one in stale)])
    if not spoilt:
        raise error
    for effect in due:
        if effect.item in spoilt:
            await put_aside(desk, effect, spoilt[effect.item])
    left = [place for place in stale if place.item in spoilt]
    await desk.keep(lambda work: _record_drawn(work, left))


def _lease(surface: Surface) -> timedelta:
    return timedelta(seconds=surface.lease)


async def _due(desk: Desk, surface: Surface, lane: str) -> Due:
    async with desk.looking() as work:
        first = await work.effects.due(lane, 1, _lease(surface))
        # Where a thousand wait for their turn, a click on a card must not wait for all of them.
        if first and (not surface.interval or first[0].rank >= Urgency.HIGH):
            return Due(shows=True)
        stale = await work.effects.to_redraw(lane, 1 if surface.interval else BATCH)
        if first and not stale:
            return Due(shows=True)
        dossiers = {d.item.id: d for d in await work.items.dossiers([place.item for place in stale])}
    return Due(redraws=tuple((place, dossiers[place.item]) for place in stale))


async def _show(desk: Desk, surface: Surface, lane: str, channel: str) -> bool:
    """Claim, call, record. What was claimed and lost before is looked up instead of called."""
    limit = 1 if surface.interval else BATCH
    token, fence = secrets.token_hex(8), Fence(surface.lease)
    claimed, lost = await desk.keep(lambda work: _claim(work, surface, lane, limit, token))
    found = await _in_flight([_found(surface, channel, effect) for effect in lost])
    shown = await _in_flight([_shown(desk, surface, channel, one, fence) for one in claimed])
    if claimed or lost:
        await desk.keep(lambda work: _record(work, surface, lane, [*found, *shown]))
        arrived = sum(isinstance(outcome, Place) for _, _, outcome in shown)
        desk.tally.count("cards_shown", arrived, surface=surface.name)
    return bool(claimed or lost)


async def _claim(
    work: Work, surface: Surface, lane: str, limit: int, token: str
) -> tuple[list[Claimed], list[Effect]]:
    due = await work.effects.due(lane, limit, _lease(surface))
    lost = [effect for effect in due if effect.state is not State.WANTED]
    ours = await work.effects.claim([e.id for e in due if e.state is State.WANTED], token)
    claimed = [_with_token(effect, token) for effect in due if effect.id in ours]
    dossiers = await work.items.dossiers([effect.item for effect in claimed])
    threads = await work.effects.places([d.item.follows for d in dossiers if d.item.follows], lane)
    return [
        Claimed(effect, dossier, threads.get(dossier.item.follows or 0))
        for effect, dossier in zip(claimed, dossiers, strict=True)
    ], lost


def _with_token(effect: Effect, token: str) -> Effect:
    return replace(effect, token=token, state=State.SENDING)


async def _in_flight(calls: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """Run calls, a few at a time."""
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(call: Callable[[], Awaitable[T]]) -> T:
        async with gate:
            return await call()

    return await asyncio.gather(*(one(call) for call in calls))


def _shown(
    desk: Desk, surface: Surface, channel: str, one: Claimed, fence: Fence
) -> Callable[[], Awaitable[Outcome]]:
    effect, dossier = one.effect, one.dossier

    async def call() -> Outcome:
        if fence.passed:
            return effect, dossier, NOT_SENT
        try:
            async with fence.patience():
                card = draw_in(dossier, desk, surface.name, channel)
                place = await surface.show(card, channel, effect.key, one.under)
        except TimeoutError:
            return effect, dossier, Unclear(say("No answer came in time."))
        except OutsideError as error:
            return effect, dossier, error
        return effect, dossier, place

    return call


def _found(surface: Surface, channel: str, effect: Effect) -> Callable[[], Awaitable[Outcome]]:
    """Look whether a lost show arrived; where the tool cannot tell, it is shown again: cards are internal."""

    async def call() -> Outcome:
        if not isinstance(surface, Finds):
            return effect, None, None
        try:
            async with asyncio.timeout(surface.lease):
                return effect, None, await surface.find(channel, effect.key)
        except TimeoutError:
            return effect, None, Unclear(say("No answer came in time."))
        except OutsideError as error:
            return effect, None, Unclear(error.words)

    return call


async def _record(work: Work, surface: Surface, lane: str, outcomes: Sequence[Outcome]) -> None:
    items = await work.items.get_many([effect.item for effect, _, _ in outcomes])
    changes, places = [], []
    for effect, dossier, outcome in outcomes:
        if isinstance(outcome, Place):
            if not await work.effects.settle(effect, effect.token, State.SENT, remote=outcome.remote):
                continue
            item = items[effect.item]
            changes.append(_shown_change(item))
            stale = dossier is None or dossier.item.row != item.row
            places.append(ShownPlace(effect=effect, place=outcome, live=surface.live, stale=stale))
        else:
            await _record_error(work, surface, lane, effect, outcome)
    await work.items.keep(*changes)
    await work.effects.show_places(places)


def _shown_change(item: Item) -> Change:
    return Change(item=item, events=(Event(tag=Tag.ITEM_SHOWN, version=item.version, draft=item.draft),))


async def _record_error(
    work: Work, surface: Surface, lane: str, effect: Effect, error: OutsideError | None
) -> None:
    """A show that did not, or perhaps did not, happen."""
    if isinstance(error, Unclear):
        look_at = work.now + _lease(surface)
        await work.effects.settle(effect, effect.token, State.UNCLEAR, look_at=look_at)
    elif isinstance(error, Refused):
        log.error("card refused", extra={"item": effect.item, "surface": surface.name})
        await work.effects.settle(effect, effect.token, State.REFUSED)
    else:
        wait = _wait_after(error)
        if isinstance(error, TryLater) and wait:
            await work.lanes.push(lane, wait)
        await work.effects.settle(effect, effect.token, State.WANTED, due_at=work.now + wait)


def _wait_after(error: OutsideError | None) -> timedelta:
    if isinstance(error, TryLater):
        return error.after
    return NEEDS_PERSON_AGAIN if isinstance(error, NeedsPerson) else timedelta()


async def _redraw(
    desk: Desk, surface: Surface, lane: str, stale: Sequence[tuple[PlaceToDraw, Dossier]]
) -> bool:
    """Make cards follow their items; the latest state wins, however many there were between."""
    calls = [_redrawn(desk, surface, lane, place, dossier) for place, dossier in stale]
    drawn = [place for place in await _in_flight(calls) if place]
    if drawn:
        await desk.keep(lambda work: _record_drawn(work, drawn))
    if stale and not surface.interval:
        # A breath: what changes meanwhile is read and drawn together.
        await asyncio.sleep(desk.linger.total_seconds())
    return bool(stale)


def _redrawn(
    desk: Desk, surface: Surface, lane: str, place: PlaceToDraw, dossier: Dossier
) -> Callable[[], Awaitable[PlaceToDraw | None]]:
    async def call() -> PlaceToDraw | None:
        try:
            async with asyncio.timeout(surface.lease):
                card = draw_in(dossier, desk, surface.name, place.place.channel)
                await surface.redraw(place.place, card)
        except (TimeoutError, TryLater, Unclear) as error:
            await _pause(desk, lane, place, error)
            return None
        except OutsideError as error:
            # The card cannot be drawn there any more; the next change of the item tries again.
            log.warning("redraw failed", extra={"item": place.item, "why": type(error).__name__})
        return place

    return call


async def _pause(desk: Desk, lane: str, place: PlaceToDraw, error: Exception) -> None:
    wait = error.after if isinstance(error, TryLater) else timedelta(seconds=1)
    async with desk.work() as work:
        await work.lanes.push(lane, wait)
        if not isinstance(error, TryLater):
            # It may have arrived, and late: over what another pump has drawn since. So once more.
            await work.effects.redrawn({place.id: 0})
    await asyncio.sleep(min(wait.total_seconds(), LONGEST_PAUSE))


async def _record_drawn(work: Work, drawn: Sequence[PlaceToDraw]) -> None:
    await work.effects.redrawn({place.id: place.wanted for place in drawn})
