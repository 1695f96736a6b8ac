"""The team, what was heard from them, and the sources."""

import asyncio
from dataclasses import replace

from bot.domain.community import Cursor, Source
from bot.domain.people import Actor, Person, Role
from bot.domain.trail import TeamTag
from bot.memory import Reading
from storage.database import Database
from storage.erasing import erase_person
from storage.team_check import check_chains
from tests.storage.given import NOW, PAGE, SOON, a_person


async def test_people_are_found_by_their_accounts(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim", Role.VIEWER)
    async with database.work() as work:
        await work.people.link(lea.id, "slack", "U1")
        await work.people.link(kim.id, "slack", "U2")
        assert await work.people.by_account("slack", "U1") == lea
        assert await work.people.by_account("teams", "U1") is None
        await work.people.link(kim.id, "slack", "U1")
        assert await work.people.by_account("slack", "U1") == kim
        assert await work.people.get(lea.id) == Person(id=lea.id, name="Lea", role=Role.LEAD, language="de")
        assert await work.people.get(99) is None
        assert await work.people.all() == [lea, kim]


async def test_a_click_is_heard_once_however_often_it_is_sent(database: Database) -> None:
    async def hear(key: str) -> bool:
        async with database.work() as work:
            return await work.people.hear_once(key)

    assert sorted(await asyncio.gather(*(hear("k") for _ in range(8)))) == [False] * 7 + [True]
    assert await hear("k2")


async def test_a_source_goes_on_where_it_was_read_to(database: Database) -> None:
    other = Source(platform="demo", name="forum")
    fresh = Reading(source=PAGE, cursor=Cursor(since=NOW), due=NOW)
    async with database.work() as work:
        assert await work.sources.open(PAGE, NOW) == fresh
        assert await work.sources.open(PAGE, NOW + SOON) == fresh
        await work.sources.open(other, NOW)
        for why in ("no route", "still none"):
            await work.sources.failed(PAGE, why, NOW + SOON)
    async with database.work() as work:
        failing = await work.sources.open(PAGE, NOW)
        assert (failing.failing, failing.fails, failing.due) == ("still none", 2, NOW + SOON)
        cursor = Cursor(since=NOW, mark="page 2")
        await work.sources.moved(PAGE, cursor, NOW + SOON * 2)
        await work.sources.moved(PAGE, Cursor(since=NOW + SOON, mark="of another reading"), NOW)
    async with database.read() as work:
        moved, untouched = await work.sources.all()
    assert moved == Reading(source=PAGE, cursor=cursor, due=NOW + SOON * 2)
    assert untouched.source == other


async def test_a_source_can_be_read_anew_from_earlier_on(database: Database) -> None:
    async with database.work() as work:
        reading = await work.sources.open(PAGE, NOW)
        assert not await work.sources.rewind(PAGE, NOW)
        assert not await work.sources.rewind(PAGE, NOW + SOON)
        assert await work.sources.rewind(PAGE, NOW - SOON)
    async with database.work() as work:
        # A reading that was under way does not bring it back to where it was.
        await work.sources.moved(PAGE, replace(reading.cursor, mark="page 9"), NOW + SOON)
        now = await work.sources.open(PAGE, NOW)
    assert (now.cursor, now.due <= work.now) == (Cursor(since=NOW - SOON), True)


async def test_a_new_language_leaves_a_role_that_changed_meanwhile(database: Database) -> None:
    lea = await a_person(database)
    async with database.work() as work:
        await work.people.change(lea, replace(lea, role=Role.GUEST))
    async with database.work() as work:
        # Read before the role was taken away, as two units of work at once may.
        await work.people.change(lea, replace(lea, language="en"))
    async with database.read() as work:
        assert await work.people.get(lea.id) == replace(lea, role=Role.GUEST, language="en")


async def test_no_right_changes_without_its_entry(database: Database) -> None:
    lea = await a_person(database)
    by = Actor(person=lea.id, surface="terminal")
    async with database.work() as work:
        kim = await work.people.add("Kim", Role.VIEWER, "de", by)
        await work.people.change(kim, replace(kim, language="en"), by)
        await work.people.change(kim, replace(kim, role=Role.APPROVER), by)
        for _ in range(2):
            await work.people.link(kim.id, "slack", "U1", by=by)
        await work.people.unlink(kim.id, "slack")
        await work.people.unlink(kim.id, "slack")
        await erase_person(work, kim.id, by)
    async with database.read() as work:
        told = [entry.event for entry in await work.team_trail.entries("people")]
    assert [(event.tag, event.text) for event in told if event.whom == kim.id] == [
        (TeamTag.PERSON_JOINED, "viewer"),
        (TeamTag.PERSON_RIGHTS, "approver"),
        (TeamTag.PERSON_LINKED, "slack"),
        (TeamTag.PERSON_UNLINKED, "slack"),
        (TeamTag.PERSON_ERASED, ""),
    ]
    assert await check_chains(database) == []
