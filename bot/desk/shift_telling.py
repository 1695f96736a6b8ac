"""Telling channels of handovers: the card at the end of a shift follows, and one that waits is reminded of.

Done by one process at a time; whatever is lost on the way is done again at the next sweep.
"""

import asyncio
import contextlib
import logging
import secrets
from datetime import timedelta

from bot.abilities import Announces
from bot.desk.desk import Desk, show_lane
from bot.desk.handover_note import Reader, draw_note
from bot.desk.handover_paper import read_paper
from bot.desk.lanes import wait_for_slot
from bot.desk.late_handovers import rooms_of, steps_due
from bot.desk.late_telling import PATIENCE, Hold, take_step
from bot.desk.turning import turn_shifts
from bot.domain.handover import Handover
from bot.errors import OutsideError, Refused
from bot.memory.shifting import Shown
from bot.ports import Finds, Place, Surface, Wake
from bot.views import View

log = logging.getLogger("augenhoehe.shifts")
TASK = "shifts"
"""The task of the engine that tells."""
WAKE = Wake(TASK, "")
_LEASE = timedelta(minutes=2)
_Place = dict[str, str]


class _OvertakenError(Exception):
    """Waiting took longer than the lease, and another process tells by now."""


async def keep_shifts(desk: Desk) -> bool:
    """Begin and end shifts that are due; whether a channel has to be told of something."""
    await turn_shifts(desk)
    async with desk.looking() as work:
        return bool(await steps_due(work, desk) or await work.handovers.stale())


async def tell_shifts(desk: Desk) -> None:
    """Bring the cards of handovers up to date, and remind of those that wait too long."""
    token = secrets.token_hex(8)
    if not await desk.keep(lambda work: work.lanes.enter(TASK, token, _LEASE)):
        return

    async def hold() -> None:
        if not await desk.keep(lambda work: work.lanes.enter(TASK, token, _LEASE)):
            raise _OvertakenError

    told = False
    with contextlib.suppress(_OvertakenError):
        while not told:
            await _tell_once(desk, hold)
            told = await desk.keep(lambda work: work.lanes.leave(TASK, token))


async def _tell_once(desk: Desk, hold: Hold) -> None:
    async with desk.looking() as work:
        stale, steps = await work.handovers.stale(), await steps_due(work, desk)
    for shown in stale:
        await _follow(desk, shown, hold)
    for step in steps:
        await take_step(desk, step, hold)


async def _follow(desk: Desk, shown: Shown, hold: Hold) -> None:
    """Every card of a handover, as it is now."""
    places = [dict(place) for place in shown.places]
    known = {(place["surface"], place["channel"]): place for place in places}
    done = True
    for surface, channel in rooms_of(desk, shown.handover.channels):
        place = known.get((surface.name, channel))
        if place is None:
            place = {"surface": surface.name, "channel": channel, "key": secrets.token_hex(12), "remote": ""}
            places.append(place)
            await desk.keep(lambda work: work.handovers.shown(shown.handover.id, 0, places))
        done = await _told(desk, surface, shown.handover, place, hold) and done
    row = shown.handover.row if done else 0
    await desk.keep(lambda work: work.handovers.shown(shown.handover.id, row, places))


async def _told(desk: Desk, surface: Surface, handover: Handover, place: _Place, hold: Hold) -> bool:
    """One card; False when it is to be tried again."""
    async with desk.looking() as work:
        paper = await read_paper(work, handover)
        reader = Reader(desk, work.now, None, (surface.name, place["channel"]))
        view = draw_note(paper, reader)
    await wait_for_slot(desk, show_lane(surface.name, place["channel"]), surface.interval)
    await hold()
    try:
        async with asyncio.timeout(PATIENCE):
            await _call(surface, view, place)
    except TimeoutError:
        log.warning("handover not shown", extra={"surface": surface.name, "why": "no answer in time"})
        return False
    except OutsideError as error:
        log.warning("handover not shown", extra={"surface": surface.name, "why": str(error.words)})
        # A card that somebody deleted is made anew at the next change.
        place["remote"] = "" if isinstance(error, Refused) else place["remote"]
        place["key"] = secrets.token_hex(12) if isinstance(error, Refused) else place["key"]
        return isinstance(error, Refused)
    return True


async def _call(surface: Surface, view: View, place: _Place) -> None:
    assert isinstance(surface, Announces)  # noqa: S101  # rooms_of asked
    channel = place["channel"]
    if not place["remote"] and isinstance(surface, Finds):
        found = await surface.find(channel, place["key"])
        place["remote"] = found.remote if found else ""
    if place["remote"]:
        where = Place(surface=surface.name, channel=channel, remote=place["remote"])
        await surface.announce_again(where, view)
    else:
        place["remote"] = (await surface.announce(view, channel, place["key"])).remote
