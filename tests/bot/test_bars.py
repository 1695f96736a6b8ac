"""Charts made of letters."""

import pytest

from bot.bars import bar, divided, percent, sections, shades
from bot.catalogue import Catalogue
from bot.report_text import report_lines
from bot.terminal import plain, render
from tests.adapters.surfaces.web.report_samples import a_report, empty_report

SAY = Catalogue("en").say


@pytest.mark.parametrize(
    ("value", "most", "drawn"),
    [(0, 0, ""), (0, 9, ""), (9, 9, "████"), (1, 2, "██"), (1, 32, "▏"), (3, 8, "█▌")],
)
def test_a_bar_is_as_long_as_its_value(value: float, most: float, drawn: str) -> None:
    assert bar(value, most, 4) == drawn


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [((1, 1, 1, 1), "█▓▒░"), ((4, 0, 0, 0), "████"), ((0, 0, 0, 0), ""), ((0, 0, 1, 3), "▒░░░")],
)
def test_a_divided_bar_is_always_whole(numbers: tuple[int, ...], drawn: str) -> None:
    assert divided(numbers, 4) == drawn


def test_shades() -> None:
    assert shades((0, 0.1, 5, 10), 10) == "·░▒█"
    assert shades((0, 0), 0) == "··"
    assert (percent(1, 3), percent(0, 0)) == (" 33 %", "  –")


def test_a_report_in_a_terminal() -> None:
    drawn = render(a_report("Hal\x1b[31mlo"), SAY)
    assert "\x1b" not in drawn
    for line in (
        "Report: Mon, Nov 16 to Sun, Nov 22",
        "      412  Received (before: 380)",
        "       48  Closed without a reply",
        "      351  All: half within 24 min, nine in ten within 3 hr",
        "Fri, Nov 20 ██████████████ 82 / 70 / 10",
        "question@3 ████████▓▓▓▓▒░  57 %  210",
        "120 answered, 4 closed without a reply",
        "4 more",
    ):
        assert line in drawn
    assert max(len(line) for line in drawn.splitlines() if "█" in line) < 80


def test_a_report_of_nothing_is_short() -> None:
    titles = [section.title for section in sections(empty_report(), SAY)]
    assert titles == ["In short", "Time to the first reply", "Received and done", "Kinds", "Sentiment"]
    assert "  ·" not in "\n".join(report_lines(empty_report(), SAY, plain))
