"""A report as a table: every number is there, and nothing in it runs in a spreadsheet."""

import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Catalogue
from bot.spreadsheet import harmless, name, table
from tests.adapters.surfaces.web.hostile import CORPUS
from tests.adapters.surfaces.web.report_samples import a_report, empty_report

FORMULAS = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\ufeff=1",
    "\u00a0=1",
    "\x1f=1",
    "\u200b \x00=1",
    "＝1",
    "=cmd|' /C x'!A0",
)
SAY = Catalogue("en").say


def rows(text: str) -> Sequence[Sequence[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_begins_like_a_text(text: str) -> None:
    assert str(harmless(text)) == f"'{text}"


@pytest.mark.parametrize("value", [0, -5, 2.5, "", "a=b", "3 - 1", "Anna", "https://a.example/?a=b"])
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not str(harmless(text)).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", [*FORMULAS, *CORPUS.values(), 'a"b,c\r\nd'])
def test_whatever_the_public_wrote_stays_in_its_cell(text: str) -> None:
    text = text.encode(errors="replace").decode()
    lines = rows(table(a_report(text), SAY))
    assert {len(line) for line in lines} == {4}
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.lstrip(" \t\r\n\ufeff\u00a0").startswith(("=", "+", "@"))]
    assert any(text.replace("\r\n", "\n") in cell.replace("\r\n", "\n") for cell in cells)


def test_every_number_of_a_report_is_a_line() -> None:
    lines = rows(table(a_report(), SAY))
    assert lines[0] == ["Part", "When", "What", "Number"]
    for line in (
        ["In short", "2026-11-16..2026-11-22", "Received", "412"],
        ["Time to the first reply: All", "2026-11-16..2026-11-22", "Nine in ten, in minutes", "180.0"],
        ["Time to the first reply: Came outside of them", "2026-11-16..2026-11-22", "Median in minutes", ""],
        ["Received and done", "2026-11-20", "Answered", "70"],
        ["Load by weekday and hour", "Mon 12:00", "People needed", "3"],
        ["What became of drafts", "question@3", "Lightly edited", "60"],
        ["Per person", "Hallo", "Answered", "120"],
        ["Shifts of the roster", "Mon to Fri 08:00–16:00", "People planned", "2"],
        [
            "What we may use again",
            "https://community.example/ja",
            "Hallo, 2026-11-19: Story Hallo – “Hallo”",
            "43",
        ],
    ):
        assert line in lines
    assert name(a_report()) == "augenhoehe-2026-11-16-2026-11-22.csv"


def test_a_report_without_anything_is_a_table_too() -> None:
    assert len(rows(table(empty_report(), Catalogue("de").say))) == 1 + 1 + 3 + 21 + 7 * 24 * 2
