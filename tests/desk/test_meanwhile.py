"""The public does not wait for us: edits, deletions and native replies between a draft and its reply."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot import commands
from bot.domain.audit import Tag
from bot.domain.status import Status
from bot.errors import TryLater
from bot.words import say
from tests.world import World, click

BUSY = TryLater(say("Busy."))


async def test_an_edit_voids_the_approval_and_still_fits_approves_anew_at_once(patient: World) -> None:
    card = await patient.approve(await patient.comes_in("Wo gibt es euch?"))
    patient.town.edit("c1", "Wo gibt es euch in Kiel?")
    await patient.fetch()

    edited = await patient.card(card.item)
    assert (edited.status, edited.version, edited.posts_at) == (Status.DRAFTED, 2, None)
    assert edited.draft
    assert edited.draft.stale
    assert (edited.text_before, edited.text) == ("Wo gibt es euch?", "Wo gibt es euch in Kiel?")
    assert "Still fits" in str(edited.buttons[0].label)
    assert Tag.REPLY_VOIDED in await patient.tags(card.item)

    notice = await patient.refused(click(commands.Approve, card))
    assert "comment was edited" in str(notice.words)
    await patient.approve(edited)
    await patient.later(16)
    assert patient.public() == [edited.draft.text]


async def test_a_comment_that_was_edited_is_not_closed_by_who_has_not_read_it(patient: World) -> None:
    card = await patient.comes_in("Danke!")
    patient.town.edit("c1", "Danke, aber im Drink war Glas!")
    await patient.fetch()
    notice = await patient.refused(click(commands.Dismiss, card, text="nur ein Dank"))
    assert "was not closed" in str(notice.words)
    assert notice.kept_text == "nur ein Dank"
    assert notice.card
    closed = await patient.done(click(commands.Dismiss, notice.card, text="nur ein Dank"))
    assert closed.status is Status.DISMISSED
    assert (str(closed.thread[-1].why), closed.thread[-1].text) == ("nur ein Dank", "")


async def test_an_edit_found_by_the_last_look_voids_the_approval(patient: World) -> None:
    """No fetch saw it: the look just before posting did."""
    card = await patient.approve(await patient.comes_in())
    patient.town.edit("c1", "Doch nicht!")
    await patient.later(16)
    assert patient.public() == []
    assert await patient.status(card.item) is Status.DRAFTED
    assert (await patient.tags(card.item))[-2:] == [Tag.COMMENT_EDITED, Tag.REPLY_VOIDED]
    await patient.fetch()
    assert (await patient.tags(card.item)).count(Tag.COMMENT_EDITED) == 1


async def test_a_comment_deleted_meanwhile_is_never_answered(patient: World) -> None:
    by_fetch = await patient.approve(await patient.comes_in())
    by_look = await patient.approve(await patient.comes_in(author="Bo"))
    patient.town.delete("c1")
    await patient.fetch()
    assert await patient.status(by_fetch.item) is Status.GONE
    patient.town.delete("c2")
    await patient.later(16)
    assert await patient.status(by_look.item) is Status.GONE
    assert (patient.public("c1"), patient.public("c2")) == ([], [])
    assert (await patient.tags(by_look.item))[-2:] == [Tag.COMMENT_DELETED, Tag.REPLY_VOIDED]
    assert "deleted" in str((await patient.refused(click(commands.Approve, by_look))).words)


async def test_a_comment_that_comes_back_is_new_work(patient: World) -> None:
    card = await patient.comes_in()
    patient.town.delete("c1")
    await patient.fetch()
    patient.town.restore("c1")
    await patient.fetch()
    back = await patient.card(card.item)
    assert (back.status, back.draft_number) == (Status.DRAFTED, 2)


async def test_a_native_reply_closes_the_item_with_its_text_and_link(patient: World) -> None:
    by_fetch = await patient.approve(await patient.comes_in())
    by_look = await patient.approve(await patient.comes_in(author="Bo"))
    patient.town.reply_natively("c1", "Moin!")
    await patient.fetch()
    answered = await patient.card(by_fetch.item)
    assert answered.status is Status.ANSWERED
    assert answered.reply
    assert (answered.reply.text, answered.reply.approved_by) == ("Moin!", "")
    assert answered.reply.url.endswith("r3")

    patient.town.reply_natively("c2", "Ahoi!")
    await patient.later(16)
    assert await patient.status(by_look.item) is Status.ANSWERED
    assert (patient.public("c1"), patient.public("c2")) == (["Moin!"], ["Ahoi!"])


async def test_after_a_native_reply_a_further_one_can_be_approved(world: World) -> None:
    card = await world.comes_in()
    world.town.reply_natively("c1", "Moin!")
    await world.fetch()
    await world.fetch()
    assert (await world.tags(card.item)).count(Tag.ITEM_ANSWERED_ELSEWHERE) == 1
    await world.done(click(commands.Reopen, await world.card(card.item)))
    await world.engine.turn()
    await world.approve(await world.card(card.item))
    await world.engine.turn()
    assert len(world.public()) == 2


async def test_a_native_reply_to_a_neighbour_closes_nothing_of_this_one(world: World) -> None:
    card = await world.comes_in()
    world.town.write("Weiß ich auch nicht", author="Bo", parent="c1")
    world.town.reply_natively("c2", "Moin!")
    await world.fetch()
    assert await world.status(card.item) is Status.DRAFTED
    assert await world.status(card.item + 1) is Status.ANSWERED
    neighbour = await world.card(card.item + 1)
    assert [line.text for line in neighbour.context] == ["Wo gibt es den Haferdrink?"]


async def test_what_is_recorded_while_posting_voids_nothing(world: World) -> None:
    card = await world.comes_in()

    async def edits() -> None:
        world.town.edit("c1", "Kein Wort davon!")
        await world.engine.tasks["fetch"]("town:square")

    world.town.meanwhile["post"] = edits
    await world.approve(card)
    await world.engine.turn()
    done = await world.card(card.item)
    assert (done.status, done.version) == (Status.POSTED, 2)
    assert len(world.public()) == 1
    assert Tag.REPLY_VOIDED not in await world.tags(card.item)


async def test_edited_while_posting_and_not_sent_is_not_sent_later_either(world: World) -> None:
    """The platform was busy and the comment is another one now: the approval is void, not tried again."""
    card = await world.comes_in()

    async def edits_and_fails() -> None:
        world.town.edit("c1", "Ganz anders")
        await world.engine.tasks["fetch"]("town:square")
        raise BUSY

    world.town.meanwhile["post"] = edits_and_fails
    await world.approve(card)
    await world.engine.turn()
    assert (await world.tags(card.item))[-2:] == [Tag.REPLY_GIVEN_BACK, Tag.REPLY_VOIDED]
    await world.later(60)
    assert world.public() == []
    again = await world.card(card.item)
    assert again.draft
    assert again.draft.stale
    await world.approve(again)
    await world.engine.turn()
    assert world.public() == [again.draft.text]


async def test_an_edit_that_races_the_last_look_posts_the_new_text_and_never_the_old(world: World) -> None:
    """The pump holds the old effect while a person edits and approves: the old text must not go out."""
    card = await world.comes_in()

    async def edits_and_posts() -> None:
        await world.done(click(commands.Edit, card, text="Der neue Text", post=True, agreed=True), by="lea")

    world.town.meanwhile["look"] = edits_and_posts
    await world.approve(card)
    await world.engine.turn()
    await world.later(2)
    assert world.public() == ["Der neue Text"]
    assert (await world.item(card.item)).reply_text == "Der neue Text"


async def test_taken_back_during_the_last_look_nothing_goes_out(world: World) -> None:
    card = await world.comes_in()

    async def takes_back() -> None:
        await world.done(click(commands.TakeBack, card))

    world.town.meanwhile["look"] = takes_back
    await world.approve(card)
    await world.engine.turn()
    await world.later(60)
    assert world.public() == []
    assert await world.status(card.item) is Status.DRAFTED


async def test_a_native_reply_while_ours_is_on_its_way_is_seen_before_a_second_try(world: World) -> None:
    card = await world.comes_in()

    async def answers_and_fails() -> None:
        world.town.reply_natively("c1", "Moin!")
        await world.engine.tasks["fetch"]("town:square")
        raise BUSY

    world.town.meanwhile["post"] = answers_and_fails
    await world.approve(card)
    await world.engine.turn()
    await world.later(60)
    assert world.public() == ["Moin!"]
    assert await world.status(card.item) is Status.ANSWERED


async def test_a_reply_that_somebody_gave_there_counts_from_when_they_gave_it(world: World) -> None:
    """Not from when we looked: the time to a first reply would be ours instead of theirs."""
    await world.comes_in("Wo?", ago=3600)  # type: ignore[arg-type]  # handed on to the town
    world.town.reply_natively("c1", "Hier!")
    given = datetime.now(UTC) - timedelta(minutes=30)
    world.town.comments["r2"] = replace(world.town.comments["r2"], published=given)
    await world.fetch()
    async with world.database.connected() as connection:
        at = (await connection.execute(text("select replied_at from item"))).scalar_one()
    assert str(at)[:19] == f"{given:%Y-%m-%d %H:%M:%S}"
