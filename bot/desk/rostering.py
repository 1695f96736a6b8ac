"""The roster as it is now, and the shifts that begin and end by it."""

from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.domain.people import PROGRAM, Actor, Person, Role
from bot.domain.shift import Roster, Shift, Stint, same, shares
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotFound
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
    lines = [_on(stint) for stint in await work.shifts.running()]
    following = (await roster_now(work, desk)).next(work.now)
    if following is not None:
        lines.append(say("Next: {name}, {when}", name=following.person, when=following.begins))
    if any(one.outgoing != person for one in await work.handovers.open_ones()):
        lines.append(say("A handover waits: /handover"))
    return tuple(lines)


def _on(stint: Stint) -> Words:
    if stint.until is None:
        return say("On shift: {name}", name=stint.name)
    return say("On shift: {name} until {when}", name=stint.name, when=stint.until)


async def own_stint(work: Work, person: int) -> Stint | None:
    """The shift that somebody is on."""
    return next((one for one in await work.shifts.running() if one.person == person), None)


async def begin_shift(
    work: Work, desk: Desk, by: Actor, person: Person, until: datetime | None = None, early: timedelta = EARLY
) -> Stint:
    """Somebody's shift begins now: the one that the roster has for them about now, or one by hand."""
    about_now = (await roster_now(work, desk)).shifts(work.now, work.now + early)
    mine = next((shift for shift in about_now if same(shift.person, person.name)), None)
    by_hand = Stint(person=person.id, begins=work.now, ends=until or (mine.ends if mine else None))
    stint = None
    if mine is not None:
        planned = Stint(**{**vars(by_hand), "slot": mine.slot, "channels": mine.channels})
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


async def turn_shifts(work: Work, desk: Desk) -> list[Stint]:
    """End what is over and begin what is due; the shifts that ended."""
    due = (await roster_now(work, desk)).on(work.now)
    over = [(stint, _over(stint, due, work.now)) for stint in await work.shifts.running()]
    done = [stint for stint, at in over if at and await ended(work, stint, at)]
    relieved = {stint.slot for stint in done}
    for shift in due:
        # Whoever relieves somebody in the middle of a shift was not on before.
        await _begin_due(work, shift, work.now if shift.slot in relieved else shift.begins)
    return done


async def wants_turn(work: Work, desk: Desk) -> bool:
    """Whether any shift is over or due: asked often, and mostly not."""
    due, running = (await roster_now(work, desk)).on(work.now), await work.shifts.running()
    unfilled = [one for one in due if not any(_fills(stint, one) for stint in running)]
    return bool(unfilled) or any(_over(stint, due, work.now) for stint in running)


def _over(stint: Stint, due: list[Shift], now: datetime) -> datetime | None:
    """When it ended: at its end, or now because somebody else fills its place."""
    if stint.ends is not None and stint.ends <= now:
        return stint.ends
    other = next((shift for shift in due if shift.slot == stint.slot), None)
    return now if other is not None and not same(other.person, stint.name) else None


async def _begin_due(work: Work, shift: Shift, begins: datetime) -> None:
    if any(_fills(stint, shift) for stint in await work.shifts.running()):
        return
    person = next((one for one in await work.people.all() if same(one.name, shift.person)), None)
    if person is not None and person.role > Role.GUEST:
        stint = Stint(
            person=person.id,
            begins=begins,
            ends=shift.ends,
            channels=shift.channels,
            slot=shift.slot,
            instead_of=shift.instead_of,
        )
        await begun(work, stint)


def _fills(stint: Stint, shift: Shift) -> bool:
    """Whether somebody is on as they should be, by the roster or because they began by hand."""
    return same(stint.name, shift.person) and shares(stint.channels, shift.channels)


def chain(stint: int) -> str:
    """The chain of the team's trail for a shift and its handover."""
    return f"shift:{stint}"
