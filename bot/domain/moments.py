"""When something comes back: what people type, with mornings that begin when the team does."""

import re
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.hours import ROUND_THE_CLOCK, ServiceHours
from bot.domain.known import moment, spelled_out, understood
from bot.errors import Refusal
from bot.words import say

MORNING = 8 * 60
"""Minutes after midnight, where the team works round the clock or not at all that day."""
_MORNING = re.compile(r"(.{1,30}) (?:morning|früh)", re.IGNORECASE)
_NOON = " 12:00"


def comes_back(text: str, now: datetime, hours: ServiceHours, zone: tzinfo | None = None) -> datetime:
    """The moment that somebody typed on the clock of a zone; of a day without a time, its morning.

    Raises:
        Refusal: it is none, or past; or a day that has begun, without a time.

    """
    zone = zone or ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    plain = _day_of(spelled_out(text, today), today)
    until = moment(plain, now, zone)
    if not _is_day(plain):
        return until
    day = (until.astimezone(zone) - timedelta(seconds=1)).date()
    back = morning(day, hours)
    if back <= now or (day == today and hours.local(back).date() != day):
        words = say("“{text}” has begun already. Please say at what time, too.", text=text.strip()[:40])
        raise Refusal(words)
    return back


def _day_of(plain: str, today: date) -> str:
    """The day of whose morning somebody speaks, or the text as it is."""
    found = _MORNING.fullmatch(plain)
    day = spelled_out(found[1], today) if found else ""
    return day if _is_day(day) else plain


def _is_day(plain: str) -> bool:
    """What can still be followed by a time of day is a day alone; it is read as the end of that day."""
    return bool(plain) and understood(plain + _NOON)


def morning(day: date, hours: ServiceHours) -> datetime:
    """When the team begins on a day."""
    spans = sorted(hours.week[day.weekday()])
    early = not spans or spans[0] == ROUND_THE_CLOCK
    return hours.next_open(hours.moment(day, MORNING if early else spans[0][0]))
