"""Posting: once and honestly, whatever gets lost on the way."""

import asyncio
from functools import partial

import pytest

from bot import commands
from bot.desk.posting import _claim, _next, post_step
from bot.domain.audit import Tag
from bot.domain.community import Comment, Limits
from bot.domain.effect import Kind, State
from bot.domain.item import Triage, Urgency
from bot.domain.status import Status
from bot.errors import NeedsPerson, Refused, TryLater, Unclear
from bot.views import Board
from bot.words import say
from tests.world import World, click

BUSY = TryLater(say("Busy."))
FORBIDDEN = Refused(say("You may not post here."))
SILENCE = Unclear(say("No answer came."))
PASSWORD = NeedsPerson(say("The password is wrong."))


async def test_a_dropped_answer_is_looked_up_and_never_posted_twice(world: World) -> None:
    card = await world.comes_in()
    world.town.lost = 1
    await world.approve(card)
    await world.engine.turn()
    await world.later(60)
    assert len(world.public()) == 1
    assert world.town.calls["post"] == 1
    assert await world.status(card.item) is Status.POSTED
    assert Tag.REPLY_UNCLEAR in await world.tags(card.item)


async def test_the_look_waits_until_the_platform_has_settled(world: World) -> None:
    world.town.limits = Limits(longest=500, settling=20, lease=4)
    card = await world.comes_in()
    world.town.lost = 1
    await world.approve(card)
    await world.engine.turn()
    await world.later(19)
    assert await world.reply_state(card.item) is State.UNCLEAR
    await world.later(2)
    assert await world.reply_state(card.item) is State.SENT


async def test_a_call_that_takes_too_long_is_unclear_and_is_looked_up(world: World) -> None:
    world.town.limits = Limits(longest=500, lease=0)
    card = await world.comes_in()

    async def ends_late() -> None:
        raise TimeoutError

    world.town.meanwhile["posted"] = ends_late
    world.town.limits = Limits(longest=500, lease=4)
    await world.approve(card)
    await world.engine.turn()
    await world.later(1)
    assert len(world.public()) == 1
    assert await world.status(card.item) is Status.POSTED


async def test_without_time_left_nothing_is_sent_and_it_is_tried_again(world: World) -> None:
    card = await world.comes_in()
    world.town.limits = Limits(longest=500, lease=-1)
    await world.approve(card)
    await world.engine.turn()
    assert world.town.calls["post"] == 0
    assert (await world.tags(card.item))[-1] is Tag.REPLY_GIVEN_BACK
    world.town.limits = Limits(longest=500, lease=4)
    await world.later(2)
    assert len(world.public()) == 1


@pytest.mark.parametrize("error", [BUSY, FORBIDDEN], ids=["busy", "forbidden"])
async def test_who_comes_back_from_hiding_too_late_writes_nothing(world: World, error: Exception) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Hide, card))
    hides = type(world.town).hide

    async def is_away(comment: Comment) -> None:
        object.__setattr__(world.town, "hide", partial(hides, world.town))
        world.clock.pass_by(60)
        for _ in range(2):
            await post_step(world.desk, "post:town")
        assert comment.id in world.town.hidden
        raise error

    object.__setattr__(world.town, "hide", is_away)
    await world.engine.turn()
    assert (await world.tags(card.item))[-1] is Tag.COMMENT_HIDDEN


async def test_what_is_due_before_its_window_is_over_waits_and_does_not_spin(patient: World) -> None:
    """The claim is the last word, whatever the effect's row says."""
    card = await patient.approve(await patient.comes_in())
    async with patient.database.work() as work:
        effect = await work.effects.last(card.item, [Kind.REPLY])
        assert effect
        await work.effects.settle(effect, effect.token, State.WANTED, due_at=work.now)
    assert not await post_step(patient.desk, "post:town")
    assert patient.public() == []


async def test_what_is_being_sent_already_is_not_taken_back(patient: World) -> None:
    card = await patient.approve(await patient.comes_in())
    async with patient.database.work() as work:
        effect = await work.effects.last(card.item, [Kind.REPLY])
        assert effect
        await work.effects.claim([effect.id], "somebody")
    assert "on its way" in str((await patient.refused(click(commands.TakeBack, card))).words)
    patient.clock.pass_by(16)
    job = await _next(patient.desk, patient.town, "post:town")
    assert job
    async with patient.database.work() as work:
        assert (await _claim(work, job, "another", None)).draft is None


async def test_a_refusal_for_good_is_said_and_another_turn_may_be_approved(world: World) -> None:
    card = await world.comes_in()

    async def refuses() -> None:
        raise FORBIDDEN

    world.town.meanwhile["post"] = refuses
    await world.approve(card)
    await world.engine.turn()
    failed = await world.card(card.item)
    assert (failed.status, failed.remark_text) == (Status.FAILED, "You may not post here.")
    await world.later(600)
    assert world.public() == []
    await world.approve(failed)
    await world.engine.turn()
    assert len(world.public()) == 1
    assert (await world.item(card.item)).turn == 2


@pytest.mark.parametrize(("error", "wait"), [(BUSY, 30), (PASSWORD, 30)], ids=["busy", "password"])
async def test_what_did_not_happen_is_tried_again_when_it_may_work(
    world: World, error: Exception, wait: float
) -> None:
    card = await world.comes_in()

    async def fails() -> None:
        raise error

    world.town.meanwhile["post"] = fails
    await world.approve(card)
    await world.engine.turn()
    assert await world.status(card.item) is Status.APPROVED
    await world.later(wait - 1)
    assert world.public() == []
    await world.later(2)
    assert len(world.public()) == 1


async def test_what_waits_for_another_try_can_still_be_taken_back(world: World) -> None:
    card = await world.comes_in()

    async def fails() -> None:
        raise BUSY

    world.town.meanwhile["post"] = fails
    await world.approve(card)
    await world.engine.turn()
    await world.done(click(commands.TakeBack, card))
    await world.later(600)
    assert world.public() == []


@pytest.mark.parametrize("more_urgent", [True, False])
async def test_what_goes_out_is_decided_when_the_slot_comes(
    world: World, monkeypatch: pytest.MonkeyPatch, *, more_urgent: bool
) -> None:
    """While the slot is waited for, another reply becomes more urgent, or this one is taken back."""
    world.town.limits = Limits(longest=500, lease=4, interval=5)
    world.scribe.triages = lambda comment: Triage(
        urgency=Urgency.HIGH if "!" in comment.text else Urgency.LOW
    )
    first, second = await world.comes_in("Wo?"), await world.comes_in("Hilfe!", author="Bo")

    async def passes(seconds: float) -> None:
        world.clock.pass_by(seconds)
        await world.ask(click(commands.Approve, second) if more_urgent else click(commands.TakeBack, first))

    monkeypatch.setattr(asyncio, "sleep", passes)
    await world.approve(first)
    await post_step(world.desk, "post:town")
    assert (world.public("c1"), len(world.public("c2"))) == ([], more_urgent)


async def test_when_nobody_can_look_nothing_goes_out_blindly(world: World) -> None:
    card = await world.comes_in()
    world.town.before = [PASSWORD]
    await world.approve(card)
    await world.engine.turn()
    assert world.town.calls["post"] == 0
    waiting = await world.card(card.item)
    assert (waiting.status, waiting.remark_text) == (Status.APPROVED, "The password is wrong.")
    said = len(waiting.thread)
    world.clock.pass_by(31)
    world.town.before = [PASSWORD]
    await post_step(world.desk, "post:town")
    assert len((await world.card(card.item)).thread) == said
    await world.later(31)
    assert len(world.public()) == 1
    assert (await world.card(card.item)).remark_text == ""


async def test_a_look_that_fails_after_the_reply_was_taken_back_changes_nothing(world: World) -> None:
    card = await world.comes_in()

    async def takes_back() -> None:
        await world.done(click(commands.TakeBack, card))
        raise BUSY

    world.town.meanwhile["look"] = takes_back
    await world.approve(card)
    await world.engine.turn()
    assert await world.status(card.item) is Status.DRAFTED
    assert (await world.tags(card.item))[-1] is Tag.REPLY_TAKEN_BACK


async def test_while_posting_is_held_what_may_have_happened_is_still_looked_up(world: World) -> None:
    card = await world.comes_in()
    world.town.limits = Limits(longest=500, settling=20, lease=4)
    world.town.lost = 1
    await world.approve(card)
    await world.engine.turn()
    async with world.database.work() as work:
        await work.set_fact("posting_held", "restored")
    await world.approve(await world.comes_in(author="Bo"))
    await world.later(21)
    assert await world.status(card.item) is Status.POSTED
    assert world.town.calls["post"] == 1


async def test_while_posting_is_held_nothing_goes_out_and_the_board_says_so(world: World) -> None:
    card = await world.comes_in()
    async with world.database.work() as work:
        await work.set_fact("posting_held", "restored")
    await world.approve(card)
    await world.engine.turn()
    await world.later(60)
    assert world.public() == []
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert "Posting is held" in str(board.parts[0])
    assert [wake.after.total_seconds() for wake in world.engine.wakes if wake.key == "post:town"] == [1]
    async with world.database.work() as work:
        await work.set_fact("posting_held", None)
    await world.later(60)
    assert len(world.public()) == 1


async def test_held_between_the_look_and_the_call_nothing_goes_out(world: World) -> None:
    async def holds() -> None:
        async with world.database.work() as work:
            await work.set_fact("posting_held", "restored")

    world.town.meanwhile["look"] = holds
    await world.approve(await world.comes_in())
    await world.engine.turn()
    assert world.town.calls["post"] == 0


async def test_a_platform_that_is_no_longer_set_up_gets_nothing_and_stops_nobody(world: World) -> None:
    card = await world.comes_in()
    await world.approve(card)
    world.desk.platforms.clear()  # type: ignore[attr-defined]  # a dict behind the Mapping
    await world.engine.turn()
    assert world.public() == []
    notice = await world.refused(click(commands.Edit, card, text="Neu", post=True))
    assert "not in the settings" in str(notice.words)
