"""Linking: a lead says whose an account is."""

from pathlib import Path

import pytest

from bot.chores import link, new_token
from bot.config import Settings, load
from bot.errors import NotFound
from storage.database import Database


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
