"""What the roster can be set to: who is on when, and who stands in."""

from dataclasses import dataclass

from bot.domain.hours import spans
from bot.domain.shift import RosterRow, dates, weekdays
from bot.errors import BadSetting
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class Rostering:
    """One line of the roster: somebody is on, every week or on some days."""

    person: str
    """Who is on, by the name that the team knows them by (`augenhoehe people`)."""
    hours: str
    """From when until when, on the clock of the team's time zone: `08:00-16:00`; `22:00-06:00` runs over
    midnight and belongs to the day on which it begins. Several spans with commas between them."""
    name: str = "roster"
    """How the line is named in the environment; only needed there."""
    days: str = ""
    """Days of the week: `mon-fri, sun`. Empty for every day."""
    dates: str = ""
    """Only on these days: `2026-12-24..2026-12-26`, or one of them. Empty for no limit."""
    channels: str = ""
    """Names of channels that the shift looks after, with commas between them. Empty for all."""
    substitutes: str = ""
    """Who stands in while this person is away, the first one first, with commas between them."""

    def __post_init__(self) -> None:
        try:
            spoken = spans(self.hours)
            weekdays(self.days)
            dates(self.dates)
        except ValueError:
            spoken = ()
        if not spoken or not self.person.strip():
            raise BadSetting(
                say(
                    "The roster of “{person}” cannot be read. Write hours like {hours},"
                    " days like {days}, and dates like {dates}.",
                    person=self.person,
                    hours="08:00-16:00",
                    days="mon-fri, sun",
                    dates="2026-12-24..2026-12-26",
                )
            )

    def rows(self) -> tuple[RosterRow, ...]:
        """The lines of the roster that this makes: one for each span of hours."""
        first, last = dates(self.dates)
        return tuple(
            RosterRow(
                person=self.person.strip(),
                hours=each,
                weekdays=weekdays(self.days),
                first=first,
                last=last,
                channels=frozenset(_listed(self.channels)),
                substitutes=_listed(self.substitutes),
            )
            for each in spans(self.hours)
        )


def _listed(text: str) -> tuple[str, ...]:
    """Names may have spaces in them, so only commas part them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
