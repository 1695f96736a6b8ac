"""Planning by command: single shifts, or some of every week."""

from dataclasses import replace
from datetime import date, timedelta

from bot import shifting
from bot.desk.board import Look
from bot.desk.rostering import channels_named, roster_now
from bot.desk.shifts import day_of, for_whom, note_down, shift_view, today_of
from bot.domain.hours import WEEKDAYS, spans
from bot.domain.people import Person
from bot.domain.shift import RosterRow, Shift, same, weekdays
from bot.domain.trail import TeamTag
from bot.errors import NotFound, Refusal
from bot.shift_views import ShiftView
from bot.words import Words, say

MOST = 60
"""Shifts that one command plans."""
FARTHEST = timedelta(days=366)
"""How far ahead they may lie."""


async def plan_shift(look: Look, command: shifting.PlanShift) -> ShiftView:
    """Somebody is to be on, once, or on some days of every week until a day.

    Raises:
        Refusal: it cannot be read, is past, or they are to be on then already, or away.
        NotFound: there is no such person or channel.
    """
    person = await for_whom(look, command.person)
    channels = channels_named(look.desk, command.channels)
    shifts = [replace(one, channels=channels) for one in _shifts(look, command, person)]
    await look.work.shifts.alone(person.id)
    await _free(look, person, shifts)
    numbers = [await look.work.shifts.plan(person.id, shift, look.person.id) for shift in shifts]
    for number, shift in zip(numbers, shifts, strict=True):
        await note_down(look, TeamTag.SHIFT_PLANNED, person.id, f"{number}: {shift.begins:%Y-%m-%dT%H:%MZ}")
    return await shift_view(look, _planned(person, shifts, numbers))


async def cancel_shift(look: Look, command: shifting.CancelShift) -> ShiftView:
    """A planned shift will not be; or all of its person within these numbers.

    Raises:
        NotFound: there is none that is still to come.
    """
    planned = dict(await look.work.shifts.planned(look.work.now))
    found = planned.get(command.number)
    if found is None:
        raise _nothing(command.number)
    person = await for_whom(look, found.person)
    last = max(command.number, command.last)
    meant = [number for number, one in planned.items() if command.number <= number <= last]
    theirs = [number for number in meant if same(planned[number].person, found.person)]
    gone = [number for number in theirs if await look.work.shifts.cancel(number)]
    if not gone:
        raise _nothing(command.number)
    for number in gone:
        await note_down(look, TeamTag.SHIFT_CANCELLED, person.id, str(number))
    if len(gone) > 1:
        told = say("{count} planned shifts of {name} are cancelled.", count=len(gone), name=person.name)
        return await shift_view(look, told)
    return await shift_view(look, say("The planned shift {number} is cancelled.", number=gone[0]))


def _nothing(number: int) -> NotFound:
    return NotFound(say("There is no planned shift {number} that is still to come.", number=number))


def _shifts(look: Look, command: shifting.PlanShift, person: Person) -> list[Shift]:
    """The shifts that are meant, those that are past left out."""
    row, zone = RosterRow(person=person.name, hours=_hours(command.hours)), look.desk.policy.zone
    try:
        meant = weekdays(command.day)
    except ValueError:
        meant = frozenset()
    days = _every(look, command.until, meant) if meant else [day_of(look, command.day)]
    found = [shift for day in days if (shift := row.shift(day, zone)).ends > look.work.now]
    if meant and not command.until:
        found = found[: len(meant)]
    if not found:
        raise Refusal(say("“{text}” is past already.", text=f"{command.day} {command.hours}"[:40]))
    if len(found) > MOST:
        raise Refusal(say("That is too much at once: at most {most} shifts.", most=MOST))
    return found


def _every(look: Look, until: str, meant: frozenset[int]) -> list[date]:
    """These days of the week, until a day; without one, the days of the coming week."""
    today = today_of(look)
    last = day_of(look, until) if until else today + timedelta(days=len(WEEKDAYS))
    if last - today > FARTHEST:
        raise Refusal(say("That is too far ahead: please plan at most a year."))
    days = [today + timedelta(days=step) for step in range((last - today).days + 1)]
    return [day for day in days if day.weekday() in meant]


async def _free(look: Look, person: Person, shifts: list[Shift]) -> None:
    """Nobody is on twice.

    Raises:
        Refusal: they are to be on then already, or away that day.
    """
    roster = await roster_now(look.work, look.desk)
    for shift in shifts:
        if roster.away(person.name, roster.day(shift)):
            told = {"name": person.name, "day": roster.day(shift)}
            raise Refusal(say("{name} is noted as away on {day}. /shift back ends that.", **told))
        for other in roster.shifts(shift.begins, shift.ends):
            if same(other.person, person.name):
                told = {"name": person.name, "when": other.begins, "until": other.ends}
                raise Refusal(say("{name} is to be on from {when} to {until} already.", **told))


def _planned(person: Person, shifts: list[Shift], numbers: list[int]) -> Words:
    told = {"name": person.name, "when": shifts[0].begins, "until": shifts[-1].ends}
    if len(shifts) == 1:
        return say(
            "{name} is planned from {when} to {until}. To cancel it: /shift cancel {number}",
            **told,
            number=numbers[0],
        )
    return say(
        "{name} is planned {count} times, from {when} to {until}. To cancel all: /shift cancel {numbers}",
        **told,
        count=len(shifts),
        numbers=f"{numbers[0]}-{numbers[-1]}",
    )


def _hours(text: str) -> tuple[int, int]:
    try:
        (span,) = spans(text)
    except ValueError:
        example = shifting.PLAN_EXAMPLE
        raise Refusal(say("Please say who and when, as in: {example}", example=example)) from None
    return span
