"""Days of the team's calendar: named by people, begun and ended by its clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.days import MOST, Days, Schedule, asked_for, last_week
from bot.errors import Refusal

BERLIN, KATHMANDU, BEIRUT = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Asia/Beirut")
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "2026-11-15", "2026-11-21"),
        ("week", "2026-11-15", "2026-11-21"),
        (" Woche ", "2026-11-15", "2026-11-21"),
        ("day", "2026-11-21", "2026-11-21"),
        ("heute", "2026-11-21", "2026-11-21"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("last  week", "2026-11-09", "2026-11-15"),
        ("2026-11-01..2026-11-15", "2026-11-01", "2026-11-15"),
        ("1.11.2026 .. 15.11.2026", "2026-11-01", "2026-11-15"),
        ("2026-2-28", "2026-02-28", "2026-02-28"),
        # Without a year it is the latest one, also over New Year.
        ("15.11.", "2026-11-15", "2026-11-15"),
        ("am 22.11.", "2025-11-22", "2025-11-22"),
        ("29.2.", "2024-02-29", "2024-02-29"),
        ("1.11. bis 15.11.", "2026-11-01", "2026-11-15"),
        ("1.11...15.11.", "2026-11-01", "2026-11-15"),
        ("vom 24.12. bis zum 5.1.", "2025-12-24", "2026-01-05"),
        ("from 2026-11-01 to 2026-11-15", "2026-11-01", "2026-11-15"),
        ("1.11. – 15.11.2025", "2025-11-01", "2025-11-15"),
        ("1.11.2025 - 15.11.", "2025-11-01", "2025-11-15"),
    ],
)
def test_what_people_type(typed: str, first: str, last: str) -> None:
    days = asked_for(typed, SATURDAY, BERLIN)
    assert (days.first, days.last) == (day(first), day(last))
    assert asked_for(days.text, SATURDAY, BERLIN) == days


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("month", "no days"),
        ("2026-02-30", "no days"),
        ("2026-11-01..x", "no days"),
        ("30.2. bis 1.3.", "no days"),
        ("0001-01-01", "no days"),
        ("9999-12-31", "no days"),
        ("٢٠٢٦-01-01..{x}", "no days"),
        ("2026-11-15..2026-11-01", "is before"),
        ("2024-01-01..2026-01-01", "too long"),
    ],
)
def test_what_are_no_days_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        asked_for(typed, SATURDAY, BERLIN)


def test_a_year_and_a_little_is_not_too_long() -> None:
    assert asked_for("2025-10-18..2026-11-21", SATURDAY, BERLIN).count == MOST


@pytest.mark.parametrize(
    ("zone", "on", "hours", "begins"),
    [
        (BERLIN, "2026-03-29", 23, "2026-03-28T23:00:00+00:00"),
        (BERLIN, "2026-10-25", 25, "2026-10-24T22:00:00+00:00"),
        (BERLIN, "2026-11-21", 24, "2026-11-20T23:00:00+00:00"),
        (KATHMANDU, "2026-11-21", 24, "2026-11-20T18:15:00+00:00"),
        # There the clocks are put forward at midnight, so that this day begins at one.
        (BEIRUT, "2026-03-29", 23, "2026-03-28T22:00:00+00:00"),
    ],
)
def test_a_day_is_as_long_as_its_clock_says(zone: ZoneInfo, on: str, hours: int, begins: str) -> None:
    days = Days(first=day(on), last=day(on), zone=zone)
    assert days.end - days.start == timedelta(hours=hours)
    assert days.start.isoformat() == begins


def test_the_days_before_are_as_many() -> None:
    days = asked_for("week", SATURDAY, BERLIN)
    assert days.before.text == "2026-11-08..2026-11-14"
    assert days.before.end == days.start


@pytest.mark.parametrize(
    ("every", "at", "now", "due"),
    [
        ("day", time(8), "2026-11-21 08:00", "2026-11-20..2026-11-20"),
        ("day", time(8), "2026-11-21 07:59", "2026-11-19..2026-11-19"),
        ("week", time(8), "2026-11-23 08:00", "2026-11-16..2026-11-22"),
        ("week", time(8), "2026-11-23 07:59", "2026-11-09..2026-11-15"),
        ("week", time(8), "2026-11-29 23:59", "2026-11-16..2026-11-22"),
        ("week", time(0), "2026-11-23 00:00", "2026-11-16..2026-11-22"),
        # The night before had twenty-three hours.
        ("day", time(8), "2026-03-30 00:30", "2026-03-28..2026-03-28"),
        ("day", time(8), "2026-10-26 00:30", "2026-10-24..2026-10-24"),
    ],
)
def test_which_report_is_due(every: Literal["day", "week"], at: time, now: str, due: str) -> None:
    schedule = Schedule(surface="slack", channel="C1", every=every, at=at)
    here = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    assert schedule.due(here.astimezone(UTC), BERLIN).text == due


@given(st.integers(0, 20 * 366 * 86_400).map(lambda seconds: SATURDAY - timedelta(seconds=seconds)))
def test_the_last_week_is_over_and_the_next_has_begun(now: datetime) -> None:
    days = last_week(now, BERLIN)
    assert (days.first.weekday(), days.count) == (0, 7)
    assert days.end <= now < days.end + timedelta(days=7, hours=1)
