"""What comes in from the platforms."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain import item as moves
from bot.domain.audit import first_fault
from bot.domain.community import Author, Post, Source
from bot.domain.effect import Kind, State
from bot.domain.item import Triage, Urgency
from bot.domain.shift import Stint
from bot.errors import Conflict
from bot.memory import Earlier, Known
from storage._sql import table
from storage.database import Database
from storage.shift_table import ShiftRow
from tests.storage.given import (
    ANNA,
    LANE,
    PAGE,
    POST,
    SOON,
    a_comment,
    a_person,
    an_item,
    on_web,
    take,
    take_one,
)


async def test_new_comments_become_items_with_a_trail_and_wanted_shows(database: Database) -> None:
    comments = [a_comment(n) for n in range(1, 4)]
    channels = (("web", "team"), ("room", "crisis"))
    taken = await take(database, *comments, triage=Triage(urgency=Urgency.HIGH), channels=channels)
    async with database.read() as work:
        assert list((await work.items.get_many([item.id for item in taken])).values()) == taken
        assert [await work.items.comment(item) for item in taken] == comments
        for item in taken:
            trail = await work.items.trail(item.id)
            assert first_fault(trail, item.audit_head, item.audit_count) is None
        shows = await work.effects.due(LANE, 9, SOON)
        other = await work.effects.due("show:room:crisis", 9, SOON)
    assert [show.item for show in shows] == [show.item for show in other] == [item.id for item in taken]
    assert {(show.kind, show.state, show.rank, show.channel) for show in shows} == {
        (Kind.SHOW, State.WANTED, 2, "team")
    }
    assert len({show.key for show in (*shows, *other)}) == 6


async def test_numbers_go_on_where_they_ended(database: Database) -> None:
    first = await take(database, a_comment(1), a_comment(2))
    second = await take(database, a_comment(3))
    numbers = [item.id for item in (*first, *second)]
    assert numbers == sorted(set(numbers))


async def test_nothing_new_is_nothing(database: Database) -> None:
    assert await take(database) == []
    async with database.work() as work:
        await work.intake.take_ours([])
        assert await work.intake.known(PAGE, []) == {}
        assert await work.intake.earlier([]) == {}
        await work.intake.set_gone([], gone=True)


async def test_known_tells_what_is_kept_of_this_source(database: Database) -> None:
    item = await take_one(database, held=True)
    ours = a_comment(2, ours=True, text="Unsere Antwort")
    await take(database, a_comment(1, source="other"))
    async with database.work() as work:
        await work.intake.take_ours([ours])
        known = await work.intake.known(PAGE, ["c1", "c2", "c3"])
        assert await work.intake.known(Source(platform="else", name="page"), ["c1"]) == {}
    assert known["c1"] == Known(
        number=item.comment, item=item.id, text=a_comment().text, held=True, gone=False
    )
    assert (known["c2"].item, known["c2"].text) == (None, "Unsere Antwort")
    assert set(known) == {"c1", "c2"}


async def test_the_same_comment_taken_twice_at_once_is_a_conflict_and_kept_once(url: str) -> None:
    one, two = Database(url), Database(url)
    comments = [a_comment(n) for n in range(1, 30)]
    results = await asyncio.gather(*(take(at, *comments) for at in (one, two)), return_exceptions=True)
    assert [type(result) for result in results if isinstance(result, BaseException)] == [Conflict]
    async with one.read() as work:
        assert len(await work.intake.known(PAGE, [comment.id for comment in comments])) == 29
    await one.close()
    await two.close()


async def test_an_edit_keeps_the_text_before(database: Database) -> None:
    item = await take_one(database)
    now = a_comment(text="Geändert", held=True, author=replace(ANNA, name="Anna B."))
    async with database.work() as work:
        await work.intake.edited(item.comment, now, version=1)
    async with database.work() as work:
        # Only the moderation changed: no version.
        await work.intake.edited(item.comment, replace(now, held=False), version=0)
    async with database.read() as work:
        assert await work.items.comment(item) == replace(now, held=False)
    with pytest.raises(Conflict):
        async with database.work() as work:
            await work.intake.edited(item.comment, now, version=1)


async def test_gone_comments_are_remembered_and_can_return(database: Database) -> None:
    one, two = await take(database, a_comment(1), a_comment(2))
    async with database.work() as work:
        await work.intake.set_gone([one.comment, two.comment], gone=True)
        await work.intake.set_gone([two.comment], gone=False)
        known = await work.intake.known(PAGE, ["c1", "c2"])
    assert (known["c1"].gone, known["c2"].gone) == (True, False)


async def test_a_post_is_kept_once_and_brought_up_to_date(database: Database) -> None:
    item = await take_one(database)
    renamed = replace(POST, title="Haferdrink, jetzt neu")
    await take(database, a_comment(2, post=renamed), a_comment(3, post=Post(id="p2", title="Käse")))
    async with database.read() as work:
        assert (await work.items.comment(item)).post == renamed


async def test_earlier_is_the_latest_item_of_the_same_author_beneath_the_same_post(
    database: Database,
) -> None:
    lea, kim = await a_person(database), await a_person(database, "Kim")
    (first, second, _) = await take(
        database, a_comment(1), a_comment(2), a_comment(3, author=Author(id="u2", name="Bea"))
    )
    async with database.work() as work:
        (second,) = await work.items.keep(moves.claim(second, on_web(lea)))
        new = [
            a_comment(11),
            a_comment(12, post=replace(POST, id="p2")),
            a_comment(13, author=Author(id="u9", name="Anna")),
        ]
        inherits = {"c11": Earlier(item=second.id, handler=lea.id)}
        assert await work.intake.earlier(new) == inherits
        # Where somebody is on shift, only who is has what follows.
        on = [await work.shifts.begin(Stint(person=who, begins=work.now)) for who in (kim.id, lea.id)]
        assert await work.intake.earlier(new) == inherits
        for stint, at in ((on[1], work.now), (on[0], work.now - timedelta(days=8))):
            assert stint
            assert await work.shifts.end(stint.id, at)
            assert await work.intake.earlier(new) == {"c11": Earlier(item=second.id, handler=None)}
        old = update(table(ShiftRow)).values(ended_at=work.now - timedelta(days=8))
        await work.session.changed(old)
        assert await work.intake.earlier(new) == inherits
    assert first.id < second.id


async def test_a_follow_up_has_the_handler_of_the_thread(database: Database) -> None:
    lea = await a_person(database)
    item = await take_one(database)
    follows = Earlier(item=item.id, handler=lea.id)
    async with database.work() as work:
        (second,) = await work.intake.take([an_item(a_comment(2), follows=follows, due_at=None)])
    async with database.read() as work:
        assert await work.items.get(second.id) == second
    assert (second.follows, second.handler, second.due_at) == (item.id, lea.id, None)
