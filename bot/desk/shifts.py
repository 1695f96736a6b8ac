"""Shifts by hand: who is on, beginning and ending, planning, and being away."""

from datetime import date, timedelta

from bot import shifting
from bot.desk.board import Look
from bot.desk.rostering import ABSENCES, begin_shift, called, own_stint, roster_now
from bot.domain.hours import spans
from bot.domain.known import moment
from bot.domain.people import Person, Role
from bot.domain.shift import Absence, Roster, RosterRow, Shift, Stint, same
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotAllowed, NotFound, Refusal
from bot.shift_views import Press, ShiftLine, ShiftView
from bot.words import Words, say

MOST = 10
"""Coming shifts that are told."""
_A_MOMENT = timedelta(microseconds=1)


async def show_shift(look: Look, _: shifting.ShowShift) -> ShiftView:
    """Who is on, who comes next, who is away."""
    return await _view(look)


async def start_shift(look: Look, command: shifting.StartShift) -> ShiftView:
    """My shift begins now.

    Raises:
        Refusal: I am on already.
    """
    if await own_stint(look.work, look.person.id):
        raise Refusal(say("You are on shift already. /shift shows who is on."))
    zone = look.desk.policy.zone
    until = moment(command.until, look.work.now, zone) if command.until.strip() else None
    stint = await begin_shift(look.work, look.desk, look.actor, look.person, until)
    if stint.ends is None:
        return await _view(look, say("Your shift began. It ends when you say /shift end."))
    return await _view(look, say("Your shift began. It ends at {when}.", when=stint.ends))


async def plan_shift(look: Look, command: shifting.PlanShift) -> ShiftView:
    """Somebody is to be on, once.

    Raises:
        Refusal: it cannot be read, or is past.
    """
    person = await _for_whom(look, command.person)
    row = RosterRow(person=person.name, hours=_hours(command.hours))
    shift = row.shift(_day(look, command.day), look.desk.policy.zone)
    if shift.ends <= look.work.now:
        raise Refusal(say("“{text}” is past already.", text=f"{command.day} {command.hours}"[:40]))
    number = await look.work.shifts.plan(person.id, shift, look.person.id)
    await _note(look, TeamTag.SHIFT_PLANNED, person.id, f"{number}: {shift.begins:%Y-%m-%dT%H:%MZ}")
    told = {"name": person.name, "when": shift.begins, "until": shift.ends, "number": number}
    words = say("{name} is planned from {when} to {until}. To cancel it: /shift cancel {number}", **told)
    return await _view(look, words)


async def cancel_shift(look: Look, command: shifting.CancelShift) -> ShiftView:
    """A planned shift will not be.

    Raises:
        NotFound: there is none that is still to come.
    """
    planned = dict(await look.work.shifts.planned(look.work.now))
    found = planned.get(command.number)
    if found is not None:
        person = await _for_whom(look, found.person)
    if found is None or not await look.work.shifts.cancel(command.number):
        raise NotFound(
            say("There is no planned shift {number} that is still to come.", number=command.number)
        )
    await _note(look, TeamTag.SHIFT_CANCELLED, person.id, str(command.number))
    return await _view(look, say("The planned shift {number} is cancelled.", number=command.number))


async def note_absence(look: Look, command: shifting.NoteAbsence) -> ShiftView:
    """Somebody begins no shift on these days.

    Raises:
        Refusal: the days are the wrong way round, or nobody is called so.
    """
    person = await _for_whom(look, command.person)
    first, last = _day(look, command.first), _day(look, command.last)
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
    await _note(look, TeamTag.ABSENCE_NOTED, person.id, f"{first}..{last}")
    return await _view(look, _away(absence))


async def end_absence(look: Look, command: shifting.EndAbsence) -> ShiftView:
    """Somebody is back.

    Raises:
        NotFound: they were not away.
    """
    person = await _for_whom(look, command.person)
    if not await look.work.shifts.back(person.id, _today(look)):
        raise NotFound(say("{name} is not away.", name=person.name))
    await _note(look, TeamTag.ABSENCE_ENDED, person.id)
    return await _view(look, say("{name} is back.", name=person.name))


async def _view(look: Look, said: Words | None = None) -> ShiftView:
    stints, roster = await look.work.shifts.running(), await roster_now(look.work, look.desk)
    planned = {f"planned:{number}": number for number, _ in await look.work.shifts.planned(look.work.now)}
    now, soon = look.work.now, look.work.now + timedelta(days=7)
    coming = [shift for shift in roster.shifts(now, soon) if shift.begins > now and shift.person]
    return ShiftView(
        on=tuple(_of_stint(stint) for stint in stints),
        coming=tuple(_of_shift(shift, planned.get(shift.slot, 0)) for shift in coming[:MOST]),
        away=tuple(_away(one) for one in roster.absences if one.last >= _today(look)),
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
    told = {"name": absence.person, "first": absence.first, "last": absence.last}
    if absence.substitute:
        return say(
            "{name} is away from {first} to {last}; {substitute} stands in.",
            **told,
            substitute=absence.substitute,
        )
    return say("{name} is away from {first} to {last}.", **told)


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


async def _for_whom(look: Look, name: str) -> Person:
    """Everybody says for themselves, a lead says for all.

    Raises:
        NotAllowed: it is about somebody else.
    """
    person = await called(look.work, name)
    if person.id != look.person.id and look.person.role < Role.LEAD:
        raise NotAllowed(say("Only a lead can say this for others. For yourself you can."))
    return person


def _day(look: Look, text: str) -> date:
    """A day that somebody typed, today or later."""
    zone = look.desk.policy.zone
    return (moment(text, look.work.now, zone) - _A_MOMENT).astimezone(zone).date()


def _today(look: Look) -> date:
    return look.work.now.astimezone(look.desk.policy.zone).date()


def _hours(text: str) -> tuple[int, int]:
    try:
        (span,) = spans(text)
    except ValueError:
        example = shifting.PLAN_EXAMPLE
        raise Refusal(say("Please say who and when, as in: {example}", example=example)) from None
    return span


async def _note(look: Look, tag: TeamTag, whom: int, text: str = "") -> None:
    event = TeamEvent(tag=tag, actor=look.actor, whom=whom, text=text)
    await look.work.team_trail.write(ABSENCES, event)
