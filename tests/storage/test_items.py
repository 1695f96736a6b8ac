"""Items, drafts, trails: what is kept comes back, all of it or nothing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import item as moves
from bot.domain.audit import Event, Tag, first_fault
from bot.domain.community import Comment
from bot.domain.item import Approval, Change, Item, Triage, Urgency
from bot.domain.people import Actor, Person
from bot.domain.status import Status
from bot.errors import Conflict, NotFound
from bot.memory import ShownPlace, Works
from bot.ports import Place
from storage.database import Database
from storage.tables import AuditRow
from tests.storage.given import NOW, SOON, a_comment, a_draft, a_person, an_effect, on_web, take, take_one
from tests.world import Hands

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
numbers = st.integers(0, 2**31 - 1)
times = st.datetimes(datetime(1990, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone follows
actors = st.builds(Actor, person=numbers, surface=texts)
items = st.builds(
    Item,
    id=st.just(1),
    row=numbers,
    platform=texts,
    source=texts,
    comment=st.just(1),
    remote=texts,
    version=numbers,
    status=st.sampled_from(Status),
    published=times,
    triage=st.builds(
        Triage, kind=texts, urgency=st.sampled_from(Urgency), risk=texts, language=texts, why=texts
    ),
    due_at=st.none() | times,
    handler=st.none() | numbers,
    follows=st.none() | numbers,
    draft=numbers,
    ask=numbers,
    ask_due=st.none() | times,
    instruction=texts,
    draft_note=texts,
    first=st.none() | st.builds(Approval, draft=numbers, version=numbers, by=actors, at=times),
    risk_by=numbers,
    approval=st.none() | st.builds(Approval, draft=numbers, version=numbers, by=actors, at=times),
    post_at=st.none() | times,
    reply=texts,
    reply_text=texts,
    reply_by=st.none() | actors,
    known=st.lists(texts, max_size=3).map(tuple),
    hidden=st.booleans(),
    reason=texts,
    stale_draft=st.booleans(),
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(wanted=items)
async def test_every_item_comes_back_as_it_was_kept(database: Database, wanted: Item) -> None:
    async with database.read() as work:
        found = (await work.items.get_many([1])).get(1)
    row = (found or await take_one(database)).row
    async with database.work() as work:
        (kept,) = await work.items.keep(Change(item=replace(wanted, row=row), events=()))
    assert kept == replace(wanted, row=row + 1)
    async with database.read() as work:
        assert await work.items.get(1) == kept


async def test_the_unit_of_work_is_what_the_desk_asks_for(database: Database) -> None:
    works: Works = database.work
    async with works() as work:
        assert not await work.holds_posting()


async def test_an_unknown_item_is_not_found(database: Database) -> None:
    async with database.read() as work:
        with pytest.raises(NotFound, match="no item 7"):
            await work.items.get(7)
        assert await work.items.dossiers([7]) == await work.items.dossiers([]) == []
        with pytest.raises(NotFound):
            await work.items.draft(7, 1)


async def test_nothing_is_kept_when_a_part_of_it_fails(database: Database) -> None:
    item = await take_one(database)
    lea = await a_person(database)
    async with database.work() as work:
        # Somebody wrote the next entry of the trail past the program.
        (first,) = await work.items.trail(item.id)
        row = {"item": item.id, "seq": 2, "at": NOW, "tag": first.event.tag.value, "person": 0, "surface": ""}
        row |= {"draft": 0, "version": 1, "text": "", "salt": "s", "text_digest": "d", "digest": "d"}
        await work.session.add(AuditRow, [row])
    with pytest.raises(Conflict):
        await _draft_and_claim(database, item, lea)
    async with database.read() as work:
        assert await work.items.get(item.id) == item
        assert await work.items.drafts(item.id) == []


async def _draft_and_claim(database: Database, item: Item, by: Person) -> None:
    async with database.work() as work:
        await work.items.add_draft(item.id, a_draft())
        await work.items.keep(moves.claim(item, on_web(by)))


async def _draft_and_stumble(database: Database, item: Item) -> None:
    async with database.work() as work:
        await work.items.add_draft(item.id, a_draft())
        raise ZeroDivisionError


async def test_an_error_in_the_block_undoes_all_of_it(database: Database) -> None:
    item = await take_one(database)
    with pytest.raises(ZeroDivisionError):
        await _draft_and_stumble(database, item)
    async with database.read() as work:
        assert await work.items.drafts(item.id) == []


async def test_what_was_read_before_somebody_else_changed_it_is_a_conflict(database: Database) -> None:
    item = await take_one(database)
    lea, kim = await a_person(database), await a_person(database, "Kim")
    async with database.work() as work:
        await work.items.keep(moves.claim(item, on_web(lea)))
    with pytest.raises(Conflict):
        async with database.work() as work:
            await work.items.keep(moves.claim(item, on_web(kim)))
    async with database.read() as work:
        assert (await work.items.get(item.id)).handler == lea.id


async def test_two_units_of_work_on_one_item_follow_each_other(database: Database) -> None:
    item = await take_one(database)
    lea = await a_person(database)

    async def note(number: int) -> None:
        async with database.work() as work:
            found = await work.items.get(item.id)
            await asyncio.sleep(0.005)
            await work.items.keep(moves.note(found, on_web(lea), f"note {number}"))

    await asyncio.gather(*(note(number) for number in range(8)))
    async with database.read() as work:
        found, trail = await work.items.get(item.id), await work.items.trail(item.id)
    assert {entry.event.text for entry in trail[1:]} == {f"note {number}" for number in range(8)}
    assert first_fault(trail, found.audit_head, found.audit_count) is None


async def test_several_items_are_locked_in_one_order(database: Database) -> None:
    taken = await take(database, a_comment(1), a_comment(2))
    lea = await a_person(database)

    async def note(order: list[int]) -> None:
        async with database.work() as work:
            found = await work.items.get_many(order)
            await asyncio.sleep(0.005)
            await work.items.keep(*(moves.note(item, on_web(lea), "both") for item in found.values()))

    one, two = (item.id for item in taken)
    await asyncio.gather(*(note([one, two]) for _ in range(3)), *(note([two, one]) for _ in range(3)))
    async with database.read() as work:
        assert len(await work.items.trail(one)) == len(await work.items.trail(two)) == 7


async def test_a_time_without_a_zone_is_refused_and_other_zones_are_one_moment(database: Database) -> None:
    item = await take_one(database)
    naive = replace(item, due_at=datetime(2026, 1, 1))  # noqa: DTZ001  # what is tested
    with pytest.raises(Exception, match="without a zone"):
        async with database.work() as work:
            await work.items.keep(Change(item=naive, events=()))
    berlin = NOW.astimezone(timezone(timedelta(hours=2)))
    async with database.work() as work:
        await work.items.keep(Change(item=replace(item, due_at=berlin), events=()))
    async with database.read() as work:
        due = (await work.items.get(item.id)).due_at
    assert due == NOW
    assert due.tzinfo is UTC


async def test_drafts_are_kept_for_good(database: Database) -> None:
    item = await take_one(database)
    first, second = a_draft(1, model="m", prompt="complaint@3", by=4), a_draft(2, warnings=())
    async with database.work() as work:
        await work.items.add_draft(item.id, first)
        await work.items.add_draft(item.id, second)
    with pytest.raises(Conflict):
        async with database.work() as work:
            await work.items.add_draft(item.id, replace(first, text="another"))
    async with database.read() as work:
        assert await work.items.drafts(item.id) == [first, second]
        assert await work.items.draft(item.id, 1) == first


async def test_a_dossier_tells_all_that_a_card_shows(database: Database) -> None:
    above = [a_comment(n, parent=f"c{n - 1}" if n > 1 else "") for n in range(1, 8)]
    elsewhere = a_comment(6, source="other", text="the same id on another page")
    taken = await take(database, *above)
    await take(database, elsewhere)
    lea, kim, _ = [await a_person(database, name) for name in ("Lea", "Kim", "Nobody on this card")]
    item = taken[-1]
    async with database.work() as work:
        await work.items.add_draft(item.id, a_draft(by=kim.id))
        (drafted,) = await work.items.keep(moves.suggest(item, item.ask, a_draft()))
        (drafted,) = await work.items.keep(moves.claim(drafted, on_web(lea)))
        edited = replace(above[-1], text="Doch nicht")
        await work.intake.edited(item.comment, edited, version=1)
        await work.items.keep(Change(item=replace(drafted, version=2, stale_draft=True), events=()))
    async with database.read() as work:
        dossier, first = await work.items.dossiers([item.id, taken[0].id])
        assert await work.items.comment(item) == edited
    assert dossier.comment == edited
    assert dossier.before == above[-1].text
    assert [comment.id for comment in dossier.chain] == ["c2", "c3", "c4", "c5", "c6"]
    assert dossier.chain[-1] == above[-2]
    assert dossier.draft == a_draft(by=kim.id)
    tags = [Tag.COMMENT_FETCHED, Tag.DRAFT_WRITTEN, Tag.ITEM_CLAIMED]
    assert [entry.event.tag for entry in dossier.entries] == tags
    assert dossier.names == {lea.id: "Lea", kim.id: "Kim"}
    assert (first.chain, first.draft, first.before) == ((), None, "")


async def test_what_a_unit_of_work_kept_is_drawn_as_it_will_be_read(database: Database) -> None:
    item, other = await take(database, a_comment(1), a_comment(2))
    lea = await a_person(database)
    async with database.work() as work:
        assert await work.people.by_account("web", "lea") == lea
        await work.people.change(lea, replace(lea, name="Lea B."))
        await work.items.add_draft(item.id, a_draft())
        (drafted,) = await work.items.keep(moves.suggest(item, item.ask, a_draft()))
        (claimed,) = await work.items.keep(moves.claim(drafted, on_web(lea)))
        drawn = await work.items.dossiers([item.id, other.id])
    async with database.work() as work:
        read = await work.items.dossiers([item.id, other.id])
        assert await work.items.get(item.id) == claimed == drawn[0].item
        assert await work.items.draft(item.id, 1) == a_draft() == drawn[0].draft
        with pytest.raises(NotFound):
            await work.items.draft(item.id, 2)
    assert drawn == read
    assert drawn[0].names == {lea.id: "Lea B."}


async def test_comments_that_answer_each_other_in_a_circle_do_no_harm(database: Database) -> None:
    item, _ = await take(database, a_comment(1, parent="c2"), a_comment(2, parent="c1"))
    async with database.read() as work:
        (dossier,) = await work.items.dossiers([item.id])
    assert 0 < len(dossier.chain) <= 5


async def test_drafts_are_wanted_most_urgent_first_and_once(database: Database, clock: Hands) -> None:
    calm = await take_one(database)
    (urgent,) = await take(database, a_comment(2), triage=Triage(urgency=Urgency.HIGH))
    await take(database, a_comment(3), wants_draft=False)
    async with database.work() as work:
        assert [item.id for item in await work.items.wanting_draft(1, SOON)] == [urgent.id]
    async with database.work() as work:
        assert [item.id for item in await work.items.wanting_draft(5, SOON)] == [calm.id]
        assert await work.items.wanting_draft(5, SOON) == []
    clock.pass_by(31)
    async with database.work() as work:
        assert len(await work.items.wanting_draft(5, SOON)) == 2


async def test_recent_replies_are_the_newest_first(database: Database, clock: Hands) -> None:
    taken = await take(database, *(a_comment(n) for n in range(1, 4)))
    for item in taken:
        clock.pass_by(1)
        async with database.work() as work:
            posted = replace(item, status=Status.POSTED, reply_text=f"reply {item.id}")
            await work.items.keep(Change(item=posted, events=(Event(tag=Tag.REPLY_POSTED),)))
    async with database.read() as work:
        assert await work.items.recent_replies(2) == [f"reply {taken[2].id}", f"reply {taken[1].id}"]


async def test_every_kept_change_asks_for_a_redraw_and_changes_the_pulse(database: Database) -> None:
    item = await take_one(database)
    lea = await a_person(database)
    place = Place(surface="web", channel="team", remote="m1")
    async with database.work() as work:
        shown = ShownPlace(effect=an_effect(item, lane="show:web:team"), place=place, live=False, stale=False)
        await work.effects.show_places([shown])
    pulses = [await database.pulse()]
    for text in ("one", "two"):
        async with database.work() as work:
            found = await work.items.get(item.id)
            await work.items.keep(moves.note(found, on_web(lea), text))
        pulses.append(await database.pulse())
    assert len(set(pulses)) == 3
    async with database.read() as work:
        (stale,) = await work.effects.to_redraw("show:web:team", 5)
    assert (stale.place, stale.item, stale.wanted) == (place, item.id, 3)


async def test_a_comment_of_a_million_characters_is_kept(database: Database) -> None:
    long: Comment = a_comment(text="ä" * 1_000_000)
    (item,) = await take(database, long)
    async with database.read() as work:
        assert await work.items.comment(item) == long
