"""Days of the team's calendar, as people name them: “week”, “2026-11-16..2026-11-22”."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from bot.errors import Refusal
from bot.words import say

MOST = 400
"""Days of a report: a year, and a little to compare it with."""
WEEK = 7
_ONE = timedelta(days=1)
_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?"
_SPAN = re.compile(
    rf"(?:(?:from|on|von|vom|am) )?(?P<first>{_DAY})"
    rf"(?:(?: ?(?:\.\.|–) ?| - | (?:to|until|till|bis|bis zum) )(?P<last>{_DAY}))?"
)
_LEAP = 8
"""So many years may pass from one 29th of February to the next."""


@dataclass(frozen=True, kw_only=True)
class Days:
    """Whole days on one clock. The last one is included."""

    first: date
    last: date
    zone: tzinfo

    @property
    def start(self) -> datetime:
        """The moment at which the first day begins."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return _midnight(self.last + _ONE, self.zone)

    @property
    def count(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def text(self) -> str:
        """How they can be asked for again: “2026-11-16..2026-11-22”."""
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def before(self) -> "Days":
        """As many days before these."""
        length = timedelta(days=self.count)
        return Days(first=self.first - length, last=self.last - length, zone=self.zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    # Where clocks are put forward at midnight, the day begins at the moment at which they are.
    return datetime.combine(day, time(), zone).astimezone(UTC)


def today(now: datetime, zone: tzinfo) -> Days:
    """The day that it is on that clock."""
    day = now.astimezone(zone).date()
    return Days(first=day, last=day, zone=zone)


def yesterday(now: datetime, zone: tzinfo) -> Days:
    """The day before."""
    return today(now, zone).before


def seven_days(now: datetime, zone: tzinfo) -> Days:
    """The last seven days, today included."""
    day = today(now, zone).first
    return Days(first=day - (WEEK - 1) * _ONE, last=day, zone=zone)


def last_week(now: datetime, zone: tzinfo) -> Days:
    """The latest week that is over, Monday to Sunday."""
    return _week(today(now, zone).first, zone)


def _week(day: date, zone: tzinfo) -> Days:
    """The one before the week that this day is in."""
    monday = day - timedelta(days=day.weekday() + WEEK)
    return Days(first=monday, last=monday + (WEEK - 1) * _ONE, zone=zone)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A report that is sent into a channel by itself: each day about the one before, or on Mondays."""

    surface: str
    channel: str
    every: Literal["day", "week"] = "week"
    at: time = time(8)
    """From when on it is sent."""

    def due(self, now: datetime, zone: tzinfo) -> Days:
        """The days whose report is to be there by now."""
        here = now.astimezone(zone)
        # Before its hour it is still the one that was due a day earlier.
        day = here.date() if here.time() >= self.at else here.date() - _ONE
        return Days(first=day - _ONE, last=day - _ONE, zone=zone) if self.every == "day" else _week(day, zone)


NAMED: dict[str, Callable[[datetime, tzinfo], Days]] = {
    **dict.fromkeys(("", "week", "woche"), seven_days),
    **dict.fromkeys(("day", "tag", "today", "heute"), today),
    **dict.fromkeys(("yesterday", "gestern"), yesterday),
    **dict.fromkeys(("last week", "letzte woche"), last_week),
}
"""What days are called."""


def asked_for(text: str, now: datetime, zone: tzinfo) -> Days:
    """The days that somebody typed.

    Raises:
        Refusal: they are none, the wrong way round, or too many.

    """
    plain = " ".join(text.casefold().split())
    if plain in NAMED:
        return NAMED[plain](now, zone)
    try:
        begins, ends = _span(plain, today(now, zone).first)
    except ValueError:
        raise Refusal(
            say("“{text}” are no days. Please write day, week or {example}.", text=text[:40], example=EXAMPLE)
        ) from None
    return _checked(Days(first=begins, last=ends, zone=zone))


def _checked(days: Days) -> Days:
    if days.count < 1:
        raise Refusal(
            say("{last} is before {first}.", first=days.first.isoformat(), last=days.last.isoformat())
        )
    if days.count > MOST:
        raise Refusal(say("That is too long: a report takes up to {most} days.", most=MOST))
    return days


def _span(plain: str, now: date) -> tuple[date, date]:
    """Where no year was said: the latest such first day, and the next such last day after it."""
    found = _SPAN.fullmatch(plain)
    if not found:
        raise ValueError(plain)
    first, last = found["first"], found["last"] or found["first"]
    begins = _day(first, now if last.endswith(".") else _day(last, now, -1), -1)
    return begins, _day(last, begins, 1)


def _day(text: str, near: date, step: int) -> date:
    year, month, day = text.split("-") if "-" in text else text.split(".")[::-1]
    if year:
        return _dated(int(year), int(month), int(day))
    for each in range(near.year, near.year + step * (_LEAP + 1), step):
        with suppress(ValueError):  # the 29th of February
            if (_dated(each, int(month), int(day)) - near).days * step >= 0:
                return _dated(each, int(month), int(day))
    raise ValueError(text)


def _dated(year: int, month: int, day: int) -> date:
    if not 1970 < year < 9000:  # noqa: PLR2004  # before the first and after the last day that a clock can tell
        raise ValueError(year)
    return date(year, month, day)


EXAMPLE = "2026-11-01..2026-11-15"
