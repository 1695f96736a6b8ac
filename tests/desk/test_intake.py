"""Fetch: every comment becomes exactly one item, whatever a page repeats, and nothing is lost on the way."""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot import commands
from bot.desk import intake
from bot.desk.intake import MAX_BACKOFF
from bot.domain.audit import Tag
from bot.domain.community import Comment, Cursor, Page, Source
from bot.domain.item import Triage, Urgency
from bot.domain.status import Status
from bot.errors import Conflict, NeedsPerson, TryLater
from bot.views import Board
from bot.words import say
from storage._sql import table
from storage.tables import SourceRow
from tests.world import LONG_AGO, SQUARE, World, click

PASSWORD = NeedsPerson(say("The password {is} wrong.", **{"is": "is"}))


async def page(world: World, comments: Sequence[Comment], *gone: str) -> int:
    """Keep a page; how many comments were new."""
    made = Page(cursor=Cursor(since=LONG_AGO), comments=tuple(comments), gone=gone)
    watch = world.desk.policy.watches[0]
    return await world.desk.keep(lambda work: intake.take_page(work, world.desk, watch, made))


def said(world: World, text: str, **facts: object) -> Comment:
    """Somebody wrote this; the town itself does not know."""
    number = world.town.write(text)
    world.town.changes.remove(number)
    return dataclasses.replace(world.town.comments.pop(number), **facts)  # type: ignore[arg-type]


async def next_fetch(world: World) -> float:
    """In how many seconds the square is read again."""
    (wake,) = [wake for wake in world.engine.wakes if wake.task in {"poll", "fetch"}]
    world.engine.wakes.clear()
    return wake.after.total_seconds()


async def test_what_a_page_repeats_is_one_item_and_the_last_word_counts(world: World) -> None:
    comment = said(world, "Hallo")
    again = dataclasses.replace(comment, text="Hallo!")
    assert await page(world, [comment, again, comment, again]) == 1
    assert await page(world, [again, again]) == 0
    assert (await world.card(1)).text == "Hallo!"
    assert await world.tags(1) == [Tag.COMMENT_FETCHED]


async def test_an_edit_that_a_page_repeats_is_one_edit(world: World) -> None:
    comment = said(world, "Hallo")
    await page(world, [comment])
    edited = dataclasses.replace(comment, text="Hallo?")
    await page(world, [edited, edited])
    assert (await world.card(1)).version == 2
    assert (await world.tags(1)).count(Tag.COMMENT_EDITED) == 1


async def test_a_silent_repeat_changes_nothing(world: World) -> None:
    comment = said(world, "Hallo")
    await page(world, [comment])
    before = await world.item(1)
    assert await page(world, [comment]) == 0
    assert await world.item(1) == before


async def test_a_picture_without_words_can_get_words_and_go_and_come_back(world: World) -> None:
    comment = said(world, "")
    await page(world, [comment])
    await page(world, [dataclasses.replace(comment, text="Mein Frühstück")])
    assert (await world.card(1)).text == "Mein Frühstück"
    empty = said(world, "", id="c9")
    await page(world, [empty])
    await page(world, [], "c9", "c9")
    assert (await world.tags(2))[1:] == [Tag.COMMENT_DELETED]
    await page(world, [], "c9")
    await page(world, [empty])
    assert (await world.tags(2))[1:] == [Tag.COMMENT_DELETED, Tag.COMMENT_RETURNED]


async def test_what_is_new_and_gone_in_one_page_is_an_item_and_gone(world: World) -> None:
    comment = said(world, "Ups")
    await page(world, [comment], comment.id, "never seen")
    assert await world.status(1) is Status.GONE


async def test_our_own_reply_is_never_work_and_is_context_for_an_answer_to_it(world: World) -> None:
    await world.comes_in()
    await world.approve(await world.card(1))
    await world.engine.turn()
    await world.fetch()
    await world.fetch()
    assert await world.newest() == 1
    assert (await world.tags(1)).count(Tag.REPLY_POSTED) == 1
    (ours,) = world.town.replies["c1"]
    card = await world.comes_in("Danke!", parent=ours.id)
    assert [(line.text, line.ours) for line in card.context][-1] == (ours.text, True)


async def test_our_reply_to_nobody_we_know_closes_nothing(world: World) -> None:
    ours = said(world, "Aktion!", ours=True, parent="long ago")
    assert await page(world, [ours]) == 0
    edited = dataclasses.replace(ours, text="Aktion?")
    await page(world, [edited], ours.id)
    # Another account is set up since: what was ours is neither ours now nor new.
    assert await page(world, [dataclasses.replace(ours, ours=False)]) == 0
    assert await world.newest() == 0


async def test_moderation_is_recorded_and_shown(world: World) -> None:
    comment = said(world, "Hallo", held=True)
    await page(world, [comment])
    assert (await world.card(1)).held
    await page(world, [dataclasses.replace(comment, held=False)])
    assert not (await world.card(1)).held
    await page(world, [comment])
    assert (await world.tags(1))[1:] == [Tag.COMMENT_RELEASED, Tag.COMMENT_HELD]
    assert (await world.card(1)).version == 1


async def test_a_deleted_comment_that_was_answered_comes_back_without_new_work(world: World) -> None:
    await world.approve(await world.comes_in())
    await world.engine.turn()
    world.town.delete("c1")
    await world.fetch()
    world.town.restore("c1")
    await world.fetch()
    assert await world.status(1) is Status.POSTED
    assert (await world.tags(1))[-2:] == [Tag.COMMENT_DELETED, Tag.COMMENT_RETURNED]


async def test_a_follow_up_joins_the_thread_and_its_handler(world: World) -> None:
    card = await world.comes_in()
    await world.done(click(commands.Claim, card))
    follow_up = await world.comes_in("Und in Kiel?")
    assert (follow_up.follows, follow_up.handler) == (card.item, "Ari")
    other = await world.comes_in("Ich auch", author="Bo")
    assert (other.follows, other.handler) == (0, "")


async def test_a_card_says_what_we_had_to_do_with_its_author_before(world: World) -> None:
    world.scribe.triages = lambda one: Triage(kind="troll" if "doof" in one.text else "general")
    cards = [await world.comes_in(words) for words in ("Ihr seid doof", "Wo?", "Und wann?")]
    assert [str(card.met) if card.met else "" for card in cards[:2]] == [
        "",
        "Earlier comments: 1, our replies: 0",
    ]
    await world.approve(cards[0])
    await world.later(60)
    later = await world.comes_in("Na gut")
    assert str(later.met) == "Earlier comments: 3, our replies: 1, warnings: 1"
    assert (await world.card(cards[0].item)).met is None, "what was so when they wrote it"
    assert (await world.comes_in("Ich auch", author="Bo")).met is None


async def test_visitors_who_only_share_a_name_are_nobody_we_know(world: World) -> None:
    world.town.nameless = True
    for words in ("Hallo", "Huhu"):
        assert (await world.comes_in(words, author="Gast")).met is None


async def test_who_writes_twice_within_a_page_is_one_thread_too(world: World) -> None:
    for author, text in (("Anna", "Wo?"), ("Bo", "Ich auch"), ("Anna", "Und wann?")):
        world.town.write(text, author=author)
    await world.fetch()
    cards = [await world.card(number) for number in (1, 2, 3)]
    assert sorted((card.text, card.follows) for card in cards) == [
        ("Ich auch", 0),
        ("Und wann?", 1),
        ("Wo?", 0),
    ]


async def test_only_what_needs_a_reply_has_a_clock_and_it_runs_from_publication(world: World) -> None:
    world.scribe.triages = lambda comment: Triage(needs_reply=comment.text.endswith("?"))
    owed = await world.comes_in("Wo?", ago=600)  # type: ignore[arg-type]  # handed on to the town
    praise = await world.comes_in("Toll!", author="Bo")
    assert owed.due == owed.published + timedelta(hours=4)
    assert praise.due is None


async def test_a_source_that_fails_backs_off_and_the_board_says_why(world: World) -> None:
    await world.fetch()
    assert await next_fetch(world) == 30
    for expected in (30, 60, 120, 240, 480, 900, 900):
        world.town.before = [PASSWORD]
        await world.fetch()
        assert await next_fetch(world) == expected
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert "square cannot be read: The password is wrong." in [str(part) for part in board.parts]

    await world.fetch()
    assert await next_fetch(world) == 30
    board = await world.ask(commands.ShowQueue())
    assert isinstance(board, Board)
    assert board.parts == ()


async def test_a_source_that_says_when_is_not_asked_sooner(world: World) -> None:
    wait = MAX_BACKOFF * 2
    world.town.before = [TryLater(say("Busy."), wait)]
    await world.fetch()
    assert await next_fetch(world) == wait.total_seconds()
    await world.later(wait.total_seconds() - 1)
    assert world.town.calls["fetch"] == 1
    await world.later(2)
    assert world.town.calls["fetch"] == 2


async def test_the_cursor_and_the_comments_are_kept_together_or_not_at_all(world: World) -> None:
    world.town.write("Hallo")

    def breaks(_: Comment) -> Triage:
        raise ZeroDivisionError

    works, world.scribe.triages = world.scribe.triages, breaks
    with pytest.raises(ZeroDivisionError):
        await world.fetch()
    assert await world.newest() == 0
    world.scribe.triages = works
    await world.later(31)
    assert await world.newest() == 1


async def test_all_pages_are_read_at_once_and_a_long_source_in_short_tasks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.scribe.triages = lambda _: Triage(needs_reply=False)
    for number in range(101):
        world.town.write("Hallo", author=f"A{number}")
    monkeypatch.setattr(intake, "TIME_BOX", 0.0)
    await world.engine.tasks["fetch"]("town:square")
    assert world.town.calls["fetch"] == 0
    assert await next_fetch(world) == 0
    monkeypatch.undo()
    await world.engine.tasks["fetch"]("town:square")
    assert world.town.calls["fetch"] == 2
    assert await next_fetch(world) == 30
    async with world.database.read() as work:
        assert await work.queue.most_urgent() == 1
    assert world.tally.counts["comments_fetched"] == 101


async def test_a_late_or_doubled_wake_reads_nothing(world: World) -> None:
    for seconds, calls in ((0, 1), (0, 1), (29, 1), (2, 2)):
        world.clock.pass_by(seconds)
        await world.engine.tasks["poll"]("town:square")
        assert world.town.calls["fetch"] == calls


async def test_a_source_that_was_never_read_is_due(world: World) -> None:
    async with world.database.writer.begin() as connection:
        await connection.execute(table(SourceRow).delete())
    await world.engine.tasks["poll"]("town:square")
    assert world.town.calls["fetch"] == 1


async def test_a_thanks_that_was_closed_and_became_a_complaint_is_work_again(world: World) -> None:
    world.scribe.triages = lambda c: (
        Triage(kind="complaint", urgency=Urgency.HIGH, risk="high")
        if "krank" in c.text
        else Triage(needs_reply=False, why="praise", urgency=Urgency.LOW, risk="low")
    )
    card = await world.comes_in("Danke!")
    await world.done(click(commands.Dismiss, card))
    world.town.edit("c1", "Ich bin davon krank geworden!")
    await world.fetch()
    back = await world.card(card.item)
    assert (back.status, back.risk, back.urgency) == (Status.DRAFTED, "high", Urgency.HIGH)
    assert back.due
    assert (await world.tags(card.item)).count(Tag.ITEM_REOPENED) == 1
    world.town.edit("c1", "Schon gut, danke!")
    await world.fetch()
    assert await world.status(card.item) is Status.DRAFTED


async def test_what_was_answered_before_it_had_a_thread_gets_one_when_it_is_work_again(world: World) -> None:
    world.town.write("Wo?")
    world.town.reply_natively("c1", "Hier!")
    await world.fetch()
    assert world.room.messages == {}
    await world.done(commands.Reopen(item=1))
    await world.sweep()
    assert [card.text for card in world.room.messages.values()] == ["Wo?"]


@pytest.mark.parametrize("task", ["fetch", "poll"])
async def test_a_source_that_is_no_longer_watched_is_not_read(world: World, task: str) -> None:
    await world.engine.tasks[task]("town:harbour")
    assert world.town.calls["fetch"] == 0
    old = Source(platform="town", name="harbour")
    assert world.desk.policy.watch("town", "square").source == SQUARE
    assert world.desk.policy.watch("town", "harbour").source == old


async def test_when_somebody_was_faster_it_is_done_again_and_at_last_told(world: World) -> None:
    fast = [True] * 4

    async def change(_: object) -> str:
        if fast:
            fast.pop()
            raise Conflict(say("Somebody was faster."))
        return "kept"

    assert await world.desk.keep(change) == "kept"
    fast.extend([True] * 5)
    with pytest.raises(Conflict):
        await world.desk.keep(change)
    assert fast == []
