"""The settings of the built-in community; nothing of its web page is imported here."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadSetting
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class DemoSettings:
    """A community of our own, for trying everything out without an account anywhere."""

    folder: Path
    """Where it keeps its file."""
    name: str = "demo"
    """How the platform is named in the queue and on cards."""
    speed: float = 1.0
    """How fast the stream of invented comments plays: 2 is twice as fast."""
    url: str = "/community"
    """The address of its page as the team's browsers reach it, for links on cards."""
    time_zone: str = "Europe/Berlin"
    """Where its clock hangs; the team's, so that both sides tell the same times."""

    slack_channel: str = ""
    """For `augenhoehe demo --slack`: the id of the channel of your Slack, `C…`, that shows its comments."""
    teams_channel: str = ""
    """The same of Teams, `19:…@thread.tacv2`, with `augenhoehe run`."""
    day: bool = False
    """A fresh data folder begins in the middle of a made-up day: `augenhoehe demo` without `--empty`."""

    def __post_init__(self) -> None:
        if self.speed <= 0:
            raise BadSetting(say("The speed of the demo's stream must be greater than 0."))
