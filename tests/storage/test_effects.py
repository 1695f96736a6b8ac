"""Effects and places: begun once, settled by the token, shown in the newest version."""

import asyncio
from dataclasses import replace

from bot.domain import item as moves
from bot.domain.effect import Kind, State
from bot.domain.item import Item
from bot.memory import ShownPlace
from bot.ports import Place
from storage.database import Database
from tests.storage.given import (
    LANE,
    NOW,
    SOON,
    a_comment,
    a_person,
    an_effect,
    on_web,
    take,
    take_one,
    the_only_effect,
)
from tests.world import Hands

LANE_OUT = "post:demo"


async def test_a_turn_is_taken_once(database: Database) -> None:
    item = await take_one(database)
    effect = an_effect(item, draft=2, person=3, surface="web", rank=400)
    async with database.work() as work:
        assert await work.effects.want(effect)
        assert not await work.effects.want(replace(effect, key="k2"))
        assert await work.effects.want(replace(effect, turn=2))
        last = await work.effects.last(item.id, [Kind.REPLY])
        assert last
        assert (last.turn, last.state) == (2, State.WANTED)
        assert await work.effects.last(item.id, [Kind.HIDE, Kind.UNHIDE]) is None
    async with database.read() as work:
        first, _ = await work.effects.due(LANE_OUT, 9, SOON)
    assert replace(first, id=0) == effect


async def test_due_is_what_can_be_done_now_most_urgent_first(database: Database, clock: Hands) -> None:
    item, other = await take(database, a_comment(1), a_comment(2))
    later = clock() + SOON
    async with database.work() as work:
        await work.effects.want(an_effect(item, rank=1))
        await work.effects.want(an_effect(other, rank=9))
        await work.effects.want(an_effect(item, kind=Kind.HIDE, rank=400, due_at=later))
        await work.effects.want(an_effect(item, lane="post:else"))
        assert [effect.rank for effect in await work.effects.due(LANE_OUT, 9, SOON)] == [9, 1]
        assert [effect.rank for effect in await work.effects.due(LANE_OUT, 1, SOON)] == [9]
    clock.pass_by(31)
    async with database.read() as work:
        assert [effect.rank for effect in await work.effects.due(LANE_OUT, 9, SOON)] == [400, 9, 1]


async def test_a_claim_is_one_workers(database: Database) -> None:
    item = await take_one(database)
    async with database.work() as work:
        await work.effects.want(an_effect(item))
        (effect,) = await work.effects.due(LANE_OUT, 1, SOON)

    async def claim(token: str) -> set[int]:
        async with database.work() as work:
            return await work.effects.claim([effect.id], token)

    claims = await asyncio.gather(*(claim(f"t{number}") for number in range(6)))
    assert sorted(len(claimed) for claimed in claims) == [0, 0, 0, 0, 0, 1]


async def test_only_the_token_that_claimed_writes_a_result(database: Database) -> None:
    item = await take_one(database)
    async with database.work() as work:
        await work.effects.want(an_effect(item))
        (wanted,) = await work.effects.due(LANE_OUT, 1, SOON)
        await work.effects.claim([wanted.id], "mine")
        sending = replace(wanted, state=State.SENDING)
        assert not await work.effects.settle(sending, "theirs", State.SENT)
        assert not await work.effects.settle(wanted, "mine", State.SENT)
        assert await work.effects.settle(sending, "mine", State.SENT, remote="r1", url="https://a.example/r1")
        assert not await work.effects.settle(sending, "mine", State.UNKNOWN)
        last = await work.effects.last(item.id, [Kind.REPLY])
        assert last
        assert (last.state, last.remote, last.url) == (State.SENT, "r1", "https://a.example/r1")
        assert await work.effects.due(LANE_OUT, 1, SOON) == []


async def test_abandoned_and_unclear_effects_come_back(database: Database, clock: Hands) -> None:
    item = await take_one(database)
    async with database.work() as work:
        await work.effects.want(an_effect(item))
        wanted = await the_only_effect(work)
        await work.effects.claim([wanted.id], "mine")
        assert await work.effects.due(LANE_OUT, 1, SOON) == []
    clock.pass_by(31)
    async with database.work() as work:
        abandoned = await the_only_effect(work)
        assert (abandoned.state, abandoned.token, abandoned.tries) == (State.SENDING, "mine", 1)
        look_at = work.now + SOON
        assert await work.effects.settle(abandoned, "mine", State.UNCLEAR, look_at=look_at)
        assert await work.effects.due(LANE_OUT, 1, SOON) == []
        assert await work.lanes.next_due(LANE_OUT, SOON) == look_at
    clock.pass_by(31)
    async with database.read() as work:
        assert (await the_only_effect(work)).state is State.UNCLEAR


async def test_an_unclear_effect_without_a_time_to_look_is_looked_at_now(database: Database) -> None:
    item = await take_one(database)
    async with database.work() as work:
        await work.effects.want(an_effect(item, state=State.UNCLEAR))
        assert (await the_only_effect(work)).state is State.UNCLEAR
        assert await work.lanes.next_due(LANE_OUT, SOON) == NOW


async def test_only_what_nobody_has_begun_is_dropped(database: Database) -> None:
    item = await take_one(database)
    async with database.work() as work:
        await work.effects.want(an_effect(item))
        assert await work.effects.drop(item.id, Kind.REPLY, 1)
        assert not await work.effects.drop(item.id, Kind.REPLY, 1)
        await work.effects.want(an_effect(item))
        wanted = await the_only_effect(work)
        await work.effects.claim([wanted.id], "mine")
        assert not await work.effects.drop(item.id, Kind.REPLY, 1)


def _shown(item: Item, remote: str, *, live: bool = False, stale: bool = False) -> ShownPlace:
    return ShownPlace(
        effect=an_effect(item, lane=LANE),
        place=Place(surface="web", channel="team", remote=remote),
        live=live,
        stale=stale,
    )


async def test_a_place_is_redrawn_until_it_shows_the_newest_version(database: Database) -> None:
    one, two = await take(database, a_comment(1), a_comment(2))
    lea = await a_person(database)
    async with database.work() as work:
        await work.effects.show_places([_shown(one, "m1"), _shown(two, "m2", live=True)])
        assert await work.effects.to_redraw(LANE, 9) == []
        for item in (one, two):
            await work.items.keep(moves.claim(item, on_web(lea)))
        (stale,) = await work.effects.to_redraw(LANE, 9)
        assert LANE in await work.lanes.waiting(SOON)
    async with database.work() as work:
        claimed = await work.items.get(one.id)
        await work.items.keep(moves.note(claimed, on_web(lea), "while it was drawn"))
        await work.effects.redrawn({stale.id: stale.wanted})
        (again,) = await work.effects.to_redraw(LANE, 9)
        await work.effects.redrawn({again.id: again.wanted})
        assert await work.effects.to_redraw(LANE, 9) == []
        assert await work.effects.places([one.id], LANE) == {one.id: stale.place}
        assert await work.queue.in_channel("web", "team", 0, 9) == [two.id, one.id]
        assert await work.queue.in_channel("web", "team", two.id, 9) == [one.id]


async def test_a_card_that_was_old_when_it_arrived_is_redrawn(database: Database) -> None:
    one, two = await take(database, a_comment(1), a_comment(2))
    async with database.work() as work:
        old = [_shown(one, "m1", stale=True), _shown(two, "m2", stale=True, live=True)]
        await work.effects.show_places(old)
        (stale,) = await work.effects.to_redraw(LANE, 9)
        assert (stale.item, stale.place.remote) == (one.id, "m1")
        # Shown a second time, the newest place is the one that counts.
        await work.effects.show_places([_shown(one, "m9")])
        assert await work.effects.to_redraw(LANE, 9) == []
