"""What is true these days and drafts should know: noted by a person, until a moment if they said one."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.errors import Refusal
from bot.words import say

LONGEST_ANSWER = 1000
LONGEST_QUESTION = 300

_WHEN = re.compile(
    r"(?:(?P<day>today|heute|tomorrow|morgen|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?:,? |$))?"
    r"(?:(?:at |um )?(?P<clock>\d{1,2}:\d{2}|\d{1,2}(?= ?(?:uhr|h)$))(?: ?(?:uhr|h))?)?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_ONE_DAY = timedelta(days=1)


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
    """Whether this reads as a moment."""
    plain = " ".join(text.split())
    return bool(plain and _WHEN.fullmatch(plain))


def moment(text: str, now: datetime, zone: tzinfo, day_at: time | None = None) -> datetime:
    """The moment that somebody typed: “18:00”, “tomorrow”, “30.11.”, “2026-11-30 12:00”.

    A day counts whole, so that it ends with it; with `day_at` it means that time of the day.

    Raises:
        Refusal: it is none, or past.

    """
    plain = " ".join(text.split())
    found = _WHEN.fullmatch(plain) if plain else None
    here = now.astimezone(zone)
    try:
        until = _read(found, here, day_at) if found else None
    except (ValueError, OverflowError):  # the 31st of February, 25:00
        until = None
    if until is None:
        raise Refusal(
            say(
                "“{text}” is no moment. Please write it like 18:00, tomorrow, 30.11. or 2026-11-30 12:00.",
                text=plain[:40],
            )
        )
    # Two moments of one zone are compared by what the clock shows, which it shows twice in one night.
    if until.astimezone(UTC) <= now:
        until = until.replace(fold=1)
    if until <= here or until.astimezone(UTC) <= now:
        raise Refusal(say("“{text}” is past already.", text=plain[:40]))
    return until.astimezone(UTC)


def _read(found: re.Match[str], here: datetime, day_at: time | None) -> datetime:
    day, clock = found["day"], found["clock"]
    if clock is None and day_at is not None:
        return datetime.combine(_day(day, here.date()), day_at, here.tzinfo)
    if clock is None:
        return datetime.combine(_day(day, here.date()) + _ONE_DAY, time(), here.tzinfo)
    hour, minute, *_ = (*(int(each) for each in _NUMBERS.findall(clock)), 0)
    at = time(hour, minute)
    if day is not None:
        return datetime.combine(_day(day, here.date()), at, here.tzinfo)
    today = datetime.combine(here.date(), at, here.tzinfo)
    return today if today > here else datetime.combine(here.date() + _ONE_DAY, at, here.tzinfo)


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
    named = date(year[0] if year else today.year, month, day)
    # Without a year the next one is meant.
    return named if year or named >= today else named.replace(year=today.year + 1)
