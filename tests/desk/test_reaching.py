"""What is told reaches somebody, or whoever relies on it hears of it; and nobody who may not read it."""

import dataclasses
from datetime import timedelta

import pytest

from bot import commands
from bot.domain.people import Actor
from bot.domain.policy import Route
from bot.domain.timing import Department
from bot.errors import Refused, TryLater
from bot.views import ChannelView, Notice, QuestionCard
from bot.words import say
from storage.erasing import erase_author
from tests.desk.test_time import RULES, Hall, keeping, known_in_the_hall, passes
from tests.world import World, click

BUSY = TryLater(say("Busy."), timedelta(minutes=5))
STRICT = Route(channels=(("web", "crisis"),), risks=frozenset({"crisis"}), only=True)


def cards(hall: Hall) -> list[QuestionCard]:
    """The questions as they were shown, the latest last."""
    return [view for _, view in hall.told if isinstance(view, QuestionCard)]


@pytest.mark.parametrize(
    "department",
    [
        Department(name="Quality", where=("slack", "C1")),
        Department(name="Quality", where=("web", "vic"), person=True),
    ],
)
async def test_nobody_is_asked_who_cannot_be_reached(world: World, department: Department) -> None:
    keeping(world, dataclasses.replace(RULES, departments=(department,)))
    card = await world.comes_in()
    view = await world.ask(click(commands.Ask, card, text="Und?", department="Quality"))
    assert isinstance(view, Notice)
    assert view.refused
    assert not (await world.item(1)).pace.parked


async def test_a_question_that_the_chat_tool_refuses_comes_back_to_whoever_asked(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in()
    hall.troubles = [Refused(say("No such channel."))]
    await world.done(click(commands.Ask, card, text="Und?", department="Quality", until="in 50 days"))
    await world.engine.turn()
    assert not (await world.item(1)).pace.parked
    assert [words for words in hall.words("ari") if "could not be delivered" in words]


async def test_an_escalation_that_is_refused_is_said_to_whoever_escalated(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    card = await world.comes_in()
    hall.troubles = [Refused(say("No such channel."))]
    await world.ask(click(commands.Escalate, card, text="Journalist"))
    await world.engine.turn()
    (told,) = hall.words("ari")
    assert "did not reach hall:press" in told


async def test_a_notice_is_not_told_where_its_item_may_not_be_read_any_more(world: World) -> None:
    hall = keeping(world)
    await known_in_the_hall(world)
    policy = dataclasses.replace(world.desk.policy, routes=(STRICT,))
    object.__setattr__(world.desk, "policy", policy)
    await world.comes_in("Geheim")
    hall.troubles = [BUSY]
    await passes(world, 121)
    assert hall.told == []
    await world.done(click(commands.RaiseRisk, await world.card(1), risk="crisis", text="x"))
    await passes(world, 70)
    assert hall.words("team") == []
    assert hall.words("press"), "whom the ladder names outside is told of it all the same"


async def test_erasing_blanks_the_cards_of_questions(world: World) -> None:
    hall = keeping(world)
    card = await world.comes_in("Mein Geheimnis")
    await world.done(click(commands.Ask, card, text="Und?", department="Quality"))
    await world.sweep()
    assert cards(hall)[-1].comment == "Mein Geheimnis"
    async with world.database.work() as work:
        await erase_author(work, "town", Actor(person=1, surface="terminal"), author_id="anna")
    await world.sweep()
    assert cards(hall)[-1].comment == ""


async def test_a_question_folds_up_once_its_comment_is_done(world: World) -> None:
    page = Department(name="Press", where=("web", "press"))
    hall = keeping(world, dataclasses.replace(RULES, departments=(*RULES.departments, page)))
    card = await world.comes_in()
    for name in ("Quality", "Press"):
        card = await world.done(click(commands.Ask, card, text="Und?", department=name))
        card = await world.done(commands.Unpark(item=1))
    await world.engine.turn()
    await world.done(click(commands.Dismiss, card))
    for _ in range(2):
        await world.sweep()
    asked, folded = cards(hall)
    assert (asked.button is None, asked.done) == (False, None)
    assert folded.button is None
    assert "nobody has to answer" in str(folded.done)
    view = await world.ask(commands.ShowChannel(channel="press"))
    assert isinstance(view, ChannelView)
    assert view.questions == ()
