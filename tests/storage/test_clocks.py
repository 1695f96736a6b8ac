"""What storage knows about time: items whose time has come, what is parked, and questions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.asking import Question
from bot.domain.item import Change
from bot.domain.pace import Pace, Parked
from bot.domain.people import Actor
from bot.domain.status import Status
from bot.errors import NotFound
from storage._sql import table
from storage.columns import NEVER
from storage.database import Database
from storage.erasing import erase_author
from storage.tables import ItemRow
from tests.storage.given import a_comment, a_person, take, take_one

MINUTE = timedelta(minutes=1)


async def paced(database: Database, item: int, **facts: object) -> None:
    """Give an item these times."""
    async with database.work() as work:
        found = await work.items.get(item)
        pace = replace(found.pace, **facts)  # type: ignore[arg-type]  # each fact has its own type
        await work.items.keep(Change(item=replace(found, pace=pace), events=()))


async def test_what_the_clock_knows_about_an_item_is_kept(database: Database) -> None:
    item = await take_one(database)
    async with database.read() as work:
        now = work.now
    times = ("remind_at", "acted_at", "warned_at", "ladder_from", "wake_at", "follow_at", "tick_at")
    pace = Pace(
        **{name: now + number * MINUTE for number, name in enumerate(times)},
        claimant=7,
        heeded=True,
        rungs=2,
        for_second=True,
        parked=Parked.PRIVATE,
        promise="Anna rief an",
    )
    await paced(database, item.id, **vars(pace))
    async with database.read() as work:
        assert (await work.items.get(item.id)).pace == pace


async def test_what_comes_in_brings_its_times_along(database: Database) -> None:
    (item,) = await take(database, a_comment(), pace=Pace(remind_at=NEVER, tick_at=NEVER))
    async with database.read() as work:
        assert (await work.items.get(item.id)).pace == item.pace == Pace(remind_at=NEVER, tick_at=NEVER)


async def test_whose_time_has_come_is_found_first_things_first(database: Database) -> None:
    numbers = [item.id for item in await take(database, *(a_comment(number) for number in range(1, 5)))]
    async with database.read() as work:
        now = work.now
        assert (await work.clocks.ticking(5), await work.lanes.next_due("clock", MINUTE)) == ([], None)
    for number, ahead in zip(numbers, (-1, -9, 60), strict=False):
        await paced(database, number, tick_at=now + ahead * MINUTE)
    async with database.work() as work:
        assert await work.clocks.ticking(5) == [numbers[1], numbers[0]]
        assert await work.clocks.ticking(1) == [numbers[1]]
        assert "clock" in await work.lanes.waiting(MINUTE)
        assert await work.lanes.next_due("clock", MINUTE) == now - 9 * MINUTE
        await work.clocks.tick_again()
        assert len(await work.clocks.ticking(9)) == len(numbers)


async def test_what_is_parked_is_owed_nothing_and_is_nobodys_next(database: Database) -> None:
    first, second = (item.id for item in await take(database, a_comment(1), a_comment(2)))
    async with database.read() as work:
        now = work.now
    await paced(database, first, parked=Parked.AUTHOR)
    await paced(database, second, parked=Parked.SNOOZE, wake_at=now + MINUTE)
    async with database.read() as work:
        assert await work.clocks.parked(5) == [second, first]
        assert (await work.queue.free(5), (await work.queue.counts(0)).overdue) == ([], 0)
        items = table(ItemRow)
        assert {row["owed_at"] for row in await work.session.rows(select(items.c.owed_at))} == {NEVER}
        assert await work.clocks.waiting_for_author([first, second]) == {first: first}
        assert await work.clocks.waiting_for_author([]) == {}


async def test_what_was_promised_is_listed_with_what_is_parked(database: Database) -> None:
    first, second, third, again = (item.id for item in await take(database, *map(a_comment, range(4))))
    async with database.read() as work:
        now = work.now
    await paced(database, first, parked=Parked.AUTHOR)
    await paced(database, second, parked=Parked.SNOOZE, wake_at=now + 2 * MINUTE)
    async with database.work() as work:
        answered = replace(await work.items.get(third), status=Status.ANSWERED)
        await work.items.keep(Change(item=answered, events=()))
    # What was opened again before its day is in the queue, and not counted twice.
    for number in (third, again):
        await paced(database, number, follow_at=now + MINUTE)
    async with database.read() as work:
        assert await work.clocks.parked(5) == [third, second, first]
        assert await work.clocks.parked(2) == [third, second]
        assert (await work.clocks.parked_number(), await work.clocks.promised_number()) == (2, 1)
        reading = work.shift_reading
        assert [await reading.promised(names, 5) for names in ([], ["team"], ["law"])] == [
            [third],
            [third],
            [],
        ]
        assert await reading.still_promised([first, third, again]) == [third]
        assert await reading.still_promised([first]) == []


async def test_a_question_is_answered_once_and_found_where_it_was_asked(database: Database) -> None:
    item, lea = await take_one(database), await a_person(database)
    async with database.work() as work:
        asked = Question(
            item=item.id, department="Quality", surface="web", target="quality", text="Gluten?",
            asked_by=lea.id, asked_at=work.now,
        )  # fmt: skip
        first, second = [await work.questions.ask(replace(asked, text=text)) for text in ("Gluten?", "Soja?")]
        assert [one.id for one in await work.questions.open_in("web", "quality", 5)] == [second, first]
        latest = await work.questions.latest(item.id)
        assert latest
        await work.questions.shown(latest.id, "m1")
        found = await work.questions.get(latest.id)
        assert (found.open, found.remote, found.text) == (True, "m1", "Soja?")
        told = replace(found, answer="Nein.", answered_by=lea.id, answered_at=work.now)
        assert [await work.questions.answer(told) for _ in range(2)] == [True, False]
        assert await work.questions.answered([item.id]) == [told]
        assert [one.id for one in await work.questions.open_in("web", "quality", 5)] == [first]
        with pytest.raises(NotFound):
            await work.questions.get(999)


async def test_what_was_asked_about_an_erased_comment_is_gone_with_it(database: Database) -> None:
    item, lea = await take_one(database), await a_person(database)
    await paced(database, item.id, promise="Anna zurückrufen", follow_at=NEVER)
    async with database.work() as work:
        question = Question(
            item=item.id, department="Quality", surface="web", target="q", text="Anna?",
            asked_by=lea.id, asked_at=work.now, answer="Anna!", answered_at=work.now,
        )  # fmt: skip
        await work.questions.ask(question)
        await erase_author(work, "demo", Actor(person=lea.id, surface="web"), author_id="u1")
        (blank,) = await work.questions.answered([item.id])
        pace = (await work.items.get(item.id)).pace
    assert (blank.text, blank.answer, pace.promise, pace.follow_at) == ("", "", "", None)
