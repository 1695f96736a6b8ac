"""What became of it? Dead workers, workers that come back, looks that fail, and people who are asked."""

import pytest

from bot import commands
from bot.desk.posting import _next, post_step
from bot.desk.settling import MANY_LOOKS, resolve
from bot.domain.audit import Tag
from bot.domain.community import Limits
from bot.domain.effect import Kind, State
from bot.domain.status import Status
from bot.errors import NeedsPerson, Refused, TryLater, Unclear
from bot.words import say
from tests.world import World, click

BUSY = TryLater(say("Busy."))
FORBIDDEN = Refused(say("You may not post here."))
SILENCE = Unclear(say("No answer came."))
PASSWORD = NeedsPerson(say("The password is wrong."))


class PowerCut(BaseException):
    """The worker is dead, in the middle of it."""


async def power_cut() -> None:
    raise PowerCut


async def silence() -> None:
    raise SILENCE


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
        while await world.reply_state(card.item) is not State.SENT:
            await world.engine.tasks["pump"]("post:town")

    world.town.meanwhile["posted"] = is_away
    await world.approve(card)
    await world.engine.turn()
    tags = await world.tags(card.item)
    assert tags.count(Tag.REPLY_POSTED) == 1
    assert len(world.public()) == 1


@pytest.mark.parametrize("error", [BUSY, FORBIDDEN, SILENCE], ids=["busy", "forbidden", "silence"])
async def test_nor_does_one_that_comes_back_with_an_error(world: World, error: Exception) -> None:
    card = await world.comes_in()

    async def is_away() -> None:
        world.clock.pass_by(60)
        while await world.reply_state(card.item) is not State.SENT:
            await world.engine.tasks["pump"]("post:town")
        raise error

    world.town.meanwhile["posted"] = is_away
    await world.approve(card)
    await world.engine.turn()
    assert await world.status(card.item) is Status.POSTED
    assert (await world.tags(card.item))[-1] is Tag.REPLY_POSTED


@pytest.mark.parametrize("blind", [False, True])
async def test_two_workers_look_at_once_and_one_writes_what_was_found(world: World, *, blind: bool) -> None:
    world.town.limits = Limits(longest=500, settling=20, lease=4)
    card = await world.comes_in()
    world.town.meanwhile["post" if blind else "posted"] = silence
    world.town.blind = blind
    await world.approve(card)
    await world.engine.turn()
    world.clock.pass_by(21)
    world.town.meanwhile["look"] = lambda: post_step(world.desk, "post:town")
    await post_step(world.desk, "post:town")
    assert await world.status(card.item) is (Status.UNKNOWN if blind else Status.POSTED)
    ends = [tag for tag in await world.tags(card.item) if tag in {Tag.REPLY_POSTED, Tag.REPLY_UNKNOWN}]
    assert len(ends) == 1


async def test_an_abandoned_reply_is_found_abandoned_once(world: World) -> None:
    card = await world.comes_in()
    world.town.meanwhile["post"] = power_cut
    await world.approve(card)
    with pytest.raises(PowerCut):
        await world.engine.turn()
    world.clock.pass_by(5)
    job = await _next(world.desk, world.town, "post:town")
    assert job
    await post_step(world.desk, "post:town")
    await resolve(job)
    assert (await world.tags(card.item)).count(Tag.REPLY_UNCLEAR) == 1


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
        assert await world.reply_state(card.item) is State.SENT
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
