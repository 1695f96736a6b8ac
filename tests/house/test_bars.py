"""The measured bars of the house: see bars.py, which prints them too."""

import json
from pathlib import Path

import pytest

from tests.house import coverage
from tests.house.bars import PRODUCT, Source, measure, sources

EVERYTHING = sources(*PRODUCT)
TESTS = sources("tests")


def test_functions_are_short() -> None:
    measures = measure(EVERYTHING)
    assert measures.median <= 8
    assert measures.p90 <= 25


def test_no_function_is_longer_than_a_screen() -> None:
    long = [each for file in [*EVERYTHING, *TESTS] for each in file.functions if each.lines > 50]
    assert not long


def test_no_file_is_longer_than_300_lines() -> None:
    long = {file.name: file.lines for file in EVERYTHING if file.lines > 300}
    assert not long


def test_at_most_three_places_catch_whatever_comes() -> None:
    blind = [place for file in EVERYTHING for place in file.blind_excepts]
    assert len(blind) <= 3, blind


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_no_test_uses_mocks(file: Source) -> None:
    """Fakes have a memory and are honest; mocks only repeat what the test believes."""
    assert not file.mocks


def test_a_function_is_measured_without_its_docstring() -> None:
    source = Source("one.py", 'def short() -> int:\n    """What\n    it does."""\n    return 1\n')
    assert [(each.where, each.lines) for each in source.functions] == [("one.py:1 short", 2)]


@pytest.mark.parametrize(
    ("handler", "blind"),
    [
        ("except Exception: pass", True),
        ("except (ValueError, BaseException): pass", True),
        ("except: pass", True),
        ("except Exception: raise", False),
        ("except ValueError: pass", False),
    ],
)
def test_what_is_caught_blindly_and_not_raised_again_counts(handler: str, *, blind: bool) -> None:
    assert bool(Source("one.py", f"try: f()\n{handler}\n").blind_excepts) is blind


@pytest.mark.parametrize(
    "code",
    ["from unittest import mock", "def test(mocker): ...", "import pytest_mock", "a.MagicMock()"],
)
def test_mocks_are_found_however_they_come_in(code: str) -> None:
    assert Source("one.py", code).mocks


def test_comments_count_and_orders_to_tools_do_not() -> None:
    assert Source("one.py", "# why\nx = 1  # noqa: E501\ny = 2  # surprising\n").comments == 2


def test_a_branch_that_no_test_takes_is_told(tmp_path: Path) -> None:
    summary = {"percent_covered": 90.0}
    file = {"summary": summary, "missing_lines": [3], "missing_branches": [[2, 3]]}
    report = tmp_path / "coverage.json"
    report.write_text(
        json.dumps({"files": {"bot/domain/item.py": file, "bot/logs.py": file}}), encoding="utf-8"
    )
    assert coverage.main(str(report)) == 1
    assert list(coverage.missing(json.loads(report.read_text(encoding="utf-8")))) == [
        "bot/domain/item.py: lines [3], branches 2->3"
    ]
