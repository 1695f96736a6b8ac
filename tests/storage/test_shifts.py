"""Shifts, absences, handovers and the team's trail, as they are kept, on both databases."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, update

from bot.domain import handover as moves
from bot.domain.audit import Event, Tag
from bot.domain.handover import Answer, Handover, HandoverChange, Reply, State
from bot.domain.item import Change, Triage, Urgency, claim
from bot.domain.people import Person, Role
from bot.domain.shift import Absence, Shift, Stint
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import Conflict, NotFound, Refusal
from storage._sql import table
from storage.database import Database
from storage.erasing import erase_author, erase_person
from storage.shift_table import TrailEntryRow, TrailHeadRow
from storage.team_check import check_chains
from storage.work import SqlWork
from tests.storage.given import a_comment, a_person, on_web, take

HOUR = timedelta(hours=1)


async def a_stint(work: SqlWork, person: int, **facts: object) -> Stint:
    usual = {"person": person, "begins": work.now, "ends": work.now + 8 * HOUR, "slot": "s1"}
    kept = await work.shifts.begin(Stint(**{**usual, **facts}))  # type: ignore[arg-type]  # each has its own type
    assert kept
    return kept


async def test_a_shift_is_begun_once_and_ended_once(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    async with database.work() as work:
        first = await a_stint(work, lea.id, channels=frozenset({"team", "law"}))
        assert first.name == "Lea"
        again = Stint(person=lea.id, begins=work.now, slot="s1")
        assert await work.shifts.begin(again) is None
        assert await work.shifts.begin(replace(again, person=kim.id))
        by_hand = [await work.shifts.begin(replace(again, slot="")) for _ in range(2)]
        assert all(one and one.slot == "" and one.ends is None for one in by_hand)
    async with database.work() as work:
        running = await work.shifts.running()
        assert len(running) == 4
        assert running[0] == first
        ended = work.now
        assert await work.shifts.end(first.id, ended)
        assert not await work.shifts.end(first.id, ended + HOUR)
        assert len(await work.shifts.running()) == 3
        assert await work.shifts.get(first.id) == replace(first, ended_at=ended)
        assert await work.shifts.get(99) is None


async def test_planned_shifts_and_absences_are_kept_until_they_are_over_or_taken_back(
    database: Database,
) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    async with database.work() as work:
        now = work.now
        soon = Shift(slot="", person="Lea", begins=now + HOUR, ends=now + 2 * HOUR)
        past = replace(soon, begins=now - 2 * HOUR, ends=now - HOUR)
        number, old = [await work.shifts.plan(lea.id, shift, kim.id) for shift in (soon, past)]
        assert await work.shifts.planned(now) == [(number, replace(soon, slot=f"planned:{number}"))]
        assert not await work.shifts.cancel(old)
        assert await work.shifts.cancel(number)
        assert not await work.shifts.cancel(number)
        assert await work.shifts.planned(now) == []
        first, last = date(2026, 12, 24), date(2026, 12, 26)
        one = Absence(person="Lea", first=first, last=last, substitute="Kim")
        kept = await work.shifts.absent(lea.id, one, kim.id, lea.id)
        await work.shifts.absent(kim.id, Absence(person="Kim", first=first, last=last), None, kim.id)
    async with database.work() as work:
        found = await work.shifts.absences(date(2026, 12, 26))
        assert found[0] == replace(one, id=kept)
        assert [absence.person for absence in found] == ["Lea", "Kim"]
        assert await work.shifts.absences(date(2026, 12, 27)) == []
        assert await work.shifts.absences(first, of=lea.id) == [replace(one, id=kept)]
        await work.shifts.end_absences(kept)
        assert [absence.person for absence in await work.shifts.absences(first)] == ["Kim"]


async def a_handover(database: Database, person: int) -> Handover:
    async with database.work() as work:
        stint = await a_stint(work, person, channels=frozenset({"team"}))
        fresh = Handover(stint=stint.id, outgoing=person, channels=stint.channels, opened_at=work.now)
        kept = await work.handovers.open(fresh)
        assert kept == replace(fresh, id=kept.id if kept else 0)
        assert await work.handovers.open(fresh) is None
    return kept


async def test_a_handover_is_only_changed_as_it_was_read(database: Database) -> None:
    lea = await a_person(database)
    (item,) = await take(database, a_comment())
    kept = await a_handover(database, lea.id)
    async with database.work() as work:
        with pytest.raises(NotFound):
            await work.handovers.get(99)
        read = await work.handovers.get(kept.id)
        said = Answer(item=item.id, reply=Reply.ASK, person=lea.id, at=work.now, question="Wieso?")
        told = replace(read, words="Ruhig.", watch=("a", "b"), state=State.ASKED, items=(item.id,))
        await work.handovers.keep(HandoverChange(handover=told, events=(), answer=said))
        explained = replace(said, reply=Reply.MINE, explained="So.")
        now = await work.handovers.get(kept.id)
        await work.handovers.keep(HandoverChange(handover=now, events=(), answer=explained))
        assert await work.handovers.answers(kept.id) == {item.id: explained}
        assert await work.handovers.get(kept.id) == replace(told, row=3)
        with pytest.raises(Conflict):
            await work.handovers.keep(HandoverChange(handover=read, events=()))


async def test_an_open_handover_is_shown_and_reminded_of_once(database: Database) -> None:
    lea = await a_person(database)
    kept = await a_handover(database, lea.id)
    async with database.work() as work:
        assert [one.id for one in await work.handovers.open_ones()] == [kept.id]
        (shown,) = await work.handovers.stale()
        assert (shown.handover.row, shown.places) == (1, ())
        place = {"surface": "slack", "channel": "C1", "key": "k", "remote": "1.1"}
        await work.handovers.shown(kept.id, 1, [place])
        assert await work.handovers.stale() == []
        assert await work.handovers.climbed(kept, work.now)
        assert not await work.handovers.climbed(kept, work.now)
        now = await work.handovers.get(kept.id)
        assert (now.rungs, now.taken, now.reminded_at is None) == (1, 1, False)
        # What a release before reminded of has taken its first step, too.
        assert replace(now, rungs=0).taken == 1
        done = replace(now, state=State.TAKEN_OVER, incoming=lea.id)
        await work.handovers.keep(HandoverChange(handover=done, events=()))
        assert await work.handovers.open_ones() == []
        (shown,) = await work.handovers.stale()
        assert shown.places == (place,)


async def test_a_shift_leaves_behind_what_is_open_in_its_channels_the_gravest_whole(
    database: Database,
) -> None:
    lea = await a_person(database)
    grave = Triage(urgency=Urgency.LOW, risk="high")
    plain = await take(database, *(a_comment(number) for number in range(1, 4)))
    (risky,) = await take(database, a_comment(4), triage=grave)
    await take(database, a_comment(5), channels=(("web", "law"),))
    async with database.work() as work:
        await work.items.keep(claim(await work.items.get(plain[0].id), on_web(lea)))
        reading = work.shift_reading
        assert (await reading.open_items(["team"], 2))[0] == risky.id
        assert len(await reading.open_items(["team"], 2)) == 3
        assert [await reading.count_open(names) for names in (["team"], ["law"], [], ["none"])] == [
            4,
            1,
            5,
            0,
        ]
        assert await reading.handled_by(lea.id, ["team"], 10) == [plain[0].id]
        assert await reading.handled_by(lea.id, ["law"], 10) == []


async def test_the_numbers_of_a_shift(database: Database) -> None:
    async with database.work() as work:
        begins = work.now
    waits = (timedelta(minutes=20), timedelta(minutes=4), timedelta(minutes=10))
    items = await take(
        database, *(a_comment(number, published=begins - wait) for number, wait in enumerate(waits, start=1))
    )
    async with database.work() as work:
        now, found = work.now, await work.items.get_many([item.id for item in items])
        tags = {items[0].id: Tag.REPLY_POSTED, items[1].id: Tag.REPLY_POSTED, items[2].id: Tag.ITEM_DISMISSED}
        await work.items.keep(
            *(Change(item=item, events=(Event(tag=tags[number]),)) for number, item in found.items())
        )
        sums = await work.shift_reading.sums(begins, now + HOUR, ["team"])
        assert (sums.received, sums.answered, sums.dismissed) == (3, 2, 1)
        assert sums.median_first_reply == pytest.approx(12 * 60, abs=5)
        # What nobody has answered waits until the end of the span.
        assert sums.longest_wait == pytest.approx(80 * 60, abs=5)
        none = await work.shift_reading.sums(begins - 2 * HOUR, begins - HOUR, ["team"])
        assert (none.received, none.median_first_reply, none.longest_wait) == (0, None, None)
        # A further reply later is not a first one.
        item = await work.items.get(items[0].id)
        await work.items.keep(Change(item=item, events=(Event(tag=Tag.REPLY_POSTED),)))
        later = await work.shift_reading.sums(now + timedelta(microseconds=1), now + HOUR, [])
        assert later.median_first_reply is None


async def test_the_teams_trail_is_whole_and_every_tampering_is_found(database: Database) -> None:
    lea = await a_person(database)
    async with database.work() as work:
        stint = await a_stint(work, lea.id)
        chain = f"shift:{stint.id}"
        for text in ("one", "two"):
            await work.team_trail.write(
                chain, TeamEvent(tag=TeamTag.SHIFT_BEGAN, actor=on_web(lea), text=text)
            )
        await work.team_trail.write("absences", TeamEvent(tag=TeamTag.ABSENCE_NOTED, whom=lea.id))
        assert [entry.event.text for entry in await work.team_trail.entries(chain)] == ["one", "two"]
    assert await check_chains(database) == []
    entries, heads = table(TrailEntryRow), table(TrailHeadRow)
    here = (entries.c.chain == chain) & (entries.c.seq == 2)
    faults = (
        (update(entries).where(here).values(text="three"), [(chain, 2)]),
        (update(entries).where(here).values(text="two", tag="shift:never"), [(chain, 2)]),
        (delete(entries).where(here), [(chain, 2)]),
        (delete(heads).where(heads.c.chain == "absences"), [("absences", 1), (chain, 2)]),
        # All that was written about a shift is gone: the shift itself remembers that there was something.
        (delete(entries).where(entries.c.chain == chain), [("absences", 1), (chain, 1)]),
    )
    for statement, found in faults:
        async with database.work() as work:
            await work.session.connection.execute(statement)
        assert await check_chains(database) == found


async def test_what_was_asked_about_an_erased_comment_is_gone_and_the_chain_stays_whole(
    database: Database,
) -> None:
    lea = await a_person(database)
    (item,) = await take(database, a_comment())
    kept = await a_handover(database, lea.id)
    async with database.work() as work:
        said = Answer(
            item=item.id, reply=Reply.ASK, person=lea.id, at=work.now, question="Anna?", explained="Ja, Anna."
        )
        await work.handovers.keep(HandoverChange(handover=kept, events=(), answer=said))
        asked = TeamEvent(tag=TeamTag.HANDOVER_ASKED, actor=on_web(lea), item=item.id, text="Anna?")
        began = TeamEvent(tag=TeamTag.SHIFT_BEGAN, actor=on_web(lea), whom=lea.id, text="stays")
        await work.team_trail.write(f"shift:{kept.stint}", began, asked)
    async with database.work() as work:
        await erase_author(work, "demo", on_web(lea), author_id="u1")
    async with database.read() as work:
        (answer,) = (await work.handovers.answers(kept.id)).values()
        assert (answer.question, answer.explained) == ("", "")
        assert [one.event.text for one in await work.team_trail.entries(f"shift:{kept.stint}")] == [
            "stays",
            "",
        ]
    assert await check_chains(database) == []


async def test_somebody_who_is_erased_is_on_no_shift_any_more(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim", Role.APPROVER)
    async with database.work() as work:
        stint = await a_stint(work, kim.id)
        other = await a_stint(work, lea.id, slot="s2", instead_of="Kim")
        for one in (stint, other):
            began = TeamEvent(tag=TeamTag.SHIFT_BEGAN, whom=one.person)
            await work.team_trail.write(f"shift:{one.id}", began)
        coming = Shift(slot="", person="Kim", begins=work.now + HOUR, ends=work.now + 2 * HOUR)
        await work.shifts.plan(kim.id, coming, kim.id)
    async with database.work() as work:
        await erase_person(work, kim.id, on_web(lea))
    async with database.read() as work:
        (running,) = await work.shifts.running()
        assert (running.person, running.instead_of) == (lea.id, "")
        assert await work.shifts.planned(work.now) == []
    assert await check_chains(database) == []


async def test_two_who_take_over_at_once_and_many_who_write_into_one_chain(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim", Role.APPROVER)
    kept = await a_handover(database, lea.id)
    chain = f"shift:{kept.stint}"

    async def take_it_over(person: Person) -> bool:
        async with database.work() as work:
            handover = await work.handovers.get(kept.id)
            change = moves.take_over(handover, {}, [], on_web(person), work.now)
            await asyncio.sleep(0.01)
            await work.handovers.keep(change)
            await work.team_trail.write(chain, *change.events)
        return True

    done = await asyncio.gather(*(take_it_over(each) for each in (lea, kim)), return_exceptions=True)
    assert [one for one in done if one is True] == [True]
    assert [type(one) for one in done if one is not True] == [Refusal]

    async def write(number: int) -> None:
        async with database.work() as work:
            event = TeamEvent(tag=TeamTag.HANDOVER_WATCH, text=str(number))
            await work.team_trail.write(chain, event)

    await asyncio.gather(*(write(number) for number in range(8)))
    async with database.read() as work:
        assert [entry.seq for entry in await work.team_trail.entries(chain)] == [*range(1, 10)]
    assert await check_chains(database) == []


async def test_a_handover_reads_what_is_open_and_not_all_that_ever_was(sqlite: Database) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite.reader.sync_engine, "before_cursor_execute", note)
    async with sqlite.read() as work:
        for channels in ([], ["team"]):
            await work.shift_reading.sums(work.now - HOUR, work.now, channels)
            await work.shift_reading.count_open(channels, work.now)
            await work.shift_reading.count_grave(channels)
            await work.shift_reading.open_items(channels, 9)
    event.remove(sqlite.reader.sync_engine, "before_cursor_execute", note)
    async with sqlite.connected() as connection:
        plans = [
            [str(r.detail) for r in await connection.exec_driver_sql(f"explain query plan {query}", values)]
            for query, values in asked
            if query.lower().startswith("select")
        ]
    assert len(plans) >= 12
    for plan in plans:
        assert "ix_item_published" not in " ".join(plan), plan
        # In a storm this would be asked for each item about all of them.
        at = [step for step, told in enumerate(plan) if "ix_effect_channel" in told]
        assert all("LIST SUBQUERY" in plan[step - 1] for step in at), plan
