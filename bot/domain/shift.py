"""Shifts and the roster: who is on when, for which channels; over midnight and over changes of the clock.

A shift belongs to the day on which it begins: whoever is away that day does not begin it, and whoever
began it the evening before ends it. Wall clock times become moments only here.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from bot.domain.hours import WEEKDAYS

AHEAD = timedelta(days=14)
"""How far we look for the next shift."""
_ONE_DAY = timedelta(days=1)
_GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_NAMED = re.compile(r"([a-zäöü]{2,})(?:\s*[-–]\s*([a-zäöü]{2,}))?")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*\.\.\s*(\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A span of hours in which somebody is to be on."""

    slot: str
    """Which place of the roster: the same one, whoever fills it."""
    person: str
    """By name; "" when everybody who could fill it is away."""
    begins: datetime
    ends: datetime
    channels: frozenset[str] = frozenset()
    """Empty for all of them."""
    instead_of: str = ""
    """Whom this person stands in for."""

    def covers(self, at: datetime) -> bool:
        """Whether it runs at this moment: its beginning belongs to it, its end to the next one."""
        return self.begins <= at < self.ends


@dataclass(frozen=True, kw_only=True)
class Stint:
    """A shift as it is really worked: who began it, and when it ended."""

    id: int = 0
    """0 until it is kept."""
    person: int
    name: str = ""
    begins: datetime
    ends: datetime | None = None
    """When it is to end; None for when somebody says so."""
    channels: frozenset[str] = frozenset()
    slot: str = ""
    """The place of the roster that it fills; "" when it was begun by hand."""
    instead_of: str = ""
    ended_at: datetime | None = None

    @property
    def until(self) -> datetime | None:
        """When it ended, or is to end."""
        return self.ended_at or self.ends


@dataclass(frozen=True, kw_only=True)
class ShiftSums:
    """The numbers of a shift."""

    received: int
    answered: int
    dismissed: int
    median_first_reply: float | None = None
    """Seconds that half of those who got their first reply waited at most; None when nobody got one."""
    longest_wait: float | None = None
    """Seconds that somebody waited longest, with or without a reply; None when nobody waited."""


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One line of the roster: every week, or on some days."""

    person: str
    hours: tuple[int, int]
    """From which minute after midnight until which; the end may lie in the next day."""
    weekdays: frozenset[int] = frozenset()
    """Monday is 0; empty for every day."""
    first: date | None = None
    last: date | None = None
    """The days on which it may begin; None for no limit."""
    channels: frozenset[str] = frozenset()
    substitutes: tuple[str, ...] = ()
    """Who stands in, the first one first."""

    def begins_on(self, day: date) -> bool:
        """Whether there is such a shift on this day."""
        early = self.first is not None and day < self.first
        late = self.last is not None and day > self.last
        return not (early or late) and (not self.weekdays or day.weekday() in self.weekdays)

    @cached_property
    def _place(self) -> str:
        """Its place in the roster, without anybody's name: it outlives them in the database."""
        named = f"{self.person.casefold()}/{','.join(sorted(self.channels))}"
        return hashlib.blake2b(named.encode(), digest_size=8).hexdigest()

    def shift(self, day: date, zone: tzinfo) -> Shift:
        """The shift of this day."""
        begins, ends = (_moment(day, minute, zone) for minute in self.hours)
        return Shift(
            slot=f"{begins:%Y-%m-%dT%H:%MZ}/{self._place}",
            person=self.person,
            begins=begins,
            ends=ends,
            channels=self.channels,
        )


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Days on which somebody begins no shift: a holiday, an illness."""

    id: int = 0
    person: str
    first: date
    last: date
    """The last day of it."""
    substitute: str = ""

    def covers(self, person: str, day: date) -> bool:
        """Whether this person is away on this day."""
        return same(self.person, person) and self.first <= day <= self.last

    def replaces(self, older: "Absence") -> bool:
        """Whether nothing is lost when the older one of the same person ends."""
        within = self.first <= older.first and older.last <= self.last
        return within and (bool(self.substitute) or not older.substitute)


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Who is to be on when."""

    rows: tuple[RosterRow, ...] = ()
    planned: tuple[Shift, ...] = ()
    """Single shifts that people planned by command."""
    absences: tuple[Absence, ...] = ()
    zone: tzinfo = field(default=UTC)
    begun: frozenset[str] = frozenset()
    """Places that somebody has filled of late: whoever ended theirs early does not come again for it."""

    def shifts(self, after: datetime, before: datetime) -> list[Shift]:
        """Every shift of which some part lies in this span, in order; also those that nobody fills."""
        found = self._filled(sorted(self._wanted(after, before), key=lambda one: _in_order(one[0])))
        return sorted((one for one in found if one.begins < before and one.ends > after), key=_in_order)

    def on(self, at: datetime) -> list[Shift]:
        """Who is to be on at this moment."""
        return [shift for shift in self.shifts(at, at + _ONE_DAY) if shift.covers(at) and shift.person]

    def gaps(self, after: datetime, before: datetime) -> list[Shift]:
        """What nobody fills."""
        return [shift for shift in self.shifts(after, before) if not shift.person]

    def next(self, after: datetime, channels: frozenset[str] = frozenset()) -> Shift | None:
        """The first shift for these channels that begins then or later, and that somebody fills."""
        coming = (shift for shift in self.shifts(after, after + AHEAD) if shift.begins >= after)
        fitting = (one for one in coming if one.person and shares(one.channels, channels))
        return next((one for one in fitting if one.slot not in self.begun), None)

    def day(self, shift: Shift) -> date:
        """The day that it belongs to."""
        return shift.begins.astimezone(self.zone).date()

    def away(self, person: str, day: date) -> bool:
        """Whether somebody is away on this day."""
        return any(absence.covers(person, day) for absence in self.absences)

    def _wanted(self, after: datetime, before: datetime) -> Iterator[tuple[Shift, tuple[str, ...]]]:
        """What is wanted about this span, and who could stand in.

        More than the span itself: who is free depends on what overlaps, and must not change with the span.
        """
        yield from ((shift, ()) for shift in self.planned)
        wide = (after - 2 * _ONE_DAY, before + _ONE_DAY)
        day, last = (moment.astimezone(self.zone).date() for moment in wide)
        while day <= last:
            for row in self.rows:
                if row.begins_on(day):
                    yield row.shift(day, self.zone), row.substitutes
            day += _ONE_DAY

    def _filled(self, wanted: Iterable[tuple[Shift, tuple[str, ...]]]) -> list[Shift]:
        """With whoever works it: those who are there for their own, and then whoever stands in."""
        filled, vacant = [], []
        for shift, substitutes in wanted:
            if self.away(shift.person, self.day(shift)):
                vacant.append((shift, substitutes))
            else:
                filled.append(shift)
        for shift, substitutes in vacant:
            filled.append(self._stood_in(shift, substitutes, filled))
        return filled

    def _stood_in(self, shift: Shift, substitutes: tuple[str, ...], filled: list[Shift]) -> Shift:
        """With the first of them who is there that day and not on at the same time."""
        day = self.day(shift)
        said = [one for one in self.absences if one.covers(shift.person, day)]
        # What was said last comes first, what the roster says comes after.
        newest = sorted(said, key=lambda one: -one.id)
        named = (*(one.substitute for one in newest), *substitutes)
        there = (name for name in named if name and not self.away(name, day))
        free = (name for name in there if not any(_at_once(shift, one, name) for one in filled))
        return replace(shift, person=next(free, ""), instead_of=shift.person)


def ends_now(absences: Iterable[Absence], today: date) -> list[Absence]:
    """What ends when somebody is back: their absences of today, or else the next one, given in order."""
    ahead = [one for one in absences if one.last >= today]
    return [one for one in ahead if one.first <= today] or ahead[:1]


def _in_order(shift: Shift) -> tuple[datetime, str]:
    return shift.begins, shift.slot


def _at_once(one: Shift, other: Shift, person: str) -> bool:
    """Whether this person, who is in the other shift, cannot be in this one as well."""
    overlap = one.begins < other.ends and other.begins < one.ends
    return overlap and same(other.person, person) and shares(one.channels, other.channels)


def shares(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two shifts have a channel in common; one without channels has all of them."""
    return not one or not other or bool(one & other)


def same(one: str, other: str) -> bool:
    """Whether two names mean the same person."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def weekdays(text: str) -> frozenset[int]:
    """The days that somebody wrote: “mon-fri, sun”, “mo-fr”; "" for every day.

    Raises:
        ValueError: it is none.
    """
    return frozenset(day for part in text.lower().replace(" ", "").split(",") if part for day in _days(part))


def dates(text: str) -> tuple[date | None, date | None]:
    """The days that somebody wrote: “2026-12-24..2026-12-26”, or one; "" for no limit.

    Raises:
        ValueError: it is none.
    """
    if not text.strip():
        return None, None
    found = _DATED.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    first = date.fromisoformat(found[1])
    last = date.fromisoformat(found[2]) if found[2] else first
    if last < first:
        raise ValueError(text)
    return first, last


def _days(part: str) -> Iterable[int]:
    found = _NAMED.fullmatch(part)
    if not found:
        raise ValueError(part)
    first = _day(found[1])
    last = _day(found[2]) if found[2] else first
    # “fri-mon” runs over the weekend.
    return ((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(name: str) -> int:
    for names in (WEEKDAYS, _GERMAN):
        for number, each in enumerate(names):
            # “montags” means every Monday.
            if each.startswith(name) or name == f"{each}s":
                return number
    raise ValueError(name)


def _moment(day: date, minute: int, zone: tzinfo) -> datetime:
    """Counted on the wall clock: a night in which the clock changes is an hour shorter or longer."""
    return (datetime.combine(day, time(), zone) + timedelta(minutes=minute)).astimezone(UTC)
