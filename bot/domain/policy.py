"""The team's rules that are settings: pure data, read from the settings once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo

from bot.domain.community import Source
from bot.domain.item import Item, Triage


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A source, how often it is read, and where its items are shown."""

    source: Source
    every: timedelta = timedelta(seconds=30)
    target: timedelta = timedelta(hours=4)
    """How soon after publication a first reply is owed."""
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
            (self.platforms, source.platform),
            (self.sources, source.name),
            (self.languages, triage.language.partition("-")[0].lower()),
            (self.kinds, triage.kind),
            (self.risks, triage.risk),
        )
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
    storm: int = 0
    """When more items than this wait for their thread in a channel, a card says so; 0 for never."""
    zone: tzinfo = UTC
    """What people mean when they say 18:00."""
    channel_titles: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    """What is a stand-in here, as English catalogue sentences."""

    def window(self, triage: Triage) -> timedelta:
        """The undo window for this item."""
        return self.undo_high if triage.risk in {"high", "crisis"} else self.undo

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
        ways = (*(watch.channels for watch in self.watches), *(route.channels for route in self.routes))
        return tuple(dict.fromkeys(name for way in ways for on, name in way if on == surface))

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
