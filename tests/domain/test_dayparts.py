"""Parts of a day as people type them, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dayparts import Part
from bot.domain.hours import ServiceHours, spans
from bot.domain.known import understood
from bot.domain.moments import comes_back, holds_until
from bot.errors import Refusal

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = ServiceHours(zone="Europe/Berlin", week=(*(spans("09:30-18:00"),) * 5, (), ()))
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)  # a Wednesday, half past one in Berlin

EVENING, NOON, AFTERNOON, FORENOON, NIGHT = 18, 12, 15, 10, 20
DAYS = {
    "today": 0, "heute": 0, "this": 0,
    "tomorrow": 1, "morgen": 1, "Thursday": 1, "am Do.": 1, "5.3.": 1,
    "übermorgen": 2, "on Friday": 2, "freitag": 2, "in 2 Tagen": 2, "2026-03-06": 2,
    "Wednesday": 7, "Mittwoch": 7, "mittwochs": 7, "in 7 days": 7,
}  # fmt: skip
PARTS = {
    "noon": NOON, "at noon": NOON, "midday": NOON, "Mittag": NOON, "mittags": NOON,
    "afternoon": AFTERNOON, "in the afternoon": AFTERNOON, "Nachmittag": AFTERNOON, "nachmittags": AFTERNOON,
    "evening": EVENING, "Abend": EVENING, "abends": EVENING, "am Abend": EVENING,
    "forenoon": FORENOON, "Vormittag": FORENOON, "vormittags": FORENOON,
    "night": NIGHT,
}  # fmt: skip
MORNINGS = ("morning", "in the morning", "früh", "Morgen", "morgens")


def at(days: int, hour: float) -> datetime:
    midnight = datetime.combine(date(2026, 3, 4) + timedelta(days=days), datetime.min.time(), BERLIN)
    return midnight + timedelta(hours=hour)


@given(
    st.sampled_from(list(DAYS)), st.sampled_from(list(PARTS)), st.sampled_from([str, str.upper, str.lower])
)
def test_a_part_of_a_day_is_its_hour_or_past(day: str, part: str, case: Callable[[str], str]) -> None:
    text, due = case(f"{day} {part}"), at(DAYS[day], PARTS[part])
    for read in (comes_back, holds_until):
        if due > NOW:
            assert read(text, NOW, OFFICE, BERLIN) == due
        else:
            with pytest.raises(Refusal, match=f"“{text}” is past already"):
                read(text, NOW, OFFICE, BERLIN)


@given(st.sampled_from(list(DAYS)), st.sampled_from(MORNINGS))
def test_a_morning_begins_when_the_team_does_or_has_begun(day: str, part: str) -> None:
    text = f"{day} {part}"
    for read in (comes_back, holds_until):
        if DAYS[day]:
            assert read(text, NOW, OFFICE, BERLIN) == at(DAYS[day], 9.5)
        else:
            with pytest.raises(Refusal, match=f"“{text}” has begun already"):
                read(text, NOW, OFFICE, BERLIN)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("tonight", at(0, 20)),
        ("heute Abend", at(0, 18)),
        # Of no day: the next one.
        ("abends", at(0, 18)),
        ("am Abend", at(0, 18)),
        ("noon", at(1, 12)),
        ("in the morning", at(1, 9.5)),
        ("morgens", at(1, 9.5)),
        # One word, as it is written in German; and what only looks like one.
        ("Freitagabend", at(2, 18)),
        ("Mittwochmorgen", at(7, 9.5)),
        ("übermorgen", at(2, 9.5)),
        ("morgen", at(1, 9.5)),
        # Nobody begins on a Saturday.
        ("Samstag früh", at(5, 9.5)),
    ],
)
def test_what_people_say(text: str, due: datetime) -> None:
    assert comes_back(text, NOW, OFFICE, BERLIN) == due


def test_a_morning_that_is_to_come_is_todays() -> None:
    dawn = NOW.replace(hour=4)
    assert {comes_back(text, dawn, OFFICE) for text in ("morgens", "heute früh", "this morning")} == {
        at(0, 9.5)
    }


@pytest.mark.parametrize(
    "text",
    ["Sonnabend", "heute Nacht", "mo-fr abends", "9:00 abends", "evening noon", "this", "irgendwann früh"],
)
def test_anything_else_is_no_moment(text: str) -> None:
    with pytest.raises(Refusal, match="no moment"):
        comes_back(text, NOW, OFFICE, BERLIN)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("heute Abend", True),
        ("tomorrow noon", True),
        ("noon", False),
        ("abends", False),
        ("Friday night", False),
    ],
)
def test_a_sentence_ends_in_a_moment_only_where_it_names_the_day(text: str, ends: bool) -> None:  # noqa: FBT001  # a row of the table
    """“Open until noon” may be so every day, and “from Monday to Friday night” as well."""
    assert understood(text) is ends


def test_the_hours_are_documented() -> None:
    told = (Path(__file__).parents[2] / "docs" / "time.md").read_text(encoding="utf-8")
    assert [part for part in Part if part.value and f"{part.name.lower()} {part.value}" not in told] == []
