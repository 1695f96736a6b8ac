"""When the team works: weekly hours without public holidays and other days off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.hours import WEEKDAYS, ServiceHours, spans
from bot.errors import BadSetting
from bot.words import say

if TYPE_CHECKING:
    from holidays import HolidayBase

WHOLE_DAY = "00:00-24:00"
_CODE = 3
"""Letters of a country in short: `DE`, `DEU`."""


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When the clocks of reminders, claims and first replies run."""

    zone: str = ""
    """The time zone of these hours. Unset: the team's."""
    monday: str = WHOLE_DAY
    """Spans of hours, with commas between them: `08:00-12:30, 13:30-20:00`. `22:00-06:00` runs over
    midnight; `closed` for none."""
    tuesday: str = WHOLE_DAY
    """The same for Tuesday."""
    wednesday: str = WHOLE_DAY
    """The same for Wednesday."""
    thursday: str = WHOLE_DAY
    """The same for Thursday."""
    friday: str = WHOLE_DAY
    """The same for Friday."""
    saturday: str = WHOLE_DAY
    """The same for Saturday."""
    sunday: str = WHOLE_DAY
    """The same for Sunday."""
    country: str = ""
    """Closed on this country's public holidays: `DE`, `AT`, `CH` ... Unset: on none."""
    state: str = ""
    """With those of this state too: `BY` or `Bayern`. Holidays that only some of its municipalities have
    are not among them: in Bavaria name 15 August under `closed` where it is one (mostly Catholic ones);
    `Augsburg` may stand here for that city."""
    closed: tuple[str, ...] = ()
    """Further days on which the team does not work: `["2026-08-15", "2026-12-24"]`."""

    def __post_init__(self) -> None:
        _checked_zone(self.zone)
        for day in WEEKDAYS:
            _checked_spans(day, getattr(self, day))
        if not any(spans(getattr(self, day)) for day in WEEKDAYS):
            raise BadSetting(say("Every day is closed. Give at least one of them some hours."))
        if self.state and not self.country:
            raise BadSetting(
                say(
                    "“{state}” closes on nothing yet: name its country too, as {example}.",
                    state=self.state,
                    example="DE",
                )
            )
        closed = Closed(country=self.country, state=self.state, days=_dates(self.closed))
        if self.country and not closed.known:
            raise BadSetting(
                say("We do not know the holidays of “{place}”.", place=f"{self.country} {self.state}".strip())
            )

    def service(self, zone: str) -> ServiceHours:
        """The hours, in the team's zone if none is said."""
        week = tuple(spans(getattr(self, day)) for day in WEEKDAYS)
        closed = Closed(country=self.country, state=self.state, days=_dates(self.closed))
        nothing = not self.country and not self.closed
        return ServiceHours(zone=self.zone or zone, week=week, closed=frozenset() if nothing else closed)


def _checked_zone(zone: str) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        example = "Europe/Berlin"
        words = say("There is no time zone “{zone}”; write it like {example}.", zone=zone, example=example)
        raise BadSetting(words) from None


def _checked_spans(day: str, text: str) -> None:
    try:
        spans(text)
    except ValueError:
        raise BadSetting(
            say(
                "The hours of “{day}” cannot be read: {text}. Write them like {example}.",
                day=day,
                text=text,
                example="08:00-12:30, 13:30-20:00",
            )
        ) from None


def _dates(texts: Sequence[str]) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(text) for text in texts)
    except ValueError:
        told = ", ".join(texts)
        words = say("A closed day is written like {example}, unlike {days}.", example="2026-12-24", days=told)
        raise BadSetting(words) from None


@dataclass(frozen=True, kw_only=True)
class Closed:
    """Public holidays and other days off. Two that mean the same look the same."""

    country: str
    state: str
    days: frozenset[date]

    def __contains__(self, day: object) -> bool:
        """Whether the team does not work on it."""
        return day in self.days or (bool(self.country) and day in self._holidays)

    @property
    def known(self) -> bool:
        """Whether there is such a country and state."""
        try:
            return self._holidays is not None
        except NotImplementedError:  # how the library says that it knows no such place
            return False

    @cached_property
    def _holidays(self) -> "HolidayBase":
        # The library is large: whoever names no country does not wait for it.
        from holidays import country_holidays

        country = self.country.upper() if len(self.country) <= _CODE else self.country
        known = country_holidays(country)
        states = {name.casefold(): name for name in (*known.subdivisions, *known.subdivisions_aliases)}
        return country_holidays(country, subdiv=states.get(self.state.casefold(), self.state) or None)
