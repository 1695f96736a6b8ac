"""When something comes back: what people type, with mornings that begin when the team does."""

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.dayparts import Part, divided
from bot.domain.hours import ROUND_THE_CLOCK, ServiceHours
from bot.domain.known import is_day, moment, spelled_out
from bot.errors import Refusal
from bot.words import say

MORNING = 8 * 60
"""Minutes after midnight, where the team works round the clock or not at all that day."""


def comes_back(text: str, now: datetime, hours: ServiceHours, zone: tzinfo | None = None) -> datetime:
    """The moment that somebody typed on the clock of a zone; of a day without a time, its morning.

    Raises:
        Refusal: it is none, or past; or a day that has begun, without a time.

    """
    zone = zone or ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    typed = _day_of(text, now, today, hours)
    until = moment(typed, now, zone)
    if not is_day(spelled_out(typed, today)):
        return until
    day = (until.astimezone(zone) - timedelta(seconds=1)).date()
    back = morning(day, hours)
    if back <= now or (day == today and hours.local(back).date() != day):
        words = say("“{text}” has begun already. Please say at what time, too.", text=text.strip()[:40])
        raise Refusal(words)
    return back


def holds_until(text: str, now: datetime, hours: ServiceHours, zone: tzinfo) -> datetime:
    """The moment that somebody typed as the end of something: a day counts whole, a morning as above.

    Raises:
        Refusal: it is none, or past.
    """
    _, part = divided(text)
    return comes_back(text, now, hours, zone) if part is Part.MORNING else moment(text, now, zone)


def _day_of(text: str, now: datetime, today: date, hours: ServiceHours) -> str:
    """The day of whose morning somebody speaks, or the text as it is; of no day's, the next one."""
    day, part = divided(text)
    if part is not Part.MORNING:
        return text
    if day:
        return day if is_day(spelled_out(day, today)) else text
    back = morning(today, hours)
    return "today" if back > now and hours.local(back).date() == today else "tomorrow"


def morning(day: date, hours: ServiceHours) -> datetime:
    """When the team begins on a day."""
    spans = sorted(hours.week[day.weekday()])
    early = not spans or spans[0] == ROUND_THE_CLOCK
    return hours.next_open(hours.moment(day, MORNING if early else spans[0][0]))
