"""The team, what was heard from them, and the sources."""

import asyncio
from dataclasses import replace

from bot.domain.community import Cursor, Source
from bot.domain.handover import Handover
from bot.domain.people import Actor, Person, Role
from bot.domain.shift import Absence, Shift, Stint
from bot.domain.trail import TeamEvent, TeamTag
from bot.memory import Reading
from bot.memory.inbox import InboxLine
from storage.database import Database
from storage.erasing import erase_person
from storage.people import LATE
from storage.team_check import check_chains
from storage.work import SqlWork
from tests.storage.given import NOW, PAGE, SOON, a_person, on_web


async def test_people_are_found_by_their_accounts(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim", Role.VIEWER)
    async with database.work() as work:
        await work.people.link(lea.id, "slack", "U1")
        await work.people.link(kim.id, "slack", "U2")
        assert await work.people.by_account("slack", "U1") == lea
        assert await work.people.by_account("teams", "U1") is None
        await work.people.link(kim.id, "slack", "U1")
        found = await work.people.by_account("slack", "U1")
        assert found
        assert replace(found, formerly=()) == kim
        assert await work.people.get(lea.id) == Person(id=lea.id, name="Lea", role=Role.LEAD, language="de")
        assert await work.people.get(99) is None
        assert await work.people.all() == [lea, found]


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


async def test_what_was_done_by_an_account_goes_with_it_from_person_to_person(database: Database) -> None:
    one, two, three = [await a_person(database, name) for name in ("A", "B", "C")]
    moments = []
    for owner in (one, two, three, one):
        async with database.work() as work:
            moments.append(work.now + LATE)
            await work.people.link(owner.id, "slack", "U1")
    first, second, third = moments[1:]
    async with database.read() as work:
        known = [{was.person: was.until for was in one.formerly} for one in await work.people.all()]
    # Under no number is anything theirs that was done when the account had gone on to the next one.
    assert known == [
        {two.id: second, three.id: third},
        {one.id: first},
        {one.id: first, two.id: second},
    ]


async def test_what_is_planned_and_kept_for_somebody_follows_them(database: Database) -> None:
    lea, former = await a_person(database), await a_person(database, "lea@b.example")
    hour = SOON * 120
    async with database.work() as work:
        stint = await began(work, former, "s1")
        number = former.id
        waits = Handover(stint=stint, outgoing=number, incoming=number, opened_at=work.now)
        await work.handovers.open(waits)
        coming = Shift(slot="", person="", begins=work.now + hour, ends=work.now + 2 * hour)
        await work.shifts.plan(number, coming, number)
        today = work.now.date()
        await work.shifts.absent(number, Absence(person="", first=today, last=today), number, number)
        await work.inbox.add([lea.id, former.id], InboxLine(item=1, seq=1))
        await work.inbox.add([former.id], InboxLine(item=1, seq=2))
        await work.people.merge(former.id, lea, on_web(lea))
    async with database.work() as work:
        (running,) = await work.shifts.running()
        (handover,) = await work.handovers.open_ones()
        assert (running.person, handover.outgoing, handover.incoming) == (lea.id, lea.id, lea.id)
        assert [shift.person for _, shift in await work.shifts.planned(work.now)] == ["Lea"]
        (absence,) = await work.shifts.absences(today)
        assert (absence.person, absence.substitute, await work.inbox.unseen(lea.id)) == ("Lea", "Lea", 2)
        # Who is on already is not on twice.
        await began(work, former, "s2")
        await work.people.merge(former.id, lea, on_web(lea))
        assert await work.shifts.running() == [running]
    assert await check_chains(database) == []


async def began(work: SqlWork, person: Person, slot: str) -> int:
    """A shift, with its entry."""
    stint = await work.shifts.begin(Stint(person=person.id, begins=work.now, slot=slot))
    assert stint
    event = TeamEvent(tag=TeamTag.SHIFT_BEGAN, whom=person.id)
    await work.team_trail.write(f"shift:{stint.id}", event)
    return stint.id
