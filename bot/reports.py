"""What the team sees of days that are past: a report, in numbers, lines of time and a few links.

As all views it says what, never how: each surface draws it as it can, and `bot.charts` and
`bot.spreadsheet` make pictures and a table of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.words import Words, say

Value = int | float | timedelta | date | None
"""None for nothing to tell."""


def shown(value: Value) -> Words:
    """A value as it stands in a line."""
    return say("{value}", value="–" if value is None else value)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number and what it is."""

    label: Words
    value: Value
    before: Value = None
    """The same in as many days before these; None for nothing to compare with."""

    @property
    def words(self) -> Words:
        """The value in words."""
        return shown(self.value)


@dataclass(frozen=True, kw_only=True)
class ReplyTimes:
    """How long first replies took."""

    label: Words
    number: int
    median: timedelta | None
    nine_of_ten: timedelta | None
    """Nine in ten were as fast as this or faster."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line of a timeline."""

    label: Words
    numbers: tuple[int, ...]
    """One for each of its steps."""

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self.numbers)

    def together(self, many: int) -> "Series":
        """So many steps as one."""
        sums = (sum(self.numbers[at : at + many]) for at in range(0, len(self.numbers), many))
        return replace(self, numbers=tuple(sums))


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """How something went over time."""

    title: Words
    steps: tuple[Words, ...]
    """Hours, days or weeks."""
    series: tuple[Series, ...]
    stacked: bool = False
    """Its lines are parts of one whole."""
    name: str = ""
    """volume | kinds | moods: a surface may give each its own colours."""

    def within(self, most: int) -> "Timeline":
        """The same with at most so many steps: neighbours together, named after the first of them."""
        together = -(-len(self.steps) // most)
        if together <= 1:
            return self
        return replace(
            self,
            steps=self.steps[::together],
            series=tuple(one.together(together) for one in self.series),
        )

    @property
    def most(self) -> int:
        """The largest number that is drawn; 0 when there is nothing to draw."""
        columns = [[one.numbers[at] for one in self.series] for at in range(len(self.steps))]
        heights = [sum(column) if self.stacked else max(column) for column in columns if column]
        return max(heights, default=0)


@dataclass(frozen=True, kw_only=True)
class ShiftNeed:
    """How many people a shift of the roster takes."""

    days: Words
    hours: Words
    people: int
    """In its busiest hour, or in another one that lacks more of them."""
    planned: int
    """How many the roster has in that hour, whichever their shifts."""

    @property
    def words(self) -> Words:
        """All of it in one line."""
        return say(
            "{days}, {hours}: takes {people}, planned {planned}",
            days=self.days,
            hours=self.hours,
            people=self.people,
            planned=self.planned,
        )


@dataclass(frozen=True, kw_only=True)
class Load:
    """How many comments came in an hour, by weekday and hour of the team's clock."""

    weekdays: tuple[Words, ...]
    """Monday first."""
    hours: tuple[tuple[float, ...], ...]
    """For each weekday twenty-four numbers: comments on average."""
    people: tuple[tuple[int, ...], ...]
    """How many people it takes to handle them within the hour."""
    pace: float
    """Comments that one person handles in an hour."""
    measured: bool
    """The pace is this team's own, not a usual one."""
    shifts: tuple[ShiftNeed, ...] = ()
    """The shifts of the roster, where there is one."""

    @property
    def most(self) -> float:
        """The busiest hour's comments."""
        return max(max(day) for day in self.hours)

    def needed(self, day: int, hours: Iterable[int]) -> int:
        """How many people it takes in the busiest of these hours; those after midnight are the next day's."""
        week = len(self.people)
        return max(self.people[(day + hour // 24) % week][hour % 24] for hour in hours)

    @property
    def busiest(self) -> tuple[int, int] | None:
        """Weekday and hour with the most of them; None when nothing came."""
        if not self.most:
            return None
        places = ((day, hour) for day in range(len(self.hours)) for hour in range(24))
        return max(places, key=lambda place: self.hours[place[0]][place[1]])


@dataclass(frozen=True, kw_only=True)
class TopPost:
    """One of the posts with the most comments."""

    title: str
    """PUBLIC."""
    url: str
    """PUBLIC."""
    platform: Words
    comments: int
    negative: int


@dataclass(frozen=True, kw_only=True)
class DraftShare:
    """What became of the drafts that one version of a prompt wrote."""

    prompt: str
    """As `complaint@3`."""
    unchanged: int
    lightly: int
    """Approved with a few words changed."""
    rewritten: int
    rejected: int
    """Another draft was asked for, or it was closed without a reply."""

    @property
    def parts(self) -> tuple[int, ...]:
        """The four numbers, the best first."""
        return self.unchanged, self.lightly, self.rewritten, self.rejected

    @property
    def total(self) -> int:
        """All drafts that somebody decided about."""
        return sum(self.parts)


DRAFT_PARTS = (say("Approved unchanged"), say("Lightly edited"), say("Rewritten"), say("Rejected"))
"""What the parts of a `DraftShare` are called."""


@dataclass(frozen=True, kw_only=True)
class Insight:
    """Something that a commenter wished for or suggested."""

    item: int
    kind: Words
    author: str
    """PUBLIC."""
    excerpt: str
    """PUBLIC."""
    post: str
    """PUBLIC: the title of what was commented on."""
    url: str
    """PUBLIC: where it stands on the platform."""
    published: datetime


@dataclass(frozen=True, kw_only=True)
class GrantedUse:
    """Something of theirs that a commenter lets us use again."""

    item: int
    author: str
    """PUBLIC; "" once they were erased."""
    purpose: str
    """For which use, as the team wrote it down; "" once they were erased."""
    excerpt: str
    """PUBLIC: what they wrote with it."""
    url: str
    """PUBLIC: where they said so."""
    at: datetime
    """When they said so."""

    @property
    def words(self) -> Words:
        """For which use, and what they wrote with it. PUBLIC."""
        purpose = self.purpose or say("erased")
        if not self.excerpt:
            return Words("{purpose}", {"purpose": purpose})
        return say("{purpose} – “{excerpt}”", purpose=purpose, excerpt=self.excerpt)


@dataclass(frozen=True, kw_only=True)
class PersonFigures:
    """What one person did. Made only where a works agreement allows it, and for leads alone."""

    name: str
    answered: int
    dismissed: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """The numbers of some days."""

    first: date
    last: date
    """The last day, included."""
    days: str
    """By which the same report can be asked for again: “2026-11-16..2026-11-22”."""
    figures: tuple[Measure, ...]
    replies: tuple[ReplyTimes, ...]
    volume: Timeline
    kinds: Timeline
    moods: Timeline
    posts: tuple[TopPost, ...]
    load: Load
    drafts: tuple[DraftShare, ...]
    insights: tuple[Insight, ...]
    more_insights: int = 0
    """How many further ones there are."""
    grants: tuple[GrantedUse, ...] = ()
    """What came into the register in these days, the latest first."""
    more_grants: int = 0
    people: tuple[PersonFigures, ...] = ()
    agreement: str = ""
    """The works agreement that allows figures per person; "" for none."""
    may_export: bool = False
    """Whoever reads it may keep it as a file."""

    @property
    def title(self) -> Words:
        """What it is called: in a year somebody may read it again."""
        first, last = (say("{day}, {year}", day=one, year=one.year) for one in (self.first, self.last))
        if self.first == self.last:
            return say("Report: {day}", day=last)
        same = self.first.year == self.last.year
        return say("Report: {first} to {last}", first=self.first if same else first, last=last)

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What is said in its foot."""
        said = [
            say(
                "Received: by when they were published. First replies: on the day on which we knew of them,"
                " so that a day's numbers never change later; how long they took: until they were given."
            )
        ]
        if self.agreement:
            said.append(say("Figures per person are shown under: {agreement}", agreement=self.agreement))
        return tuple(said)
