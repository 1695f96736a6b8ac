"""How many people each shift of the roster takes, and how many the roster has then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from bot.desk.timelines import HOURS, WEEKDAYS
from bot.domain.days import Days
from bot.domain.shift import RosterRow
from bot.reports import Load, ShiftNeed
from bot.words import Words, say

_QUARTER = 15
_PER_HOUR = 4
_PER_DAY = _PER_HOUR * HOURS


def with_shifts(load: Load, roster: Sequence[RosterRow], days: Days) -> Load:
    """The same, with how many people each shift that began on these days takes, and how many it has."""
    begun = defaultdict(list)
    for day in _days(days):
        for hours in {row.hours for row in roster if row.begins_on(day)}:
            begun[hours].append(day)
    there = _there(roster, days)
    needs = [
        _need(load, hours, {day: planned[day] for day in run})
        for hours in sorted(begun)
        for planned in [_planned(there, hours, begun[hours])]
        for run in _runs(planned)
    ]
    return replace(load, shifts=tuple(needs))


def _days(days: Days, more: int = 0) -> Iterator[date]:
    for step in range(-more, days.count + more):
        yield days.first + timedelta(days=step)


def _there(roster: Iterable[RosterRow], days: Days) -> Mapping[int, set[str]]:
    """Who is planned in each quarter of an hour, each person once."""
    there: defaultdict[int, set[str]] = defaultdict(set)
    for row in roster:
        # Nights reach into these days, and out of them.
        for day in _days(days, more=1):
            if row.begins_on(day):
                for quarter in _quarters(row.hours):
                    there[day.toordinal() * _PER_DAY + quarter].add(row.person.casefold())
    return there


def _quarters(hours: tuple[int, int]) -> range:
    return range(hours[0] // _QUARTER, -(-hours[1] // _QUARTER))


def _planned(
    there: Mapping[int, set[str]], hours: tuple[int, int], days: Iterable[date]
) -> dict[int, dict[int, int]]:
    """For each weekday and hour of a shift, how many are planned: the fewest of these days."""
    planned: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for day in days:
        here = planned[day.weekday()]
        for quarter in _quarters(hours):
            hour, number = quarter // _PER_HOUR, len(there[day.toordinal() * _PER_DAY + quarter])
            here[hour] = min(number, here.get(hour, number))
    return planned


def _runs(planned: Mapping[int, Mapping[int, int]]) -> Iterator[tuple[int, ...]]:
    """Weekdays that follow each other and have the same number of people, together."""
    together = groupby(
        enumerate(sorted(planned)), lambda pair: (pair[1] - pair[0], min(planned[pair[1]].values()))
    )
    for _, run in together:
        yield tuple(day for _, day in run)


def _need(load: Load, hours: tuple[int, int], planned: Mapping[int, Mapping[int, int]]) -> ShiftNeed:
    """Told of its busiest hour, or of another one that lacks more people."""
    found = [
        (load.needed(day, (hour,)), number) for day, each in planned.items() for hour, number in each.items()
    ]
    people, there = max(found, key=lambda one: (max(one[0] - one[1], 0), one[0], -one[1]))
    first, last = (WEEKDAYS[pick(planned)] for pick in (min, max))
    return ShiftNeed(
        days=say("{first} to {last}", first=first, last=last) if len(planned) > 1 else first,
        hours=Words("{begins}–{ends}", {"begins": _clock(hours[0]), "ends": _clock(hours[1])}),
        people=people,
        planned=there,
    )


def _clock(minute: int) -> str:
    return f"{minute // 60 % HOURS:02}:{minute % 60:02}"
