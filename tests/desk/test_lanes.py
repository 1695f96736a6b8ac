"""Lanes: no wake is lost, nothing spins, and what is claimed is used in time or given back."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.abilities import Budget
from bot.desk import lanes
from bot.desk.lanes import LEASE, Fence, Pump, wait_for_slot
from bot.domain.effect import Effect, Kind
from bot.errors import StorageError
from bot.memory import Work
from bot.words import say
from storage._sql import table
from storage.tables import LaneRow
from tests.world import World

LANE = "post:town"
LANES = table(LaneRow)


async def wanted(world: World, seconds: float) -> None:
    """There is work in the lane in so many seconds."""
    if not await world.newest():
        await world.comes_in()
    due = world.clock() + timedelta(seconds=seconds)
    effect = Effect(item=1, kind=Kind.HIDE, lane=LANE, turn=int(seconds) + 99, key="k", due_at=due)
    async with world.database.work() as work:
        await work.effects.want(effect)
    world.engine.wakes.clear()


def waits(world: World) -> list[float]:
    """In how many seconds the lane is woken."""
    return [round(wake.after.total_seconds()) for wake in world.engine.wakes if wake.key == LANE]


class Steps:
    """A step that has so many pieces of work, and notes what it does."""

    def __init__(self, *work: bool) -> None:
        self.work = list(work)
        self.done = 0

    async def __call__(self) -> bool:
        self.done += 1
        return self.work.pop(0) if self.work else False


async def test_a_pump_works_until_nothing_is_due(world: World) -> None:
    step = Steps(True, True)
    await Pump(world.desk, LANE, step).run()
    assert step.done == 3
    assert waits(world) == []


async def test_a_wake_that_comes_while_another_pumps_is_one_more_round(world: World) -> None:
    class Woken(Steps):
        async def __call__(self) -> bool:
            if self.done == 0:
                self.second = Steps(True)
                await Pump(world.desk, LANE, self.second).run()
            return await super().__call__()

    step = Woken()
    await Pump(world.desk, LANE, step).run()
    assert step.second.done == 0
    assert step.done == 2


async def test_a_pump_that_fails_leaves_its_lane_even_when_another_waits_for_it(world: World) -> None:
    async def fails() -> bool:
        await Pump(world.desk, LANE, Steps()).run()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Pump(world.desk, LANE, fails).run()
    async with world.database.work() as work:
        assert await work.lanes.enter(LANE, "next", LEASE)


async def test_a_silent_pump_loses_its_lane_after_the_lease(world: World) -> None:
    async with world.database.work() as work:
        assert await work.lanes.enter(LANE, "dead", LEASE)
    step = Steps()
    await Pump(world.desk, LANE, step).run()
    assert step.done == 0
    world.clock.pass_by(LEASE.total_seconds() + 1)
    await Pump(world.desk, LANE, step).run()
    assert step.done == 1


@pytest.mark.parametrize(("due", "wake"), [(8, [8]), (-5, [1]), (601, [])])
async def test_a_lane_is_woken_when_its_next_work_is_due_and_never_spins(
    world: World, due: float, wake: list[float]
) -> None:
    """What is due and cannot be done waits a second; what is far away is left to the sweep."""
    await wanted(world, due)
    await Pump(world.desk, LANE, Steps()).run()
    assert waits(world) == wake


async def test_a_long_lane_is_worked_in_short_tasks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await wanted(world, 0)
    monkeypatch.setattr(lanes, "TIME_BOX", 0.0)
    step = Steps(*[True] * 9)
    await Pump(world.desk, LANE, step).run()
    assert step.done == 0
    assert waits(world) == [1]


async def test_a_pump_keeps_its_lane_while_it_works(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await wanted(world, 0)
    short = timedelta(seconds=8)
    monkeypatch.setattr(lanes, "LEASE", short)

    def elapsed() -> float:
        return world.clock.ahead.total_seconds()

    monkeypatch.setattr(lanes, "time", SimpleNamespace(monotonic=elapsed))

    class Slow(Steps):
        async def __call__(self) -> bool:
            world.clock.pass_by(6)
            async with world.database.work() as work:
                assert not await work.lanes.enter(LANE, "another", short)
            return await super().__call__()

    step = Slow(*[True] * 99)
    await Pump(world.desk, LANE, step).run()
    assert step.done == 2
    assert waits(world) == [0]


async def test_a_step_that_hangs_keeps_its_lane_even_while_the_database_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LEASE", timedelta(seconds=0.04))
    works, opened = world.desk.work, asyncio.Event()

    async def until() -> object:
        async with world.database.read() as work:
            row = await work.session.row(select(LANES).where(LANES.c.name == LANE))
        return row and row["until"]

    def away() -> None:
        opened.set()
        raise StorageError(say("The disk is full."))

    @asynccontextmanager
    async def slow() -> AsyncIterator[Work]:
        opened.set()
        await asyncio.sleep(0.01)
        async with works() as work:
            yield work

    async def hangs() -> bool:
        first = await until()
        while await until() == first:
            await asyncio.sleep(0.01)
        for trouble in (away, slow):
            opened.clear()
            object.__setattr__(world.desk, "work", trouble)
            await opened.wait()
        object.__setattr__(world.desk, "work", works)
        return False

    await Pump(world.desk, LANE, hangs).run()
    async with world.database.work() as work:
        assert await work.lanes.enter(LANE, "next", LEASE)


async def test_when_the_program_stops_the_lane_is_left_at_once(world: World) -> None:
    await wanted(world, 0)
    step = Steps(True)
    world.desk.stopping.set()
    await Pump(world.desk, LANE, step).run()
    assert step.done == 0
    assert waits(world) == []
    async with world.database.work() as work:
        assert await work.lanes.enter(LANE, "next", LEASE)


async def test_a_claim_is_used_within_half_its_lease_and_its_call_within_the_whole() -> None:
    fresh, old = Fence(4), Fence(-1)
    assert (fresh.passed, old.passed) == (False, True)
    async with fresh.patience() as patience:
        left = (patience.when() or 0) - asyncio.get_running_loop().time()
    assert 2 < left <= 4
    with pytest.raises(TimeoutError):
        async with old.patience():
            await asyncio.sleep(1)


async def test_slots_of_a_lane_are_never_closer_than_its_interval(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleeps(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleeps)
    for _ in range(3):
        await wait_for_slot(world.desk, LANE, 1.05)
    await wait_for_slot(world.desk, "show:web:team", 0)
    assert [round(seconds, 2) for seconds in slept] == [0, 1.05, 2.1]


async def test_what_a_surface_takes_in_all_is_kept_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleeps(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleeps)
    world.room.budget = Budget(calls=4, seconds=3600)  # type: ignore[attr-defined]  # an ability more
    for _ in range(4):
        await wait_for_slot(world.desk, "show:room:team", 0.5)
    await wait_for_slot(world.desk, "show:room:another", 0.5)
    assert [round(seconds, 2) for seconds in slept] == [0, 0.5, 1800, 3600, 0]


async def test_an_effect_is_opened_only_once_a_turn(world: World) -> None:
    card = await world.comes_in()
    effect = Effect(item=card.item, kind=Kind.HIDE, lane=LANE, key="a", due_at=world.clock())
    async with world.database.work() as work:
        assert await work.effects.want(effect)
        assert not await work.effects.want(dataclasses.replace(effect, key="b"))
