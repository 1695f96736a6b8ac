"""Moments as people type them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.known import moment, understood
from bot.errors import Refusal

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # half past four in Berlin


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("18:00", "2026-11-21T18:00+01:00"),
        ("18:00 Uhr", "2026-11-21T18:00+01:00"),
        ("18 Uhr", "2026-11-21T18:00+01:00"),
        ("16:00", "2026-11-22T16:00+01:00"),
        ("today", "2026-11-22T00:00+01:00"),
        ("heute um 23:15", "2026-11-21T23:15+01:00"),
        ("  Tomorrow ", "2026-11-23T00:00+01:00"),
        ("morgen 9:05", "2026-11-22T09:05+01:00"),
        ("30.11.", "2026-12-01T00:00+01:00"),
        ("1.3.", "2027-03-02T00:00+01:00"),
        ("30.11.2026 12:00", "2026-11-30T12:00+01:00"),
        ("30.11.2026, 12:00", "2026-11-30T12:00+01:00"),
        ("2026-11-30", "2026-12-01T00:00+01:00"),
        ("2027-07-01 at 12:00", "2027-07-01T12:00+02:00"),
    ],
)
def test_a_moment_is_meant_where_the_team_is_and_a_day_counts_whole(text: str, until: str) -> None:
    assert understood(text)
    assert moment(text, NOW, BERLIN) == datetime.fromisoformat(until)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        # It is a Saturday.
        ("Monday", "2026-11-24T00:00+01:00"),
        ("Samstag", "2026-11-29T00:00+01:00"),
        ("am Mo. 9:00", "2026-11-23T09:00+01:00"),
        ("übermorgen", "2026-11-24T00:00+01:00"),
        ("in 2 Stunden", "2026-11-21T18:30+01:00"),
        ("In an hour", "2026-11-21T17:30+01:00"),
        ("in 45 min", "2026-11-21T17:15+01:00"),
        ("in 10 days at 12:00", "2026-12-01T12:00+01:00"),
        ("29.2.", "2028-03-01T00:00+01:00"),
    ],
)
def test_a_day_may_have_a_name_where_nothing_but_a_moment_is_typed(text: str, until: str) -> None:
    assert moment(text, NOW, BERLIN) == datetime.fromisoformat(until)
    # “Open from Monday to Friday” says nothing about when that ends to be true.
    assert understood(text) is (text == "29.2.")


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "18", "25:00", "31.2.", "2026-13-01", "18:00 or so", "until 18:00",
        "0001-01-01 00:30", "9999-12-31", "9999-12-30 12:00",
    ],
)  # fmt: skip
def test_anything_else_is_no_moment(text: str) -> None:
    with pytest.raises(Refusal, match="no moment"):
        moment(text, NOW, BERLIN)


@pytest.mark.parametrize("text", ["today 16:00", "20.11.2026", "2020-01-01"])
def test_what_is_past_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="past"):
        moment(text, NOW, BERLIN)


@pytest.mark.parametrize("text", ["in 0 minutes", "in 0 days", "mo-fr", "Monday to Friday", "in Monday"])
def test_nor_is_half_of_one(text: str) -> None:
    with pytest.raises(Refusal, match="no moment"):
        moment(text, NOW, BERLIN)


@given(st.text(alphabet="0123456789.:- todaymorgenuhrins", max_size=24))
def test_whatever_is_typed_is_a_moment_to_come_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert moment(text, NOW, BERLIN) > NOW


def test_a_time_that_the_clock_shows_twice_is_the_one_that_is_to_come() -> None:
    for hour in (0, 1):
        now = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert moment("02:45", now, BERLIN) == now + timedelta(minutes=15)
    # At 02:10 the second 02:05 is still to come; in the other night 02:30 never was.
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    for text in ("02:05", "heute 02:05"):
        assert moment(text, first, BERLIN) == first + timedelta(minutes=55)
    assert moment("02:05", first + timedelta(hours=1), BERLIN) == datetime(2026, 10, 26, 1, 5, tzinfo=UTC)
    lost = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
    assert moment("02:30", lost, BERLIN) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
