"""Storms on a page that draws itself: nothing waits for a thread there, so what comes in is counted.

A rush is kept as a fact of its channel from the sweep that finds it to the one that finds it over.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.desk.desk import Desk
from bot.desk.storm import CALM
from bot.memory import Work
from bot.words import Words, say

RUSH = "rush:"
"""How the names of these facts begin."""
WINDOW = timedelta(minutes=15)
OLD = timedelta(days=1)
"""What was written longer ago comes in because somebody asked for it: no storm."""


class Rush(NamedTuple):
    """A storm on a page that goes on."""

    page: str
    room: str
    came: int
    """How many comments came in of late."""
    since: datetime

    @property
    def place(self) -> tuple[str, str]:
        """Where it is, as the settings name it."""
        return self.page, self.room


async def watch_rushes(desk: Desk) -> None:
    """Find what has begun and what is over."""
    rooms = _rooms(desk)
    async with desk.looking() as work:
        news = [(name, await _turned(work, desk, name)) for name in rooms]
        # Where nobody looks any more (the settings have changed) nothing would ever end it.
        news += [(name, False) for name in await work.facts(RUSH) if name not in rooms]
    for name, begins in news:
        if begins is not None:
            await desk.keep(partial(_keep, name=name, begins=begins))


async def _keep(work: Work, *, name: str, begins: bool) -> None:
    await work.set_fact(name, work.now.isoformat() if begins else None)


def _rooms(desk: Desk) -> list[str]:
    """The channels of pages, as their facts are named."""
    pages = [name for name, surface in desk.surfaces.items() if surface.live and desk.policy.storm]
    return [f"{RUSH}{page}:{room}" for page in pages for room in desk.policy.rooms(page)]


async def _turned(work: Work, desk: Desk, name: str) -> bool | None:
    """True where it begins now, False where it is over, None where nothing changes."""
    came, on = await _came_in(work, name), await work.fact(name) is not None
    if on:
        return False if came * CALM <= desk.policy.storm else None
    return True if came > desk.policy.storm else None


async def _came_in(work: Work, name: str) -> int:
    page, room = name.removeprefix(RUSH).split(":", 1)
    return await work.queue.came_in(page, room, work.now - WINDOW, work.now - OLD)


async def rushes(work: Work, channels: frozenset[str] = frozenset()) -> dict[str, int]:
    """How many came in of late, by channel, where it is a storm; without any channels in all of them."""
    found = {}
    for name in await work.facts(RUSH):
        room = name.removeprefix(RUSH).split(":", 1)[1]
        if not channels or room in channels:
            found[room] = await _came_in(work, name)
    return found


async def said(work: Work, desk: Desk, page: str = "") -> tuple[Words, ...]:
    """The same in words, of all pages or of one."""
    return tuple(line(rush, desk) for rush in await going_on(work, page))


async def going_on(work: Work, page: str = "") -> list[Rush]:
    """The storms of all pages, or of one."""
    found = []
    for name, since in (await work.facts(f"{RUSH}{page}:" if page else RUSH)).items():
        where, room = name.removeprefix(RUSH).split(":", 1)
        found.append(Rush(where, room, await _came_in(work, name), datetime.fromisoformat(since)))
    return found


def line(rush: Rush, desk: Desk) -> Words:
    """One of them in words."""
    return say(
        "Storm: {count} comments came into {channel} within a quarter of an hour; it began at {when}.",
        count=rush.came,
        channel=desk.policy.channel_titles.get(rush.room, rush.room),
        when=rush.since,
    )
