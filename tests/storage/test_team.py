"""What a team does together, on both databases: approving, going on, writing, noting what is granted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.domain.audit import Event, Tag
from bot.domain.community import Author
from bot.domain.grant import Grant
from bot.domain.item import Approval, Change, Item, Triage
from bot.domain.people import Former, Person, Role
from bot.domain.status import Status
from bot.errors import Refusal
from bot.memory import Withheld, Written
from storage._sql import table
from storage.database import Database
from storage.erasing import erase_author
from storage.tables import ItemRow
from tests.storage.given import ANNA, NOW, a_comment, a_draft, a_person, an_item, on_web, take, take_one
from tests.world import Hands

NOBODY = Person(id=0, name="", role=Role.LEAD)
ALL: frozenset[str] = frozenset()


async def keep(database: Database, item: Item) -> Item:
    async with database.work() as work:
        (kept,) = await work.items.keep(Change(item=item, events=()))
    return kept


async def test_a_first_approval_and_a_risk_set_by_hand_come_back(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim", Role.APPROVER)
    item = await take_one(database)
    first = Approval(draft=1, version=1, by=on_web(kim), at=NOW)
    kept = await keep(
        database, replace(item, status=Status.AWAITING, draft=1, first=first, risk_by=lea.id, post_at=NOW)
    )
    async with database.work() as work:
        assert await work.items.get(item.id) == kept
        await work.items.add_draft(item.id, a_draft(1, by=lea.id))
        await work.items.keep(Change(item=kept, events=(Event(tag=Tag.DRAFT_EDITED, actor=on_web(lea)),)))
    async with database.read() as work:
        # Neither who approved first nor who worked on it; anybody else who may at this risk.
        bo = replace(kim, id=99)
        asked = [await work.queue.second(person, ALL, 9) for person in (kim, lea, bo)]
        assert asked == [[], [], [item.id]]
        assert await work.queue.second(bo, {item.triage.risk}, 9) == []
        # Under whichever number they did it; what is done there later is somebody else's.
        for number, since in ((kim.id, NOW), (lea.id, work.now)):
            was, just_before = (Former(person=number, until=at) for at in (since, since - timedelta(days=1)))
            assert await work.queue.second(replace(bo, formerly=(was,)), ALL, 9) == []
            assert await work.queue.second(replace(bo, formerly=(just_before,)), ALL, 9) == [item.id]
        assert (await work.queue.counts(kim.id)).overdue == 1
        assert await work.queue.free(9) == []


class TestTheNext:
    async def test_goes_by_risk_then_what_is_owed_then_age(self, database: Database) -> None:
        plan = [
            ("normal", None),
            ("low", NOW),
            ("normal", NOW + timedelta(hours=2)),
            ("crisis", None),
            ("high", NOW + timedelta(hours=9)),
            ("normal", NOW + timedelta(hours=1)),
        ]
        async with database.work() as work:
            new = [
                an_item(a_comment(n), triage=Triage(risk=risk), due_at=due)
                for n, (risk, due) in enumerate(plan, start=1)
            ]
            taken = await work.intake.take(new)
        order = []
        async with database.work() as work:
            while (number := await work.queue.next_for(NOBODY, ALL, ALL)) is not None:
                item = await work.items.get(number)
                await work.items.keep(
                    Change(item=replace(item, handler=7), events=(Event(tag=Tag.ITEM_CLAIMED),))
                )
                order.append(taken.index(next(one for one in taken if one.id == number)) + 1)
        assert order == [4, 5, 6, 3, 1, 2]

    async def test_is_what_this_person_can_do_something_about(self, database: Database) -> None:
        german, english, unknown, grave = (
            Triage(language="de"),
            Triage(language="en"),
            Triage(),
            Triage(risk="crisis", language="de"),
        )
        async with database.work() as work:
            channels = (("web", "team"),), (("web", "team"),), (("web", "night"),), (("web", "team"),)
            await work.intake.take(
                [
                    an_item(a_comment(n), triage=triage, channels=shown, due_at=None)
                    for n, (triage, shown) in enumerate(
                        zip((german, english, unknown, grave), channels, strict=True), start=1
                    )
                ]
            )
        speaks = replace(NOBODY, speaks=("en",))
        async with database.read() as work:
            assert await work.queue.next_for(NOBODY, ALL, ALL) == 4
            assert await work.queue.next_for(NOBODY, ALL, {"crisis"}) == 1
            assert await work.queue.next_for(speaks, ALL, ALL) == 2
            assert await work.queue.next_for(NOBODY, {"night"}, ALL) == 3
            assert await work.queue.next_for(speaks, {"day"}, ALL) is None
            why = await work.queue.withheld(speaks, {"team"}, {"crisis"})
            assert why == {Withheld.GRAVE: 1, Withheld.LANGUAGE: 1, Withheld.CHANNEL: 1}
            assert await work.queue.withheld(NOBODY, ALL, ALL) == {}

    async def test_leaves_out_what_was_skipped_for_a_while_by_this_person(
        self, database: Database, clock: Hands
    ) -> None:
        lea, kim = await a_person(database), await a_person(database, "Kim")
        await take(database, a_comment(1))
        for minutes in (1, 30):
            async with database.work() as work:
                await work.queue.skip(1, lea.id, work.now + timedelta(minutes=minutes))
        async with database.read() as work:
            assert [await work.queue.next_for(one, ALL, ALL) for one in (lea, kim)] == [None, 1]
        clock.pass_by(1801)
        async with database.read() as work:
            assert await work.queue.next_for(lea, ALL, ALL) == 1


async def test_who_writes_stands_beside_the_row_and_is_forgotten(database: Database, clock: Hands) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    item = await take_one(database)
    for person in (lea, kim):
        async with database.work() as work:
            await work.items.writes(item.id, person.id, timedelta(minutes=10))
    async with database.work() as work:
        seen = await work.items.get(item.id)
        (dossier,) = await work.items.dossiers([item.id])
        await work.items.wrote(item.id, lea.id)
    assert (seen.writing_by, seen.row, dossier.names[kim.id]) == (kim.id, item.row, "Kim")
    # Somebody who read the item before keeps it all the same.
    assert (await keep(database, replace(item, reason="x"))).row == item.row + 1
    async with database.work() as work:
        assert (await work.items.get(item.id)).writing_by == kim.id
        assert not await work.items.anybody_writes(timedelta(minutes=10))
    clock.pass_by(601)
    async with database.work() as work:
        assert await work.items.anybody_writes(timedelta(minutes=10))
        await work.items.writes_no_more(timedelta(minutes=10))
        assert (await work.items.get(item.id)).writing_at is None


@pytest.mark.parametrize("before", [False, True])
async def test_a_worker_of_an_older_release_says_only_since_when(
    database: Database, clock: Hands, *, before: bool
) -> None:
    """Also where what a newer one said of somebody before stands there still."""
    lea, item = await a_person(database), await take_one(database)
    async with database.work() as work:
        await work.items.writes(item.id, lea.id, timedelta(minutes=10))
        if not before:
            await work.session.connection.execute(text("update item set writing_until = null"))
    if before:
        clock.pass_by(660)
        begun = update(table(ItemRow)).values(writing_by=lea.id, writing_at=clock())
        async with database.work() as work:
            await work.session.changed(begun)
    clock.pass_by(599)
    async with database.work() as work:
        assert not await work.items.anybody_writes(timedelta(minutes=10))
    clock.pass_by(2)
    async with database.work() as work:
        assert await work.items.anybody_writes(timedelta(minutes=10))


async def test_what_needs_no_reply_and_who_wrote_more(database: Database) -> None:
    bo = Author(id="", name="Bo")
    new = [
        an_item(a_comment(1), triage=Triage(needs_reply=False), due_at=None),
        an_item(a_comment(2, author=bo), triage=Triage(needs_reply=False), due_at=None),
        an_item(a_comment(3), due_at=None),
        an_item(a_comment(4, author=replace(bo, name="Bob")), due_at=None),
        an_item(a_comment(5, author=bo), due_at=None),
    ]
    async with database.work() as work:
        await work.intake.take(new)
    async with database.work() as work:
        item = await work.items.get(2)
        await work.items.keep(Change(item=replace(item, handler=7), events=(Event(tag=Tag.ITEM_CLAIMED),)))
    async with database.read() as work:
        assert await work.queue.quiet(1, 9) == [1]
        assert await work.queue.quiet(7, 9) == [1, 2]
        assert await work.queue.of_author(1, 9) == [3, 1]
        assert await work.queue.of_author(2, 9) == [5, 2]
        assert await work.queue.of_author(99, 9) == []
        assert await work.queue.written(99, {"troll"}) == Written(comments=0, replied=0, warned=0, hidden=0)
    async with database.work() as work:
        third = await work.items.get(3)
        replied = replace(third, reply="r1", triage=replace(third.triage, kind="troll"))
        await work.items.keep(Change(item=replied, events=(Event(tag=Tag.COMMENT_HIDDEN),)))
    async with database.read() as work:
        assert await work.queue.written(1, {"troll"}) == Written(comments=1, replied=1, warned=1, hidden=1)
        assert await work.queue.written(1, {"spam"}) == Written(comments=1, replied=1, warned=0, hidden=1)
        assert await work.queue.written(3, {"troll"}) == Written(comments=1, replied=0, warned=0, hidden=0)


async def test_a_grant_is_kept_and_an_erased_person_is_named_there_no_more(database: Database) -> None:
    lea = await a_person(database)
    item = await take_one(database)
    grant = Grant(
        item=item.id,
        granted_by=ANNA.name,
        granted_at=NOW - timedelta(days=9),
        purpose="Story",
        link="https://a.example/ja",
        noted_by=lea.id,
        noted_at=NOW,
    )
    async with database.work() as work:
        number = await work.grants.note(grant)
    async with database.read() as work:
        assert await work.grants.all(9) == [replace(grant, id=number, by="Lea")]
        today, before = (NOW, NOW + timedelta(days=1)), (NOW - timedelta(days=9), NOW)
        assert [await work.grants.count(*span) for span in (today, before)] == [1, 0], "by when it was noted"
        assert [one.id for one in await work.grants.within(*today, 9)] == [number]
        assert (await work.grants.within(*before, 9), await work.grants.within(*today, 0)) == ([], [])
    async with database.work() as work:
        await erase_author(work, "demo", on_web(lea), author_id=ANNA.id)
    async with database.read() as work:
        (left,) = await work.grants.all(9)
    assert (left.granted_by, left.link, left.purpose) == ("", "", "")


async def test_nothing_is_erased_that_waits_for_a_second_approval(database: Database) -> None:
    lea = await a_person(database)
    await keep(database, replace(await take_one(database), status=Status.AWAITING))
    async with database.work() as work:
        with pytest.raises(Refusal, match="on its way"):
            await erase_author(work, "demo", on_web(lea), author_id=ANNA.id)


async def test_an_account_is_proven_until_it_becomes_somebody_elses(database: Database) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    proven = []
    for person, by_a_lead in ((lea, False), (lea, True), (lea, False), (kim, False)):
        async with database.work() as work:
            await work.people.link(person.id, "slack", "U1", proven=by_a_lead)
        async with database.read() as work:
            proven.append(await work.people.proven("slack", "U1"))
    assert proven == [False, True, True, False]
    async with database.read() as work:
        assert not await work.people.proven("slack", "U9")


async def test_the_order_of_the_next_is_read_from_its_index(sqlite: Database) -> None:
    query = (
        "explain query plan select id from item where is_open = 1 and handler is null and parked = ''"
        " and status in ('new', 'drafted', 'failed') order by gravity desc, owed_at, published limit 1"
    )
    async with sqlite.reader.connect() as connection:
        plan = " ".join(str(row) for row in (await connection.execute(text(query))).all())
    assert "ix_item_next" in plan
    assert "TEMP B-TREE" not in plan
