"""Troubles: noticed, kept, told once to the leads, forgotten when over; and threads that are opened anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot import commands
from bot.abilities import Health, Trouble
from bot.desk.hearing import Hearing
from bot.desk.rebuilding import rebuild
from bot.desk.tasks import tasks
from bot.desk.troubles import look_after
from bot.domain.audit import Tag
from bot.domain.people import Actor
from bot.errors import NotFound, Refused, TryLater
from bot.ports import Place
from bot.views import Board, Notice, View
from bot.words import say
from tests.fakes import Room
from tests.world import World

ARCHIVED = Trouble(code="is_archived", channel="team", words=say("Archived: {channel}.", channel="#team"))


@dataclass
class Office(Room):
    """A room that says how it is, tells people, and whose messages can be deleted."""

    is_so: Health | None = field(default_factory=Health)
    told: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)

    async def health(self, channels: Sequence[str]) -> Health | None:
        self.asked.append(tuple(channels))
        return self.is_so

    async def announce(self, view: View, at: str, key: str) -> Place:
        self._trouble("announce")
        assert isinstance(view, Notice)
        assert key
        self.told.append((at, str(view.words)))
        return Place(surface=self.name, channel=at, remote="1")

    async def announce_again(self, place: Place, view: View) -> None:
        raise NotImplementedError  # troubles are told and never told anew

    async def missing(self, places: Sequence[Place]) -> set[Place]:
        self._trouble("missing")
        return {place for place in places if place.remote in self.deleted}


@pytest.fixture
async def office(world: World) -> Office:
    made = Office()
    world.room = made
    world.desk = replace(world.desk, surfaces={**world.desk.surfaces, "room": made})
    world.hearing = Hearing(world.desk)
    await world.engine.start(tasks(world.desk), work=True)
    return made


async def board(world: World) -> list[str]:
    view = await world.ask(commands.ShowQueue(), by="lea")
    assert isinstance(view, Board)
    return [str(part) for part in view.parts]


async def test_a_trouble_is_told_once_to_the_leads_and_stands_on_the_board(
    world: World, office: Office
) -> None:
    office.is_so = Health(troubles=(ARCHIVED,))
    for _ in range(3):
        await look_after(world.desk)
    assert office.told == [("lea", "Archived: #team.")]
    assert office.asked == [("team",)] * 3
    assert "Archived: #team." in await board(world)
    office.is_so = None
    await look_after(world.desk)
    assert "Archived: #team." in await board(world)
    office.is_so = Health()
    await look_after(world.desk)
    assert "Archived: #team." not in await board(world)
    office.is_so = Health(troubles=(ARCHIVED,))
    await look_after(world.desk)
    assert len(office.told) == 2


async def test_a_channel_that_is_called_otherwise_now_is_said_once(world: World, office: Office) -> None:
    for name in ("#team", "#team", "#crew", "#crew"):
        office.is_so = Health(names={"team": name})
        await look_after(world.desk)
    ((lead, told),) = office.told
    assert lead == "lea"
    assert told.startswith("The channel #team is called #crew now.")
    assert await board(world) == []


async def test_nobody_can_be_told_and_it_stands_on_the_board(world: World, office: Office) -> None:
    office.is_so = Health(troubles=(ARCHIVED,))
    office.before = [TryLater(say("Slow down."))]
    await look_after(world.desk)
    assert office.told == []
    assert "Archived: #team." in await board(world)


async def test_deleted_cards_are_noticed_and_get_new_threads_and_the_others_stay(
    world: World, office: Office
) -> None:
    for number in range(3):
        await world.comes_in(f"Frage {number}", author=f"P{number}")
    done = await world.card(3)
    await world.done(commands.Dismiss(item=3, draft=done.draft_number, version=1, text="Nein"))
    await world.engine.turn()
    office.deleted = {"m1", "m3"}
    office.is_so = Health(names={"team": "#team"})
    for _ in range(2):
        await look_after(world.desk)
    ((_, told),) = office.told
    assert "no longer in #team" in told
    assert "rebuild --surface room" in told
    lea = Actor(person=world.people["Lea"].id, surface="terminal")

    assert await rebuild(world.desk, "room", lea) == 1
    await world.sweep()

    assert [card.item for card in office.messages.values()] == [1, 2, 3, 1]
    assert (await world.tags(1)).count(Tag.ITEM_REBUILT) == 1
    assert Tag.ITEM_REBUILT not in await world.tags(2)
    await look_after(world.desk)
    assert await board(world) == []
    await world.approve(await world.card(1))
    await world.engine.turn()
    assert len(world.public("c1")) == 1
    assert await rebuild(world.desk, "room", lea) == 0


async def test_where_more_is_wrong_nobody_looks_for_cards(world: World, office: Office) -> None:
    await world.comes_in("Frage")
    office.deleted = {"m1"}
    office.is_so = Health(troubles=(ARCHIVED,))
    await look_after(world.desk)
    assert len(office.told) == 1
    office.is_so = Health(troubles=(replace(ARCHIVED, channel=""),))
    await look_after(world.desk)
    assert office.calls["missing"] == 0
    office.is_so = Health()
    office.before = [TryLater(say("Slow down."))]
    await look_after(world.desk)
    assert await board(world) == []


async def test_everything_that_is_open_can_be_opened_anew(world: World, office: Office) -> None:
    for number in range(2):
        await world.comes_in(f"Frage {number}", author=f"P{number}")
    lea = Actor(person=world.people["Lea"].id, surface="terminal")
    assert await rebuild(world.desk, "room", lea, everything=True) == 2
    # Asked again before the threads are there: no second ones are wanted.
    assert await rebuild(world.desk, "room", lea, everything=True) == 0
    await world.sweep()
    assert [card.item for card in office.messages.values()] == [1, 2, 1, 2]


async def test_an_item_that_the_chat_tool_refused_is_shown_when_it_is_rebuilt(
    world: World, office: Office
) -> None:
    office.before = [Refused(say("msg_too_long"))]
    await world.comes_in("Frage")
    assert (await world.item(1)).open
    assert office.messages == {}
    assert await rebuild(world.desk, "room", Actor(person=world.people["Lea"].id, surface="terminal")) == 1
    await world.sweep()
    assert [card.item for card in office.messages.values()] == [1]


async def test_a_surface_that_is_not_there_cannot_be_rebuilt(world: World) -> None:
    with pytest.raises(NotFound, match="room"):
        await rebuild(world.desk, "attic", Actor(person=1, surface="terminal"))
