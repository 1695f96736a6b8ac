"""Service hours: spans, nights, holidays, and days of twenty-three and twenty-five hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hours import ALWAYS, ServiceHours, spans

HOUR = timedelta(hours=1)
DAY = spans("08:00-20:00")
OFFICE = ServiceHours(
    zone="Europe/Berlin", week=(*(DAY,) * 5, (), ()), closed=frozenset({date(2026, 12, 25)})
)
NIGHTS = ServiceHours(zone="Europe/Berlin", week=(spans("22:00-06:00"),) * 7, closed={date(2026, 12, 25)})
ROUND = ServiceHours(zone="Europe/Berlin", closed={date(2026, 12, 25)})


def at(text: str) -> datetime:
    """A moment of Berlin's clock, with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "start", "duration", "end"),
    [
        # The evening before a holiday, a Friday; then a weekend.
        (OFFICE, "2026-12-24T19:30+01:00", HOUR, "2026-12-28T08:30+01:00"),
        (OFFICE, "2026-12-24T19:00+01:00", HOUR, "2026-12-24T20:00+01:00"),
        (OFFICE, "2026-12-26T12:00+01:00", timedelta(), "2026-12-28T08:00+01:00"),
        (OFFICE, "2026-11-23T07:00+01:00", HOUR, "2026-11-23T09:00+01:00"),
        # Two working days and a bit.
        (OFFICE, "2026-11-23T08:00+01:00", 25 * HOUR, "2026-11-25T09:00+01:00"),
        # A night belongs to the day on which it begins: that of the 24th runs into the holiday.
        (NIGHTS, "2026-12-25T05:00+01:00", 2 * HOUR, "2026-12-26T23:00+01:00"),
        (NIGHTS, "2026-12-25T23:00+01:00", HOUR, "2026-12-26T23:00+01:00"),
        # The nights on which the clocks change have seven and nine hours.
        (NIGHTS, "2026-03-28T22:00+01:00", 7 * HOUR, "2026-03-29T06:00+02:00"),
        (NIGHTS, "2026-03-28T22:00+01:00", 8 * HOUR, "2026-03-29T23:00+02:00"),
        (NIGHTS, "2026-10-24T22:00+02:00", 9 * HOUR, "2026-10-25T06:00+01:00"),
        # Round the clock but for one day.
        (ROUND, "2026-12-24T23:00+01:00", 2 * HOUR, "2026-12-26T01:00+01:00"),
        (ROUND, "2026-03-29T00:00+01:00", 23 * HOUR, "2026-03-30T00:00+02:00"),
        (ALWAYS, "2026-12-25T05:00+01:00", 2 * HOUR, "2026-12-25T07:00+01:00"),
    ],
)
def test_a_clock_that_ran_so_long_shows(
    hours: ServiceHours, start: str, duration: timedelta, end: str
) -> None:
    assert hours.add(at(start), duration) == at(end)
    assert hours.between(at(start), at(end)) == duration
    assert hours.between(at(end), at(start)) == timedelta()


def test_when_it_is_open_and_when_next() -> None:
    friday = at("2026-11-20T19:59+01:00")
    assert OFFICE.is_open(friday)
    assert OFFICE.next_close(friday) == at("2026-11-20T20:00+01:00")
    closing = at("2026-11-20T20:00+01:00")
    assert not OFFICE.is_open(closing)
    assert OFFICE.next_open(closing) == at("2026-11-23T08:00+01:00")
    assert ALWAYS.is_open(closing)
    assert ALWAYS.next_close(closing) is None
    # Midnight is no break of a team that works round the clock.
    assert ROUND.next_close(at("2026-12-20T12:00+01:00")) == at("2026-12-25T00:00+01:00")


def test_hours_that_never_come_let_the_clock_run() -> None:
    class Everything:
        def __contains__(self, _: object) -> bool:
            return True

    never = ServiceHours(closed=Everything())
    now = at("2026-11-20T12:00+01:00")
    assert never.add(now, HOUR) == now + HOUR
    assert (never.is_open(now), never.between(now, now + HOUR)) == (True, timedelta())


def test_after_the_last_day_the_clock_runs_on() -> None:
    class After:
        def __contains__(self, day: object) -> bool:
            return isinstance(day, date) and day > date(2026, 11, 20)

    last = ServiceHours(zone="Europe/Berlin", week=(DAY,) * 7, closed=After())
    noon = at("2026-11-20T12:00+01:00")
    assert last.next_close(noon) == at("2026-11-20T20:00+01:00")
    assert last.add(noon, 9 * HOUR) == at("2026-11-20T21:00+01:00")


def test_half_an_hour_that_a_night_does_not_have_is_left_out() -> None:
    night = ServiceHours(zone="Europe/Berlin", week=(spans("02:30-03:00"),) * 7)
    saturday = at("2026-03-28T12:00+01:00")
    assert night.next_open(saturday) == at("2026-03-30T02:30+02:00")


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy adds the zone
SPAN = st.sampled_from(["", "08:00-20:00", "08:00-12:30, 13:30-20", "22-6", "00:00-24:00", "0-2, 1-5"])
WEEKS = st.lists(SPAN, min_size=7, max_size=7).filter(any)
ZONES = st.sampled_from(["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "UTC"])
DAYS = st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=5)


@given(WEEKS, ZONES, DAYS, MOMENTS, st.integers(0, 200), st.integers(0, 200))
def test_what_was_added_has_run_and_durations_add_up(  # one argument a strategy
    week: list[str], zone: str, closed: frozenset[date], start: datetime, first: int, second: int
) -> None:
    hours = ServiceHours(zone=zone, week=tuple(spans(text) for text in week), closed=closed)
    one, other = timedelta(minutes=37 * first), timedelta(minutes=13 * second)
    end = hours.add(start, one)
    assert hours.between(start, end) == one
    assert hours.add(end, other) == hours.add(start, one + other)
    assert hours.is_open(hours.next_open(start))
    assert hours.between(start, hours.next_open(start)) == timedelta()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("08:00-20:00", ((480, 1200),)),
        ("8-12:30, 13:30 – 20", ((480, 750), (810, 1200))),
        ("22:00-06:00", ((1320, 1800),)),
        ("00:00-24:00", ((0, 1440),)),
        ("18:00-00:00", ((1080, 1440),)),
        ("closed", ()),
        ("", ()),
    ],
)
def test_spans_as_people_write_them(text: str, read: tuple[tuple[int, int], ...]) -> None:
    assert spans(text) == read


@pytest.mark.parametrize("text", ["always", "8", "8-8", "25:00-26:00", "08:60-09:00", "24-26", "8-20;9-10"])
def test_spans_that_nobody_understands_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="span of hours"):
        spans(text)
