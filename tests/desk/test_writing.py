"""Who is writing: from the opening of the dialog to its end, on surfaces that tell of it and on others."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot import commands
from bot.domain.status import Action
from tests.fakes import Room
from tests.world import World

MINUTE = timedelta(minutes=1)


@dataclass
class Telling(Room):
    """A surface that tells when a dialog is open still, or was closed."""

    writes: timedelta = 2 * MINUTE


@pytest.fixture
def told(world: World) -> World:
    """The page tells; the other room does not."""
    surfaces = {**world.desk.surfaces, "web": Telling(name="web", live=True)}
    object.__setattr__(world.desk, "surfaces", surfaces)
    return world


async def opens(world: World, who: str, on: str = "web") -> None:
    await world.ask(commands.OpenForm(item=1, action=Action.EDIT), by=who, on=on)
    await world.engine.turn()


async def shown(world: World) -> str:
    """What everybody reads: on the page, and on the card in the room, which has to follow."""
    await world.engine.turn()
    card = await world.card(1, by="vic")
    (drawn,) = world.room.messages.values()
    assert str(drawn.writing) == str(card.writing)
    return str(card.writing or "")


async def test_it_lasts_as_long_as_the_dialog_and_ends_with_it(told: World) -> None:
    await told.comes_in()
    await opens(told, "rob")
    since = await shown(told)
    assert since.startswith("Rob is writing since")
    calls, mark = told.room.calls["redraw"], await told.database.pulse()
    for _ in range(20):
        await told.later(50)
        await told.ask(commands.StillWriting(item=1), by="rob")
    # A quarter of an hour later it says the same, and nobody had to draw anything anew.
    assert (await shown(told), told.room.calls["redraw"]) == (since, calls)
    assert await told.database.pulse() == mark
    await told.ask(commands.DoneWriting(item=1), by="lea")
    assert await shown(told) == since
    await told.ask(commands.DoneWriting(item=1), by="rob")
    assert await shown(told) == ""


@pytest.mark.parametrize(("on", "minutes"), [("web", 2), ("room", 10)])
async def test_who_is_not_heard_of_any_more_is_believed_no_longer(told: World, on: str, minutes: int) -> None:
    await told.comes_in()
    await opens(told, "rob", on)
    await told.later(minutes * 60 - 5)
    assert (await shown(told)).startswith("Rob is writing")
    await told.later(10)
    assert await shown(told) == ""
    # A page that was only asleep says it again.
    await told.ask(commands.StillWriting(item=1), by="rob", on=on)
    assert (await shown(told)).startswith("Rob is writing")


async def test_who_opened_it_last_is_named_whatever_others_still_have_open(told: World) -> None:
    await told.comes_in()
    await opens(told, "rob")
    await opens(told, "lea")
    await told.ask(commands.StillWriting(item=1), by="rob")
    await told.ask(commands.DoneWriting(item=1), by="rob")
    assert (await shown(told)).startswith("Lea is writing")


async def test_a_form_in_the_card_of_everybody_says_nothing(told: World) -> None:
    await told.comes_in()
    form = commands.OpenForm(item=1, action=Action.EDIT)
    await told.ask(replace(form, in_card=True), by="rob")
    await told.ask(replace(form, action=Action.NOTE), by="rob")
    assert await shown(told) == ""
