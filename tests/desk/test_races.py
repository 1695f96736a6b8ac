"""What several people or workers do at the same moment about shifts: it happens once, in both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot import commands, shifting
from bot.desk.hearing import Hearing
from bot.desk.shift_telling import keep_shifts
from bot.desk.tasks import tasks
from bot.desk.timekeeping import clock_step
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.shift import RosterRow
from bot.domain.trail import TeamTag
from bot.views import HandoverNote, Notice, ShiftView, View
from storage._sql import table
from storage.database import Database
from storage.tables import ItemRow
from storage.team_check import check_chains
from tests.desk.test_time import keeping
from tests.world import Hands, World

SURFACES = ("web", "room")
TRIES = 6


@pytest_asyncio.fixture(loop_scope="session")
async def team(either: Database, clock: Hands) -> AsyncIterator[World]:
    """A desk over either database; on PostgreSQL nobody waits for one lock."""
    world = World(either, clock)
    await world.open()
    yield world
    assert await check_chains(world.database) == []


def rostered(world: World, *people: str) -> None:
    """These are on by the roster now, until in an hour."""
    midnight = world.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    here = int((world.clock() - midnight).total_seconds() // 60)
    rows = tuple(
        RosterRow(person=name, hours=((here - 60) % 1440, (here - 60) % 1440 + 120)) for name in people
    )
    world.desk = replace(world.desk, policy=replace(world.desk.policy, roster=rows))
    world.hearing = Hearing(world.desk)


async def at_once(world: World, command: commands.Command, *, by: str = "ari") -> list[View]:
    """The same person asks for the same from both surfaces at once, several times."""
    asked = [world.ask(command, by=by, on=SURFACES[number % 2]) for number in range(TRIES)]
    return await asyncio.gather(*asked)


def polite(views: list[View]) -> list[str]:
    """What those were told who were not first."""
    said = [str(view.words) for view in views if isinstance(view, Notice)]
    assert not any("our side" in one or "meanwhile" in one for one in said), said
    return said


async def tags(world: World) -> list[TeamTag]:
    """What happened to shifts, in all their chains."""
    async with world.database.read() as work:
        stints = range(1, 20)
        return [entry.event.tag for n in stints for entry in await work.team_trail.entries(f"shift:{n}")]


async def running(world: World) -> int:
    async with world.database.read() as work:
        return len(await work.shifts.running())


@pytest.mark.parametrize("roster", [(), ("Ari",)])
async def test_a_shift_is_begun_and_ended_once_by_whoever_is_first(
    team: World, roster: tuple[str, ...]
) -> None:
    rostered(team, *roster)
    for _ in range(2):
        began = await at_once(team, shifting.StartShift())
        assert [type(one) for one in began].count(ShiftView) == 1
        assert polite(began) == ["You are on shift already. /shift shows who is on."] * (TRIES - 1)
        assert await running(team) == 1
        ended = await at_once(team, shifting.EndShift())
        assert [type(one) for one in ended].count(HandoverNote) == 1
        assert polite(ended) == ["You are not on shift. /shift shows who is on."] * (TRIES - 1)
        assert await running(team) == 0
    told = await tags(team)
    assert [told.count(tag) for tag in (TeamTag.SHIFT_BEGAN, TeamTag.SHIFT_ENDED)] == [2, 2]


async def test_whoever_begins_as_the_roster_begins_them_is_on_once(team: World) -> None:
    rostered(team, "Ari")
    views = await asyncio.gather(
        *(keep_shifts(team.desk) for _ in range(4)),
        team.ask(shifting.StartShift(until="23:59")),
        team.ask(shifting.StartShift(), on="room"),
    )
    polite([view for view in views if not isinstance(view, bool)])
    assert await running(team) == 1
    assert (await tags(team)).count(TeamTag.SHIFT_BEGAN) == 1


async def test_a_handover_is_opened_refused_and_taken_over_once(team: World) -> None:
    await team.engine.start(tasks(team.desk), work=True)
    await team.ask(shifting.StartShift())
    notes = await at_once(team, shifting.OpenHandover())
    assert {one.handover for one in notes if isinstance(one, HandoverNote)} == {1}
    assert polite(notes) == []
    refused = await at_once(team, shifting.RefuseShift(handover=1, text="Zu wenig."), by="lea")
    assert len(polite(refused)) == TRIES - 1
    offered = await at_once(team, shifting.OfferAgain(handover=1))
    assert len(polite(offered)) == TRIES - 1
    taken = await asyncio.gather(
        *(at_once(team, shifting.TakeOverShift(handover=1), by=by) for by in ("lea", "rob")),
        at_once(team, shifting.EndShift()),
    )
    winners = [one for views in taken[:2] for one in views if isinstance(one, HandoverNote)]
    assert len(winners) == 1
    for views in taken:
        polite(views)
    told = await tags(team)
    once = (
        TeamTag.HANDOVER_OPENED, TeamTag.HANDOVER_REFUSED, TeamTag.HANDOVER_OFFERED,
        TeamTag.HANDOVER_TAKEN_OVER, TeamTag.SHIFT_ENDED,
    )  # fmt: skip
    assert {tag: told.count(tag) for tag in once} == dict.fromkeys(once, 1)
    assert await running(team) == 1


async def test_a_spoilt_row_holds_up_nobody_and_two_clocks_take_each_step_once(team: World) -> None:
    keeping(team)
    for number in range(3):
        await team.comes_in(author=f"A{number}")
    items = table(ItemRow)
    async with team.database.work() as work:
        await work.session.changed(update(items).where(items.c.id == 1).values(status="nonsense"))
    team.clock.pass_by(121 * 60)
    for _ in range(3):
        await asyncio.gather(*(clock_step(team.desk) for _ in range(3)))
    assert [(await team.tags(number)).count(Tag.ITEM_REMINDED) for number in (2, 3)] == [1, 1]


async def test_many_who_speak_about_the_rest_at_once_say_each_once(team: World) -> None:
    team.scribe.triages = lambda _: Triage(risk="high", language="de")
    for number in range(12):
        team.town.write("Gift?", author=f"A{number}")
    await team.fetch()
    await team.ask(shifting.StartShift(), by="lea")
    await team.ask(shifting.EndShift(), by="lea")
    kinds = (shifting.RestMine, shifting.RestToPool)
    views = await asyncio.gather(
        *(team.ask(kind(handover=1), by=by) for kind in kinds for by in ("ari", "rob")),
        *(team.ask(shifting.TakeMine(handover=1, number=number), by="ari") for number in range(1, 4)),
    )
    polite(views)
    answers = {TeamTag.HANDOVER_MINE, TeamTag.HANDOVER_POOL}
    async with team.database.read() as work:
        said = [e.event.item for e in await work.team_trail.entries("shift:1") if e.event.tag in answers]
    assert set(said) == set(range(1, 13))
    assert len(said) <= 15
