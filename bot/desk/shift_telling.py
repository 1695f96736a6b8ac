"""Telling channels of handovers: the card at the end of a shift follows, and one that waits is reminded of.

Done by one process at a time; whatever is lost on the way is done again at the next sweep.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.abilities import Announces
from bot.desk.desk import Desk, show_lane
from bot.desk.handing import left
from bot.desk.handover_note import Reader, draw_note
from bot.desk.handover_paper import read_paper
from bot.desk.lanes import wait_for_slot
from bot.desk.rostering import chain, roster_now, turn_shifts, wants_turn
from bot.desk.troubles import tell_leads
from bot.domain.handover import LATE, Handover
from bot.domain.shift import shares
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import OutsideError, Refused, Unclear
from bot.memory import Work
from bot.memory.shifting import Shown
from bot.ports import Finds, Place, Surface, Wake
from bot.views import Notice, View
from bot.words import Words, say

log = logging.getLogger("augenhoehe.shifts")
TASK = "shifts"
"""The task of the engine that tells."""
WAKE = Wake(TASK, "")
_LEASE = timedelta(minutes=2)
_Place = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Late:
    """A handover that nobody has taken over although the next shift began a while ago."""

    handover: Handover
    name: str
    """Whose shift it was."""
    since: datetime
    """Since when it waits for the next one."""

    @property
    def words(self) -> Words:
        """What is said about it."""
        return say(
            "The handover of {name} waits since {when}, and nobody has taken it over. /handover shows it.",
            name=self.name,
            when=self.since,
        )


async def keep_shifts(desk: Desk) -> bool:
    """Begin and end shifts that are due; whether a channel has to be told of something."""
    async with desk.looking() as work:
        due = await wants_turn(work, desk)
    if due:
        await desk.keep(lambda work: _turn(work, desk))
    async with desk.looking() as work:
        waiting = await late_handovers(work, desk) or await _for_leads(work, desk)
        return bool(waiting or await work.handovers.stale())


async def _turn(work: Work, desk: Desk) -> None:
    for stint in await turn_shifts(work, desk):
        await left(work, stint)


async def late_handovers(work: Work, desk: Desk, *, reminded: bool = False) -> list[Late]:
    """Handovers that wait for longer than they may; with `reminded` also those that were told of."""
    names = {person.id: person.name for person in await work.people.all()}
    found = []
    for handover in await work.handovers.open_ones():
        since = await _waits_since(work, desk, handover)
        if since is not None and since + LATE <= work.now and (reminded or not handover.reminded_at):
            name = names.get(handover.outgoing, "")
            found.append(Late(handover=handover, name=name, since=since))
    return found


async def _waits_since(work: Work, desk: Desk, handover: Handover) -> datetime | None:
    """Since when somebody is on who should have taken it over; None while nobody is, but somebody will be."""
    stint = await work.shifts.get(handover.stint)
    if stint is None or stint.ended_at is None:
        return None
    ready = max(stint.ended_at, handover.opened_at)
    running = [
        one.begins
        for one in await work.shifts.running()
        if one.person != handover.outgoing and shares(one.channels, handover.channels)
    ]
    if running:
        return max(min(running), ready)
    coming = (await roster_now(work, desk)).next(work.now, handover.channels)
    return None if coming else ready


async def tell_shifts(desk: Desk) -> None:
    """Bring the cards of handovers up to date, and remind of those that wait too long."""
    token = secrets.token_hex(8)
    if not await desk.keep(lambda work: work.lanes.enter(TASK, token, _LEASE)):
        return
    told = False
    while not told:
        await _tell_once(desk)
        told = await desk.keep(lambda work: work.lanes.leave(TASK, token))


async def _tell_once(desk: Desk) -> None:
    async with desk.looking() as work:
        stale, late = await work.handovers.stale(), await late_handovers(work, desk)
        later = await _for_leads(work, desk)
    for shown in stale:
        await _follow(desk, shown)
    for one in late:
        if await _remind(desk, one):
            await desk.keep(partial(_reminded, late=one))
    for one in later:
        await tell_leads(desk, one.words)
        await desk.keep(partial(_escalated, late=one))


async def _for_leads(work: Work, desk: Desk) -> list[Late]:
    """Handovers that wait on although their channel was reminded: the next step of the ladder."""
    late = await late_handovers(work, desk, reminded=True)
    due = [one for one in late if (at := one.handover.reminded_at) and at + LATE <= work.now]
    return [one for one in due if await work.fact(_leads_know(one.handover)) is None]


def _leads_know(handover: Handover) -> str:
    return f"handover-leads:{handover.id}"


async def _escalated(work: Work, late: Late) -> None:
    """The leads know: once for each handover, with its entry."""
    if await work.fact(_leads_know(late.handover)) is None:
        await work.set_fact(_leads_know(late.handover), work.now.isoformat())
        event = TeamEvent(tag=TeamTag.HANDOVER_ESCALATED, whom=late.handover.outgoing)
        await work.team_trail.write(chain(late.handover.stint), event)


async def _reminded(work: Work, late: Late) -> None:
    if await work.handovers.reminded(late.handover.id, work.now):
        event = TeamEvent(tag=TeamTag.HANDOVER_REMINDED, whom=late.handover.outgoing)
        await work.team_trail.write(chain(late.handover.stint), event)


async def _remind(desk: Desk, late: Late) -> bool:
    """The first step of the ladder: everybody in the channel reads it. False when nobody could be told."""
    rooms = list(_rooms(desk, late.handover.channels))
    told = [await _reminded_in(desk, surface, channel, late) for surface, channel in rooms]
    # Where only the page is there, it stands on everybody's Home.
    return any(told) or not rooms


async def _reminded_in(desk: Desk, surface: Surface, channel: str, late: Late) -> bool:
    assert isinstance(surface, Announces)  # noqa: S101  # _rooms asked
    key = f"late{late.handover.id}"
    try:
        # A process that was killed here may have told them already.
        if isinstance(surface, Finds) and await surface.find(channel, key):
            return True
        await wait_for_slot(desk, show_lane(surface.name, channel), surface.interval)
        await surface.announce(Notice(words=late.words), channel, key)
    except Unclear:
        return True
    except OutsideError as error:
        log.warning("not reminded", extra={"surface": surface.name, "why": str(error.words)})
        return False
    return True


async def _follow(desk: Desk, shown: Shown) -> None:
    """Every card of a handover, as it is now."""
    places = [dict(place) for place in shown.places]
    known = {(place["surface"], place["channel"]): place for place in places}
    done = True
    for surface, channel in _rooms(desk, shown.handover.channels):
        place = known.get((surface.name, channel))
        if place is None:
            place = {"surface": surface.name, "channel": channel, "key": secrets.token_hex(12), "remote": ""}
            places.append(place)
            await desk.keep(lambda work: work.handovers.shown(shown.handover.id, 0, places))
        done = await _told(desk, surface, shown.handover, place) and done
    row = shown.handover.row if done else 0
    await desk.keep(lambda work: work.handovers.shown(shown.handover.id, row, places))


async def _told(desk: Desk, surface: Surface, handover: Handover, place: _Place) -> bool:
    """One card; False when it is to be tried again."""
    async with desk.looking() as work:
        paper = await read_paper(work, handover)
        reader = Reader(desk, work.now, None, (surface.name, place["channel"]))
        view = draw_note(paper, reader)
    try:
        await wait_for_slot(desk, show_lane(surface.name, place["channel"]), surface.interval)
        await _call(surface, view, place)
    except OutsideError as error:
        log.warning("handover not shown", extra={"surface": surface.name, "why": str(error.words)})
        # A card that somebody deleted is made anew at the next change.
        place["remote"] = "" if isinstance(error, Refused) else place["remote"]
        place["key"] = secrets.token_hex(12) if isinstance(error, Refused) else place["key"]
        return isinstance(error, Refused)
    return True


async def _call(surface: Surface, view: View, place: _Place) -> None:
    assert isinstance(surface, Announces)  # noqa: S101  # _rooms asked
    channel = place["channel"]
    if not place["remote"] and isinstance(surface, Finds):
        found = await surface.find(channel, place["key"])
        place["remote"] = found.remote if found else ""
    if place["remote"]:
        where = Place(surface=surface.name, channel=channel, remote=place["remote"])
        await surface.announce_again(where, view)
    else:
        place["remote"] = (await surface.announce(view, channel, place["key"])).remote


def _rooms(desk: Desk, channels: frozenset[str]) -> Iterator[tuple[Surface, str]]:
    """Where a shift is told of: in its channels, or in the first one of each chat tool."""
    for name, surface in desk.surfaces.items():
        if isinstance(surface, Announces):
            rooms = desk.policy.rooms(name)
            for room in [room for room in rooms if room in channels] if channels else rooms[:1]:
                yield surface, room
