"""Shifts that begin and end by the roster: each turn in a transaction of its own, with what it leaves behind.

What belongs to one place of the roster turns together: whoever is relieved goes, and the other one begins.
A turn that cannot be done is put aside for a while, so that the others have theirs.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.handing import left
from bot.desk.handover_keeping import recounts
from bot.desk.poison import ASIDE, POISON, log
from bot.desk.rostering import begun, ended, roster_now
from bot.domain.people import Role
from bot.domain.shift import Roster, Shift, Stint, same, shares
from bot.memory import Work

PUT_ASIDE = "aside:shift:"
"""How the names of facts begin that say until when something is put aside."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What is to be done about one place of the roster, or about one shift that is over."""

    ends: tuple[int, ...] = ()
    """The numbers of shifts that end."""
    begins: str = ""
    """The place of the roster that somebody fills from now on."""
    relieves: bool = False
    """Somebody else was on there: whoever relieves them in the middle of a shift was not on before."""

    @property
    def parts(self) -> tuple["Turn", ...]:
        """The same one by one: one of them must not hold up the others."""
        alone = tuple(replace(self, ends=(number,), begins="") for number in self.ends)
        return (*alone, replace(self, ends=())) if self.begins else alone

    @property
    def name(self) -> str:
        """How the fact of a turn with a single part is named."""
        return PUT_ASIDE + (self.begins or str(*self.ends))


async def turn_shifts(desk: Desk) -> None:
    """End what is over, and begin what is due."""
    async with desk.looking() as work:
        aside = await work.facts(PUT_ASIDE)
        waiting = {name for name, until in aside.items() if datetime.fromisoformat(until) > work.now}
        turns = await _due(work, desk, waiting)
        unread = await work.shifts.unreadable()
    if aside.keys() - waiting:
        await desk.keep(lambda work: _look_again(work, aside.keys() - waiting))
    for number, error in unread.items():
        if (turn := Turn(ends=(number,))).name not in waiting:
            await _put_aside(desk, turn, error)
    for turn in turns:
        await _turn(desk, turn)


async def relieve(work: Work, desk: Desk, person: int) -> None:
    """Whatever this person is on ends now, and whoever stands in for them begins."""
    theirs = {stint.id for stint in await work.shifts.running() if stint.person == person}
    for turn in await _due(work, desk, (), leaving=person):
        if theirs.intersection(turn.ends):
            await _turned(work, desk, turn, leaving=person)


async def _due(work: Work, desk: Desk, aside: Collection[str], leaving: int = 0) -> list[Turn]:
    """What is to be done now; asked often, and mostly nothing."""
    roster, running = await roster_now(work, desk), await work.shifts.running()
    over = [one for one in running if one.person == leaving or _over(one, roster, work.now)]
    unfilled = [
        one for one in roster.on(work.now) if not any(_fills(s, one) for s in running if s not in over)
    ]
    return list(_turns(over, unfilled, aside))


def _turns(over: list[Stint], unfilled: list[Shift], aside: Collection[str]) -> Iterator[Turn]:
    ending = {one.id: one for one in over if Turn(ends=(one.id,)).name not in aside}
    places = [(shift.slot, [one.id for one in over if _had(one, shift)]) for shift in unfilled]
    relieved = {number for _, numbers in places for number in numbers}
    # Whoever was on before has to be off before they begin anew.
    yield from (Turn(ends=(number,)) for number in ending if number not in relieved)
    for slot, numbers in places:
        ends = tuple(number for number in numbers if number in ending)
        if Turn(begins=slot).name not in aside:
            yield Turn(ends=ends, begins=slot, relieves=bool(numbers))
        elif ends:
            yield Turn(ends=ends)


async def _turn(desk: Desk, turn: Turn) -> None:
    """In one go; where that is not possible, part by part."""
    try:
        await desk.keep(lambda work: _turned(work, desk, turn))
    except POISON as error:
        if len(turn.parts) == 1:
            await _put_aside(desk, turn, error)
            return
        for part in turn.parts:
            await _turn(desk, part)


async def _turned(work: Work, desk: Desk, turn: Turn, leaving: int = 0) -> None:
    """Somebody may have done something about it since it was found: all of it is looked at again."""
    roster = await roster_now(work, desk)
    due = [shift for shift in roster.on(work.now) if shift.slot == turn.begins]
    await _alone(work, due, turn)
    for stint in await work.shifts.running():
        at = work.now if stint.person == leaving else _over(stint, roster, work.now)
        if stint.id in turn.ends and at and await ended(work, stint, at):
            await left(work, stint, drafts=recounts(desk))
    for shift in due:
        await _begin_due(work, shift, work.now if turn.relieves else shift.begins)


async def _alone(work: Work, due: list[Shift], turn: Turn) -> None:
    """Nobody begins or ends by hand meanwhile what turns by the roster."""
    people = await work.people.all()
    coming = {one.id for one in people if any(same(one.name, shift.person) for shift in due)}
    going = {stint.person for stint in await work.shifts.running() if stint.id in turn.ends}
    await work.shifts.alone(*coming, *going)


async def _put_aside(desk: Desk, turn: Turn, error: Exception) -> None:
    """Say it once, without the words of the error, which may quote a person."""
    await desk.keep(lambda work: work.set_fact(turn.name, (work.now + ASIDE).isoformat()))
    which = turn.name.removeprefix(PUT_ASIDE)
    log.error("put aside", extra={"shift": which, "lane": "shifts", "error": type(error).__name__})


async def _look_again(work: Work, names: Collection[str]) -> None:
    for name in names:
        await work.set_fact(name, None)


def _had(stint: Stint, shift: Shift) -> bool:
    """Whether somebody was on in this place, by the roster or because they began by hand."""
    return stint.slot == shift.slot or same(stint.name, shift.instead_of)


def _over(stint: Stint, roster: Roster, now: datetime) -> datetime | None:
    """When it ended: at its end, or now because its person is away or somebody else fills its place."""
    if stint.ends is not None and stint.ends <= now:
        return stint.ends
    if roster.away(stint.name, stint.begins.astimezone(roster.zone).date()):
        return now
    other = next((shift for shift in roster.on(now) if shift.slot == stint.slot), None)
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
