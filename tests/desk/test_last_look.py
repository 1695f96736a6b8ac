"""The last look: a like and a correction are for the words that somebody saw, as a reply is."""

import contextlib
import dataclasses
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot import commands
from bot.domain.audit import Tag
from bot.domain.community import Comment
from bot.domain.item import Triage
from bot.domain.status import Status
from bot.errors import OutsideError, Refused, TryLater, Unclear
from bot.words import say
from tests.world import World, click

BUSY = TryLater(say("Busy."), timedelta(minutes=10))
SILENCE = Unclear(say("No answer came."))
HATE = "Ich hasse euch alle"
Happens = Callable[[World], Awaitable[object]]


class PowerCut(BaseException):
    """The worker is dead, in the middle of it."""


def praise(comment: Comment) -> Triage:
    if comment.text == HATE:
        return Triage(risk="crisis", kind="hate", language="de")
    return Triage(needs_reply=False, kind="praise", language="de", why="a thanks")


async def unseen_edit(world: World) -> None:
    world.town.edit("c1", HATE)


async def edit(world: World) -> None:
    world.town.edit("c1", HATE)
    await world.fetch()


async def harmless_edit(world: World) -> None:
    world.town.edit("c1", "Danke!!")
    await world.fetch()


async def reopened(world: World) -> None:
    await world.done(commands.Reopen(item=1))


async def reopened_and_closed(world: World) -> None:
    await reopened(world)
    await world.done(click(commands.Dismiss, await world.card(1), text="Nur Lob"))


async def unseen_deletion(world: World) -> None:
    world.town.delete("c1")


async def gone_and_back(world: World) -> None:
    for happens in (world.town.delete, world.town.restore):
        happens("c1")
        await world.fetch()
    await world.done(click(commands.Dismiss, await world.card(1), text="Nur Lob"))


def raising(error: BaseException) -> Callable[[], Awaitable[object]]:
    async def fails() -> None:
        raise error

    return fails


async def liked_and_closed(world: World, *troubles: OutsideError) -> None:
    world.scribe.triages = praise
    card = await world.comes_in("Danke!")
    world.town.before = list(troubles)
    await world.done(click(commands.LikeClose, card))
    await world.engine.turn()


@pytest.mark.parametrize(
    ("happens", "tried"),
    [
        (unseen_edit, False),
        (edit, False),
        (edit, True),
        (harmless_edit, False),
        (reopened, False),
        (reopened_and_closed, True),
        (unseen_deletion, False),
        (gone_and_back, False),
    ],
)
async def test_a_like_is_not_given_to_what_nobody_closed_with_it(
    world: World, happens: Happens, *, tried: bool
) -> None:
    if tried:
        object.__setattr__(world.town, "like", raising_once(world, BUSY))
    await liked_and_closed(world, *([] if tried else [BUSY]))
    assert world.town.liked == []
    await happens(world)
    await world.later(3600)
    assert world.town.liked == []
    assert (await world.tags(1)).count(Tag.EFFECT_REFUSED) == 1


def raising_once(world: World, error: OutsideError) -> Callable[[Comment], Awaitable[None]]:
    """The next like does not happen."""
    real, errors = world.town.like, [error]

    async def like(comment: Comment) -> None:
        if errors:
            raise errors.pop()
        await real(comment)

    return like


async def test_what_was_closed_and_left_alone_has_our_like_when_the_platform_takes_it(world: World) -> None:
    await liked_and_closed(world, BUSY)
    await world.later(3600)
    assert world.town.liked == ["c1"]


@pytest.mark.parametrize(
    ("happens", "lost"), [(edit, SILENCE), (reopened, PowerCut()), (unseen_edit, SILENCE)]
)
async def test_a_like_whose_answer_was_lost_is_looked_up_and_neither_given_twice_nor_denied(
    world: World, happens: Happens, lost: BaseException
) -> None:
    world.town.meanwhile["liked"] = raising(lost)
    with contextlib.suppress(PowerCut):
        await liked_and_closed(world)
    await happens(world)
    for _ in range(2):
        await world.later(60)
    assert world.town.liked == ["c1"]
    tags = await world.tags(1)
    assert (tags.count(Tag.COMMENT_LIKED), Tag.EFFECT_REFUSED in tags) == (1, False)


async def test_after_a_reopening_the_next_like_is_asked_for_anew(world: World) -> None:
    await liked_and_closed(world, BUSY)
    await reopened(world)
    await world.done(click(commands.LikeClose, await world.card(1)))
    await world.engine.turn()
    assert world.town.liked == ["c1"]


async def test_a_like_that_cannot_even_be_looked_at_is_given_up(world: World) -> None:
    await liked_and_closed(world, Refused(say("Not for you.")))
    await world.later(3600)
    assert world.town.liked == []
    assert (await world.tags(1))[-1] is Tag.EFFECT_REFUSED


# Corrections


async def answered(world: World) -> commands.Correct:
    """What somebody sends who corrects our public reply."""
    await world.approve(await world.comes_in("Schmeckt super"))
    await world.sweep()
    await world.fetch()
    correct = click(commands.Correct, await world.card(1), text="Schön, dass es schmeckt!")
    assert isinstance(correct, commands.Correct)
    return correct


async def recalled(world: World) -> None:
    """Somebody changes our reply on the platform itself, and no fetch has seen it yet."""
    (ours,) = world.town.replies["c1"]
    world.town.replies["c1"] = [dataclasses.replace(ours, text="Rückruf!")]
    world.town.edit(ours.id, "Rückruf!")


async def taken_down(world: World) -> None:
    (ours,) = world.town.replies.pop("c1")
    world.town.delete(ours.id)


@pytest.mark.parametrize("happens", [unseen_edit, edit, recalled, taken_down, unseen_deletion])
async def test_a_correction_replaces_nothing_but_what_its_approver_saw(
    world: World, happens: Happens
) -> None:
    asked = await answered(world)
    before = {happens: world.public()} | {recalled: ["Rückruf!"], taken_down: []}
    await world.done(asked)
    await happens(world)
    await world.engine.turn()
    await world.fetch()
    await world.later(3600)
    assert world.public() == before[happens]
    tags = await world.tags(1)
    assert (tags.count(Tag.EFFECT_REFUSED), Tag.REPLY_CORRECTED in tags) == (1, False)
    assert tags.count(Tag.REPLY_EDITED_ELSEWHERE) == (happens is recalled)
    # Whoever has read what there is now may correct it, also beneath a comment that is gone.
    if happens is not taken_down:
        await world.done(click(commands.Correct, await world.card(1), text="Anders!"))
        await world.engine.turn()
        assert world.public() == ["Anders!"]


async def test_a_correction_whose_answer_was_lost_is_looked_up_and_not_called_unsent(world: World) -> None:
    asked = await answered(world)
    world.town.meanwhile["corrected"] = raising(SILENCE)
    await world.done(asked)
    await world.engine.turn()
    await edit(world)
    await world.later(60)
    assert (world.public(), world.town.calls["correct"]) == ([asked.text], 1)
    tags = await world.tags(1)
    assert (tags.count(Tag.REPLY_CORRECTED), Tag.EFFECT_REFUSED in tags) == (1, False)
    assert await world.status(1) is Status.POSTED
    assert (await world.item(1)).reply_text == asked.text
