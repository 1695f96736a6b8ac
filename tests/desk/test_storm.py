"""Storms: one card says within seconds how many wait, follows, and none of them is lost."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.desk.hearing import Hearing
from bot.desk.storm import draw_storm
from bot.desk.tasks import tasks
from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.ports import Place
from bot.views import ItemCard, StormCard, View
from bot.words import say
from tests.fakes import Room
from tests.world import LONG_AGO, Hands, World

THRESHOLD = 4
BEGUN = 12


@dataclass
class Hall(Room):
    """A room that also announces, and in which three seconds pass with each message."""

    interval: float = 0.0001
    clock: Hands = field(default_factory=Hands)
    said: list[object] = field(default_factory=list)
    """Every card and storm card, in the order in which they came."""
    deaf_to_the_end: int = 0
    """So many times it has no time to hear that a storm is over."""
    storms: dict[str, StormCard] = field(default_factory=dict)

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        self.clock.pass_by(3)
        self.said.append(card)
        return await super().show(card, at, key, under)

    async def announce(self, view: View, at: str, key: str) -> Place:
        self._trouble("announce")
        assert isinstance(view, StormCard)
        remote = f"s{len(self.storms) + 1}"
        self.storms[remote] = view
        self.keys[key] = remote
        self.said.append(view)
        if self.lost:
            self.lost -= 1
            raise Unclear(say("No answer came."))
        return Place(surface=self.name, channel=at, remote=remote)

    async def announce_again(self, place: Place, view: View) -> None:
        self._trouble("announce_again")
        assert isinstance(view, StormCard)
        if view.over and self.deaf_to_the_end:
            self.deaf_to_the_end -= 1
            raise TryLater(say("Slow down."), timedelta(seconds=30))
        self.storms[place.remote] = view
        self.said.append(view)


@pytest.fixture
async def hall(world: World) -> Hall:
    """A room for storms of more than four."""
    made = Hall(clock=world.clock)
    world.scribe.triages = _triage
    world.room = made
    policy = replace(world.desk.policy, storm=THRESHOLD)
    world.desk = replace(world.desk, surfaces={**world.desk.surfaces, "room": made}, policy=policy)
    world.hearing = Hearing(world.desk)
    await world.engine.start(tasks(world.desk), work=True)
    return made


def _triage(comment: Comment) -> Triage:
    urgent = comment.text.startswith("Dringend")
    return Triage(language="de", urgency=Urgency.HIGH if urgent else Urgency.NORMAL, kind="question")


async def storm(world: World, many: int = BEGUN) -> None:
    """Many write at once; every fifth of them is urgent."""
    for number in range(many):
        world.town.write(f"{'Dringend' if number % 5 == 4 else 'Frage'} {number}", author=f"P{number}")
    await world.fetch()


async def rest(world: World) -> None:
    """Until everything is shown."""
    for _ in range(3):
        await world.later(310)


async def test_a_storm_is_said_first_then_urgent_ones_come_and_none_is_lost(world: World, hall: Hall) -> None:
    await storm(world)
    await rest(world)
    first = hall.said[0]
    assert isinstance(first, StormCard)
    assert (first.waiting, first.over) == (BEGUN, False)
    assert [(str(one.label), one.number) for one in first.urgencies] == [("Urgent", 2), ("Normal", 10)]
    assert [(str(one.label), one.number) for one in first.kinds] == [("Question", BEGUN)]
    cards = [one for one in hall.said if isinstance(one, ItemCard)]
    assert [card.urgency for card in cards[:5]] == [2, 2, 1, 1, 1]
    assert len({card.item for card in cards}) == len(cards) == BEGUN
    told = [one.waiting for one in hall.said if isinstance(one, StormCard)]
    assert told == sorted(told, reverse=True)
    assert 3 <= len(told) <= 4
    (card,) = hall.storms.values()
    assert card.over
    async with world.database.read() as work:
        assert await work.facts("storm:") == {}


async def test_a_few_are_no_storm(world: World, hall: Hall) -> None:
    await storm(world, THRESHOLD)
    await rest(world)
    assert hall.storms == {}
    assert len(hall.messages) == THRESHOLD


async def test_a_second_storm_has_a_card_of_its_own(world: World, hall: Hall) -> None:
    for _ in range(2):
        await storm(world, 6)
        await rest(world)
    assert len(hall.storms) == 2


async def test_a_lost_storm_card_is_found_and_not_repeated(world: World, hall: Hall) -> None:
    hall.lost = 1
    await storm(world)
    await rest(world)
    (card,) = hall.storms.values()
    assert card.over


@pytest.mark.parametrize(
    "error", [TryLater(say("Slow down.")), NeedsPerson(say("Not in the channel.")), Refused(say("No."))]
)
async def test_a_card_that_is_not_taken_stops_nothing(world: World, hall: Hall, error: OutsideError) -> None:
    hall.before = [error]
    await storm(world)
    await rest(world)
    assert len(hall.messages) == BEGUN
    assert len(hall.storms) <= 1


async def test_a_storm_card_that_somebody_deleted_is_shown_anew(world: World, hall: Hall) -> None:
    async def deleted(*_: object) -> None:
        del hall.__dict__["announce_again"]
        raise Refused(say("It is gone."))

    hall.__dict__["announce_again"] = deleted
    await storm(world)
    await rest(world)
    assert len(hall.storms) == 2
    assert len(hall.messages) == BEGUN


async def test_a_chat_tool_that_hangs_is_asked_again(world: World, hall: Hall) -> None:
    hall.lease = 0.01
    hall.before = [TimeoutError()]  # type: ignore[list-item]  # what a timeout raises
    await storm(world)
    await rest(world)
    assert len(hall.storms) == 1


async def test_where_nobody_can_announce_nothing_is_announced(world: World, hall: Hall) -> None:
    plain = Room(name=hall.name)
    world.desk = replace(world.desk, surfaces={**world.desk.surfaces, "room": plain})
    await world.engine.start(tasks(world.desk), work=True)
    await storm(world)
    await rest(world)
    assert len(plain.messages) == BEGUN


def test_an_unknown_kind_is_named_as_it_is() -> None:
    card = draw_storm([("mine", 3, 2)], LONG_AGO)
    assert [str(one.label) for one in card.kinds] == ["mine"]
    assert [one.alarming for one in card.urgencies] == [True]


async def test_a_card_that_could_not_be_told_the_end_is_told_later(world: World, hall: Hall) -> None:
    hall.deaf_to_the_end = 3
    await storm(world)
    await rest(world)
    await world.sweep()
    (card,) = hall.storms.values()
    assert (card.over, card.waiting, hall.deaf_to_the_end) == (True, 0, 0)
