"""The team's rules that are settings: pure data, read from the settings once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from bot.domain.community import Source
from bot.domain.days import Schedule
from bot.domain.item import Item, Triage
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.domain.shift import RosterRow
from bot.domain.timing import USUAL, Promised, Target, TimeRules, owed


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A source, how often it is read, and where its items are shown."""

    source: Source
    every: timedelta = timedelta(seconds=30)
    target: timedelta = timedelta(hours=4)
    """How soon after publication a first reply is owed, where no rule of the team says it."""
    remind: timedelta = timedelta(hours=2)
    """When whoever handles it is reminded, in the same way."""
    channels: tuple[tuple[str, str], ...] = ()
    """(surface, channel) pairs."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """Further channels for some items. What is empty here, every item fits."""

    channels: tuple[tuple[str, str], ...]
    """(surface, channel) pairs."""
    platforms: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    only: bool = False
    """What fits is shown nowhere else."""

    def fits(self, source: Source, triage: Triage) -> bool:
        """Whether an item of this source, looked at so, goes this way."""
        asked = (
            (self.languages, triage.language.partition("-")[0].lower()),
            (self.kinds, triage.kind),
            (self.risks, triage.risk),
        )
        return self.takes_from(source) and all(value in wanted for wanted, value in asked if wanted)

    def takes_from(self, source: Source) -> bool:
        """Whether some items of this source may go this way."""
        asked = ((self.platforms, source.platform), (self.sources, source.name))
        return all(value in wanted for wanted, value in asked if wanted)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What the desk reckons with."""

    watches: tuple[Watch, ...] = ()
    routes: tuple[Route, ...] = ()
    undo: timedelta = timedelta(seconds=15)
    """How long an approval can be taken back."""
    undo_high: timedelta = timedelta(seconds=30)
    """The same for items of high or crisis risk."""
    risks: Mapping[str, RiskRule] = field(default_factory=lambda: {"crisis": RiskRule(second=True)})
    """What each class of risk asks for; one that is not named here takes one approver."""
    storm: int = 0
    """When more items than this wait for their thread in a channel, a card says so; 0 for never."""
    zone: tzinfo = UTC
    """What people mean when they say 18:00."""
    roster: tuple[RosterRow, ...] = ()
    """Who is on when, as the settings say; what people plan by command comes to it."""
    reports: tuple[Schedule, ...] = ()
    """Reports that are sent into channels by themselves."""
    works_agreement: str = ""
    """What allows figures per person; without it there are none."""
    channel_titles: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    """What is a stand-in here, as English catalogue sentences."""

    timing: TimeRules = USUAL
    """Service hours, first replies, claims, the ladder, and who can be asked."""

    def promised(self, source: tuple[str, str], triage: Triage, since: datetime) -> Promised:
        """When a reminder and the first reply are due, for a comment of a platform and source."""
        watch = self.watch(*source)
        usual = Target(remind=watch.remind, due=watch.target)
        return self.timing.promised(watch.source, triage, since, usual)

    def owing(self, item: Item) -> Item:
        """The item, owed what is promised for what it is held for now."""
        source = (item.platform, item.source)
        return owed(item, self.promised(source, item.triage, item.published))

    def window(self, triage: Triage) -> timedelta:
        """The undo window for this item."""
        return self.undo_high if triage.risk in {"high", "crisis"} else self.undo

    def rule(self, triage: Triage) -> RiskRule:
        """What has to be so before a reply to this item goes out."""
        return self.risks.get(triage.risk, RiskRule())

    def beyond(self, role: Role) -> frozenset[str]:
        """The risks at which this role may not approve."""
        return frozenset(risk for risk, rule in self.risks.items() if rule.least > role)

    def channels(self, platform: str, source: str, triage: Triage) -> tuple[tuple[str, str], ...]:
        """Where an item is shown: in its source's channels and those of every route that it fits.

        Routes that keep what they take for themselves leave all others out.
        """
        watch = self.watch(platform, source)
        fitting = [route for route in self.routes if route.fits(watch.source, triage)]
        strict = [route.channels for route in fitting if route.only]
        ways = strict or [watch.channels, *(route.channels for route in fitting)]
        return tuple(dict.fromkeys(channel for way in ways for channel in way))

    def rooms(self, surface: str) -> tuple[str, ...]:
        """Every channel of a surface in which something may be shown."""
        asked = tuple(one.where for one in self.timing.departments if not one.person)
        ways = (
            *(watch.channels for watch in self.watches),
            *(route.channels for route in self.routes),
            asked,
        )
        return tuple(dict.fromkeys(name for way in ways for on, name in way if on == surface))

    def together(self, *places: tuple[str, str]) -> bool:
        """Whether one item may be shown in all of these (surface, channel) pairs."""
        ways = [set(route.channels) for route in self.routes]
        for watch in self.watches:
            further = [one for one in self.routes if not one.only and one.takes_from(watch.source)]
            ways.append({*watch.channels, *(channel for route in further for channel in route.channels)})
        return any(way.issuperset(places) for way in ways)

    def may_show(self, item: Item, surface: str, channel: str) -> bool:
        """Whether an item may be read there: not where a stricter route has since taken it away."""
        strict = self._strict(item)
        return not strict or any((surface, channel) in route.channels for route in strict)

    def keeps_apart(self, item: Item) -> bool:
        """Whether a strict route keeps an item for itself."""
        return bool(self._strict(item))

    def _strict(self, item: Item) -> list[Route]:
        source = self.watch(item.platform, item.source).source
        return [route for route in self.routes if route.only and route.fits(source, item.triage)]

    def watch(self, platform: str, source: str) -> Watch:
        """The watch of a source; one that is no longer configured keeps its items and shows nothing new."""
        for watch in self.watches:
            if (watch.source.platform, watch.source.name) == (platform, source):
                return watch
        return Watch(source=Source(platform=platform, name=source))
