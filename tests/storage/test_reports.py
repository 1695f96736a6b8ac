"""Numbers of days that are past, on hand-made histories and both databases."""

import re
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Urgency
from bot.memory.reports import BusyPost, DraftCount, FirstReply, Handled, ReportRun, Suggestion
from storage.database import Database
from storage.report_table import OUTCOMES
from tests.storage.given import a_person
from tests.storage.history import History, utc
from tests.world import Hands

DAY = utc("2026-03-02 00:00"), utc("2026-03-03 00:00")
RUN = ReportRun(surface="slack", channel="C1", every="week", days="2026-03-02..2026-03-08")


@pytest.fixture
def history(database: Database, clock: Hands) -> History:
    return History(database, clock)


async def listed(rows: AsyncIterator[FirstReply] | AsyncIterator[Suggestion]) -> list[tuple[object, ...]]:
    return sorted([tuple(row) async for row in rows])


def by_hour(rows: Iterable[tuple[int, int]]) -> dict[str, int]:
    first = int(DAY[0].timestamp()) // 900
    return {
        f"{(quarter - first) * 15 // 60}:{(quarter - first) * 15 % 60:02}": many for quarter, many in rows
    }


async def test_what_was_published_is_counted_by_quarters_and_the_day_ends_where_the_next_begins(
    history: History,
) -> None:
    for at in ("2026-03-01 23:59:59.999999", "2026-03-03 00:00"):
        await history.came(at)
    for at in ("2026-03-02 00:00", "2026-03-02 00:14:59.999999", "2026-03-02 00:15", "2026-03-02 23:59:59.5"):
        await history.came(at)
    await history.came("2026-03-02 00:01", kind="complaint", sentiment="negative")
    async with history.database.read() as work:
        rows = await work.reports.received(DAY)
    plain = [(one.quarter, one.number) for one in rows if one.kind == "question"]
    assert by_hour(sorted(plain)) == {"0:00": 2, "0:15": 1, "23:45": 1}
    (other,) = [one for one in rows if one.kind != "question"]
    assert (other.kind, other.sentiment, other.number) == ("complaint", "negative", 1)


async def test_a_first_reply_is_the_first_one_whoever_gave_it_and_only_once(history: History) -> None:
    early = await history.came("2026-03-01 10:00")
    await history.happened("2026-03-01 11:00", early, Tag.REPLY_POSTED)
    await history.happened("2026-03-02 09:00", early, Tag.REPLY_POSTED, Tag.REPLY_CORRECTED)
    late = await history.came("2026-03-01 22:00")
    await history.happened("2026-03-02 08:00", late, Tag.REPLY_POSTED)
    await history.happened("2026-03-02 09:30", late, Tag.ITEM_ANSWERED_ELSEWHERE)
    elsewhere = await history.came("2026-03-02 10:00")
    await history.happened("2026-03-02 10:05", elsewhere, Tag.ITEM_ANSWERED_ELSEWHERE)
    held = await history.came("2026-03-02 11:00")
    await history.happened("2026-03-02 11:01", held, Tag.REPLY_HELD)
    closed = await history.came("2026-03-02 12:00")
    for at in ("2026-03-02 12:10", "2026-03-02 12:20"):
        await history.happened(at, closed, Tag.ITEM_DISMISSED, Tag.ITEM_REOPENED)
    async with history.database.read() as work:
        replies = await listed(work.reports.first_replies(DAY))
        done = await work.reports.outcomes(DAY)
    assert [(reply[1], reply[2]) for reply in map(_waited, replies)] == [(36_000, 14_400), (300, 14_400)]
    assert by_hour((one.quarter, one.number) for one in done if one.answered) == {"8:00": 1, "10:00": 1}
    assert by_hour((one.quarter, one.number) for one in done if not one.answered) == {"12:00": 1}


async def test_a_reply_on_the_platform_itself_took_until_it_was_given_and_counts_when_it_was_seen(
    history: History,
) -> None:
    item = await history.came("2026-03-01 23:00")
    seen = Tag.ITEM_ANSWERED_ELSEWHERE
    await history.happened("2026-03-02 00:30", item, seen, given="2026-03-01 23:12")
    await history.happened("2026-03-02 00:40", item, seen)
    async with history.database.read() as work:
        (reply,) = await listed(work.reports.first_replies(DAY))
        (done,) = await work.reports.outcomes(DAY)
        sums = await work.shift_reading.sums(*DAY, [])
    assert _waited(reply)[1] == 12 * 60
    assert by_hour([(done.quarter, done.number)]) == {"0:30": 1}
    assert (sums.answered, sums.median_first_reply) == (1, 12 * 60)


def _waited(reply: tuple[object, ...]) -> tuple[int, int, int]:
    published, replied, due = (int(str(one)) for one in reply)
    return published, replied - published, due - published


async def test_what_became_of_drafts(history: History) -> None:
    kim = (await a_person(history.database)).id
    long = "Liebe Anna, den Drink gibt es seit Montag wieder in allen Filialen. Viele Grüße!"
    unchanged, edited, asked, closed, own, erased, twice = [
        await history.came(f"2026-03-02 08:0{n}") for n in range(7)
    ]
    for item in (unchanged, edited, asked, closed, erased, twice):
        await history.drafted(item, long)
    await history.happened("2026-03-02 09:00", unchanged, Tag.REPLY_POSTED, Tag.REPLY_POSTED)
    await history.drafted(edited, long + " Kim", by=kim)
    await history.happened("2026-03-02 09:00", edited, Tag.REPLY_SETTLED_POSTED)
    await history.happened("2026-03-02 09:00", asked, Tag.DRAFT_ASKED, by=kim)
    await history.drafted(asked, "Kurz.", prompt="question@2")
    await history.happened("2026-03-02 09:10", asked, Tag.REPLY_POSTED)
    await history.happened("2026-03-02 09:00", closed, Tag.ITEM_DISMISSED, by=kim)
    # Written by a person, without anything that was suggested.
    await history.drafted(own, "Selbst", by=kim)
    await history.happened("2026-03-02 09:00", own, Tag.REPLY_POSTED)
    # Asked for by the program, because the comment was edited: nobody rejected anything.
    await history.happened("2026-03-02 09:00", twice, Tag.DRAFT_ASKED)
    await history.drafted(erased, "", by=kim)
    await history.happened("2026-03-02 09:00", erased, Tag.REPLY_POSTED)
    async with history.database.read() as work:
        counts = await work.reports.drafts(DAY)
        suggestions = await listed(work.reports.suggestions(DAY))
    assert sorted(counts, key=lambda one: one.prompt) == [
        DraftCount(prompt="question@1", unchanged=1, rejected=2),
        DraftCount(prompt="question@2", unchanged=1),
    ]
    assert suggestions == [("question@1", long, long + " Kim")]


async def test_a_draft_is_rejected_also_once_it_was_edited_and_not_if_it_went_out_after_all(
    history: History,
) -> None:
    kim = (await a_person(history.database)).id
    edited, kept, mended, anew = [await history.came(f"2026-03-02 08:0{n}") for n in range(4)]
    for item in (edited, kept, mended, anew):
        await history.drafted(item, "Danke!")
    await history.drafted(edited, "Danke dir!", by=kim)
    await history.happened("2026-03-02 09:00", edited, Tag.ITEM_DISMISSED, by=kim)
    # Another one was asked for, and came once only.
    for item in (kept, mended, anew):
        await history.happened("2026-03-02 09:00", item, Tag.DRAFT_ASKED, by=kim)
    await history.drafted(mended, "Danke dir!", by=kim)
    await history.drafted(anew, "Vielen Dank!")
    for item in (kept, mended, anew):
        await history.happened("2026-03-02 09:10", item, Tag.REPLY_POSTED)
    async with history.database.read() as work:
        assert await work.reports.drafts(DAY) == [DraftCount(prompt="question@1", unchanged=2, rejected=2)]
        assert await listed(work.reports.suggestions(DAY)) == [("question@1", "Danke!", "Danke dir!")]


async def test_two_of_the_same_texts_are_two_suggestions(history: History) -> None:
    for number in range(2):
        item = await history.came(f"2026-03-02 08:0{number}")
        await history.drafted(item, "Danke!")
        await history.drafted(item, "Danke dir!", by=1)
        await history.happened("2026-03-02 09:00", item, Tag.REPLY_POSTED)
    async with history.database.read() as work:
        assert await listed(work.reports.suggestions(DAY)) == [("question@1", "Danke!", "Danke dir!")] * 2


async def test_the_posts_with_most_comments_and_what_people_wish_for(history: History) -> None:
    for number, title in enumerate(("Preise", "Preise", "=Formel", "Preise", "Neu")):
        await history.came(
            f"2026-03-02 0{number}:00", title=title, kind="idea", sentiment="negative" if number else ""
        )
    await history.came("2026-03-01 10:00", title="Gestern", kind="idea")
    async with history.database.read() as work:
        posts = await work.reports.posts(DAY, 2)
        newest, count = await work.reports.of_kinds(DAY, {"idea", "x"}, 2)
    assert posts[0] == BusyPost(
        title="Preise", url="https://a.example/p", platform="demo", comments=3, negative=2
    )
    assert [post.comments for post in posts] == [3, 1]
    assert (list(newest), count) == ([5, 4], 5)


async def test_what_people_decided(history: History) -> None:
    kim, lea = (await a_person(history.database, "Kim")).id, (await a_person(history.database)).id
    items = [await history.came(f"2026-03-02 07:0{number}") for number in range(4)]
    for item, at, by in zip(items, ("08:00", "08:59", "09:00", "08:30"), (kim, kim, kim, lea), strict=True):
        tag = Tag.ITEM_DISMISSED if by == lea else Tag.REPLY_APPROVED
        await history.happened(f"2026-03-02 {at}", item, tag, by=by)
    async with history.database.read() as work:
        handled = await work.reports.handled(DAY)
        decided = await work.reports.decisions(DAY, 3600)
        nothing = await work.reports.decisions((DAY[1], DAY[1] + timedelta(days=1)), 3600)
    assert list(handled) == [
        Handled(name="Kim", answered=3, dismissed=0),
        Handled(name="Lea", answered=0, dismissed=1),
    ]
    # From 8:00 to 8:59 and on to 9:00; from Lea's one decision nothing can be told.
    assert (decided.gaps, decided.people) == ({59 * 60: 1, 60: 1}, 2)
    assert (nothing.gaps, nothing.people) == ({}, 0)


async def test_open_ones_by_urgency(history: History) -> None:
    for urgency in (Urgency.CRISIS, Urgency.NORMAL, Urgency.NORMAL):
        await history.came("2026-03-02 08:00", urgency=urgency)
    async with history.database.read() as work:
        assert await work.reports.open_by_urgency() == {3: 1, 1: 2}


async def test_a_report_is_sent_by_one_and_only_once(history: History) -> None:
    history.now(utc("2026-03-09 08:00"))
    lease = timedelta(minutes=5)

    async def begin(token: str) -> tuple[str, bool] | None:
        async with history.database.work() as work:
            begun = await work.reports.begin(RUN, token, lease)
        return None if begun is None else (begun.key, begun.again)

    assert await begin("a") == ("a", False)
    assert await begin("b") is None, "somebody is about it"
    history.clock.pass_by(301)
    assert await begin("c") == ("a", True), "who began is gone"
    async with history.database.work() as work:
        await work.reports.sent(RUN, "a")
        await work.reports.put_off(RUN, "c", timedelta(seconds=30))
    assert await begin("d") is None
    history.clock.pass_by(31)
    assert await begin("e") == ("a", True), "the one whose claim was over did not end it"
    async with history.database.work() as work:
        await work.reports.sent(RUN, "e")
    history.clock.pass_by(10_000)
    assert await begin("f") is None


async def _read_all(database: Database) -> None:
    """Everything that a report reads."""
    async with database.read() as work:
        reports = work.reports
        await reports.received(DAY)
        await reports.outcomes(DAY)
        await listed(reports.first_replies(DAY))
        await listed(reports.suggestions(DAY))
        await reports.drafts(DAY)
        await reports.posts(DAY, 5)
        await reports.of_kinds(DAY, {"idea"}, 5)
        await reports.handled(DAY)
        await reports.decisions(DAY, 900)


async def test_a_report_reads_the_rows_of_its_days_alone(sqlite: Database) -> None:
    """A small index is used only where the query repeats its condition to the letter."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite.reader.sync_engine, "before_cursor_execute", note)
    await _read_all(sqlite)
    async with sqlite.connected() as connection:
        plans = [
            " ".join(
                str(row.detail) for row in await connection.exec_driver_sql(f"explain query plan {s}", p)
            )
            for s, p in list(asked)
            if s.startswith("SELECT")
        ]
    assert [
        plan for plan in plans if "ix_item_published" not in plan and "ix_audit_outcome" not in plan
    ] == []
    assert [plan for plan in plans if re.search(r"SCAN (?!\(|anon_)", plan)] == []


async def test_on_postgres_too(database: Database) -> None:
    if database.sqlite:
        return
    async with database.connected() as connection:
        await connection.exec_driver_sql("set local enable_seqscan = off")
        query = f"select at from audit where at >= '2026-03-02' and {OUTCOMES} and tag in ('reply:posted')"  # noqa: S608  # ours
        plan = " ".join(row[0] for row in await connection.exec_driver_sql(f"explain {query}"))
    assert "ix_audit_outcome" in plan


async def test_very_many_are_read_page_by_page(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where several things were done in the same moment, on both sides of the end of a page."""
    monkeypatch.setattr("storage.reports.BATCH", 2)
    items = [await history.came("2026-03-02 08:00") for _ in range(5)]
    history.now(utc("2026-03-02 09:00"))
    async with history.database.work() as work:
        for item in items:
            await work.items.keep(Change(item=item, events=(Event(tag=Tag.REPLY_POSTED),)))
    async with history.database.read() as work:
        assert len(await listed(work.reports.first_replies(DAY))) == 5
