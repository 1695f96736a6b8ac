"""When something comes back: what people type, with mornings that begin when the team does."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.hours import ROUND_THE_CLOCK, ServiceHours
from bot.domain.known import moment, understood

MORNING = 8 * 60
"""Minutes after midnight, where the team works round the clock or not at all that day."""
MORNINGS = frozenset({"tomorrow morning", "morgen früh"})
_NOON = " 12:00"


def comes_back(text: str, now: datetime, hours: ServiceHours) -> datetime:
    """The moment that somebody typed; of a day without a time, its morning.

    Raises:
        Refusal: it is none, or past.

    """
    plain = " ".join(text.split())
    plain = "tomorrow" if plain.casefold() in MORNINGS else plain
    until = moment(plain, now, ZoneInfo(hours.zone))
    # What can still be followed by a time of day is a day alone, and it is read as the end of that day.
    if not understood(plain + _NOON):
        return until
    last = hours.local(until) - timedelta(seconds=1)
    return max(morning(last.date(), hours), now)


def morning(day: date, hours: ServiceHours) -> datetime:
    """When the team begins on a day."""
    spans = sorted(hours.week[day.weekday()])
    early = not spans or spans[0] == ROUND_THE_CLOCK
    return hours.next_open(hours.moment(day, MORNING if early else spans[0][0]))
