"""The roster as it is now, and the shifts that begin and end by it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.domain.handover import State
from bot.domain.people import PROGRAM, Actor, Person, Role
from bot.domain.shift import AHEAD, Roster, Shift, Stint, same
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotFound, Refusal
from bot.memory import Work
from bot.words import Words, say

EARLY = timedelta(hours=2)
"""Somebody who begins so much before their shift begins that very shift."""
COMES_NEXT = timedelta(hours=12)
"""The same for somebody who takes a shift over: they are the next one."""
ABSENCES = "absences"
"""The chain of the team's trail for absences, and for shifts that were planned."""


async def roster_now(work: Work, desk: Desk) -> Roster:
    """Who is to be on: by the settings, by what people planned, and without those who are away."""
    zone = desk.policy.zone
    yesterday = (work.now - timedelta(days=2)).astimezone(zone).date()
    planned = await work.shifts.planned(work.now - timedelta(days=1))
    return Roster(
        rows=desk.policy.roster,
        planned=tuple(shift for _, shift in planned),
        absences=tuple(await work.shifts.absences(yesterday)),
        zone=zone,
        begun=await work.shifts.slots(work.now - timedelta(days=2)),
    )


async def called(work: Work, name: str) -> Person:
    """The person of this name, or of this first name if only one has it.

    Raises:
        NotFound: nobody is called so, or several are.
    """
    people = [person for person in await work.people.all() if person.role > Role.GUEST]
    found = [person for person in people if same(person.name, name)]
    found = found or [person for person in people if same(person.name.partition(" ")[0], name)]
    if len(found) != 1:
        known = ", ".join(sorted(person.name for person in people))
        raise NotFound(say("There is nobody called “{name}”. Known: {all}.", name=name, all=known))
    return found[0]


async def shift_lines(work: Work, desk: Desk, person: int) -> tuple[Words, ...]:
    """Who is on and who comes next, in a line each; nothing where nobody works in shifts."""
    running = await work.shifts.running()
    lines = [_on(stint) for stint in running]
    following = coming(await roster_now(work, desk), work.now, AHEAD)
    lines += [say("Next: {name}, {when}", name=one.person, when=one.begins) for one in following[:1]]
    waiting = await work.handovers.open_ones()
    # As long as the shift runs, it is only being written.
    if any(one.outgoing != person and one.items is not None for one in waiting):
        lines.append(say("A handover waits: /handover"))
    mine = [one for one in waiting if one.outgoing == person and one.state is not State.OPEN]
    return (*lines, *(say("Your handover: {state}. /handover", state=one.state.sentence) for one in mine))


def coming(roster: Roster, now: datetime, ahead: timedelta) -> list[Shift]:
    """The shifts that somebody will begin; not one that was begun early, be it over or not."""
    soon = [shift for shift in roster.shifts(now, now + ahead) if shift.begins > now and shift.person]
    return [shift for shift in soon if shift.slot not in roster.begun]


def channels_named(desk: Desk, names: tuple[str, ...]) -> frozenset[str]:
    """Channels as people name them, by title or number.

    Raises:
        NotFound: one of them is not where comments are shown.
    """
    titles = desk.policy.channel_titles
    rooms = dict.fromkeys(room for surface in desk.surfaces for room in desk.policy.rooms(surface))
    called_so = {titles.get(room, room).casefold(): room for room in rooms}
    known = called_so | {room.casefold(): room for room in rooms}
    found = {name: known.get(name.removeprefix("#").casefold()) for name in names}
    for name, channel in found.items():
        if channel is None:
            every = ", ".join(titles.get(room, room) for room in rooms)
            raise NotFound(say("There is no channel “{name}”. Known: {all}.", name=name[:40], all=every))
    return frozenset(filter(None, found.values()))


def _on(stint: Stint) -> Words:
    if stint.until is None:
        return say("On shift: {name}", name=stint.name)
    return say("On shift: {name} until {when}", name=stint.name, when=stint.until)


async def own_stint(work: Work, person: int) -> Stint | None:
    """The shift that somebody is on."""
    return next((one for one in await work.shifts.running() if one.person == person), None)


async def own_stint_alone(work: Work, person: int) -> Stint | None:
    """The same, for whoever begins or ends it now: nobody else does until we are done."""
    await work.shifts.alone(person)
    return await own_stint(work, person)


async def begin_shift(work: Work, desk: Desk, by: Actor, wish: Stint, early: timedelta = EARLY) -> Stint:
    """Somebody's shift begins now: the one that the roster has for them about now, or one by hand.

    Raises:
        Refusal: they are noted as away.
    """
    roster = await roster_now(work, desk)
    if roster.away(wish.name, wish.begins.astimezone(roster.zone).date()):
        raise Refusal(say("{name} is noted as away today. /shift back ends that.", name=wish.name))
    about_now = roster.shifts(work.now, work.now + early)
    mine = next((shift for shift in about_now if same(shift.person, wish.name)), None)
    by_hand = replace(wish, ends=wish.ends or (mine.ends if mine else None))
    stint = None
    if mine is not None:
        planned = replace(by_hand, slot=mine.slot, channels=wish.channels or mine.channels)
        stint = await begun(work, planned, by)
    # Whoever ended it and comes back begins another one.
    return stint or await begun(work, by_hand, by) or by_hand


async def begun(work: Work, stint: Stint, by: Actor = PROGRAM) -> Stint | None:
    """Keep that a shift began; None when it had."""
    kept = await work.shifts.begin(stint)
    if kept is not None:
        event = TeamEvent(tag=TeamTag.SHIFT_BEGAN, actor=by, whom=kept.person)
        await work.team_trail.write(chain(kept.id), event)
    return kept


async def ended(work: Work, stint: Stint, at: datetime, by: Actor = PROGRAM) -> bool:
    """Keep that a shift ended; False when it had."""
    if not await work.shifts.end(stint.id, at):
        return False
    await work.team_trail.write(
        chain(stint.id), TeamEvent(tag=TeamTag.SHIFT_ENDED, actor=by, whom=stint.person)
    )
    return True


def chain(stint: int) -> str:
    """The chain of the team's trail for a shift and its handover."""
    return f"shift:{stint}"
