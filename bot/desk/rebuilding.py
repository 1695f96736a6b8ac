"""Rebuilding: open items whose cards are gone from a chat tool get new threads there."""

from collections.abc import Collection

from bot.abilities import Misses
from bot.desk.desk import Desk
from bot.desk.threads import thread
from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.memory import Work
from bot.ports import Surface
from bot.words import say


async def rebuild(desk: Desk, name: str, by: Actor, *, everything: bool = False) -> int:
    """Open threads anew, for `everything` that is open or for what is missing; for how many items.

    Raises:
        NotFound: there is no such surface.
        OutsideError: the chat tool does not tell what is missing; nothing was changed.
    """
    surface = desk.surfaces.get(name)
    if surface is None:
        known = ", ".join(desk.surfaces)
        raise NotFound(say("There is no surface “{name}” here. Known: {all}.", name=name, all=known))
    items = await _lost(desk, surface, everything=everything)
    return await desk.keep(lambda work: _anew(work, desk, name, items, by))


async def _lost(desk: Desk, surface: Surface, *, everything: bool) -> list[int]:
    """The items that have to be shown again."""
    async with desk.looking() as work:
        shown = await work.effects.open_places(surface.name)
        nowhere = await _belonging(work, desk, surface.name, await work.effects.unplaced(surface.name))
    if everything or not isinstance(surface, Misses):
        return [*shown, *nowhere]
    missing = await surface.missing([place for places in shown.values() for place in places])
    return [*(item for item, places in shown.items() if missing.intersection(places)), *nowhere]


async def _belonging(work: Work, desk: Desk, surface: str, numbers: Collection[int]) -> list[int]:
    """Those of these items that a channel of this surface is meant to show: its tool refused them once."""
    items = (await work.items.get_many(numbers)).values()
    ways = ((item.id, desk.policy.channels(item.platform, item.source, item.triage)) for item in items)
    return [number for number, channels in ways if any(on == surface for on, _ in channels)]


async def _anew(work: Work, desk: Desk, surface: str, items: Collection[int], by: Actor) -> int:
    """Forget their places and want new ones, with an entry for each: all of it together."""
    found = [item for item in (await work.items.get_many(items)).values() if item.open]
    for item in found:
        await work.effects.forget_places(item.id, surface)
        await _want(work, desk, surface, item)
    await work.items.keep(*(_rebuilt(item, by) for item in found))
    return len(found)


async def _want(work: Work, desk: Desk, surface: str, item: Item) -> None:
    for on, channel in desk.policy.channels(item.platform, item.source, item.triage):
        if on == surface:
            await work.effects.want_again(thread(item, on, channel, work.now))


def _rebuilt(item: Item, by: Actor) -> Change:
    event = Event(tag=Tag.ITEM_REBUILT, actor=by, version=item.version, draft=item.draft)
    return Change(item=item, events=(event,))
