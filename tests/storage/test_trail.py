"""The trail as a whole: checked, exported, erased without breaking, tidied."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain import item as moves
from bot.domain.community import Author
from bot.domain.item import Item, Triage
from bot.domain.people import PROGRAM, Role
from bot.domain.status import Status
from bot.errors import NotFound, Refusal
from storage.database import Database
from storage.erasing import erase_author, erase_person
from storage.tables import AuditRow
from storage.trail import check_trails, export, tidy
from tests.storage.given import (
    ANNA,
    PAGE,
    SOON,
    a_comment,
    a_draft,
    a_person,
    an_effect,
    an_item,
    on_web,
    take,
)
from tests.world import Hands

SECRET = "Anna Geheim"
BEA = Author(id="u2", name="Bea")


async def test_whole_trails_have_no_fault(database: Database) -> None:
    taken = await take(database, *(a_comment(n) for n in range(1, 8)))
    lea = await a_person(database)
    async with database.work() as work:
        await work.items.keep(*(moves.note(item, on_web(lea), "so") for item in taken))
    assert await check_trails(database, batch=3) == []
    assert await check_trails(database, batch=7) == []


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("update audit set text = 'another' where item = 2 and seq = 2", 2),
        ("update audit set person = 9 where item = 2 and seq = 1", 1),
        ("update audit set tag = 'item:swallowed' where item = 2 and seq = 2", 2),
        ("update audit set salt = '' where item = 2 and seq = 2", 2),
        ("delete from audit where item = 2 and seq = 1", 1),
        ("delete from audit where item = 2 and seq = 3", 3),
        ("delete from audit where item = 2", 1),
        ("update item set audit_count = 2 where id = 2", 4),
    ],
)
async def test_a_changed_or_missing_entry_is_found(database: Database, tampering: str, fault: int) -> None:
    taken = await take(database, *(a_comment(n) for n in range(1, 5)))
    lea = await a_person(database)
    for _ in range(2):
        async with database.work() as work:
            found = await work.items.get_many([item.id for item in taken])
            await work.items.keep(*(moves.note(item, on_web(lea), "so") for item in found.values()))
    async with database.work() as work:
        await work.session.connection.execute(text(tampering))
    assert await check_trails(database, batch=2) == [(2, fault)]


async def test_trails_that_grow_while_they_are_checked_are_not_at_fault(database: Database) -> None:
    taken = await take(database, *(a_comment(n) for n in range(1, 12)))
    lea = await a_person(database)
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            async with database.work() as work:
                found = await work.items.get_many([item.id for item in taken])
                await work.items.keep(*(moves.note(item, on_web(lea), "on") for item in found.values()))

    writing = asyncio.create_task(write())
    for _ in range(10):
        assert await check_trails(database, batch=4) == []
    stop.set()
    await writing


async def test_the_export_tells_who_did_what_and_when_but_not_what_was_said(
    database: Database, clock: Hands
) -> None:
    start = clock()
    lea = await a_person(database)
    taken = await take(database, *(a_comment(n, text=SECRET) for n in range(1, 6)))
    clock.pass_by(60)
    async with database.work() as work:
        await work.items.keep(*(moves.note(item, on_web(lea), SECRET) for item in taken))
    lines = [line async for line in export(database, start, clock() + SOON, batch=3)]
    assert len(lines) == 10
    assert SECRET not in json.dumps(lines)
    assert lines == sorted(lines, key=lambda line: line["at"])
    last = lines[-1]
    assert (last["person"], last["tag"], last["comment"]) == ("Lea", "note:written", "c5")
    assert (last["platform"], last["source"], last["surface"]) == (PAGE.platform, PAGE.name, "web")
    assert lines[0]["person"] is None
    early = [line async for line in export(database, start, start + SOON, batch=5)]
    assert early == lines[:5]


async def said_by_anna(database: Database) -> Item:
    """An item in which everything quotes her."""
    lea = await a_person(database)
    anna = replace(ANNA, name=SECRET)
    comment = a_comment(1, text=f"Ich bin {SECRET}", author=anna)
    new = an_item(comment, triage=Triage(why=SECRET), wants_draft=True)
    async with database.work() as work:
        (item,) = await work.intake.take([new])
        await work.intake.take_ours(
            [a_comment(9, text=f"Hallo {SECRET}", parent="c1", ours=True, author=BEA)]
        )
        await work.intake.edited(item.comment, replace(comment, text=f"{SECRET}!"), version=1)
        await work.items.add_draft(item.id, a_draft(1, text=f"Liebe {SECRET}"))
        (item,) = await work.items.keep(moves.ask_draft(item, on_web(lea), f"duze {SECRET}", work.now))
        (item,) = await work.items.keep(moves.note(item, on_web(lea), f"{SECRET} kenne ich"))
        filled = replace(item, reply_text=f"Liebe {SECRET}", reason=SECRET, draft_note=SECRET)
        (item,) = await work.items.keep(moves.Change(item=filled, events=()))
    return item


async def everything(database: Database) -> str:
    """All that the tables say."""
    async with database.read() as work:
        tables = [t for t in AuditRow.metadata.sorted_tables if t.name != "alembic_version"]
        return str([await work.session.rows(t.select()) for t in tables])


async def test_an_erased_author_leaves_no_word_and_a_whole_trail(database: Database) -> None:
    item = await said_by_anna(database)
    await take(database, a_comment(2, author=BEA, text="bleibt"))
    assert SECRET in await everything(database)
    async with database.work() as work:
        assert await erase_author(work, PAGE.platform, PROGRAM, author_id=ANNA.id) == [item.id]
    left = await everything(database)
    assert SECRET not in left
    assert ANNA.url not in left
    assert "bleibt" in left
    assert await check_trails(database) == []
    async with database.read() as work:
        tags = [entry.event.tag.value for entry in await work.items.trail(item.id)]
        assert (await work.items.get(item.id)).status is Status.DISMISSED
        assert await work.items.recent_replies(5) == []
    assert tags[-2:] == ["item:dismissed", "item:erased"]


async def test_what_was_erased_does_not_come_back_with_the_next_fetch(database: Database) -> None:
    item = await said_by_anna(database)
    async with database.work() as work:
        await erase_author(work, PAGE.platform, PROGRAM, author_name=SECRET)
    async with database.work() as work:
        assert "c1" in await work.intake.known(PAGE, ["c1"])
        await work.intake.edited(item.comment, a_comment(1, text=SECRET), version=0)
    assert SECRET not in await everything(database)


async def test_many_comments_of_one_author_are_erased_together(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.erasing._CHUNK", 2)
    await take(database, *(a_comment(n) for n in range(1, 6)))
    async with database.work() as work:
        assert await erase_author(work, PAGE.platform, PROGRAM, author_name="Anna") == [1, 2, 3, 4, 5]
    assert await check_trails(database) == []


async def test_nothing_is_erased_while_a_reply_is_on_its_way(database: Database) -> None:
    one, two = await take(database, a_comment(1, text=SECRET), a_comment(2))
    async with database.work() as work:
        await work.items.keep(moves.Change(item=replace(two, status=Status.APPROVED), events=()))
        await work.effects.want(an_effect(one))
    with pytest.raises(Refusal, match=f"#{one.id}, #{two.id}"):
        async with database.work() as work:
            await erase_author(work, PAGE.platform, PROGRAM, author_id=ANNA.id)
    assert SECRET in await everything(database)


async def test_erasing_needs_to_know_whom(database: Database) -> None:
    async with database.work() as work:
        with pytest.raises(Refusal, match="whose comments"):
            await erase_author(work, PAGE.platform, PROGRAM)
        with pytest.raises(NotFound, match="has written on demo"):
            await erase_author(work, PAGE.platform, PROGRAM, author_id="nobody")


async def test_a_person_who_leaves_keeps_no_name_and_no_account(database: Database) -> None:
    lea = await a_person(database)
    (item,) = await take(database, a_comment(1))
    async with database.work() as work:
        await work.items.keep(moves.claim(item, on_web(lea)))
    async with database.work() as work:
        await erase_person(work, lea.id, PROGRAM)
    async with database.read() as work:
        (left,) = await work.people.all()
        assert (left.name, left.role) == ("", Role.GUEST)
        assert await work.people.by_account("web", "lea") is None
        assert (await work.items.get(item.id)).handler is None
    assert await check_trails(database) == []


async def test_tidying_deletes_what_nobody_needs_any_more(database: Database, clock: Hands) -> None:
    async with database.work() as work:
        await work.people.hear_once("old")
        await work.lanes.enter("old", "t", SOON)
        await work.lanes.reserve("old", SOON)
    clock.pass_by(3600)
    async with database.work() as work:
        await work.people.hear_once("new")
        await work.lanes.enter("new", "t", SOON)
        await work.lanes.reserve("new", SOON)
    async with database.work() as work:
        assert await tidy(work, timedelta(minutes=30)) == 3
        assert await tidy(work, timedelta(minutes=30)) == 0
        assert not await work.people.hear_once("new")
        assert not await work.lanes.enter("new", "other", SOON)
