"""Shifts by hand: who is on, beginning and ending, planning, and being away."""

from datetime import date, timedelta

from bot import shifting
from bot.desk.board import Look
from bot.desk.handing import left
from bot.desk.handover_keeping import recounts
from bot.desk.rostering import (
    ABSENCES,
    begin_shift,
    called,
    channels_named,
    coming,
    own_stint_alone,
    roster_now,
    turn_shifts,
)
from bot.domain.known import moment
from bot.domain.moments import holds_until
from bot.domain.people import Person, Role
from bot.domain.shift import Absence, Roster, Shift, Stint, same
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotAllowed, NotFound, Refusal
from bot.shift_views import Press, ShiftLine, ShiftView
from bot.words import Words, say

MOST = 10
"""Coming shifts that are told."""
_A_MOMENT = timedelta(microseconds=1)


async def show_shift(look: Look, _: shifting.ShowShift) -> ShiftView:
    """Who is on, who comes next, who is away."""
    return await shift_view(look)


async def start_shift(look: Look, command: shifting.StartShift) -> ShiftView:
    """My shift begins now.

    Raises:
        Refusal: I am on already, or away.
        NotFound: there is no such channel.
    """
    if await own_stint_alone(look.work, look.person.id):
        raise Refusal(say("You are on shift already. /shift shows who is on."))
    zone = look.desk.policy.zone
    hours, said = look.desk.policy.timing.hours, command.until.strip()
    until = holds_until(said, look.work.now, hours, zone) if said else None
    wish = Stint(
        person=look.person.id,
        name=look.person.name,
        begins=look.work.now,
        ends=until,
        channels=channels_named(look.desk, command.channels),
    )
    stint = await begin_shift(look.work, look.desk, look.actor, wish)
    if stint.ends is None:
        return await shift_view(look, say("Your shift began. It ends when you say /shift end."))
    return await shift_view(look, say("Your shift began. It ends at {when}.", when=stint.ends))


async def note_absence(look: Look, command: shifting.NoteAbsence) -> ShiftView:
    """Somebody begins no shift on these days; who is on right now is relieved.

    Raises:
        Refusal: the days are the wrong way round, or nobody is called so.
    """
    person = await for_whom(look, command.person)
    first, last = day_of(look, command.first), day_of(look, command.last)
    if last < first:
        raise Refusal(say("The last day is before the first one."))
    stand_in = await called(look.work, command.substitute) if command.substitute else None
    if stand_in is not None and stand_in.id == person.id:
        raise Refusal(say("Nobody can stand in for themselves."))
    absence = Absence(
        person=person.name, first=first, last=last, substitute=stand_in.name if stand_in else ""
    )
    substitute = stand_in.id if stand_in else None
    await look.work.shifts.absent(person.id, absence, substitute, look.person.id)
    await note_down(look, TeamTag.ABSENCE_NOTED, person.id, f"{first}..{last}")
    if first <= today_of(look) <= last:
        for stint in await turn_shifts(look.work, look.desk, leaving=person.id):
            await left(look.work, stint, drafts=recounts(look.desk))
    return await shift_view(look, _away(absence))


async def end_absence(look: Look, command: shifting.EndAbsence) -> ShiftView:
    """Somebody is back.

    Raises:
        NotFound: they were not away.
    """
    person = await for_whom(look, command.person)
    if not await look.work.shifts.back(person.id, today_of(look)):
        raise NotFound(say("{name} is not away.", name=person.name))
    await note_down(look, TeamTag.ABSENCE_ENDED, person.id)
    return await shift_view(look, say("{name} is back.", name=person.name))


async def shift_view(look: Look, said: Words | None = None) -> ShiftView:
    """Who is on, who comes next and who is away, with a word about what was just done."""
    stints, roster = await look.work.shifts.running(), await roster_now(look.work, look.desk)
    planned = {f"planned:{number}": number for number, _ in await look.work.shifts.planned(look.work.now)}
    following = coming(roster, look.work.now, timedelta(days=7))
    return ShiftView(
        on=tuple(_of_stint(stint) for stint in stints),
        coming=tuple(_of_shift(shift, planned.get(shift.slot, 0)) for shift in following[:MOST]),
        away=tuple(_away(one) for one in roster.absences if one.last >= today_of(look)),
        remarks=tuple(await _remarks(look, roster)),
        buttons=_buttons(look, stints),
        said=said,
    )


def _of_stint(stint: Stint) -> ShiftLine:
    return ShiftLine(
        name=stint.name,
        begins=stint.begins,
        until=stint.until,
        channels=tuple(sorted(stint.channels)),
        instead_of=stint.instead_of,
    )


def _of_shift(shift: Shift, number: int) -> ShiftLine:
    return ShiftLine(
        name=shift.person,
        begins=shift.begins,
        until=shift.ends,
        channels=tuple(sorted(shift.channels)),
        instead_of=shift.instead_of,
        number=number,
    )


def _away(absence: Absence) -> Words:
    told = {
        "name": absence.person,
        "first": absence.first,
        "last": absence.last,
        "substitute": absence.substitute,
    }
    if absence.first == absence.last:
        alone = say("{name} is away on {first}.", **told)
        stood_in = say("{name} is away on {first}; {substitute} stands in.", **told)
    else:
        alone = say("{name} is away from {first} to {last}.", **told)
        stood_in = say("{name} is away from {first} to {last}; {substitute} stands in.", **told)
    return stood_in if absence.substitute else alone


async def _remarks(look: Look, roster: Roster) -> list[Words]:
    now = look.work.now
    gaps = [
        say(
            "Nobody is on from {when} to {until}: {name} is away.",
            when=gap.begins,
            until=gap.ends,
            name=gap.instead_of,
        )
        for gap in roster.gaps(now, now + timedelta(days=7))
    ]
    known = [person.name for person in await look.work.people.all() if person.role > Role.GUEST]
    named = dict.fromkeys(name for row in roster.rows for name in (row.person, *row.substitutes))
    strangers = [name for name in named if not any(same(name, each) for each in known)]
    return gaps + [
        say("The roster names {name}, and nobody on the team is called so.", name=name) for name in strangers
    ]


def _buttons(look: Look, stints: list[Stint]) -> tuple[Press, ...]:
    if look.person.role < Role.RESPONDER:
        return ()
    if any(stint.person == look.person.id for stint in stints):
        return (Press(label=say("End my shift"), command=shifting.EndShift(), style="primary"),)
    return (Press(label=say("Begin my shift"), command=shifting.StartShift(), style="primary"),)


async def for_whom(look: Look, name: str) -> Person:
    """Everybody says for themselves, a lead says for all.

    Raises:
        NotAllowed: it is about somebody else.
    """
    if name.casefold() in shifting.ME:
        return look.person
    person = await called(look.work, name)
    if person.id != look.person.id and look.person.role < Role.LEAD:
        raise NotAllowed(say("Only a lead can say this for others. For yourself you can."))
    return person


def day_of(look: Look, text: str) -> date:
    """A day that somebody typed, today or later."""
    zone = look.desk.policy.zone
    return (moment(text, look.work.now, zone) - _A_MOMENT).astimezone(zone).date()


def today_of(look: Look) -> date:
    """The day that it is for the team."""
    return look.work.now.astimezone(look.desk.policy.zone).date()


async def note_down(look: Look, tag: TeamTag, whom: int, text: str = "") -> None:
    """Write down what was said about somebody's shifts."""
    event = TeamEvent(tag=tag, actor=look.actor, whom=whom, text=text)
    await look.work.team_trail.write(ABSENCES, event)
