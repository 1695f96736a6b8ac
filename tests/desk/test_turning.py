"""Shifts turn by the roster one by one: what cannot be read holds up nobody, and no turn is done by half."""

import logging
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot import shifting
from bot.desk.poison import ASIDE
from bot.desk.turning import turn_shifts
from bot.domain.shift import Absence, RosterRow
from bot.domain.trail import TeamTag
from storage._sql import table
from storage.shift_table import HandoverRow, ShiftRow
from storage.team_check import check_chains
from tests.world import World

HOUR = 60 * 60
shifts, handovers = table(ShiftRow), table(HandoverRow)
BROKEN = {
    "shift": (update(shifts).where(shifts.c.id == 1), "channels", (42, [])),
    "handover": (update(handovers), "state", ("nonsense", "open")),
}


def rostered(world: World, *rows: tuple[str, int, tuple[str, ...]]) -> None:
    """Who is on from how many hours after now, two hours each, and who stands in."""
    now = world.clock()
    here = now.hour * 60 + now.minute
    made = tuple(
        RosterRow(person=name, hours=((first := (here + after * 60) % 1440), first + 120), substitutes=others)
        for name, after, others in rows
    )
    world.desk = replace(world.desk, policy=replace(world.desk.policy, roster=made))


async def begun_and_spoilt(world: World, what: str) -> None:
    """The first shift has a handover already; something of it cannot be read any more."""
    await turn_shifts(world.desk)
    assert await names(world) == ["Ari", "Rob"]
    await world.ask(shifting.OpenHandover(), by="ari")
    await spoil(world, what)


async def spoil(world: World, what: str, *, mend: bool = False) -> None:
    statement, column, values = BROKEN[what]
    async with world.database.work() as work:
        await work.session.changed(statement.values({column: values[mend]}))


async def names(world: World) -> list[str]:
    async with world.database.read() as work:
        return sorted(stint.name for stint in await work.shifts.running())


async def tags(world: World, stint: int) -> list[TeamTag]:
    async with world.database.read() as work:
        return [entry.event.tag for entry in await work.team_trail.entries(f"shift:{stint}")]


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(vars(one)["shift"]) for one in caplog.records if one.message == "put aside"]


@pytest.mark.parametrize("what", list(BROKEN))
async def test_what_cannot_end_keeps_no_other_from_its_turn(
    world: World, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    rostered(world, ("Ari", -1, ()), ("Rob", -1, ()), ("Lea", 1, ()))
    await begun_and_spoilt(world, what)
    world.clock.pass_by(HOUR + 60)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            await turn_shifts(world.desk)
            world.clock.pass_by(60)
    # Rob is off with all that belongs to it, Lea is on; of Ari's shift nothing is done by half.
    assert set(await names(world)) - {"Ari"} == {"Lea"}
    assert await tags(world, 2) == [TeamTag.SHIFT_BEGAN, TeamTag.SHIFT_ENDED, TeamTag.HANDOVER_OPENED]
    assert await tags(world, 1) == [TeamTag.SHIFT_BEGAN, TeamTag.HANDOVER_OPENED]
    assert said(caplog) == ["1"]
    await spoil(world, what, mend=True)
    world.clock.pass_by(ASIDE.total_seconds())
    for _ in range(2):
        await turn_shifts(world.desk)
    assert await names(world) == ["Lea"]
    assert await tags(world, 1) == [TeamTag.SHIFT_BEGAN, TeamTag.HANDOVER_OPENED, TeamTag.SHIFT_ENDED]
    assert said(caplog) == ["1"]
    assert await check_chains(world.database) == []
    async with world.database.read() as work:
        assert await work.facts("aside:") == {}


async def away(world: World) -> None:
    """Ari is away from today on, and nobody has done anything about it."""
    async with world.database.work() as work:
        today = work.now.date()
        absence = Absence(person="Ari", first=date.min, last=today.replace(year=today.year + 1, day=1))
        await work.shifts.absent(world.people["Ari"].id, absence, None, world.people["Lea"].id)


async def test_whoever_says_that_they_are_away_is_off_at_once_and_all_else_turns_with_the_clock(
    world: World,
) -> None:
    rostered(world, ("Ari", -1, ()), ("Rob", -1, ()), ("Nobody we know", -1, ()))
    await turn_shifts(world.desk)
    world.clock.pass_by(HOUR + 60)
    day = world.clock().date().isoformat()
    await world.ask(shifting.NoteAbsence(person="ari", first=day, last=day), by="ari")
    assert await names(world) == ["Rob"]
    assert await tags(world, 1) == [TeamTag.SHIFT_BEGAN, TeamTag.SHIFT_ENDED, TeamTag.HANDOVER_OPENED]
    await turn_shifts(world.desk)
    assert await names(world) == []


async def test_whoever_goes_is_off_where_nobody_can_begin_for_them(world: World) -> None:
    rostered(world, ("Ari", -1, ("Lea",)))
    await turn_shifts(world.desk)
    await away(world)
    async with world.database.work() as work:
        (ari,) = await work.shifts.running()
        until = work.now + ASIDE
        await work.set_fact(f"aside:shift:{ari.slot}", until.isoformat())
    for on in ([], ["Lea"]):
        await turn_shifts(world.desk)
        await turn_shifts(world.desk)
        assert await names(world) == on
        world.clock.pass_by(ASIDE.total_seconds() + 1)


async def test_whoever_stands_in_begins_where_the_other_one_cannot_be_relieved(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    rostered(world, ("Ari", -1, ("Lea",)), ("Rob", -1, ()))
    await begun_and_spoilt(world, "handover")
    await away(world)
    at = world.clock()
    with caplog.at_level(logging.ERROR):
        await turn_shifts(world.desk)
    assert await names(world) == ["Ari", "Lea", "Rob"]
    assert said(caplog) == ["1"]
    async with world.database.read() as work:
        (begins,) = [stint.begins for stint in await work.shifts.running() if stint.name == "Lea"]
    # Somebody was on until now, whatever is said of it.
    assert begins >= at
    await spoil(world, "handover", mend=True)
    world.clock.pass_by(ASIDE.total_seconds() + 1)
    await turn_shifts(world.desk)
    assert await names(world) == ["Lea", "Rob"]
