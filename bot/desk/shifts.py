"""Shifts by hand: who is on, beginning and ending, planning, and being away."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot import shifting
from bot.desk.board import Look
from bot.desk.glance import CALLED
from bot.desk.rostering import (
    ABSENCES,
    begin_shift,
    called,
    channels_named,
    coming,
    own_stint_alone,
    roster_now,
)
from bot.desk.turning import relieve
from bot.domain.known import moment
from bot.domain.moments import holds_until
from bot.domain.people import Person, Role
from bot.domain.shift import Absence, Roster, Shift, Stint, ends_now, same
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
    kept = [*await _begun_before(look, person, absence), absence]
    for one in kept:
        await _keep_absence(look, person.id, one, stand_in.id if stand_in else None)
    await note_down(look, TeamTag.ABSENCE_NOTED, person.id, f"{kept[0].first}..{last}")
    if first <= today_of(look) <= last:
        await relieve(look.work, look.desk, person.id)
    return await shift_view(look, _away(absence))


async def end_absence(look: Look, command: shifting.EndAbsence) -> ShiftView:
    """Somebody is back, or will not be away after all.

    Raises:
        NotFound: they were not away.
    """
    person, today = await for_whom(look, command.person), today_of(look)
    ending = ends_now(await look.work.shifts.absences(today, of=person.id), today)
    if not ending:
        raise NotFound(say("{name} is not away.", name=person.name))
    await look.work.shifts.end_absences(*(one.id for one in ending))
    for one in ending:
        await note_down(look, TeamTag.ABSENCE_ENDED, person.id, f"{one.first}..{one.last}")
    return await shift_view(look, _back(ending[0], today))


async def _keep_absence(look: Look, person: int, absence: Absence, substitute: int | None) -> None:
    """What it says anew ends: nobody is away twice on the same days."""
    older = await look.work.shifts.absences(absence.first, of=person)
    await look.work.shifts.end_absences(*(one.id for one in older if absence.replaces(one)))
    await look.work.shifts.absent(person, absence, substitute, look.person.id)


async def _begun_before(look: Look, person: Person, absence: Absence) -> list[Absence]:
    """Whoever says after midnight that they are ill is away from the shift of the evening before as well."""
    today, now = today_of(look), look.work.now
    if absence.first != today:
        return []
    roster = await roster_now(look.work, look.desk)
    on = any(stint.person == person.id for stint in await look.work.shifts.running())
    running = roster.shifts(now, now + _A_MOMENT)
    theirs = [one for one in running if same(one.person, person.name) and on]
    # Who said it before, and now adds who stands in.
    theirs += [one for one in running if same(one.instead_of, person.name) and not one.person]
    days = sorted({roster.day(one) for one in theirs})
    return [replace(absence, first=day, last=day) for day in days if day < today]


async def shift_view(look: Look, said: Words | None = None) -> ShiftView:
    """Who is on, who comes next and who is away, with a word about what was just done."""
    stints, roster = await look.work.shifts.running(), await roster_now(look.work, look.desk)
    planned = {f"planned:{number}": number for number, _ in await look.work.shifts.planned(look.work.now)}
    following = coming(roster, look.work.now, timedelta(days=7))
    titles = await _titles(look)
    return ShiftView(
        on=tuple(_of_stint(stint, titles) for stint in stints),
        coming=tuple(_of_shift(shift, titles, planned.get(shift.slot, 0)) for shift in following[:MOST]),
        away=tuple(_away(one) for one in roster.absences if one.last >= today_of(look)),
        remarks=tuple(await _remarks(look, roster)),
        buttons=_buttons(look, stints),
        said=said,
    )


async def _titles(look: Look) -> Mapping[str, str]:
    """What people call channels: as the chat tools do, or the settings."""
    called = await look.work.facts(CALLED)
    named = {key.removeprefix(CALLED).partition(":")[2]: name for key, name in called.items()}
    return {**look.desk.policy.channel_titles, **named}


def _channels(channels: frozenset[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(titles.get(channel, channel) for channel in channels))


def _of_stint(stint: Stint, titles: Mapping[str, str]) -> ShiftLine:
    return ShiftLine(
        name=stint.name,
        begins=stint.begins,
        until=stint.until,
        channels=_channels(stint.channels, titles),
        instead_of=stint.instead_of,
    )


def _of_shift(shift: Shift, titles: Mapping[str, str], number: int) -> ShiftLine:
    return ShiftLine(
        name=shift.person,
        begins=shift.begins,
        until=shift.ends,
        channels=_channels(shift.channels, titles),
        instead_of=shift.instead_of,
        number=number,
    )


def _back(absence: Absence, today: date) -> Words:
    told = {"name": absence.person, "first": absence.first, "last": absence.last}
    if absence.first <= today:
        return say("{name} is back.", **told)
    if absence.first == absence.last:
        return say("{name} is there on {first} after all.", **told)
    return say("{name} is there from {first} to {last} after all.", **told)


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
            "Nobody stands in for {name} from {when} to {until}.",
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
