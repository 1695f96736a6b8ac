"""Fifty people click at once, on two surfaces: one wins, and the others are told politely."""

import asyncio

import pytest
import pytest_asyncio

from bot import commands
from bot.desk.timekeeping import clock_step
from bot.domain.audit import Tag
from bot.domain.people import Role
from bot.domain.status import Status
from bot.views import Answer, ItemCard, Notice, View
from storage.database import Database
from tests.desk.test_time import Hall, keeping
from tests.world import Hands, World, click

pytestmark = pytest.mark.slow
CROWD = 50
RACES = 6


@pytest_asyncio.fixture(loop_scope="session")
async def plaza(either: Database, clock: Hands) -> World:
    """A desk with fifty approvers, over either database."""
    world = World(either, clock, undo=15)
    await world.open()
    async with either.work() as work:
        for number in range(CROWD):
            person = await work.people.add(f"P{number}", Role.APPROVER, "de")
            for surface in ("web", "room"):
                await work.people.link(person.id, surface, f"p{number}")
    return world


async def everybody(world: World, kind: type[commands.OnItem], card: ItemCard, **typed: object) -> list[View]:
    """All click the same button at once, half of them on the other surface."""
    asked = [
        world.ask(click(kind, card, **typed), by=f"p{number}", on=("web", "room")[number % 2])
        for number in range(CROWD)
    ]
    return await asyncio.gather(*asked)


def one_winner(answers: list[View]) -> ItemCard:
    """The winner's card; everybody else got a polite refusal with the item as it is."""
    won = [answer for answer in answers if isinstance(answer, Answer)]
    lost = [answer for answer in answers if isinstance(answer, Notice)]
    assert (len(won), len(lost)) == (1, CROWD - 1)
    assert all(notice.refused and notice.card and "our side" not in str(notice.words) for notice in lost)
    return won[0].card


async def test_of_fifty_claims_approvals_undos_and_edits_one_each_wins(plaza: World) -> None:
    card = await plaza.comes_in()
    assert one_winner(await everybody(plaza, commands.Claim, card)).handler.startswith("P")
    one_winner(await everybody(plaza, commands.Approve, card))
    back = one_winner(await everybody(plaza, commands.TakeBack, card))
    assert back.status is Status.DRAFTED
    edited = one_winner(await everybody(plaza, commands.Edit, card, text="Meiner!", post=True, agreed=True))
    assert edited.draft_number == 2

    await plaza.later(16)
    assert plaza.public() == ["Meiner!"]
    tags = await plaza.tags(card.item)
    for tag, times in (
        (Tag.ITEM_CLAIMED, 1),
        (Tag.REPLY_APPROVED, 2),
        (Tag.REPLY_TAKEN_BACK, 1),
        (Tag.DRAFT_EDITED, 1),
        (Tag.REPLY_POSTED, 1),
    ):
        assert tags.count(tag) == times


async def test_an_undo_or_edit_that_races_the_post_never_ends_with_both(plaza: World) -> None:
    """Either it is public, or it was taken back; and who was too late is told."""
    for number in range(1, RACES + 1):
        card = await plaza.approve(await plaza.comes_in(author=f"A{number}"))
        comment = (await plaza.item(card.item)).remote
        plaza.clock.pass_by(16)
        kind, typed = ((commands.TakeBack, {}), (commands.Edit, {"text": "Anders"}))[number % 2]
        _, answer = await asyncio.gather(
            plaza.engine.tasks["pump"]("post:town"), plaza.ask(click(kind, card, **typed), on="room")
        )
        too_late = isinstance(answer, Notice)
        assert len(plaza.public(comment)) == too_late
        assert await plaza.status(card.item) is (Status.POSTED if too_late else Status.DRAFTED)
        assert (Tag.REPLY_POSTED in await plaza.tags(card.item)) == too_late


async def test_two_pumps_and_two_fetches_at_once_do_everything_once(plaza: World) -> None:
    """As after a long pause, when a second worker took over a lane that the first still works."""
    for author in ("Anna", "Bo", "Cem"):
        plaza.town.write("Hallo", author=author)
    await asyncio.gather(*(plaza.engine.tasks["fetch"]("town:square") for _ in range(4)))
    await plaza.engine.turn()
    assert await plaza.newest() == 3
    assert sorted(plaza.room.keys.values()) == sorted(plaza.room.messages)
    assert len(plaza.room.messages) == 3
    for number in (1, 2, 3):
        await plaza.approve(await plaza.card(number))
    plaza.clock.pass_by(16)
    steps = [plaza.engine.tasks["pump"]("post:town") for _ in range(4)]
    await asyncio.gather(*steps)
    await plaza.sweep()
    assert [len(plaza.public(comment)) for comment in ("c1", "c2", "c3")] == [1, 1, 1]


# Time


async def watched(world: World, count: int = 3) -> Hall:
    """A desk with rules about time, and some comments that are overdue."""
    hall = keeping(world)
    for number in range(1, count + 1):
        await world.comes_in(author=f"A{number}")
    return hall


async def test_many_clocks_take_each_step_once_and_tell_it_once(plaza: World) -> None:
    hall = await watched(plaza)
    plaza.clock.pass_by(121 * 60)
    for _ in range(4):
        await asyncio.gather(*(clock_step(plaza.desk) for _ in range(4)))
    await asyncio.gather(*(plaza.engine.tasks["pump"]("tell:hall:team") for _ in range(4)))
    await plaza.sweep()
    assert [(await plaza.tags(number)).count(Tag.ITEM_REMINDED) for number in (1, 2, 3)] == [1, 1, 1]
    assert [to for to, _ in hall.told] == ["team"] * 3


async def test_an_answer_that_races_the_clock_and_other_answers_counts_once(
    plaza: World,
) -> None:
    await watched(plaza, 1)
    card = await plaza.card(1)
    await plaza.done(click(commands.Ask, card, text="Und?", department="Quality"))
    plaza.clock.pass_by(8 * 3600)
    answers = [commands.AnswerQuestion(item=1, draft=1, text=f"Ja {number}.") for number in range(8)]
    views = await asyncio.gather(
        *(plaza.ask(answer, by=f"kim{number}", on="hall") for number, answer in enumerate(answers)),
        clock_step(plaza.desk),
    )
    assert len([view for view in views if isinstance(view, Notice) and not view.refused]) == 1
    tags = await plaza.tags(1)
    assert (tags.count(Tag.QUESTION_ANSWERED), tags.count(Tag.ITEM_WOKEN) <= 1) == (1, True)
    assert not (await plaza.item(1)).pace.parked
