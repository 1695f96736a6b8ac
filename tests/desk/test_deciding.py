"""What people decide: each use case, and how it is refused."""

from datetime import timedelta

import pytest

from bot import commands
from bot.domain.audit import Tag
from bot.domain.item import Triage
from bot.domain.status import Status
from bot.views import Answer
from storage.database import Database
from tests.world import Hands, World, click


async def test_an_approved_reply_waits_out_its_window_and_then_goes_out_once(patient: World) -> None:
    card = await patient.comes_in()
    approved = await patient.approve(card)
    assert approved.status is Status.APPROVED
    assert approved.posts_at

    await patient.later(14)
    assert patient.public() == []
    await patient.later(2)
    await patient.later(60)

    assert card.draft
    assert patient.public() == [card.draft.text]
    assert (await patient.card(card.item)).reply


async def test_a_risky_reply_waits_twice_as_long(patient: World) -> None:
    patient.scribe.triages = lambda _: Triage(risk="high")
    await patient.approve(await patient.comes_in())
    await patient.later(16)
    assert patient.public() == []
    await patient.later(15)
    assert len(patient.public()) == 1


@pytest.mark.parametrize(("undo", "words"), [(15, "It goes out at"), (0, "It goes out now")])
async def test_an_approval_says_when_the_reply_goes_out(
    database: Database, clock: Hands, undo: float, words: str
) -> None:
    world = World(database, clock, undo=undo)
    await world.open()
    answer = await world.ask(click(commands.Approve, await world.comes_in()))
    assert isinstance(answer, Answer)
    assert words in str(answer.words)
    assert answer.words.values.get("when", answer.card.posts_at) == answer.card.posts_at


async def test_what_is_taken_back_in_time_never_goes_out_and_can_be_approved_again(patient: World) -> None:
    card = await patient.comes_in()
    await patient.approve(card)
    await patient.later(10)
    back = await patient.done(click(commands.TakeBack, card), by="lea", on="room")
    assert back.status is Status.DRAFTED
    await patient.later(60)
    assert patient.public() == []

    await patient.approve(back)
    await patient.later(16)
    assert len(patient.public()) == 1


async def test_taking_back_what_is_public_is_refused_and_says_so(patient: World) -> None:
    card = await patient.comes_in()
    await patient.approve(card)
    await patient.later(16)
    notice = await patient.refused(click(commands.TakeBack, card))
    assert "already answered" in str(notice.words)
    assert notice.card
    assert notice.card.status is Status.POSTED


async def test_taking_back_what_is_on_its_way_is_refused_and_it_still_goes_out(world: World) -> None:
    card = await world.comes_in()

    async def takes_back() -> None:
        notice = await world.refused(click(commands.TakeBack, card))
        assert "on its way" in str(notice.words)

    world.town.meanwhile["post"] = takes_back
    await world.approve(card)
    await world.engine.turn()
    assert len(world.public()) == 1
    assert Tag.REPLY_TAKEN_BACK not in await world.tags(card.item)


async def test_an_edit_can_be_posted_at_once_and_exactly_that_text_goes_out(world: World) -> None:
    card = await world.comes_in()
    done = await world.done(click(commands.Edit, card, text="  Im Bioladen! \n", post=True))
    assert done.status is Status.APPROVED
    await world.engine.turn()
    assert world.public() == ["Im Bioladen!"]
    assert (await world.item(card.item)).handler == world.people["Ari"].id


async def test_an_edit_can_be_kept_as_a_draft_which_the_next_one_sees(world: World) -> None:
    card = await world.comes_in()
    saved = await world.done(click(commands.Edit, card, text="Im Bioladen!"), by="rob")
    assert (saved.draft_number, saved.status) == (2, Status.DRAFTED)
    assert saved.draft
    assert (saved.draft.text, str(saved.draft.origin)) == ("Im Bioladen!", "written by Rob")
    await world.engine.turn()
    assert world.public() == []


async def test_an_edit_of_an_approved_reply_stops_it(patient: World) -> None:
    card = await patient.approve(await patient.comes_in())
    await patient.done(click(commands.Edit, card, text="Anders"))
    await patient.later(60)
    assert patient.public() == []
    await patient.approve(await patient.card(card.item))
    await patient.later(16)
    assert patient.public() == ["Anders"]


async def test_a_refused_edit_keeps_what_was_typed(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Edit, card, text="Zuerst"), by="lea")
    notice = await world.refused(click(commands.Edit, card, text="Zu spät, aber gut", post=True))
    assert "newer draft" in str(notice.words)
    assert notice.kept_text == "Zu spät, aber gut"
    assert notice.card
    assert notice.card.draft_number == 2
    await world.engine.turn()
    assert world.public() == []


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_nothing_is_no_reply_and_no_note(world: World, text: str) -> None:
    card = await world.comes_in()
    assert "empty" in str((await world.refused(click(commands.Edit, card, text=text))).words)
    assert "empty" in str((await world.refused(click(commands.Note, card, text=text))).words)
    assert (await world.card(card.item)).draft_number == 1


async def test_a_reply_that_is_too_long_is_told_by_how_much_and_may_be_kept_as_a_draft(world: World) -> None:
    card = await world.comes_in()
    long = "ä" * 501
    notice = await world.refused(click(commands.Edit, card, text=long, post=True))
    assert "501 of at most 500" in str(notice.words)
    assert notice.kept_text == long
    saved = await world.done(click(commands.Edit, card, text=long))
    assert "501 of at most 500" in str((await world.refused(click(commands.Approve, saved))).words)
    fits = await world.done(click(commands.Edit, saved, text="ä" * 500, post=True))
    assert fits.status is Status.APPROVED


async def test_approving_an_older_draft_than_the_latest_posts_nothing(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Edit, card, text="Neuer"), by="lea")
    await world.refused(click(commands.Approve, card))
    await world.engine.turn()
    assert world.public() == []


async def test_notes_and_claims_make_no_button_stale(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Note, card, text="Sie rief gestern an"), by="rob")
    await world.done(click(commands.Claim, card), by="rob")
    noted = await world.approve(card)
    assert "Sie rief gestern an" in [line.text for line in noted.thread if line.note]


async def test_a_new_draft_follows_the_instruction(world: World) -> None:
    card = await world.comes_in()
    asked = await world.done(click(commands.Redraft, card, text=" kürzer "))
    assert asked.status is Status.DRAFTED
    await world.engine.turn()
    assert (await world.card(card.item)).draft_number == 2
    assert world.scribe.asked[-1].instruction == "kürzer"
    assert card.draft
    assert world.scribe.asked[-1].previous == (card.draft.text,)


async def test_asking_for_a_new_draft_stops_an_approved_reply(patient: World) -> None:
    card = await patient.approve(await patient.comes_in())
    await patient.done(click(commands.Redraft, card))
    await patient.later(60)
    assert patient.public() == []
    assert await patient.status(card.item) is Status.DRAFTED


async def test_claim_release_and_take_over(world: World) -> None:
    card = await world.comes_in()
    assert (await world.done(click(commands.Claim, card))).handled_by_me
    notice = await world.refused(click(commands.Claim, card), by="lea")
    assert "Take over" in str(notice.words)
    await world.refused(click(commands.Release, card), by="lea")
    assert (await world.done(click(commands.TakeOver, card), by="lea")).handler == "Lea"
    assert (await world.done(click(commands.Release, card), by="lea")).handler == ""


async def test_claiming_twice_says_yes_twice_and_is_written_once(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Claim, card))
    await world.done(click(commands.Claim, card))
    assert (await world.tags(card.item)).count(Tag.ITEM_CLAIMED) == 1


async def test_closing_takes_the_reason_of_triage_unless_another_is_given(world: World) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False, why="praise")
    first = await world.comes_in("Toll!")
    second = await world.comes_in("Super!", author="Bo")
    assert first.status is Status.NEW
    assert "praise" in str(first.no_draft)
    closed = await world.done(click(commands.Dismiss, first))
    assert "praise" in str(closed.remark)
    closed = await world.done(click(commands.Dismiss, second, text="Werbung"))
    assert "Werbung" in str(closed.remark)
    assert (await world.refused(click(commands.Dismiss, second))).card


async def test_a_reopened_item_is_mine_and_gets_a_fresh_draft(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Dismiss, card))
    again = await world.done(click(commands.Reopen, card), by="rob")
    assert (again.status, again.handler, again.draft) == (Status.NEW, "Rob", None)
    await world.engine.turn()
    assert (await world.card(card.item)).draft_number == 2


async def test_a_second_reply_is_a_second_turn(world: World) -> None:
    card = await world.comes_in()
    await world.approve(card)
    await world.engine.turn()
    await world.done(click(commands.Reopen, await world.card(card.item)))
    await world.engine.turn()
    await world.approve(await world.card(card.item))
    await world.engine.turn()
    assert len(world.public()) == 2
    assert (await world.item(card.item)).turn == 2


async def test_approving_while_a_new_draft_is_written_ends_the_writing(world: World) -> None:
    """A draft that comes too late is put aside, and is not asked for again and again."""
    card = await world.comes_in()
    await world.done(click(commands.Redraft, card))
    await world.approve(card)
    await world.engine.turn()
    asked = len(world.scribe.asked)
    await world.later(timedelta(minutes=10).total_seconds())
    assert len(world.scribe.asked) == asked
    assert (await world.card(card.item)).status is Status.POSTED
