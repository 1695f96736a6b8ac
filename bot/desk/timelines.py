"""Numbers by quarters of an hour, put onto the team's clock: over days, and by weekday and hour."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.days import WEEK, Days
from bot.domain.figures import people_for
from bot.memory.reports import QUARTER
from bot.reports import Load, Series, Timeline
from bot.words import Words, say

MOST_DAYS = 35
"""More days than this are drawn as weeks."""
HOURS = 24
VOLUME = "volume"
WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


@dataclass(frozen=True)
class Steps:
    """The team's clock over some days, and the steps of their timelines: hours, days, or weeks."""

    days: Days
    _moments: dict[int, datetime] = field(default_factory=dict)
    """By quarter: very many numbers are of the same ones."""
    _places: dict[int, int] = field(default_factory=dict)

    def at(self, quarter: int) -> datetime:
        """The moment on the team's clock at which a quarter begins."""
        if quarter not in self._moments:
            self._moments[quarter] = datetime.fromtimestamp(quarter * QUARTER, self.days.zone)
        return self._moments[quarter]

    @property
    def labels(self) -> tuple[Words, ...]:
        """What they are called."""
        days = [self.days.first + timedelta(days=number) for number in range(self.days.count)]
        if len(days) == 1:
            return tuple(say("{hour}:00", hour=hour) for hour in range(HOURS))
        if len(days) <= MOST_DAYS:
            return tuple(Words("{day}", {"day": day}) for day in days)
        mondays = dict.fromkeys(_monday(day) for day in days)
        return tuple(say("Week of {day}", day=max(monday, self.days.first)) for monday in mondays)

    def place(self, quarter: int) -> int:
        """Which of them a quarter is in."""
        if quarter not in self._places:
            self._places[quarter] = self._place(self.at(quarter))
        return self._places[quarter]

    def _place(self, at: datetime) -> int:
        if self.days.count == 1:
            return at.hour
        if self.days.count <= MOST_DAYS:
            return (at.date() - self.days.first).days
        return (_monday(at.date()) - _monday(self.days.first)).days // WEEK


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def timeline(
    name: str, title: Words, steps: Steps, parts: Sequence[tuple[Words, Iterable[tuple[int, int]]]]
) -> Timeline:
    """Each part is so many at such a quarter. But for the volume, they are parts of one whole."""
    labels = steps.labels
    series = []
    for label, numbers in parts:
        sums = [0] * len(labels)
        for quarter, number in numbers:
            sums[steps.place(quarter)] += number
        series.append(Series(label=label, numbers=tuple(sums)))
    return Timeline(title=title, steps=labels, series=tuple(series), stacked=name != VOLUME, name=name)


def load(
    numbers: Iterable[tuple[int, int]], steps: Steps, now: datetime, *, pace: float, measured: bool
) -> Load:
    """How much comes at which hour of the week, on average of the hours that there were until now."""
    came: Counter[tuple[int, int]] = Counter()
    for quarter, number in numbers:
        moment = steps.at(quarter)
        came[moment.weekday(), moment.hour] += number
    hours = _hours(steps, now)
    average = [[_share(came, hours, (day, hour)) for hour in range(HOURS)] for day in range(WEEK)]
    return Load(
        weekdays=WEEKDAYS,
        hours=tuple(tuple(day) for day in average),
        people=tuple(tuple(people_for(comments, pace) for comments in day) for day in average),
        pace=pace,
        measured=measured,
    )


def _hours(steps: Steps, now: datetime) -> Counter[tuple[int, int]]:
    """How many quarters of each hour of the week there were: a changed clock gives one more or one less."""
    days = steps.days
    first = int(days.start.timestamp()) // QUARTER
    last = int(min(days.end, max(now, days.start)).timestamp() - 1) // QUARTER
    moments = (steps.at(quarter) for quarter in range(first, last + 1))
    return Counter((moment.weekday(), moment.hour) for moment in moments)


def _share(came: Counter[tuple[int, int]], hours: Counter[tuple[int, int]], place: tuple[int, int]) -> float:
    # An hour that has only begun counts as a whole one: it would look busier than it is.
    return came[place] / max(hours[place] * QUARTER / 3600, 1)
