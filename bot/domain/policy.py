"""The team's rules that are settings: pure data, read from the settings once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.community import Source
from bot.domain.item import Triage


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
class Policy:
    """What the desk reckons with."""

    watches: tuple[Watch, ...] = ()
    undo: timedelta = timedelta(seconds=15)
    """How long an approval can be taken back."""
    undo_high: timedelta = timedelta(seconds=30)
    """The same for items of high or crisis risk."""
    channel_titles: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    """What is a stand-in here, as English catalogue sentences."""

    def window(self, triage: Triage) -> timedelta:
        """The undo window for this item."""
        return self.undo_high if triage.risk in {"high", "crisis"} else self.undo

    def watch(self, platform: str, source: str) -> Watch:
        """The watch of a source; one that is no longer configured keeps its items and shows nothing new."""
        for watch in self.watches:
            if (watch.source.platform, watch.source.name) == (platform, source):
                return watch
        return Watch(source=Source(platform=platform, name=source))
