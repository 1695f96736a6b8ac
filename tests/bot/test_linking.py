"""Linking: a lead says whose an account is."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chores import link, new_token, person_of
from bot.config import Settings, load
from bot.domain.audit import Tag
from bot.domain.item import Change, claim
from bot.domain.people import Actor
from bot.domain.status import Status
from bot.errors import NotFound, Refusal
from bot.leaving import left
from storage.database import Database
from tests.storage.given import a_draft, take_one


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """A team of a lead and one more."""
    made = load({"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path)
    for name in ("Lea", "Kim"):
        await new_token(made, name, "", "")
    return made


async def test_a_lead_says_whose_an_account_is(settings: Settings) -> None:
    await link(settings, "kim", ("slack", "U0111"), "Lea")
    await link(settings, "Kim", ("email", " Kim@B.example"), "Lea")
    database = Database(settings.database.url)
    async with database.read() as work:
        by_id = await work.people.by_account("slack", "U0111")
        by_address = await work.people.by_account("email", "kim@b.example")
    await database.close()
    assert by_id
    assert by_id.name == "Kim"
    assert by_address == by_id


@pytest.mark.parametrize(("name", "lead"), [("Kim", "Kim"), ("Nobody", "Lea")])
async def test_nobody_else_does_and_only_for_people_we_know(settings: Settings, name: str, lead: str) -> None:
    with pytest.raises(NotFound):
        await link(settings, name, ("slack", "U0111"), lead)


async def test_who_leaves_can_do_nothing_any_more_and_is_not_taken_for_anybody(settings: Settings) -> None:
    await link(settings, "Kim", ("slack", "U0111"), "Lea")
    with pytest.raises(NotFound, match="not a lead"):
        await left(settings, "Lea", "Kim")
    with pytest.raises(Refusal, match="Another lead"):
        await left(settings, "Lea", "Lea")
    assert "Kim has left" in str(await left(settings, "kim", "Lea"))
    with pytest.raises(NotFound, match="nobody called"):
        await left(settings, "Kim", "Lea")
    database = Database(settings.database.url)
    async with database.read() as work:
        assert await work.people.by_account("slack", "U0111") is None
        assert (await person_of(work, "")).name == "Lea"
    await database.close()


async def test_what_they_handled_is_free_timed_anew_and_bears_their_name_no_longer(
    settings: Settings,
) -> None:
    database = Database(settings.database.url)
    item = await take_one(database)
    async with database.work() as work:
        kim = await person_of(work, "Kim")
        await work.items.add_draft(item.id, a_draft(origin="template", text="Gern! – Kim", signature="– Kim"))
        mine = claim(item, Actor(person=kim.id, surface="web"))
        drafted = replace(mine.item, status=Status.DRAFTED, draft=1, drafts=1)
        timed = replace(drafted, pace=replace(drafted.pace, claimant=kim.id, heeded=True))
        await work.items.keep(Change(item=timed, events=mine.events))
    await left(settings, "Kim", "Lea")
    async with database.read() as work:
        now = await work.items.get(item.id)
        assert (now.handler, now.pace.claimant, now.pace.heeded) == (None, None, False)
        assert (await work.items.draft(item.id, now.draft)).text == "Gern!"
        tags = [entry.event.tag for entry in await work.items.trail(item.id)]
    assert tags == [Tag.COMMENT_FETCHED, Tag.ITEM_CLAIMED, Tag.ITEM_RELEASED, Tag.DRAFT_SIGNED]
    await database.close()
