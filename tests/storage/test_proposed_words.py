"""Words that a model proposes for handovers, as they are kept, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, text

from bot.domain import handover as moves
from bot.domain.handover import Handover, HandoverChange
from bot.domain.proposed import Proposed
from bot.domain.trail import TeamEvent, TeamTag
from storage.columns import UtcDateTime
from storage.database import Database
from storage.erasing import erase_author
from storage.team_check import check_chains
from storage.work import SqlWork
from tests.storage.given import ANNA, a_comment, a_person, on_web, take
from tests.storage.test_shifts import HOUR, a_stint

LEASE = timedelta(seconds=120)
GIVEN = Proposed(ask=1, words="Bei #1 fragt Anna, wo es das gibt.", by="m", prompt="handover@1", items=(1,))


async def opened(work: SqlWork, person: int, **facts: object) -> Handover:
    stint = await a_stint(work, person, **facts)
    kept = await work.handovers.open(Handover(stint=stint.id, outgoing=person, opened_at=work.now))
    assert kept
    await work.team_trail.write(f"shift:{stint.id}", TeamEvent(tag=TeamTag.SHIFT_BEGAN, whom=person))
    return kept


async def kept(work: SqlWork, change: HandoverChange | None) -> Handover:
    assert change
    told = await work.handovers.keep(change)
    await work.team_trail.write(f"shift:{told.stint}", *change.events)
    return told


async def test_a_request_is_leased_answered_once_and_forgotten_by_its_number(database: Database) -> None:
    lea = await a_person(database)
    async with database.work() as work:
        number = (await opened(work, lea.id)).id
        assert await work.handovers.wanting_words(4, LEASE) == []
        await work.handovers.want_words(number)
        assert work.stale_lanes == {"words"}
        assert await work.lanes.waiting(LEASE) == ["words"]
        (asked,) = await work.handovers.wanting_words(4, LEASE)
        assert (asked.id, asked.proposed.ask) == (number, 1)
        assert await work.handovers.wanting_words(4, LEASE) == []
        assert await work.lanes.next_due("words", LEASE) == work.now + LEASE
        await work.handovers.no_words(number, 0, "of a request before")
        assert (await work.handovers.get(number)).proposed.due
        row = (await work.handovers.get(number)).row
        await work.handovers.no_words(number, 1, "why")
        silent = await work.handovers.get(number)
        # Nothing that a card shows has changed.
        assert (silent.proposed, silent.row) == (Proposed(ask=1, note="why"), row)
        told = await kept(work, moves.propose(silent, GIVEN))
        assert (told.proposed, told.unread, told.row) == (GIVEN, GIVEN.words, row + 1)
    async with database.read() as work:
        assert await work.handovers.of_stint(told.stint) == told
        assert await work.lanes.waiting(LEASE) == []


async def test_workers_of_the_release_before_write_and_keep_handovers_beside_it(database: Database) -> None:
    """They know none of the new columns: rows come without them, and changes leave them as they are."""
    lea = await a_person(database)
    async with database.work() as work:
        other = await opened(work, lea.id)
        stint = await a_stint(work, lea.id, slot="s2")
        adding = text(
            "insert into handover (row, shown, shift, outgoing, channels, state, is_open, opened_at, words,"
            " watch, reason, places)"
            " values (1, 0, :shift, :lea, '[]', 'open', true, :now, '', '[]', '', '[]')"
        ).bindparams(bindparam("now", type_=UtcDateTime()))
        values = {"shift": stint.id, "lea": lea.id, "now": work.now}
        await work.session.connection.execute(adding, values)
        fresh = await work.handovers.of_stint(stint.id)
        assert fresh
        assert fresh.proposed == Proposed()
        await work.handovers.want_words(other.id)
        asked = await work.handovers.get(other.id)
        told = await kept(work, moves.propose(asked, GIVEN))
        written = text("update handover set words = 'Von Lea.', row = row + 1 where id = :id")
        await work.session.connection.execute(written, {"id": told.id})
        now = await work.handovers.get(told.id)
        assert (now.words, now.unread) == ("Von Lea.", "")
        assert moves.propose(now, GIVEN) is None


STAGES = {
    # What was written over the draft; what stands there after the erasing; whether another draft is wanted.
    "unread": ((), ("", ""), True),
    "kept": ((f"{GIVEN.words} Gruß",), ("", ""), True),
    "typed": (("Ganz von mir.",), ("Ganz von mir.", ""), False),
    "changed": ((GIVEN.words, "Doch lieber so."), ("Doch lieber so.", ""), False),
    "emptied": ((GIVEN.words, ""), ("", ""), False),
}


@pytest.mark.parametrize(("written", "left", "again"), STAGES.values(), ids=STAGES)
@pytest.mark.parametrize("done", [False, True], ids=["open", "done"])
async def test_erasing_takes_away_drafts_of_it_and_what_was_kept_of_them(
    database: Database, written: tuple[str, ...], left: tuple[str, str], *, again: bool, done: bool
) -> None:
    lea = await a_person(database)
    by = on_web(lea)
    (item,) = await take(database, a_comment())
    async with database.work() as work:
        one = await opened(work, lea.id)
        await work.handovers.want_words(one.id)
        given = replace(GIVEN, items=(item.id,))
        one = await kept(work, moves.propose(await work.handovers.get(one.id), given))
        for words in written:
            one = await kept(work, moves.write(one, by, words=words))
        if done:
            one = await kept(work, moves.take_over(one, {}, [], by, work.now))
        await work.handovers.shown(one.id, one.row, [])
    async with database.work() as work:
        await erase_author(work, "demo", by, author_id=ANNA.id)
    async with database.work() as work:
        now = await work.handovers.get(one.id)
        said = [entry.event.text for entry in await work.team_trail.entries(f"shift:{one.stint}")]
        assert [shown.handover.id for shown in await work.handovers.stale()] == [one.id]
        assert bool(await work.handovers.wanting_words(9, HOUR)) is (again and not done)
    assert (now.words, now.unread) == left
    assert GIVEN.words not in "\n".join(said)
    assert "m (handover@1)" in said
    assert set(written) - {GIVEN.words, f"{GIVEN.words} Gruß"} <= set(said)
    assert await check_chains(database) == []


@pytest.mark.parametrize("asked", [True, False])
async def test_erasing_lets_an_answer_under_way_come_too_late_and_others_be(
    database: Database, *, asked: bool
) -> None:
    lea = await a_person(database)
    await take(database, a_comment())
    async with database.work() as work:
        one = await opened(work, lea.id)
        await work.handovers.want_words(one.id)
        one = await work.handovers.get(one.id)
        if not asked:
            one = await kept(work, moves.propose(one, replace(GIVEN, words="Ruhig.", items=(999,))))
    async with database.work() as work:
        await erase_author(work, "demo", on_web(lea), author_id=ANNA.id)
    async with database.work() as work:
        now = await work.handovers.get(one.id)
        assert (moves.propose(now, GIVEN) is None) is asked
        assert (now.unread, now.row) == ("" if asked else "Ruhig.", one.row)
        assert [one.proposed.ask for one in await work.handovers.wanting_words(9, HOUR)] == [2] * asked
