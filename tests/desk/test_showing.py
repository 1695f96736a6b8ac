"""Showing: every comment becomes a thread once, urgent ones first, and cards follow their items."""

import asyncio
import itertools
import logging
from datetime import timedelta

import pytest

from bot import commands
from bot.desk import showing
from bot.desk.lanes import Fence
from bot.domain.audit import Tag
from bot.domain.effect import State
from bot.domain.item import Triage, Urgency
from bot.domain.status import Status
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.ports import Place, Surface
from bot.views import ItemCard
from bot.words import say
from storage._sql import table
from storage.tables import EffectRow
from tests.fakes import Room
from tests.world import World, click

BUSY = TryLater(say("Slow down."), timedelta(seconds=7))
SILENCE = Unclear(say("No answer came."))


class Corridor(Surface):
    """A chat tool that cannot tell whether a lost card arrived."""

    name, live, interval, lease = "room", False, 0.0, 4.0

    def __init__(self, room: Room) -> None:
        self.room = room

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        return await self.room.show(card, at, key, under)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        await self.room.redraw(place, card)

    async def close(self) -> None:
        """Nothing is open."""


async def texts(world: World) -> list[str]:
    """What the room shows, in the order in which it came."""
    return [card.text for card in world.room.messages.values()]


async def next_due(world: World) -> float:
    """In how many seconds the room's first open card is due."""
    async with world.database.read() as work:
        due = await work.lanes.next_due("show:room:team", timedelta())
    assert due
    return (due - world.clock()).total_seconds()


@pytest.fixture
def slow(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A room that takes a card every few seconds; waiting for a slot lets only our own clock go on."""

    async def passes(seconds: float) -> None:
        world.clock.pass_by(seconds)

    monkeypatch.setattr(asyncio, "sleep", passes)
    world.room.interval = 5
    return world


async def test_a_lost_answer_is_found_by_its_key_and_not_shown_again(world: World) -> None:
    world.room.lost = 1
    await world.comes_in()
    await world.later(5)
    assert await texts(world) == ["Wo gibt es den Haferdrink?"]
    assert world.room.calls["show"] == 1
    assert (await world.tags(1)).count(Tag.ITEM_SHOWN) == 2
    await world.done(click(commands.Claim, await world.card(1)))
    await world.engine.turn()
    assert world.room.messages["m1"].handler == "Ari"


async def test_a_follow_up_is_shown_in_the_thread_that_it_joins(world: World) -> None:
    await world.comes_in()
    await world.comes_in("Ich auch", author="Bo")
    await world.comes_in("Und in Kiel?")
    assert world.room.threads == {"m3": "m1"}


async def test_what_certainly_did_not_arrive_is_shown_again(world: World) -> None:
    world.room.before = [SILENCE]
    await world.comes_in()
    assert await texts(world) == []
    await world.later(5)
    assert await texts(world) == ["Wo gibt es den Haferdrink?"]


async def test_where_nobody_can_look_a_lost_card_is_shown_again(world: World) -> None:
    """Cards are internal: twice is better than never."""
    world.desk.surfaces["room"] = Corridor(world.room)  # type: ignore[index]  # a dict behind the Mapping
    world.room.lost = 1
    await world.comes_in()
    await world.later(5)
    assert len(await texts(world)) == 2
    assert (await world.tags(1)).count(Tag.ITEM_SHOWN) == 2


@pytest.mark.parametrize("trouble", [BUSY, TimeoutError()], ids=["busy", "too slow"])
async def test_a_look_that_fails_is_repeated(world: World, trouble: Exception) -> None:
    world.room.lost = 1
    await world.comes_in()
    world.room.before = [trouble]  # type: ignore[list-item]  # a TimeoutError is raised like an error of ours
    await world.later(5)
    assert Tag.ITEM_SHOWN in await world.tags(1)
    await world.later(5)
    assert world.room.calls["show"] == 1
    assert (await world.tags(1)).count(Tag.ITEM_SHOWN) == 2


async def test_a_card_that_takes_too_long_is_looked_up(world: World) -> None:
    world.room.before = [TimeoutError()]  # type: ignore[list-item]  # raised like an error of ours
    await world.comes_in()
    await world.later(5)
    assert await texts(world) == ["Wo gibt es den Haferdrink?"]


async def test_without_time_left_no_card_is_sent_and_it_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program was suspended between the claim and the call."""
    leases = iter([-1.0])
    monkeypatch.setattr(showing, "Fence", lambda lease: Fence(next(leases, lease)))
    await world.comes_in()
    assert await texts(world) == ["Wo gibt es den Haferdrink?"]
    assert world.room.calls["show"] == 1
    assert (await world.tags(1)).count(Tag.ITEM_SHOWN) == 2


async def test_a_dead_workers_card_is_looked_up_after_the_lease(world: World) -> None:
    world.town.write("Hallo")
    await world.engine.tasks["fetch"]("town:square")
    async with world.database.work() as work:
        due = await work.effects.due("show:room:team", 1, timedelta())
        await work.effects.claim([due[0].id], "dead")
    await world.engine.turn()
    assert await texts(world) == []
    await world.later(5)
    assert await texts(world) == ["Hallo"]


async def test_who_comes_back_after_the_lease_keeps_no_second_place(world: World) -> None:
    """Another worker took over: only the holder of the claim writes what came of it."""
    world.town.write("Hallo")
    await world.engine.tasks["fetch"]("town:square")
    effects = table(EffectRow)

    async def taken(card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        async with world.database.writer.begin() as connection:
            await connection.execute(effects.update().values(token="another"))
        return await Room.show(world.room, card, at, key, under)

    world.room.show = taken  # type: ignore[method-assign]  # the fake, with an interruption
    await world.engine.tasks["pump"]("show:room:team")
    assert Tag.ITEM_SHOWN not in await world.tags(1)


@pytest.mark.parametrize(
    ("error", "wait"),
    [(BUSY, 7), (NeedsPerson(say("Invite me first.")), 300)],
    ids=["slow down", "not invited"],
)
async def test_a_card_that_did_not_arrive_waits_as_long_as_it_must(
    world: World, error: OutsideError, wait: float
) -> None:
    world.room.before = [error]
    await world.comes_in()
    assert wait - 3 < await next_due(world) <= wait
    await world.later(wait)
    assert await texts(world) == ["Wo gibt es den Haferdrink?"]


async def test_a_card_refused_for_good_is_logged_and_not_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.room.before = [Refused(say("Too big."))]
    with caplog.at_level(logging.ERROR):
        await world.comes_in()
    assert "card refused" in caplog.text
    await world.later(600)
    assert await texts(world) == []
    async with world.database.read() as work:
        assert await work.lanes.next_due("show:room:team", timedelta()) is None


async def test_where_cards_go_slowly_the_urgent_ones_go_first(slow: World) -> None:
    urgencies = itertools.cycle([Urgency.LOW, Urgency.CRISIS, Urgency.NORMAL])
    slow.scribe.triages = lambda _: Triage(urgency=next(urgencies))
    for text in ("low", "crisis", "normal", "low too", "crisis too"):
        slow.town.write(text, author=text)
    began = slow.clock()
    await slow.fetch()
    assert await texts(slow) == ["crisis", "crisis too", "normal", "low", "low too"]
    assert (slow.clock() - began).total_seconds() >= 5 * 4


async def test_a_channel_that_says_slow_down_is_left_alone_until_then(slow: World) -> None:
    slow.room.before = [TryLater(say("Slow down."), timedelta(seconds=60))]
    for text in ("one", "two"):
        slow.town.write(text, author=text)
    began = slow.clock()
    await slow.fetch()
    assert (slow.clock() - began).total_seconds() >= 60
    await slow.later(60)
    assert sorted(await texts(slow)) == ["one", "two"]


async def test_what_another_pump_took_meanwhile_is_nothing_to_do(world: World) -> None:
    await world.comes_in()
    assert not await showing._show(world.desk, world.room, "show:room:team", "team")


async def test_many_changes_between_two_slots_are_one_redraw_of_the_latest(world: World) -> None:
    card = await world.comes_in()
    before = world.room.calls["redraw"]
    for kind in (commands.Claim, commands.Release, commands.Claim):
        await world.done(click(kind, card))
    await world.done(click(commands.Edit, card, text="Der letzte Stand"))
    await world.engine.turn()
    assert world.room.calls["redraw"] == before + 1
    assert world.room.messages["m1"].draft
    assert world.room.messages["m1"].draft.text == "Der letzte Stand"


async def test_a_card_that_changed_while_it_was_on_its_way_is_redrawn(world: World) -> None:
    world.town.write("Hallo")
    await world.engine.tasks["fetch"]("town:square")

    async def claimed(card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        await world.done(commands.Claim(item=1))
        return await Room.show(world.room, card, at, key, under)

    world.room.show = claimed  # type: ignore[method-assign]  # the fake, with an interruption
    await world.engine.turn()
    assert world.room.messages["m1"].handler == "Ari"


@pytest.mark.parametrize("trouble", [BUSY, SILENCE, TimeoutError()], ids=["busy", "silence", "too slow"])
async def test_a_redraw_that_failed_is_repeated(slow: World, trouble: Exception) -> None:
    slow.room.interval = 0
    card = await slow.comes_in()
    slow.room.before = [trouble]  # type: ignore[list-item]  # a TimeoutError is raised like an error of ours
    await slow.done(click(commands.Claim, card))
    await slow.engine.turn()
    assert slow.room.messages["m1"].handler == "Ari"


async def test_a_card_that_cannot_be_drawn_any_more_waits_for_the_next_change(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    card = await world.comes_in()
    world.room.before = [Refused(say("Deleted."))]
    await world.done(click(commands.Claim, card))
    await world.engine.turn()
    assert "redraw failed" in caplog.text
    assert world.room.messages["m1"].handler == ""
    await world.engine.tasks["pump"]("show:room:team")
    assert world.room.messages["m1"].handler == ""
    await world.done(click(commands.Note, card, text="Noch etwas"))
    await world.engine.turn()
    assert world.room.messages["m1"].handler == "Ari"


async def test_a_surface_that_is_no_longer_set_up_stops_nobody(world: World) -> None:
    del world.desk.surfaces["room"]  # type: ignore[attr-defined]  # a dict behind the Mapping
    card = await world.comes_in()
    assert card.status is Status.DRAFTED
    async with world.database.read() as work:
        (waiting,) = await work.effects.due("show:room:team", 9, timedelta())
    assert waiting.state is State.WANTED


@pytest.mark.parametrize(("urgency", "shows"), [(Urgency.NORMAL, False), (Urgency.HIGH, True)])
async def test_in_a_slow_channel_a_click_is_drawn_before_new_cards_unless_they_are_urgent(
    slow: World, urgency: Urgency, *, shows: bool
) -> None:
    card = await slow.comes_in()
    slow.scribe.triages = lambda _: Triage(urgency=urgency)
    slow.town.write("Und in Kiel?", author="Bo")
    await slow.engine.tasks["fetch"]("town:square")
    await slow.done(click(commands.Claim, card))
    due = await showing._due(slow.desk, slow.room, "show:room:team")
    assert due.shows is shows
    assert [place.item for place, _ in due.redraws] == ([] if shows else [card.item])
