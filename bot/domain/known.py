"""What is true these days and drafts should know: noted by a person, until a moment if they said one."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.dayparts import divided
from bot.domain.shift import weekdays
from bot.errors import Refusal
from bot.words import say

LONGEST_ANSWER = 1000
LONGEST_QUESTION = 300

_WHEN = re.compile(
    r"(?:(?:on |am )?(?P<day>today|heute|tomorrow|morgen"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?:,? |$))?"
    r"(?:(?:at |um )?(?P<clock>\d{1,2}:\d{2}|\d{1,2}(?= ?(?:uhr|h)$))(?: ?(?:uhr|h))?)?",
    re.IGNORECASE,
)
_IN = re.compile(
    r"in (?P<many>[1-9]\d{0,2}|an?|one|einer?)"
    r" (?:(?P<hours>hours?|h|stunden?|std\.?)|minutes?|minuten?|min\.?)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:in (?P<days>[1-9]\d?) (?:days?|tagen?)|(?:on |am )?(?P<name>[a-zäöü]{2,})\.?)(?P<rest>,? .+)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_ONE_DAY = timedelta(days=1)
_LONGEST = timedelta(days=36_525)
"""Whoever names a moment after a hundred years has mistyped it, and calendars end."""
_LEAP = 8
"""So many years may pass from one 29th of February to the next."""


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """Something that a teammate noted."""

    id: int = 0
    """0 until it is kept."""
    question: str = ""
    """What it answers; "" when it is only good to know."""
    answer: str
    author: int
    by: str = ""
    """The author's name."""
    at: datetime
    until: datetime | None = None
    """From then on nobody is told any more; None for until somebody forgets it."""
    source: int | None = None
    """The item whose answer it was."""


def understood(text: str) -> bool:
    """Whether this reads as a moment, also at the end of a sentence: “Monday to Friday” is none.

    Nor is “noon”, of which no day is named: “open until noon” may be so every day.
    """
    day, part = divided(text)
    return is_day(day) if part else bool(day and _WHEN.fullmatch(day))


def is_day(plain: str) -> bool:
    """What can still be followed by a time of day is a day alone."""
    return bool(plain and _WHEN.fullmatch(f"{plain} 12:00"))


def spelled_out(text: str, today: date) -> str:
    """What somebody typed, with the date of a day that they named: “Monday 9:00”, “in 3 days”.

    A weekday is the next one, never today. A part of a day is its hour; only the team knows its morning.
    """
    named, part = divided(text)
    day = _dated(named, today)
    if part is None:
        return day
    known = bool(part.value) and (not day or is_day(day))
    return f"{day} {part.value}".strip() if known else " ".join(text.split())


def _dated(plain: str, today: date) -> str:
    found = _NAMED.fullmatch(plain)
    ahead = _ahead(found, today) if found else None
    return f"{today + timedelta(days=ahead)}{found['rest'] or ''}" if found and ahead else plain


def _ahead(found: re.Match[str], today: date) -> int | None:
    """How many days ahead it is; None when it is no day."""
    if found["days"]:
        return int(found["days"])
    if found["name"].casefold() == "übermorgen":
        return 2
    try:
        (day,) = weekdays(found["name"])
    except ValueError:
        return None
    return (day - today.weekday() - 1) % 7 + 1


def moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment that somebody typed: “18:00”, “in 2 hours”, “tomorrow”, “Monday 9:00”, “tonight”, “30.11.”.

    A day counts whole, so that it ends with it.

    Raises:
        Refusal: it is none, or past.

    """
    here = now.astimezone(zone)
    typed = " ".join(text.split())[:40]
    plain = spelled_out(text, here.date())
    if soon := _IN.fullmatch(plain):
        return now.astimezone(UTC) + _span(soon)
    found = _WHEN.fullmatch(plain) if plain else None
    try:
        until = _read(found, here) if found else None
        far = until is not None and until.astimezone(UTC) - now > _LONGEST
    except (ValueError, OverflowError):  # the 31st of February, 25:00, before the year 1
        until, far = None, False
    if until is None or far:
        raise Refusal(
            say(
                "“{text}” is no moment. Please write it like 18:00, in 2 hours, tomorrow, Monday 9:00, 30.11."
                " or 2026-11-30 12:00.",
                text=typed,
            )
        )
    if not _ahead_of(until, here):
        raise Refusal(say("“{text}” is past already.", text=typed))
    return until.astimezone(UTC)


def _span(found: re.Match[str]) -> timedelta:
    many = int(found["many"]) if found["many"].isdecimal() else 1
    return timedelta(hours=many) if found["hours"] else timedelta(minutes=many)


def _read(found: re.Match[str], here: datetime) -> datetime:
    day, clock = found["day"], found["clock"]
    if clock is None:
        return _to_come(_day(day, here.date()) + _ONE_DAY, time(), here)
    hour, minute, *_ = (*(int(each) for each in _NUMBERS.findall(clock)), 0)
    at = time(hour, minute)
    if day is not None:
        return _to_come(_day(day, here.date()), at, here)
    today = _to_come(here.date(), at, here)
    return today if _ahead_of(today, here) else _to_come(here.date() + _ONE_DAY, at, here)


def _to_come(day: date, at: time, here: datetime) -> datetime:
    """What the clock shows twice in one night is the second one, once the first is past."""
    first = datetime.combine(day, at, here.tzinfo)
    second = first.replace(fold=1)
    # In the night of the lost hour the second would be the earlier one.
    twice = second.astimezone(UTC) > first.astimezone(UTC)
    return second if twice and first.astimezone(UTC) <= here.astimezone(UTC) else first


def _ahead_of(until: datetime, here: datetime) -> bool:
    """Whether it is still to come: in the same zone, Python compares what the clock shows."""
    return until.astimezone(UTC) > here.astimezone(UTC) and (until > here or bool(until.fold))


def _day(text: str, today: date) -> date:
    word = text.casefold()
    if word in {"today", "heute"}:
        return today
    if word in {"tomorrow", "morgen"}:
        return today + _ONE_DAY
    numbers = [int(each) for each in _NUMBERS.findall(text)]
    if "-" in text:
        return date(*numbers)
    day, month, *year = numbers
    return date(year[0], month, day) if year else _next(month, day, today)


def _next(month: int, day: int, today: date) -> date:
    """Without a year the next one is meant in which there is such a day."""
    for year in range(today.year, today.year + _LEAP + 1):
        with suppress(ValueError):
            named = date(year, month, day)
            if named >= today:
                return named
    raise ValueError(month, day)
