"""Lanes, rate slots and heartbeats, with many who want the same."""

import asyncio
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.community import Source
from bot.domain.effect import State
from storage.beats import Beats
from storage.database import Database
from tests.storage.given import LANE, PAGE, SOON, an_effect, take_one, the_only_effect
from tests.world import Hands

SECOND = timedelta(seconds=1)


async def enter(database: Database, lane: str = "a", token: str = "") -> bool:
    async with database.work() as work:
        return await work.lanes.enter(lane, token or secrets.token_hex(4), SOON)


async def leave(database: Database, token: str, lane: str = "a") -> bool:
    async with database.work() as work:
        return await work.lanes.leave(lane, token)


async def test_one_of_many_works_a_lane(database: Database) -> None:
    assert sorted(await asyncio.gather(*(enter(database) for _ in range(12)))) == [False] * 11 + [True]
    assert await enter(database, "b")


async def test_who_comes_meanwhile_is_owed_one_more_round(database: Database) -> None:
    assert await enter(database, token="t1")
    assert not await enter(database, token="t2")
    assert not await leave(database, "t1")
    assert await leave(database, "t1")
    assert await enter(database, token="t2")
    assert await leave(database, "t1"), "a lane that is somebody else's now is left at once"
    assert not await enter(database, token="t1")


async def test_no_wish_is_lost_however_entering_and_leaving_meet(database: Database) -> None:
    """Whoever is turned away was seen by the one inside: it goes round again after that."""
    wishes: list[int] = []
    served: list[int] = []

    async def pump(number: int) -> None:
        wishes.append(number)
        token = secrets.token_hex(4)
        if not await enter(database, token=token):
            return
        while True:
            served[:] = wishes
            await asyncio.sleep(0)
            if await leave(database, token):
                return

    for start in range(0, 24, 8):
        await asyncio.gather(*(pump(number) for number in range(start, start + 8)))
        assert sorted(served) == sorted(wishes)


async def test_the_lane_of_a_silent_worker_is_taken(database: Database, clock: Hands) -> None:
    assert await enter(database, token="dead")
    clock.pass_by(31)
    assert await enter(database, token="alive")
    assert not await enter(database, token="dead")


async def test_a_worker_keeps_its_lane_by_entering_again(database: Database, clock: Hands) -> None:
    for _ in range(3):
        assert await enter(database, token="t1")
        clock.pass_by(20)
    assert not await enter(database, token="t2")


async def test_an_embedded_database_starts_with_free_lanes(database: Database) -> None:
    assert await enter(database, token="dead")
    async with database.work() as work:
        await work.lanes.clear()
    assert await enter(database, token="alive")


async def test_slots_are_never_closer_than_the_interval_even_the_first(database: Database) -> None:
    async def reserve() -> datetime:
        async with database.work() as work:
            return work.now + await work.lanes.reserve("slack", SECOND)

    slots = sorted(await asyncio.gather(*(reserve() for _ in range(12))))
    gaps = [later - earlier for earlier, later in pairwise(slots)]
    assert min(gaps) >= SECOND
    assert max(gaps) < SECOND * 1.5, "and no room is wasted"


async def test_a_slot_is_free_again_after_a_pause_and_pushed_when_told(
    database: Database, clock: Hands
) -> None:
    async with database.work() as work:
        assert await work.lanes.reserve("slack", SECOND) == timedelta()
        assert timedelta() < await work.lanes.reserve("slack", SECOND) <= SECOND
        await work.lanes.push("slack", SECOND * 60)
        await work.lanes.push("slack", SECOND)
        assert await work.lanes.reserve("slack", SECOND) == SECOND * 60
        assert await work.lanes.reserve("other", SECOND) == timedelta()
    clock.pass_by(3600)
    async with database.work() as work:
        assert await work.lanes.reserve("slack", SECOND) == timedelta()


async def test_what_was_spared_is_used_at_once_and_never_more_within_the_time(
    database: Database, clock: Hands
) -> None:
    """An hour with room for 20: ten at once, and then one every six minutes."""
    hour, pace = SECOND * 3600, SECOND * 360
    calls: list[datetime] = []
    for pause in (0, 0, 7200, 100):
        clock.pass_by(pause)
        for _ in range(15):
            async with database.work() as work:
                wait = await work.lanes.reserve("teams in all", pace, pace * 9)
            clock.pass_by(wait.total_seconds())
            calls.append(clock())
    assert 18 <= max(sum(at <= other < at + hour for other in calls) for at in calls) <= 20
    assert sum(at < calls[0] + SECOND for at in calls) == 10


async def test_the_first_word_on_a_lane_may_be_a_push(database: Database) -> None:
    async with database.work() as work:
        await work.lanes.push("new", SECOND * 5)
        assert await work.lanes.reserve("new", SECOND) == SECOND * 5


async def test_waiting_lanes_are_those_with_work_due_now(database: Database, clock: Hands) -> None:
    async with database.work() as work:
        assert await work.lanes.waiting(SOON) == []
        reading = await work.sources.open(PAGE, clock())
        await work.sources.open(Source(platform="demo", name="later"), clock() + SOON)
    item = await take_one(database)
    async with database.work() as work:
        assert await work.lanes.waiting(SOON) == ["draft", "fetch:demo:page", LANE]
        await work.items.wanting_draft(5, SOON)
        await work.sources.moved(PAGE, replace(reading.cursor, mark="m"), work.now + SOON * 2)
        show = await the_only_effect(work, LANE)
        await work.effects.claim([show.id], "mine")
        assert await work.lanes.waiting(SOON) == []
        assert await work.lanes.next_due(LANE, SOON) == work.now + SOON
        assert await work.lanes.next_due("draft", SOON) == work.now + SOON
        assert await work.lanes.next_due("post:demo", SOON) is None
        await work.effects.settle(replace(show, state=State.SENDING), "mine", State.SENT)
        assert await work.lanes.next_due(LANE, SOON) is None
        later = work.now + SOON * 4
        await work.effects.want(an_effect(item, due_at=later))
        assert await work.lanes.next_due("post:demo", SOON) == later
    clock.pass_by(31)
    async with database.read() as work:
        assert await work.lanes.waiting(SOON) == ["draft", "fetch:demo:later"]


async def test_a_silent_worker_is_dead_until_it_is_forgotten(database: Database, clock: Hands) -> None:
    beats = Beats(database)
    await beats.beat("w1")
    clock.pass_by(10)
    await beats.beat("w2")
    assert await beats.dead(SECOND * 5) == ["w1"]
    await beats.beat("w1")
    assert await beats.dead(SECOND * 5) == []
    clock.pass_by(10)
    assert sorted(await beats.dead(SECOND * 5)) == ["w1", "w2"]
    await beats.forget("w1")
    assert await beats.dead(SECOND * 5) == ["w2"]


async def test_the_database_tells_the_time_where_nobody_else_does(url: str) -> None:
    database = Database(url)
    async with database.work() as first:
        pass
    async with database.work() as second:
        pass
    assert timedelta() < second.now - first.now < SOON
    assert second.now.utcoffset() == timedelta()
    await database.close()
