"""Hint sheets: what a card says where nothing is drafted."""

from dataclasses import replace

import pytest

from bot.abilities import Advises
from bot.domain.item import Triage
from prompts.hints import sheet
from prompts.settings import DraftingSettings
from prompts.template_writer import TemplateWriter
from prompts.writers import open_drafter
from tests.prompts.made import LIBRARY

CRISIS = Triage(kind="crisis")
ROUTED = sorted(kind.id for kind in LIBRARY.kinds.values() if not kind.draft)


def test_these_kinds_have_a_hint_sheet_and_the_others_have_none() -> None:
    writer = TemplateWriter(LIBRARY)
    assert {kind for kind in LIBRARY.kinds if writer.hints(Triage(kind=kind))} == set(ROUTED)
    assert {"crisis", "hate", "spam", "legal", "press", "minor", "health"} <= set(ROUTED)
    assert writer.hints(Triage(kind="nonsense")) is None


def test_danger_comes_before_whatever_else_it_is() -> None:
    crisis = TemplateWriter(LIBRARY).hints(Triage(kind="crisis"))
    assert TemplateWriter(LIBRARY).hints(Triage(kind="praise", risk="crisis")) == crisis


@pytest.mark.parametrize("kind", ROUTED)
def test_a_sheet_says_who_takes_over_and_what_to_do_in_both_languages_without_marks(kind: str) -> None:
    page = LIBRARY.kinds[kind]
    found = sheet(page)
    assert found
    assert found.route == page.route
    assert (found.title("de"), found.title("en"), found.title("fr")) == (
        page.title,
        page.title_en,
        page.title,
    )
    assert found.text("de").startswith("Jetzt\n\n• ")
    assert "\nNie\n" in found.text("de")
    assert "In English" not in found.text("de") + found.text("en")
    assert "#" not in found.text("de") + found.text("en")
    assert found.text("en") in page.stance
    assert found.text("en") not in found.text("de")
    assert found.text("fr") == found.text("de")


def test_a_page_that_is_written_in_english_may_have_a_german_part_anywhere_or_none() -> None:
    page = replace(
        LIBRARY.kinds["crisis"], stance="## Now\n\n- Call\n\n## Auf Deutsch\n\nRuf an\n\n## Who\n\n- You"
    )
    found = sheet(page)
    assert found
    assert (found.text("en"), found.text("de")) == ("Now\n\n• Call\n\nWho\n\n• You", "Ruf an")
    alone = sheet(replace(page, stance="## Now\n\n- Call"))
    assert alone
    assert alone.text("de") == "Now\n\n• Call"


async def test_a_model_knows_the_same_sheets() -> None:
    writer = open_drafter(DraftingSettings(model="tiny"))
    assert isinstance(writer, Advises)
    assert writer.hints(CRISIS) == TemplateWriter(LIBRARY).hints(CRISIS)
    await writer.close()
