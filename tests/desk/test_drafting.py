"""Drafting: what a writer is told, and what becomes of what it writes."""

import pytest

from bot import commands
from bot.desk.drafting import LEASE
from bot.domain.audit import Tag
from bot.domain.item import Triage, Urgency
from bot.domain.status import Status
from tests.world import World, click


async def test_a_writer_is_told_what_was_answered_before(world: World) -> None:
    card = await world.comes_in()
    await world.approve(card)
    await world.engine.turn()
    world.town.write("Und wo in Kiel?", parent="c1")
    await world.fetch()
    asked = world.scribe.asked[-1]
    assert card.draft
    assert asked.recent == (card.draft.text,)
    assert [above.text for above in asked.chain] == ["Wo gibt es den Haferdrink?"]
    assert asked.limits == world.town.limits


async def test_no_draft_is_an_answer_that_the_card_gives(world: World) -> None:
    world.scribe.texts = [None]
    card = await world.comes_in()
    assert (card.status, card.draft) == (Status.NEW, None)
    assert "No fitting template" in str(card.no_draft)
    edited = await world.done(click(commands.Edit, card, text="Im Bioladen!"))
    assert edited.status is Status.DRAFTED


async def test_what_needs_no_reply_gets_no_draft_unless_somebody_asks(world: World) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False, why="small talk {}")
    card = await world.comes_in()
    assert world.scribe.asked == []
    assert (card.due, "small talk {}" in str(card.no_draft)) == (None, True)
    asked = await world.done(click(commands.Redraft, card))
    assert "being written" in str(asked.no_draft)
    await world.engine.turn()
    assert await world.status(card.item) is Status.DRAFTED


@pytest.mark.parametrize(("late", "tag"), [("Zu spät", Tag.DRAFT_LATE), (None, Tag.DRAFT_EDITED)])
async def test_a_draft_for_an_older_state_is_put_aside(world: World, late: str | None, tag: Tag) -> None:
    """While the writer writes, a person writes too: theirs stands."""
    card = await world.comes_in()

    async def writes() -> None:
        await world.done(click(commands.Edit, card, text="Von Hand"))

    world.scribe.meanwhile, world.scribe.texts = [writes], [late]
    await world.done(click(commands.Redraft, card))
    await world.engine.turn()
    edited = await world.card(card.item)
    assert edited.draft
    assert edited.draft.text == "Von Hand"
    assert (await world.tags(card.item))[-1] is tag
    assert (await world.item(card.item)).ask_due is None


async def test_an_edited_comment_gets_its_draft_anew_without_waiting_for_the_sweep(world: World) -> None:
    world.scribe.texts = [None]
    card = await world.comes_in()
    world.town.edit("c1", "Wo in Kiel?")
    await world.fetch()
    assert world.scribe.asked[-1].comment.text == "Wo in Kiel?"
    assert await world.status(card.item) is Status.DRAFTED


async def test_a_writer_that_died_is_asked_again_after_the_lease(world: World) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False)
    card = await world.comes_in()
    await world.done(click(commands.Redraft, card))
    async with world.database.work() as work:
        await work.items.wanting_draft(1, LEASE)
    await world.later(LEASE.total_seconds() - 10)
    assert world.scribe.asked == []
    await world.later(11)
    assert await world.status(card.item) is Status.DRAFTED


async def test_what_a_removed_platform_left_behind_holds_up_no_other_draft(world: World) -> None:
    world.scribe.texts = [None]
    card = await world.comes_in()
    await world.done(click(commands.Redraft, card))
    world.desk.platforms.clear()  # type: ignore[attr-defined]  # a dict behind the Mapping
    await world.engine.turn()
    assert len(world.scribe.asked) == 1
    world.desk.platforms["town"] = world.town  # type: ignore[index]
    await world.later(LEASE.total_seconds() + 1)
    assert await world.status(card.item) is Status.DRAFTED


async def test_a_draft_says_honestly_where_it_comes_from(world: World) -> None:
    card = await world.comes_in()
    assert card.draft
    assert str(card.draft.origin) == "template, no language model (general@1)"


@pytest.mark.parametrize("text", ["Das tut mir leid.", None])
async def test_what_a_writer_finds_graver_changes_the_item_with_its_entry(
    world: World, text: str | None
) -> None:
    world.scribe.looks = Triage(kind="crisis", risk="crisis", urgency=Urgency.CRISIS, why="“alles egal”")
    world.scribe.texts = [text]
    card = await world.comes_in()
    item = await world.item(card.item)
    assert (item.triage.kind, item.triage.risk, item.triage.why) == ("crisis", "crisis", "“alles egal”")
    tags = await world.tags(card.item)
    assert tags.index(Tag.ITEM_TRIAGED) < tags.index(Tag.DRAFT_WRITTEN if text else Tag.DRAFT_NONE)
    assert (await world.card(card.item)).risk == "crisis"


async def test_a_writer_is_shown_what_was_approved_for_this_kind(world: World) -> None:
    world.scribe.triages = lambda _: Triage(kind="question", language="de")
    card = await world.comes_in()
    await world.approve(card)
    await world.engine.turn()
    world.town.write("Und wo in Kiel?")
    await world.fetch()
    assert card.draft
    (precedent,) = world.scribe.asked[-1].precedents
    assert (precedent.comment, precedent.reply) == ("Wo gibt es den Haferdrink?", card.draft.text)
    world.scribe.triages = lambda _: Triage(kind="praise", language="de")
    world.town.write("Lecker!")
    await world.fetch()
    assert world.scribe.asked[-1].precedents == ()
