"""Hearing: whoever asks whatever, the answer is a view; and nothing happens twice or without the right."""

import logging
from dataclasses import dataclass

import pytest

from bot import commands
from bot.domain.audit import Tag
from bot.domain.people import Role
from bot.domain.status import Status
from bot.errors import StorageError
from bot.ports import Wake
from bot.views import Answer, ItemCard, ItemList, Notice
from bot.words import say
from tests.world import World, click


async def test_strangers_and_guests_see_nothing_and_change_nothing(world: World) -> None:
    card = await world.comes_in()
    async with world.database.work() as work:
        guest = await work.people.add("Gus", Role.GUEST, "de")
        await work.people.link(guest.id, "web", "gus")
    for account in ("nobody", "gus", ""):
        for command in (click(commands.Approve, card), commands.ShowQueue(), commands.Next()):
            notice = await world.refused(command, by=account)
            assert "do not know you" in str(notice.words)
            if account != "gus":
                assert notice.card is None
    await world.refused(click(commands.Approve, card), on="teams")
    assert await world.status(card.item) is Status.DRAFTED


async def test_each_role_may_what_it_may_and_hears_what_it_lacks(world: World) -> None:
    card = await world.comes_in()
    for command in (click(commands.Claim, card), click(commands.Edit, card, text="Hallo")):
        notice = await world.refused(command, by="vic")
        assert "“responder”; yours is “viewer”" in str(notice.words)
    assert "only look" in str((await world.refused(commands.Next(), by="vic")).words)
    notice = await world.refused(click(commands.Approve, card), by="rob")
    assert "“approver”; yours is “responder”" in str(notice.words)
    assert notice.card
    assert "approve" not in [button.command.action.value for button in notice.card.buttons]


async def test_who_may_not_approve_cannot_post_by_way_of_an_edit(world: World) -> None:
    card = await world.comes_in()
    notice = await world.refused(click(commands.Edit, card, text="Von mir!", post=True), by="rob")
    assert "“approver”" in str(notice.words)
    assert notice.kept_text == "Von mir!"
    await world.engine.turn()
    assert world.public() == []
    assert (await world.done(click(commands.Edit, card, text="Von mir!"), by="rob")).draft_number == 2


async def test_the_retry_of_a_click_changes_nothing_and_is_answered_like_the_first(world: World) -> None:
    card = await world.comes_in()
    for expected in ("Noted", "done already"):
        answer = await world.ask(click(commands.Note, card, text="Anrufen"), key="same")
        assert isinstance(answer, Answer)
        assert expected in str(answer.words)
    assert (await world.tags(card.item)).count(Tag.NOTE_WRITTEN) == 1
    await world.ask(click(commands.Note, card, text="Anrufen"), key="same", by="lea")
    await world.ask(click(commands.Note, card, text="Anrufen"), key="")
    await world.ask(click(commands.Note, card, text="Anrufen"), key="")
    assert (await world.tags(card.item)).count(Tag.NOTE_WRITTEN) == 4


async def test_a_refused_click_may_be_tried_again_with_its_key(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Claim, card), by="lea")
    assert isinstance(await world.ask(click(commands.Claim, card), key="same"), Notice)
    await world.done(click(commands.Release, card), by="lea")
    assert isinstance(await world.ask(click(commands.Claim, card), key="same"), Answer)


async def test_the_retry_of_next_takes_no_second_item(world: World) -> None:
    await world.comes_in()
    await world.comes_in(author="Bo")
    first = await world.ask(commands.Next(), key="same")
    assert isinstance(first, ItemCard)
    again = await world.ask(commands.Next(), key="same")
    assert isinstance(again, ItemList)
    assert [line.item for line in again.lines] == [first.item]


async def test_there_is_no_such_item(world: World) -> None:
    for command in (commands.Claim(item=99), commands.ShowItem(item=99), commands.ShowLog(item=99)):
        notice = await world.refused(command)
        assert "There is no item 99" in str(notice.words)
        assert notice.card is None


async def test_an_unknown_error_gives_a_number_that_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Dance(commands.Command):
        text: str = "ein Walzer"

    with caplog.at_level(logging.ERROR):
        notice = await world.refused(Dance())
    assert notice.kept_text == "ein Walzer"
    (record,) = caplog.records
    assert record.__dict__["failure"] == notice.words.values["number"]
    assert record.exc_info
    assert "ein Walzer" not in caplog.text


async def test_a_database_that_cannot_be_used_is_told_and_what_was_typed_is_kept(world: World) -> None:
    card = await world.comes_in()

    def broken() -> None:
        raise StorageError(say("The disk is full."))

    object.__setattr__(world.desk, "work", broken)
    notice = await world.refused(click(commands.Edit, card, text="Hallo"))
    assert (str(notice.words), notice.kept_text) == ("The disk is full.", "Hallo")


async def test_a_refusal_is_polite_even_if_the_card_cannot_be_drawn_any_more(world: World) -> None:
    def broken() -> None:
        raise StorageError(say("The disk is full."))

    object.__setattr__(world.desk, "read", broken)
    notice = await world.refused(commands.Note(item=99, text="Hallo"))
    assert notice.kept_text == "Hallo"


async def test_what_was_kept_is_not_called_undone_when_the_engine_cannot_be_woken(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    card = await world.comes_in()

    async def asleep(_: Wake) -> None:
        raise OSError

    object.__setattr__(world.desk, "wake", asleep)
    with caplog.at_level(logging.ERROR):
        approved = await world.approve(card)
    assert approved.status is Status.APPROVED
    assert "not woken" in caplog.text
    object.__setattr__(world.desk, "wake", world.engine.wake)
    await world.later(1)
    assert len(world.public()) == 1


async def test_half_a_character_is_refused_in_words(world: World) -> None:
    card = await world.comes_in()
    notice = await world.refused(click(commands.Note, card, text="halb \ud83d"))
    assert notice.kept_text == "halb \ud83d"
    assert Tag.NOTE_WRITTEN not in await world.tags(card.item)
