"""Our replies on the platform: held back, changed or deleted there by somebody else."""

from datetime import timedelta

from sqlmodel import SQLModel

from bot import commands
from bot.desk.intake import fetch_once
from bot.domain.audit import Tag
from bot.domain.item import Item, Triage
from bot.domain.people import Actor
from bot.domain.status import Status
from bot.errors import TryLater
from bot.views import ItemCard
from bot.words import say
from storage.erasing import erase_author
from tests.world import World, click


async def posted(world: World) -> tuple[ItemCard, str]:
    """A comment that was answered, as the next fetch has seen; and the reply's id."""
    card = await world.approve(await world.comes_in())
    await world.fetch()
    return await world.card(card.item), (await world.item(card.item)).reply


async def after_fetch(world: World, card: ItemCard) -> tuple[Item, ItemCard, list[Tag]]:
    """What a fetch has made of the item: how it stands, its card, and what it added to the trail."""
    before = len(await world.tags(card.item))
    await world.fetch()
    tags = await world.tags(card.item)
    return await world.item(card.item), await world.card(card.item), tags[before:]


async def test_a_reply_that_waits_for_moderation_is_said_to_until_it_is_public(world: World) -> None:
    world.town.moderates = True
    card, reply = await posted(world)
    assert (card.status, "holds our reply back" in str(card.remark)) == (Status.POSTED, True)
    tags = await world.tags(card.item)
    assert (Tag.REPLY_HELD in tags, Tag.REPLY_POSTED in tags) == (True, False)
    world.town.hold(reply, held=False)
    _, seen, added = await after_fetch(world, card)
    assert (seen.remark, added) == (None, [Tag.REPLY_POSTED])
    world.town.hold(reply, held=True)
    assert (await after_fetch(world, card))[2] == [Tag.REPLY_HELD]


async def test_a_reply_that_somebody_edits_there_is_shown_as_it_is(world: World) -> None:
    card, reply = await posted(world)
    world.town.edit(reply, "Ab Montag, versprochen.")
    item, seen, added = await after_fetch(world, card)
    assert (item.status, item.reply_text, added) == (
        Status.POSTED, "Ab Montag, versprochen.", [Tag.REPLY_EDITED_ELSEWHERE],
    )  # fmt: skip
    assert seen.reply
    assert (seen.reply.text, seen.reply.approved_by) == ("Ab Montag, versprochen.", "")
    assert (await after_fetch(world, card))[2] == []


async def test_a_reply_that_somebody_deletes_there_is_gone_until_it_comes_back(world: World) -> None:
    card, reply = await posted(world)
    world.town.delete(reply)
    item, seen, added = await after_fetch(world, card)
    assert (item.status, item.reply, item.reply_text, added) == (Status.POSTED, "", "", [Tag.REPLY_GONE])
    assert seen.reply is None
    assert "deleted on the platform itself" in str(seen.remark)
    assert commands.DeleteReply not in {type(button.command) for button in seen.buttons}
    world.town.restore(reply)
    item, seen, added = await after_fetch(world, card)
    assert (item.reply, seen.remark, added) == (reply, None, [Tag.ITEM_ANSWERED_ELSEWHERE])


async def test_what_we_change_ourselves_comes_back_as_no_news(world: World) -> None:
    card, _ = await posted(world)
    corrected = await world.done(click(commands.Correct, card, text="Ab Dienstag."))
    await world.engine.turn()
    assert (await after_fetch(world, corrected))[2] == []
    await world.done(click(commands.DeleteReply, await world.card(card.item)), by="lea")
    await world.engine.turn()
    assert Tag.REPLY_DELETED in await world.tags(card.item)
    assert not {Tag.REPLY_GONE, Tag.REPLY_EDITED_ELSEWHERE} & set(await world.tags(card.item))


async def test_a_correction_on_its_way_is_not_taken_for_somebody_elses(world: World) -> None:
    """A fetch sees it before its answer is here."""
    card, _ = await posted(world)

    async def read() -> None:
        await fetch_once(world.desk, world.desk.policy.watches[0])

    world.town.meanwhile["corrected"] = read
    corrected = await world.done(click(commands.Correct, card, text="Ab Dienstag."))
    await world.engine.turn()
    assert (await after_fetch(world, corrected))[2] == []
    assert (await world.tags(card.item))[-1] is Tag.REPLY_CORRECTED


async def test_what_is_told_again_or_answers_nobody_is_no_news(world: World) -> None:
    card, reply = await posted(world)
    world.town.changes.append(reply)
    assert (await after_fetch(world, card))[2] == []
    beneath = world.town.reply_natively(reply, "Und noch etwas.")
    assert (await after_fetch(world, card))[2] == []
    world.town.delete(beneath)
    assert (await after_fetch(world, card))[2] == []


async def test_another_reply_of_ours_that_goes_leaves_the_one_we_know(world: World) -> None:
    card, reply = await posted(world)
    second = world.town.reply_natively("c1", "Und noch etwas.")
    assert (await after_fetch(world, card))[2] == [Tag.ITEM_ANSWERED_ELSEWHERE]
    world.town.delete(second)
    item, _, added = await after_fetch(world, card)
    assert (item.reply, added) == (reply, [])


async def test_an_edit_and_a_release_at_once_are_both_kept_and_stop_nothing(world: World) -> None:
    """One visit to the moderation page of the platform."""
    world.town.moderates = True
    card, reply = await posted(world)
    world.town.edit(reply, "Hallo Anna, ab Montag!")
    world.town.hold(reply, held=False)
    world.town.write("Eine ganz neue Frage?", author="Bea")
    item, _, added = await after_fetch(world, card)
    assert (item.reply_text, added) == (
        "Hallo Anna, ab Montag!", [Tag.REPLY_EDITED_ELSEWHERE, Tag.REPLY_POSTED],
    )  # fmt: skip
    assert await world.newest() != card.item


async def waiting_correction(world: World) -> tuple[ItemCard, str]:
    """An answered comment, a correction of whose reply was approved and could not go out yet."""
    card, reply = await posted(world)
    world.town.before = [TryLater(say("busy"), timedelta(seconds=60))]
    await world.done(click(commands.Correct, card, text="Besser so, Anna."))
    await world.engine.turn()
    return card, reply


async def test_a_reply_that_is_deleted_there_takes_a_waiting_correction_with_it(world: World) -> None:
    card, reply = await waiting_correction(world)
    world.town.delete(reply)
    item, seen, added = await after_fetch(world, card)
    assert (item.reply, added) == ("", [Tag.REPLY_GONE, Tag.EFFECT_REFUSED])
    assert seen.reply is None
    await world.later(120)
    assert Tag.REPLY_CORRECTED not in await world.tags(card.item)


async def test_a_reply_that_is_edited_there_is_not_overwritten_by_an_older_correction(world: World) -> None:
    card, reply = await waiting_correction(world)
    world.town.edit(reply, "Wir zahlen alles zurück.")
    item, seen, added = await after_fetch(world, card)
    assert (item.reply_text, added) == (
        "Wir zahlen alles zurück.", [Tag.REPLY_EDITED_ELSEWHERE, Tag.EFFECT_REFUSED],
    )  # fmt: skip
    assert "was not sent" in str(seen.thread[-1].why)
    await world.later(120)
    assert world.town.comments[reply].text == "Wir zahlen alles zurück."


async def erase_anna(world: World) -> None:
    """She asks for it."""
    async with world.database.work() as work:
        await erase_author(work, "town", Actor(person=1, surface="terminal"), author_name="Anna")


async def left_of(world: World, word: str) -> list[str]:
    """The tables in which a word still stands."""
    async with world.database.read() as work:
        return [
            table.name
            for table in SQLModel.metadata.sorted_tables
            if word in str(await work.session.rows(table.select()))
        ]


async def test_erased_words_do_not_come_back_when_the_platform_tells_them_again(world: World) -> None:
    world.scribe.texts = ["Hallo Anna, Zimtsterne ist unterwegs."]
    card = await world.approve(await world.comes_in("Meine Bestellung Zimtsterne fehlt"))
    await world.fetch()
    await erase_anna(world)
    assert await left_of(world, "Zimtsterne") == []
    for _ in range(2):
        world.town.changes += list(world.town.comments)
        item, _, added = await after_fetch(world, card)
        assert (item.version, added, await left_of(world, "Zimtsterne")) == (1, [], [])


async def test_after_an_erasing_our_reply_is_corrected_without_being_read_again(world: World) -> None:
    card = await world.approve(await world.comes_in("Meine Bestellung Zimtsterne fehlt"))
    await world.fetch()
    await erase_anna(world)
    await world.done(click(commands.Correct, await world.card(card.item), text="Wir kümmern uns."))
    await world.engine.turn()
    assert world.public() == ["Wir kümmern uns."]
    assert Tag.REPLY_EDITED_ELSEWHERE not in await world.tags(card.item)


async def test_a_reply_that_is_seen_only_after_the_erasing_is_kept_without_its_words(world: World) -> None:
    world.scribe.texts = ["Hallo Anna, Zimtsterne ist unterwegs."]
    card = await world.approve(await world.comes_in("Meine Bestellung Zimtsterne fehlt"))
    await world.engine.turn()
    await erase_anna(world)
    await after_fetch(world, card)
    assert await left_of(world, "Zimtsterne") == []


async def test_a_draft_that_was_being_written_during_the_erasing_is_kept_without_its_words(
    world: World,
) -> None:
    world.scribe.texts = ["Hallo Anna, Zimtsterne ist unterwegs."]
    world.scribe.looks = Triage(language="de", kind="complaint", why="“Zimtsterne fehlt”")
    world.scribe.meanwhile = [lambda: erase_anna(world)]
    world.town.write("Meine Bestellung Zimtsterne fehlt", author="Anna")
    await world.fetch()
    assert (await world.status(await world.newest()), await left_of(world, "Zimtsterne")) == (
        Status.DISMISSED,
        [],
    )
