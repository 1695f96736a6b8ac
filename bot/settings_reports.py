"""Reports that are sent into channels by themselves."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

from bot.domain.days import Schedule
from bot.errors import BadSetting
from bot.words import say

DRAWS_ITSELF = "web"
"""The built-in page shows reports to whoever asks for them: nothing can be sent there."""


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """A report that is sent by itself."""

    channels: tuple[tuple[str, str], ...]
    """Where it is sent: pairs of a surface and a channel."""
    name: str = "reports"
    """How it is named in the environment; only needed there."""
    every: Literal["day", "week"] = "week"
    """`day`: about the day before. `week`: on Mondays, about the week before."""
    at: str = "08:00"
    """From when on it is sent, on the clock of the team's time zone."""

    def __post_init__(self) -> None:
        if not self.channels or any(surface == DRAWS_ITSELF for surface, _ in self.channels):
            raise BadSetting(
                say("Name at least one channel of a chat tool: the built-in page shows reports by itself.")
            )
        try:
            _clock(self.at)
        except ValueError:
            raise BadSetting(say("“{at}” is no time of day; write it like 08:00.", at=self.at)) from None

    def schedules(self) -> tuple[Schedule, ...]:
        """One for each of its channels."""
        return tuple(
            Schedule(surface=surface, channel=channel, every=self.every, at=_clock(self.at))
            for surface, channel in self.channels
        )


def _clock(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    return time(int(hour), int(minute or 0))
