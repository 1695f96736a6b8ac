"""Posting: once and honestly, whatever gets lost on the way."""

import pytest

from bot import commands
from bot.desk.settling import MANY_LOOKS
from bot.domain.audit import Tag
from bot.domain.community import Limits
from bot.domain.effect import Kind, State
from bot.domain.status import Status
from bot.errors import NeedsPerson, Refused, TryLater
from bot.words import say
from tests.world import World, click

BUSY = TryLater(say("Busy."))
FORBIDDEN = Refused(say("You may not post here."))
PASSWORD = NeedsPerson(say("The password is wrong."))


class PowerCut(BaseException):
    """The worker is dead, in the middle of it."""


async def power_cut() -> None:
    raise PowerCut


async def effect_state(world: World, item: int) -> State:
    async with world.database.read() as work:
        effect = await work.effects.last(item, [Kind.REPLY])
    assert effect
    return effect.state


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
    assert await effect_state(world, card.item) is State.UNCLEAR
    await world.later(2)
    assert await effect_state(world, card.item) is State.SENT


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


@pytest.mark.parametrize(("when", "posts"), [("post", 2), ("posted", 1)])
async def test_a_dead_workers_reply_is_looked_up_after_the_lease(world: World, when: str, posts: int) -> None:
    """Whether it died before or after the reply was public: one public reply in the end."""
    card = await world.comes_in()
    world.town.meanwhile[when] = power_cut
    await world.approve(card)
    with pytest.raises(PowerCut):
        await world.engine.turn()
    assert await world.status(card.item) is Status.POSTING
    await world.later(25)
    await world.later(2)
    assert len(world.public()) == 1
    assert world.town.calls["post"] == posts
    assert await world.status(card.item) is Status.POSTED


async def test_a_worker_that_comes_back_after_another_looked_writes_nothing(world: World) -> None:
    """It was away for longer than its lease: its result is known already."""
    card = await world.comes_in()

    async def is_away() -> None:
        world.clock.pass_by(60)
        while await effect_state(world, card.item) is not State.SENT:
            await world.engine.tasks["pump"]("post:town")

    world.town.meanwhile["posted"] = is_away
    await world.approve(card)
    await world.engine.turn()
    tags = await world.tags(card.item)
    assert tags.count(Tag.REPLY_POSTED) == 1
    assert len(world.public()) == 1


@pytest.mark.parametrize("error", [BUSY, FORBIDDEN, PASSWORD], ids=["busy", "forbidden", "password"])
async def test_nor_does_one_that_comes_back_with_an_error(world: World, error: Exception) -> None:
    card = await world.comes_in()

    async def is_away() -> None:
        world.clock.pass_by(60)
        while await effect_state(world, card.item) is not State.SENT:
            await world.engine.tasks["pump"]("post:town")
        raise error

    world.town.meanwhile["posted"] = is_away
    await world.approve(card)
    await world.engine.turn()
    assert await world.status(card.item) is Status.POSTED
    assert (await world.tags(card.item))[-1] is Tag.REPLY_POSTED


class TestUnknown:
    async def lose(self, world: World) -> commands.OnItem:
        """A reply whose fate looking does not settle."""
        card = await world.comes_in()
        world.town.blind = True
        world.town.meanwhile["post"] = self.breaks
        await world.approve(card)
        with pytest.raises(PowerCut):
            await world.engine.turn()
        await world.later(25)
        await world.later(1)
        assert await world.status(card.item) is Status.UNKNOWN
        return click(commands.Claim, await world.card(card.item))

    async def breaks(self) -> None:
        raise PowerCut

    async def test_a_person_is_asked_and_nothing_else_can_be_approved(self, world: World) -> None:
        seen = await self.lose(world)
        card = await world.card(seen.item)
        offered = [button.command.action.value for button in card.buttons][:2]
        assert offered == ["settle_posted", "settle_not_posted"]
        assert world.room.messages["m1"].status is Status.UNKNOWN
        assert "settled first" in str((await world.refused(click(commands.Approve, card))).words)
        await world.later(600)
        assert world.public() == []

    async def test_settled_as_not_public_it_can_be_approved_again(self, world: World) -> None:
        seen = await self.lose(world)
        card = await world.done(click(commands.SettleNotPosted, await world.card(seen.item)))
        assert card.status is Status.DRAFTED
        world.town.blind = False
        await world.approve(card)
        await world.engine.turn()
        assert len(world.public()) == 1
        assert (await world.item(card.item)).turn == 2

    async def test_settled_as_public_it_is_done(self, world: World) -> None:
        seen = await self.lose(world)
        card = await world.done(click(commands.SettlePosted, await world.card(seen.item)), by="lea")
        assert card.status is Status.POSTED
        assert card.reply
        assert card.reply.approved_by == "Ari"
        assert await effect_state(world, card.item) is State.SENT
        notice = await world.refused(click(commands.DeleteReply, card))
        assert "do it there" in str(notice.words)

    async def test_when_it_turns_up_it_settles_itself_and_a_further_reply_is_possible(
        self, world: World
    ) -> None:
        seen = await self.lose(world)
        item = await world.item(seen.item)
        async with world.database.read() as work:
            draft = await work.items.draft(item.id, item.draft)
        world.town.reply_natively("c1", "Etwas ganz anderes")
        await world.fetch()
        assert await world.status(item.id) is Status.UNKNOWN
        world.town.reply_natively("c1", f"<p>{draft.text}</p>")
        await world.fetch()
        assert await world.status(item.id) is Status.POSTED

        world.town.blind = False
        world.town.replies["c1"].pop(0)
        await world.done(click(commands.Reopen, await world.card(item.id)))
        await world.engine.turn()
        await world.approve(await world.card(item.id))
        await world.engine.turn()
        assert len(world.public()) == 2

    async def test_an_item_whose_effect_is_not_there_is_settled_by_a_person_alone(self, world: World) -> None:
        seen = await self.lose(world)
        async with world.database.work() as work:
            effects = (await work.effects.last(seen.item, [Kind.REPLY]),)
            assert effects[0]
            await work.effects.settle(effects[0], effects[0].token, State.WANTED)
            await work.effects.drop(seen.item, Kind.REPLY, 1)
        world.town.reply_natively("c1", "Hallo")
        await world.fetch()
        assert await world.status(seen.item) is Status.UNKNOWN
        assert (await world.done(click(commands.SettleNotPosted, await world.card(seen.item)))).draft


async def test_a_look_that_fails_is_repeated_and_then_a_person_is_asked(world: World) -> None:
    card = await world.comes_in()
    world.town.meanwhile["post"] = power_cut
    await world.approve(card)
    with pytest.raises(PowerCut):
        await world.engine.turn()

    async def fails() -> None:
        raise BUSY

    for _ in range(MANY_LOOKS):
        assert await world.status(card.item) is Status.POSTING
        world.town.meanwhile["look"] = fails
        await world.later(60)
    assert await world.status(card.item) is Status.UNKNOWN
    assert (await world.item(card.item)).reason == "Busy."


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


async def test_when_nobody_can_look_nothing_goes_out_blindly(world: World) -> None:
    card = await world.comes_in()
    world.town.before = [PASSWORD]
    await world.approve(card)
    await world.engine.turn()
    assert world.town.calls["post"] == 0
    assert await world.status(card.item) is Status.APPROVED
    await world.later(31)
    assert len(world.public()) == 1


async def test_while_posting_is_held_nothing_goes_out_and_the_board_says_so(world: World) -> None:
    card = await world.comes_in()
    async with world.database.work() as work:
        await work.set_fact("posting_held", "restored")
    await world.approve(card)
    await world.engine.turn()
    await world.later(60)
    assert world.public() == []
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
