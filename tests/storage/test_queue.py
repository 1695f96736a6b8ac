"""Reading across items: right numbers, right order, and only the small indexes."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event

from bot.domain import item as moves
from bot.domain.community import Author
from bot.domain.item import Change, Item, Triage, Urgency
from bot.domain.pace import Pace, Parked
from bot.domain.status import Status
from bot.memory import QueueCounts
from storage.database import Database
from tests.storage.given import NOW, a_comment, a_person, an_item, on_web, take
from tests.world import Hands


async def keep(database: Database, item: Item) -> Item:
    async with database.work() as work:
        (kept,) = await work.items.keep(Change(item=item, events=()))
    return kept


async def test_an_empty_queue_has_no_numbers(database: Database) -> None:
    async with database.read() as work:
        assert await work.queue.counts(1) == QueueCounts(
            by_status={}, overdue=0, unclaimed=0, mine=0, oldest=None, since={}
        )
        assert await work.queue.most_urgent() is None


async def test_the_numbers_of_the_queue(database: Database, clock: Hands) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    new, claimed, approved, closed, _ = await take(
        database, *(a_comment(n, published=NOW + timedelta(minutes=9 - n)) for n in range(1, 6)), due_at=NOW
    )
    async with database.work() as work:
        await work.items.keep(moves.claim(claimed, on_web(lea)))
        await work.items.keep(moves.claim(new, on_web(kim)))
    await keep(database, replace(approved, status=Status.APPROVED, handler=lea.id))
    await keep(database, replace(closed, status=Status.DISMISSED))
    await take(database, a_comment(6, published=NOW + timedelta(days=9)), due_at=None)
    await take(database, a_comment(7), due_at=clock() + timedelta(days=1))
    async with database.read() as work:
        numbers = await work.queue.counts(lea.id)
    assert numbers.by_status == {"new": 5, "approved": 1}
    assert (numbers.overdue, numbers.unclaimed, numbers.mine) == (3, 3, 2)
    assert numbers.oldest == 5, "the oldest of those that wait for a person"


async def test_what_is_parked_waits_for_nobody(database: Database) -> None:
    lea = await a_person(database)
    oldest, theirs, third = await take(database, a_comment(1), a_comment(2), a_comment(3), due_at=None)
    aside = Pace(parked=Parked.SNOOZE, wake_at=NOW + timedelta(days=900))
    await keep(database, replace(oldest, pace=aside))
    await keep(database, replace(theirs, pace=aside, handler=lea.id, status=Status.DRAFTED))
    async with database.read() as work:
        numbers = await work.queue.counts(lea.id)
        free = await work.queue.free(9)
    assert (numbers.unclaimed, numbers.oldest, numbers.mine, free) == (1, third.id, 1, [third.id])


async def test_the_most_urgent_comes_first_then_what_is_owed_sooner_then_what_is_older(
    database: Database,
) -> None:
    lea = await a_person(database)
    high, normal = Triage(urgency=Urgency.HIGH), Triage()
    plan = [
        (1, normal, NOW),
        (2, high, None),
        (3, high, NOW + timedelta(hours=2)),
        (4, high, NOW + timedelta(hours=1)),
        (6, high, NOW + timedelta(hours=2)),
        (5, high, NOW + timedelta(hours=2)),
        (7, normal, None),
    ]
    new = [an_item(a_comment(n), triage=triage, due_at=due) for n, triage, due in plan]
    async with database.work() as work:
        taken = await work.intake.take(new)
    order = []
    async with database.work() as work:
        while (number := await work.queue.most_urgent()) is not None:
            (item,) = await work.items.keep(moves.claim(await work.items.get(number), on_web(lea)))
            order.append(item.remote)
    assert order == ["c4", "c3", "c5", "c6", "c2", "c1", "c7"]
    async with database.read() as work:
        mine = await work.items.get_many(await work.queue.mine(lea.id, 3))
        assert await work.queue.mine(lea.id, 9) == [
            next(item.id for item in taken if item.remote == remote) for remote in order
        ]
    assert len(mine) == 3


async def test_what_waits_for_the_program_is_not_offered(database: Database) -> None:
    (item,) = await take(database, a_comment())
    await keep(database, replace(item, status=Status.POSTING))
    async with database.read() as work:
        assert await work.queue.most_urgent() is None


SEARCHES: dict[str, list[int]] = {
    "haferdrink": [1],
    "HAFERDRINK wo": [1],
    "100%": [2],
    "0%": [2],
    "a_b": [3],
    "c:\\d": [3],
    "%": [2],
    "_": [3],
    "bea": [3],
    "gern geschehen": [1],
    "haferdrink 100%": [],
    "größe": [2],
    "GRÖSSE": [],
    "' or 1=1 --": [],
    "x" * 60_000: [],
    "": [3, 2, 1],
}


async def test_a_search_takes_every_character_for_itself(database: Database) -> None:
    first, *_ = await take(
        database,
        a_comment(1, text="Wo gibt es den Haferdrink?"),
        a_comment(2, text="100% GRÖßE zählt"),
        a_comment(3, text="Pfad c:\\d und a_b", author=Author(id="u2", name="Bea")),
    )
    await keep(database, replace(first, reply_text="Gern geschehen!"))
    async with database.read() as work:
        assert {words: await work.queue.search(words, 9) for words in SEARCHES} == SEARCHES


async def test_unshown_counts_what_waits_for_its_thread(database: Database) -> None:
    await take(database, a_comment(1), a_comment(2))
    async with database.work() as work:
        assert await work.queue.unshown("team") == 2
        (first, _) = await work.effects.due("show:web:team", 9, timedelta())
        assert await work.effects.drop(first.item, first.kind, 1)
        assert await work.queue.unshown("team") == 1
        assert await work.queue.unshown("other") == 0


async def _read_all(database: Database) -> None:
    """Everything that is read many times a minute."""
    async with database.read() as work:
        await work.queue.counts(1)
        await work.queue.mine(1, 5)
        await work.queue.most_urgent()
        await work.queue.free(10)
        await work.queue.unshown("team")
        await work.effects.due("show:web:team", 5, timedelta())
        await work.effects.to_redraw("show:web:team", 5)
        await work.items.recent_replies(5)
        await work.lanes.waiting(timedelta())


async def _plans(database: Database, asked: list[tuple[str, tuple[object, ...]]]) -> list[str]:
    """How SQLite finds the rows of each query."""
    async with database.connected() as connection:
        found = [
            await connection.exec_driver_sql(f"explain query plan {statement}", parameters)
            for statement, parameters in asked
            if statement.lower().startswith("select")
        ]
    return [" ".join(str(row.detail) for row in plan) for plan in found]


async def test_the_queue_is_read_from_its_small_indexes(sqlite: Database) -> None:
    """The planner uses a partial index only where the query repeats its condition to the letter."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    await take(sqlite, a_comment())
    event.listen(sqlite.reader.sync_engine, "before_cursor_execute", note)
    await _read_all(sqlite)
    plans = await _plans(sqlite, asked)
    used = " | ".join(plans)
    items = ("item_parked", "item_handled", "item_ask", "item_replied")
    for index in (*items, "effect_lane", "effect_channel", "place_stale"):
        assert f"INDEX ix_{index}" in used
    assert "COVERING INDEX ix_item_counts" in used
    scans = [plan for plan in plans if "SCAN" in plan and "INDEX" not in plan and "source" not in plan]
    assert scans == []
    assert [plan for plan in plans if "TEMP B-TREE FOR ORDER BY" in plan] == []
