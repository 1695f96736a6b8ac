"""Reckoning for reports."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.figures import ServiceClock, pace, people_for, quantile
from bot.domain.hours import ALWAYS, ServiceHours

OFFICE = ServiceHours(
    zone="Europe/Berlin",
    week=((((8 * 60), (20 * 60)),),) * 5 + ((), ((22 * 60, 30 * 60),)),
    closed=frozenset({date(2026, 4, 6)}),
)
"""Weekdays from 8 to 20, not on Easter Monday, and one night from Sunday to Monday."""
BEGIN, END = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)
CLOCK = ServiceClock(OFFICE, BEGIN.timestamp(), END.timestamp())


@pytest.mark.parametrize(
    ("values", "half", "nine_of_ten"),
    [([], None, None), ([7], 7, 7), ([1, 3], 2, 2.8), ([1, 2, 9], 2, 7.6), (list(range(11)), 5, 9)],
)
def test_quantiles(values: list[float], half: float | None, nine_of_ten: float | None) -> None:
    assert quantile(values, 0.5) == half
    assert quantile(values, 0.9) == pytest.approx(nine_of_ten)


@settings(max_examples=60)
@given(
    st.datetimes(BEGIN.replace(tzinfo=None), END.replace(tzinfo=None)),
    st.timedeltas(timedelta(), timedelta(days=4)),
)
def test_the_clock_says_what_the_calendar_says(naive: datetime, length: timedelta) -> None:
    start = naive.replace(tzinfo=UTC, microsecond=0)
    end = min(start + length.__class__(seconds=int(length.total_seconds())), END)
    wanted = OFFICE.between(start, end).total_seconds()
    assert CLOCK.between(start.timestamp(), end.timestamp()) == wanted
    assert CLOCK.is_open(start.timestamp()) == OFFICE.is_open(start)


def test_before_the_first_hour_nothing_ran_and_always_is_always() -> None:
    saturday = datetime(2026, 3, 21, tzinfo=UTC)
    clock = ServiceClock(OFFICE, saturday.timestamp(), END.timestamp())
    assert not clock.is_open(saturday.timestamp())
    assert clock.between(saturday.timestamp(), saturday.timestamp() + 3600) == 0
    always = ServiceClock(ALWAYS, 0, 10)
    assert always.is_open(5)
    assert (always.between(1, 4), always.between(4, 1)) == (3, 0)


def test_one_comment_of_years_ago_leaves_the_others_their_hours() -> None:
    old = BEGIN - timedelta(days=4000)
    clock = ServiceClock(OFFICE, old.timestamp(), END.timestamp())
    noon = datetime(2026, 4, 8, 10, tzinfo=UTC).timestamp()
    assert clock.is_open(noon)
    assert clock.between(noon, noon + 3600) == 3600
    assert clock.is_open(old.timestamp()) == OFFICE.is_open(old)
    assert clock.between(old.timestamp(), noon) > 3600


def test_a_calendar_without_hours_has_none() -> None:
    closed = ServiceHours(week=((),) * 7)
    clock = ServiceClock(closed, 0, 1e9)
    assert not clock.is_open(5)
    assert clock.between(0, 1e9) == 0


@pytest.mark.parametrize(
    ("gaps", "people", "wanted"),
    [
        ({60: 9, 240: 2, 900: 9}, 3, 15.0),
        ({60: 9, 240: 2, 900: 9}, 2, None),
        ({240: 19}, 3, None),
        ({}, 0, None),
    ],
)
def test_the_pace_of_few_people_is_nobodys_business(
    gaps: dict[int, int], people: int, wanted: float | None
) -> None:
    assert pace(gaps, people) == wanted


@pytest.mark.parametrize(
    ("comments", "each", "people"), [(0, 12, 0), (0.1, 12, 1), (12, 12, 1), (12.5, 12, 2)]
)
def test_how_many_people_an_hour_takes(comments: float, each: float, people: int) -> None:
    assert people_for(comments, each) == people
