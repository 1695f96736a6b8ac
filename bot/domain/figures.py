"""Reckoning for reports: quantiles, service time, how many people an hour needs."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from bot.domain.hours import ServiceHours

FEWEST_PEOPLE = 3
"""A pace is measured over at least so many people: below that, it would be a figure about somebody."""
FEWEST_DECISIONS = 20
"""And over so many decisions: below that, it would say nothing."""
LONGEST_GAP = 900
"""Seconds between two decisions after which somebody was doing something else."""
USUAL_PACE = 12.0
"""Comments that one person handles in an hour, where it cannot be measured."""
_FARTHEST = 800 * 24 * 3600.0
"""Seconds before the end of what is reckoned with; a wait that began before them is counted from there."""
_LONGEST = 20_000
"""Spans of service hours within them: twenty-four a day, and more."""


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which this share of them lies, between two where it falls between; None for none."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True)
class ServiceClock:
    """Service hours within a stretch of time, made ready for asking about very many moments in it.

    `ServiceHours.between` walks through the calendar at every call; here that is done once.
    """

    hours: ServiceHours
    since: float
    until: float
    """Seconds since 1970, as everywhere here."""

    def is_open(self, at: float) -> bool:
        """Whether the clock runs at this moment."""
        if self.hours.always:
            return True
        place = bisect_right(self._opens, at) - 1
        if place < 0:
            return bool(self._spans) and self.hours.is_open(_moment(at))
        return at < self._spans[place][1]

    def between(self, start: float, end: float) -> float:
        """Seconds that it ran."""
        if self.hours.always:
            return max(end - start, 0.0)
        return max(self._ran(end) - self._ran(start), 0.0)

    def _ran(self, at: float) -> float:
        place = bisect_right(self._opens, at) - 1
        if place < 0:
            return 0.0
        opens, closes = self._spans[place]
        return self._before[place] + min(at, closes) - opens

    @cached_property
    def _spans(self) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        # One comment of years ago must not use up what the others are reckoned with.
        at, until = _moment(max(self.since, self.until - _FARTHEST)), _moment(self.until)
        while at < until and len(found) < _LONGEST:
            opens = self.hours.next_open(at)
            closes = self.hours.next_close(opens)
            if closes is None or closes <= opens:
                break
            found.append((opens.timestamp(), closes.timestamp()))
            at = closes
        return found

    @cached_property
    def _opens(self) -> list[float]:
        return [opens for opens, _ in self._spans]

    @cached_property
    def _before(self) -> list[float]:
        """How long the clock had run when each span began."""
        sums, ran = [], 0.0
        for opens, closes in self._spans:
            sums.append(ran)
            ran += closes - opens
        return sums


def _moment(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def pace(gaps: Mapping[int, int], people: int) -> float | None:
    """Comments that one person handles in an hour; None where that cannot or must not be told.

    It is taken from the time between two decisions of a person who goes through the queue. What people do
    in an hour would say less about them than about how much came.
    """
    if people < FEWEST_PEOPLE or sum(gaps.values()) < FEWEST_DECISIONS:
        return None
    usual = quantile([gap for gap in sorted(gaps) for _ in range(gaps[gap])], 0.5)
    return 3600 / usual if usual else None


def people_for(comments: float, each: float) -> int:
    """How many people it takes to handle so many comments in an hour."""
    return math.ceil(comments / each - 1e-9) if comments > 0 else 0
