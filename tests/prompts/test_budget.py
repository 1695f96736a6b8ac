"""The day's budget is shared by processes, survives restarts, and begins anew each day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.errors import TryLater
from prompts.budget import Budget, Use
from prompts.grounding import taken, told
from prompts.settings import DraftingSettings
from tests.prompts.made import LIBRARY

CALL = Use(calls=1, tokens_in=40, tokens_out=10)


class Calendar:
    def __init__(self) -> None:
        self.day = date(2026, 5, 4)

    def __call__(self) -> date:
        return self.day


@pytest.mark.parametrize("folder", [True, False])
def test_a_budget_is_used_up_and_comes_back_the_next_day(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, folder: bool
) -> None:
    today = Calendar()
    settings = DraftingSettings(tokens_per_day=100, folder=tmp_path / "new" if folder else None)
    budget = Budget(settings, today)
    budget.add(CALL)
    budget.check()
    assert not caplog.records
    budget.add(CALL)
    assert len(caplog.records) == 1
    with pytest.raises(TryLater, match="used up"):
        budget.check()
    today.day = date(2026, 5, 5)
    budget.check()
    assert budget.used == Use()


def test_processes_share_a_budget_and_half_a_line_harms_nobody(tmp_path: Path) -> None:
    one, other = (Budget(DraftingSettings(folder=tmp_path), Calendar()) for _ in range(2))
    one.add(CALL)
    other.add(CALL)
    assert one.used == other.used == CALL + CALL
    (file,) = tmp_path.iterdir()
    with file.open("ab") as lines:
        lines.write(b"1 4")
    assert one.used == CALL + CALL
    with file.open("ab") as lines:
        lines.write(b"0 10\n")
    assert one.used == CALL + CALL + CALL


@pytest.mark.parametrize("cut", [b"1 4", b"1", b"1 40 10 1 40 10\n", b"\xff\xfe \n", b"-1 x 3\n", b"\n\n"])
def test_a_line_that_a_full_disk_cut_off_does_not_count_and_the_rest_does(tmp_path: Path, cut: bytes) -> None:
    settings = DraftingSettings(folder=tmp_path, calls_per_day=3)
    one = Budget(settings, Calendar())
    one.add(CALL)
    (file,) = tmp_path.iterdir()
    with file.open("ab") as lines:
        lines.write(cut)
    one.add(CALL)
    one.add(CALL)
    for budget in (one, Budget(settings, Calendar())):
        assert budget.used == CALL + CALL + CALL
        with pytest.raises(TryLater, match="used up"):
            budget.check()


def test_a_new_day_clears_away_the_old_one(tmp_path: Path) -> None:
    today = Calendar()
    budget = Budget(DraftingSettings(folder=tmp_path), today)
    budget.add(CALL)
    today.day = date(2026, 5, 5)
    budget.add(CALL)
    assert [file.name for file in tmp_path.iterdir()] == ["model-2026-05-05.use"]


@pytest.mark.parametrize(
    ("text", "reply", "ids"),
    [
        ("Gern!\nFacts used: herkunft, preis-natur", "Gern!", ("herkunft", "preis-natur")),
        ("Gern!\n\n**Facts used:** [herkunft]", "Gern!", ("herkunft",)),
        ("Gern!\nFakten: keine", "Gern!", ()),
        ("Gern! Die Fakten: alles gut.\nBis bald", "Gern! Die Fakten: alles gut.\nBis bald", ()),
        ("Gern!", "Gern!", ()),
    ],
)
def test_cited_facts_are_cut_off(text: str, reply: str, ids: tuple[str, ...]) -> None:
    assert taken(text) == (reply, ids)


def test_many_facts_are_searched_and_few_are_all_told() -> None:
    one = next(iter(LIBRARY.facts.values()))
    others = {
        f"f-{n}": replace(one, id=f"f-{n}", question=f"Thema {n * 7919}?", also_asked=()) for n in range(80)
    }
    wanted = replace(one, id="pfand", question="Gibt es Pfandflaschen?", also_asked=())
    many = replace(LIBRARY, facts={**others, "pfand": wanted})
    found = told(many, "Hallo, kommt bald eine Haferdrinkpfandflasche?")
    assert "[pfand]" in found
    assert found.count("\n- ") < 25
    assert told(LIBRARY, "").count("- [") == len(LIBRARY.facts)
    assert "Nothing has been checked" in told(replace(LIBRARY, facts={}), "")
