"""What else is done on a platform: hiding a comment, correcting and deleting our reply."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot import commands
from bot.desk.drawing import draw
from bot.domain.audit import Tag
from bot.domain.community import Comment, Cursor, Page, Posted, Sight, Source
from bot.domain.status import Status
from bot.errors import Refused, TryLater, Unclear
from bot.ports import Approved, Platform
from bot.words import say
from tests.fakes import Town
from tests.world import World, click

BUSY = TryLater(say("Busy."))


@dataclass
class Village(Platform):
    """A platform that can only be read and replied to."""

    town: Town

    def __post_init__(self) -> None:
        self.name, self.limits = self.town.name, self.town.limits

    async def fetch(self, source: Source, after: Cursor) -> Page:
        return await self.town.fetch(source, after)

    async def look(self, comment: Comment) -> Sight:
        return await self.town.look(comment)

    async def post(self, reply: Approved, key: str) -> Posted:
        return await self.town.post(reply, key)

    async def close(self) -> None:
        """Nothing is open."""


async def answered(world: World) -> commands.OnItem:
    """An item with our public reply; a button of its card."""
    await world.approve(await world.comes_in())
    await world.engine.turn()
    return click(commands.Claim, await world.card(1))


async def test_hidden_and_shown_again(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Hide, card))
    await world.engine.turn()
    assert world.town.hidden == {"c1"}
    hidden = await world.card(card.item)
    assert hidden.hidden
    assert [b.command.action.value for b in hidden.buttons if "hide" in b.command.action] == ["unhide"]

    await world.done(click(commands.Unhide, hidden))
    await world.engine.turn()
    assert world.town.hidden == set()
    tags = [tag for tag in await world.tags(card.item) if "hid" in tag]
    assert tags == [
        Tag.COMMENT_HIDE_ASKED, Tag.COMMENT_HIDDEN, Tag.COMMENT_UNHIDE_ASKED, Tag.COMMENT_UNHIDDEN,
    ]  # fmt: skip


@pytest.mark.parametrize("error", [BUSY, Unclear(say("No answer."))], ids=["busy", "no answer"])
async def test_what_may_be_done_twice_is_simply_tried_again(world: World, error: Exception) -> None:
    card = await world.comes_in()
    world.town.before = [error]  # type: ignore[list-item]  # OutsideErrors both
    await world.done(click(commands.Hide, card))
    assert "on its way" in str((await world.refused(click(commands.Unhide, card))).words)
    await world.engine.turn()
    assert world.town.hidden == set()
    assert Tag.EFFECT_UNCLEAR in await world.tags(card.item)
    await world.later(31)
    assert world.town.hidden == {"c1"}


async def test_a_refusal_is_told_and_it_can_be_asked_again(world: World) -> None:
    card = await world.comes_in()
    world.town.before = [Refused(say("Not yours."))]
    await world.done(click(commands.Hide, card))
    await world.engine.turn()
    told = await world.card(card.item)
    assert str(told.thread[-1].why) == "Not yours."
    assert await world.status(card.item) is Status.DRAFTED
    await world.done(click(commands.Hide, told))
    await world.engine.turn()
    assert world.town.hidden == {"c1"}


async def test_a_dead_workers_hiding_is_done_again(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Hide, card))
    async with world.database.work() as work:
        due = await work.effects.due("post:town", 1, timedelta())
        assert await work.effects.claim([due[0].id], "dead")
    await world.later(5)
    await world.later(2)
    assert world.town.hidden == {"c1"}


async def test_our_reply_is_corrected_by_what_a_person_wrote(world: World) -> None:
    await answered(world)
    card = await world.card(1)
    done = await world.done(click(commands.Correct, card, text=" Ab Mai! "))
    assert done.reply
    await world.engine.turn()
    assert world.public() == ["Ab Mai!"]
    assert (await world.item(1)).reply_text == "Ab Mai!"
    assert (await world.tags(1))[-2:] == [Tag.REPLY_CORRECTION_ASKED, Tag.REPLY_CORRECTED]


async def test_a_correction_is_refused_when_it_says_nothing_new_or_is_about_an_older_comment(
    world: World,
) -> None:
    await answered(world)
    card = await world.card(1)
    assert card.reply
    for text in ("", f" {card.reply.text} "):
        assert "Nothing was changed" in str(
            (await world.refused(click(commands.Correct, card, text=text))).words
        )
    long = await world.refused(click(commands.Correct, card, text="x" * 501))
    assert "too long" in str(long.words)
    world.town.edit("c1", "Und in Kiel?")
    await world.fetch()
    stale = await world.refused(click(commands.Correct, card, text="Ab Mai!"))
    assert ("was edited" in str(stale.words), stale.kept_text) == (True, "Ab Mai!")


async def test_a_correction_is_for_the_comment_as_it_was_and_is_not_made_beneath_another(
    world: World,
) -> None:
    await answered(world)
    before = world.public()
    await world.done(click(commands.Correct, await world.card(1), text="Ab Mai!"))
    world.town.edit("c1", "Und in Kiel?")
    await world.engine.tasks["fetch"]("town:square")
    await world.engine.turn()
    assert world.public() == before
    assert (await world.tags(1))[-1] is Tag.EFFECT_REFUSED
    await world.done(click(commands.Correct, await world.card(1), text="Ab Mai!"))
    await world.engine.turn()
    assert world.public() == ["Ab Mai!"]


async def test_a_deleted_reply_opens_the_item_and_a_better_draft_is_written(world: World) -> None:
    await answered(world)
    await world.done(click(commands.DeleteReply, await world.card(1)))
    await world.engine.turn()
    assert world.public() == []
    card = await world.card(1)
    assert (card.status, card.reply, card.draft_number) == (Status.DRAFTED, None, 2)
    await world.approve(card)
    await world.engine.turn()
    assert len(world.public()) == 1


async def test_while_our_reply_is_being_deleted_the_item_is_not_reopened(world: World) -> None:
    """Else a second reply could be public when the deletion comes, and be deleted in its stead."""
    await answered(world)
    world.town.before = [BUSY]
    await world.done(click(commands.DeleteReply, await world.card(1)))
    await world.engine.turn()
    notice = await world.refused(click(commands.Reopen, await world.card(1)))
    assert "on its way" in str(notice.words)
    await world.later(31)
    assert world.public() == []
    assert await world.status(1) is Status.DRAFTED


async def test_an_old_button_asks_no_platform_for_what_it_cannot_do(world: World) -> None:
    await answered(world)
    card = await world.card(1)
    world.desk.platforms["town"] = Village(world.town)  # type: ignore[index]  # a dict behind the Mapping
    for asked in (
        click(commands.Hide, card),
        click(commands.Unhide, card),
        click(commands.DeleteReply, card),
        click(commands.Correct, card, text="Ab Mai!"),
    ):
        assert "no way" in str((await world.refused(asked)).words)
    async with world.database.read() as work:
        (dossier,) = await work.items.dossiers([1])
    offered = {button.command.action.value for button in draw(dossier, world.desk).buttons}
    assert offered == {"reopen", "save_fact", "note", "follow_up"}
