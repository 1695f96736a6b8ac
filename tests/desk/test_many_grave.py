"""A shift that ends in the middle of a storm: hundreds of grave comments, and none is passed over."""

import asyncio

import pytest

from bot import commands, shifting
from bot.desk import handover_note, handover_paper
from bot.domain.audit import Tag
from bot.domain.trail import TeamTag
from bot.views import HandoverNote, Notice
from tests.desk.test_handover import DAY, Hall, hall, handover, happened, press, the_hour, words  # noqa: F401
from tests.world import World, click

MANY = 105


async def storm(world: World, many: int = MANY) -> None:
    """As many people ask about the same thing."""
    for number in range(many):
        world.town.write("Gift im Drink?", author=f"A{number}")
    await world.fetch()


async def is_counted(world: World) -> None:
    note = await handover(world, by="ari")
    figures = {str(one.label): str(one.value) for one in note.severity}
    assert (figures["High risk"], figures["Still open"]) == (str(MANY), str(MANY))
    assert (len(note.grave), note.more) == (100, MANY - 100)


@pytest.mark.usefixtures("hall")
async def test_every_one_of_a_hundred_and_five_has_to_be_spoken_about(world: World) -> None:
    await storm(world)
    cards = {number: await world.card(number) for number in (1, 2, 104)}
    await world.done(click(commands.Claim, cards[1]), by="lea")
    await world.done(click(commands.Claim, cards[2]), by="rob")
    await the_hour(world)
    await is_counted(world)
    asked = await press(world, shifting.AskBack(handover=1, number=105, text="Und der?"), by="ari")
    # What waits for an answer is told, however many there are.
    assert 105 in [line.item for line in asked.grave]
    mine = await press(world, shifting.TakeMine(handover=1, number=104), by="ari")
    assert [one for one in words(mine) if "others" in one] == ["All 103 others: pool", "All 103 others: mine"]
    refused = await world.refused(shifting.TakeOverShift(handover=1))
    assert str(refused.words).count("#") == 20
    rest = await press(world, shifting.RestToPool(handover=1), by="ari")
    assert str(rest.said) == "Yours now: 0. In the pool: 102. With colleagues: 1. Still to be said: 0."
    assert not [one for one in words(rest) if "others" in one]
    # A question is not swept away with the rest.
    assert "for #105 first" in str((await world.refused(shifting.TakeOverShift(handover=1))).words)
    await press(world, shifting.TakeMine(handover=1, number=105), by="ari")
    done = await press(world, shifting.TakeOverShift(handover=1), by="ari")
    assert done.state == "taken_over"
    told = [tag for tag, _, _ in await happened(world)]
    assert (told.count(TeamTag.HANDOVER_POOL), told.count(TeamTag.HANDOVER_MINE)) == (103, 2)
    handlers = [(await world.item(number)).handler for number in (1, 2, 3, 104)]
    assert handlers == [None, world.people["Rob"].id, None, world.people[DAY].id]


async def test_all_the_rest_is_mine_but_what_a_colleague_handles(
    world: World,
    hall: Hall,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handover_note, "FEW", 2)
    monkeypatch.setattr("bot.desk.speaking.AT_ONCE", 3)
    monkeypatch.setattr(handover_paper, "MOST_DRAWN", 2)
    await storm(world, 5)
    for number, by in ((1, "rob"), (2, "lea")):
        await world.done(click(commands.Claim, await world.card(number)), by=by)
    await the_hour(world)
    assert [len(note.grave) for note in hall.posted.values() if isinstance(note, HandoverNote)] == [2]
    first = await press(world, shifting.RestMine(handover=1), by="ari")
    assert str(first.said) == "Yours now: 2. In the pool: 0. With colleagues: 1. Still to be said: 2."
    await press(world, shifting.RestMine(handover=1), by="ari")
    ari = world.people[DAY].id
    assert [(await world.item(n)).handler for n in range(1, 6)] == [world.people["Rob"].id, *[ari] * 4]
    assert (await world.tags(2))[-1] is Tag.ITEM_TAKEN_OVER
    again = await world.refused(shifting.RestMine(handover=1))
    assert "already" in str(again.words)


@pytest.mark.usefixtures("hall")
async def test_two_who_speak_about_the_rest_at_once_say_it_once(world: World) -> None:
    await storm(world, 4)
    await the_hour(world)
    views = await asyncio.gather(
        *(world.ask(kind(handover=1)) for kind in (shifting.RestMine, shifting.RestToPool) for _ in range(2))
    )
    assert [isinstance(view, Notice) for view in views].count(True) == 3
    told = [tag for tag, _, _ in await happened(world)]
    assert told.count(TeamTag.HANDOVER_POOL) + told.count(TeamTag.HANDOVER_MINE) == 4
