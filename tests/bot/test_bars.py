"""Charts made of letters."""

from dataclasses import replace

import pytest

from bot.bars import bar, divided, percent, sections, shades, trend
from bot.catalogue import Catalogue
from bot.report_text import report_lines
from bot.reports import Report
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


@pytest.mark.parametrize(
    ("numbers", "drawn"), [((), ""), ((0, 0), "··"), ((1, 0, 100), "▂·█"), ((1, 2, 4, 8), "▂▃▅█")]
)
def test_a_trend_tells_something_from_nothing(numbers: tuple[int, ...], drawn: str) -> None:
    assert trend(numbers) == drawn


def test_neighbours_are_put_together_without_losing_any() -> None:
    line = replace(a_report().kinds, steps=a_report().kinds.steps * 8)
    line = replace(line, series=tuple(replace(one, numbers=one.numbers * 8) for one in line.series))
    for most in (1, 5, 20, 55, 56, 99):
        fewer = line.within(most)
        assert len(fewer.steps) <= most
        assert [len(one.numbers) for one in fewer.series] == [len(fewer.steps)] * 2
        assert [one.total for one in fewer.series] == [one.total for one in line.series]


def test_shades() -> None:
    assert shades((0, 0.1, 5, 10), 10) == "·░▒█"
    assert shades((0, 0), 0) == "··"
    assert (percent(1, 3), percent(0, 0)) == (" 33 %", "  –")


def test_a_report_in_a_terminal() -> None:
    drawn = render(a_report("Hal\x1b[31mlo"), SAY)
    assert "\x1b" not in drawn
    for line in (
        "Report: Mon, Nov 16 to Sun, Nov 22, 2026",
        "      412  Received (before: 380)",
        "       48  Closed without a reply",
        "      351  All: half within 24 min, nine in ten within 3 hr",
        "Fri, Nov 20 ██████████████ 82 / 70 / 10",
        "question@3 ████████▓▓▓▓▒░  57 %  210",
        "120 answered, 4 closed without a reply",
        "Hal [31mlo ██████████████ 190  █▇▅▇█▅▃",
        "On the right: how it went from Mon, Nov 16 to Sun, Nov 22.",
        "    0     6     12    18       0  6 12 18",
        "Tue ·······░▒▒▓▓█▓▓▒▒░······   0  2  2  0",
        "Mon to Fri, 08:00–16:00: takes 3, planned 2",
        "#43 Hal [31mlo: Story Hal [31mlo – “Hal [31mlo” https://community.example/ja",
        "4 more",
        "3 more",
    ):
        assert line in drawn
    assert max(len(line) for line in drawn.splitlines() if "█" in line) < 80


def test_many_days_are_a_few_lines_that_say_so() -> None:
    volume = a_report().volume
    month = replace(
        volume,
        steps=volume.steps * 5,
        series=tuple(replace(one, numbers=one.numbers * 5) for one in volume.series),
    )
    _, _, section, *_ = sections(replace(a_report(), volume=month), SAY)
    assert (len(section.lines), section.note) == (19, "Each one counts until the next begins.")
    assert sections_note(a_report()) == ""


def sections_note(report: Report) -> str:
    return [section.note for section in sections(report, SAY)][2]


def test_a_report_of_nothing_is_short() -> None:
    titles = [section.title for section in sections(empty_report(), SAY)]
    assert titles == ["In short", "Time to the first reply", "Received and done", "Kinds", "Sentiment"]
    assert "  ·" not in "\n".join(report_lines(empty_report(), SAY, plain))
