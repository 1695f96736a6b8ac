"""Service hours: when the team's clocks run.

A span belongs to the day on which it begins. So the night of a working day runs on into a holiday, and
nothing begins on the holiday itself. Wall clock times become moments only here, which is what makes
a day of twenty-three or twenty-five hours right.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Span = tuple[int, int]
"""From which minute after a day's midnight until which; the end may lie in the next day."""
Moments = tuple[datetime, datetime]
HOUR, DAY = 60, 24 * 60
ROUND_THE_CLOCK: Span = (0, DAY)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LOOK_AHEAD = 400
"""Days without any hour after which we stop looking, and the clock runs all the same."""
_FAR = timedelta(days=3660)
"""Beyond this nobody waits, so we stop reckoning: one hour a week makes centuries of a year."""
_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?")


@dataclass(frozen=True, kw_only=True)
class ServiceHours:
    """The weekly hours in one time zone, without the days that are closed; always open by default."""

    zone: str = "UTC"
    week: tuple[tuple[Span, ...], ...] = ((ROUND_THE_CLOCK,),) * len(WEEKDAYS)
    """Monday first; a day without spans is closed."""
    closed: Container[date] = frozenset()
    """Days on which nothing begins: public holidays, and those that the team names."""

    @property
    def always(self) -> bool:
        """Whether the clock never stops."""
        whole = all(spans == (ROUND_THE_CLOCK,) for spans in self.week)
        return whole and self.closed == frozenset()

    def is_open(self, at: datetime) -> bool:
        """Whether the clock runs at this moment."""
        return self.next_open(at) == at

    def next_open(self, at: datetime) -> datetime:
        """This moment if the clock runs, or else the next at which it starts."""
        return next((max(start, at) for start, _ in self._open(at)), at)

    def next_close(self, at: datetime) -> datetime | None:
        """When the hours that run at this moment, or start next, end; None when they never do."""
        return None if self.always else next((end for _, end in self._open(at)), None)

    def add(self, at: datetime, duration: timedelta) -> datetime:
        """The moment at which the clock has run this long since `at`."""
        if self.always:
            return at + duration
        left, last = duration, at
        for start, end in self._open(at):
            last = max(start, at)
            if last + left <= end or last - at > _FAR:
                return last + left
            left, last = left - (end - last), end
        return last + left

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the clock ran from `start` to `end`; nothing when they are the other way round."""
        if self.always or end <= start:
            return max(end - start, timedelta())
        ran = timedelta()
        for opens, closes in self._open(start):
            if opens >= end:
                break
            ran += min(closes, end) - max(opens, start)
        return ran

    def local(self, at: datetime) -> datetime:
        """A moment as the team's clock shows it."""
        return at.astimezone(ZoneInfo(self.zone))

    def moment(self, day: date, minute: int) -> datetime:
        """The moment of so many minutes after a day's midnight on the team's clock."""
        wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)) + timedelta(minutes=minute)
        return wall.astimezone(UTC)

    def _open(self, at: datetime) -> Iterator[Moments]:
        """The hours that are not over at this moment, in order, those that touch made one.

        They end with the first stretch of so many days on which nothing begins.
        """
        kept: Moments | None = None
        for start, end in self._spans(self.local(at).date() - timedelta(days=2)):
            if kept and start <= kept[1] and kept[1] - at < timedelta(days=_LOOK_AHEAD):
                kept = (kept[0], max(kept[1], end))
                continue
            if kept and kept[1] > at:
                yield kept
            kept = (start, end)
        if kept and kept[1] > at:
            yield kept

    def _spans(self, day: date) -> Iterator[Moments]:
        idle = 0
        while idle < _LOOK_AHEAD:
            spans = () if day in self.closed else self.week[day.weekday()]
            idle = 0 if spans else idle + 1
            for first, last in sorted(spans):
                start, end = self.moment(day, first), self.moment(day, last)
                if start < end:
                    yield start, end
            day += timedelta(days=1)


ALWAYS = ServiceHours()


def spans(text: str) -> tuple[Span, ...]:
    """The spans of a day as people write them: "08:00-12:30, 20-4"; "" and "closed" for none.

    Raises:
        ValueError: it cannot be read; the words say what would be.
    """
    if text.strip().lower() in {"", "closed"}:
        return ()
    return tuple(_span(part.strip()) for part in text.split(","))


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"not a span of hours: {text!r}; write 08:00-20:00, or 22:00-06:00 over midnight")
    first, first_part, last, last_part = (int(part or 0) for part in found.groups())
    start, end = HOUR * first + first_part, HOUR * last + last_part
    if max(start, end) > DAY or max(first_part, last_part) >= HOUR or start in {end, DAY}:
        raise ValueError(f"not a span of hours: {text!r}; hours go from 00:00 to 24:00")
    return (start, end if end > start else end + DAY)
