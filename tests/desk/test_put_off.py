"""What cannot be done yet: tried again for as long as it takes, said once, and told to who can mend it."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot import commands
from bot.domain.audit import Tag
from bot.domain.community import Comment
from bot.domain.status import Status
from bot.errors import NeedsPerson, OutsideError, TryLater, Unclear
from bot.words import say
from tests.desk.test_time import Hall, keeping, known_in_the_hall, passes
from tests.world import World, click

BUSY = TryLater(say("Busy."), timedelta(minutes=20))
PASSWORD = NeedsPerson(say("The password is wrong."))
SILENCE = Unclear(say("No answer came."))
AGAIN = {Tag.REPLY_SENDING, Tag.REPLY_UNCLEAR, Tag.REPLY_GIVEN_BACK, Tag.EFFECT_UNCLEAR}


class Always(dict[str, Callable[[], Awaitable[object]]]):
    """What happens whenever the platform is asked, not once."""

    def pop(self, key: str, *default: Any) -> Any:  # Any: as `dict` has it
        return self.get(key, *default)


def fails_always(world: World, call: str, *errors: OutsideError) -> None:
    """Every such call fails, with these errors in turn."""
    turns = [*errors]

    async def fails() -> None:
        turns.append(turns.pop(0))
        raise turns[-1]

    world.town.meanwhile = Always({call: fails})


async def told_hall(world: World) -> Hall:
    hall = keeping(world)
    await known_in_the_hall(world)
    return hall


@pytest.mark.parametrize("call", ["look", "post"])
async def test_a_reply_that_waits_for_a_person_is_told_to_who_handles_it_and_once(
    world: World, call: str
) -> None:
    hall = await told_hall(world)
    card = await world.comes_in()
    fails_always(world, call, PASSWORD)
    await world.approve(card)
    for _ in range(3):
        await passes(world, 11)
    (words,) = hall.words("ari")
    assert "could not go out yet" in words
    assert "The password is wrong." in words
    assert hall.words("team") == []


async def test_what_the_platform_does_not_take_for_an_hour_is_told_whatever_the_reason(world: World) -> None:
    hall = await told_hall(world)
    card = await world.comes_in()
    fails_always(world, "post", BUSY, TryLater(say("Maintenance."), timedelta(minutes=20)))
    await world.approve(card)
    for told in (0, 0, 0, 0, 1, 1, 1):
        assert len(hall.words("ari")) == told
        await passes(world, 21)


async def test_a_like_that_waits_for_a_person_is_told_in_the_channel_where_nobody_handles_it(
    world: World,
) -> None:
    hall = await told_hall(world)
    card = await world.comes_in("Danke!")
    fails_always(world, "look", PASSWORD)
    await world.done(click(commands.LikeClose, card))
    await passes(world, 1)
    await passes(world, 1)
    assert ["could not be done yet" in words for words in hall.words("team")] == [True]


@pytest.mark.parametrize(
    ("call", "errors", "entries"),
    [
        # It did not even begin: why is said once, and once more because it lasts.
        ("look", [PASSWORD], {Tag.REPLY_GIVEN_BACK: 2}),
        # Each try is a change, and has its entry; that nobody knew for a while is said once.
        ("post", [BUSY], {Tag.REPLY_SENDING: 6, Tag.REPLY_GIVEN_BACK: 6}),
        ("post", [SILENCE], {Tag.REPLY_SENDING: 9, Tag.REPLY_GIVEN_BACK: 9, Tag.REPLY_UNCLEAR: 1}),
    ],
    ids=["look", "post", "unclear"],
)
async def test_a_try_that_changes_nothing_fills_no_trail(
    world: World, call: str, errors: list[OutsideError], entries: dict[Tag, int]
) -> None:
    card = await world.comes_in()
    fails_always(world, call, *errors)
    await world.approve(card)
    for _ in range(6):
        await passes(world, 21)
    assert Counter(tag for tag in await world.tags(1) if tag in AGAIN) == entries
    world.town.meanwhile.clear()
    for _ in range(2):
        await passes(world, 21)
    assert await world.status(1) is Status.POSTED
    assert (await world.tags(1)).count(Tag.REPLY_POSTED) == 1


async def test_nor_does_what_fails_beside_a_reply(world: World) -> None:
    async def hide(_: Comment) -> None:
        raise PASSWORD

    object.__setattr__(world.town, "hide", hide)
    await world.done(click(commands.Hide, await world.comes_in()))
    for _ in range(7):
        await passes(world, 11)
    # Once for its reason, and once more because it lasts.
    assert (await world.tags(1)).count(Tag.EFFECT_UNCLEAR) == 2


async def test_what_waits_for_another_try_is_not_said_to_be_planned(world: World) -> None:
    fails_always(world, "post", BUSY)
    await world.approve(await world.comes_in())
    await world.sweep()
    card = await world.card(1)
    assert ("tried again" in str(card.remark), card.remark_text) == (True, "Busy.")
    assert "Approved for" not in str(card.status_words)


async def test_a_reply_of_which_nobody_knows_is_told_and_the_ladder_goes_on(world: World) -> None:
    hall = await told_hall(world)
    card = await world.comes_in()
    fails_always(world, "post", SILENCE)
    world.town.blind = True
    await world.approve(card)
    await passes(world, 1)
    assert await world.status(1) is Status.UNKNOWN
    (words,) = hall.words("ari")
    assert "Nobody knows whether the reply" in words
    await passes(world, 120)
    assert ["Nobody knows whether the reply" in words for words in hall.words("team")] == [True]
    await passes(world, 31)
    assert len(hall.words("lea")) == 1
