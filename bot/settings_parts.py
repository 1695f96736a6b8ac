"""What the program itself can be set to; adapters have theirs beside them."""

from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.catalogue import languages
from bot.domain.triaging import RISKS
from bot.errors import BadSetting
from bot.words import say

LAST_PORT = 65535
YEAR = 366 * 24 * 60
"""Minutes: sums of moments further ahead end in no calendar, and those of service hours take long."""
BACK = 3660
"""Days: ten years of comments are more than anybody answers."""


@dataclass(frozen=True, kw_only=True)
class General:
    """What the whole program shares."""

    data: Path = Path("data")
    """The folder for databases and keys, seen from where the program starts; the demo's is `demo` in it."""


@dataclass(frozen=True, kw_only=True)
class Community:
    """Whose comments come in."""

    mode: Literal["demo", "own"] = "demo"
    """`demo`: the built-in community, for trying it out. `own`: the platforms below, and nothing made up.
    The demo makes no use of platforms, routes, roster and reports; start and `augenhoehe check` say so."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """How the team works."""

    language: str = "de"
    """The language of shared cards, `de` or `en`. Everybody can choose another one for themselves."""
    time_zone: str = "Europe/Berlin"
    """Where the team's clock hangs."""
    undo: timedelta = timedelta(seconds=15)
    """Seconds in which an approval can be taken back before the reply goes out; 0 for none."""
    undo_high: timedelta = timedelta(seconds=30)
    """The same for comments of high risk."""
    storm: int = 30
    """When more comments than this wait for their thread in a channel, a card there says so; where more than
    this came to the page within a quarter of an hour, `/queue` and the handover do. 0 for never."""
    works_agreement: str = ""
    """Which works agreement allows figures per person, as your works council knows it. Reports for leads then
    have them, and name it. Empty: there are none."""

    def __post_init__(self) -> None:
        if self.language not in languages():
            raise BadSetting(
                say(
                    "We do not speak “{language}”; choose from {all}.",
                    language=self.language,
                    all=", ".join(languages()),
                )
            )
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadSetting(
                say(
                    "There is no time zone “{zone}”; write it like {example}.",
                    zone=self.time_zone,
                    example="Europe/Berlin",
                )
            ) from None


@dataclass(frozen=True, kw_only=True)
class Serving:
    """Where the pages are served."""

    host: str = "127.0.0.1"
    """The address to listen on. Anything but this machine's own requires signing in, in the demo too."""
    port: int = field(default=8080, metadata={"also": "PORT"})
    """The port to listen on."""
    secret: str = field(default="", repr=False)
    """Signs the cookies: 32 characters or more. A new one signs everybody out. Unset: made once and kept
    in the data folder. With PostgreSQL it has to be set, because every process needs the same one."""
    secure: bool | None = None
    """Cookies travel over https alone. Unset: yes, unless only this machine is listened to."""
    metrics_token: str = field(default="", repr=False)
    """Whoever sends it as a bearer token may read /metrics. Without one, only this machine may."""
    metrics_port: int = 0
    """Where a process without pages (`--role worker`) serves /healthz, /readyz, /metrics; 0 for nowhere."""

    def __post_init__(self) -> None:
        for port in (self.port, self.metrics_port):
            if not 0 <= port <= LAST_PORT:
                raise BadSetting(
                    say("A port is a number from 0 to {last}, unlike {port}.", last=LAST_PORT, port=port)
                )

    @property
    def loopback(self) -> bool:
        """Only this machine can come in."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, kw_only=True)
class Database:
    """Where everything is kept."""

    url: str = field(default="", repr=False, metadata={"also": "DATABASE_URL"})
    """A PostgreSQL address (it may hold a password). Unset: an SQLite file in the data folder."""

    @property
    def shared(self) -> bool:
        """Several processes, on several machines, can use it."""
        return self.url.startswith("postgresql")


@dataclass(frozen=True, kw_only=True)
class Watching:
    """How a source is watched, and where its comments are shown."""

    every: timedelta = timedelta(seconds=60)
    """Seconds between two looks for new comments."""
    target_minutes: int = 240
    """How soon after publication a first reply is owed, in service hours, where no target says it."""
    remind_minutes: int = 120
    """When whoever handles it is reminded, in the same way."""
    backfill_days: int = 0
    """How far back the first look goes, for comments without an answer; 0 starts from now."""
    channels: tuple[tuple[str, str], ...] = (("web", "team"),)
    """Where comments are shown: pairs of a surface and a channel."""

    def __post_init__(self) -> None:
        if self.every < timedelta(seconds=1) or self.target_minutes < 1 or self.backfill_days < 0:
            raise BadSetting(
                say("“every” and “target_minutes” are 1 or more, and “backfill_days” is 0 or more.")
            )
        check_year(target_minutes=self.target_minutes, remind_minutes=self.remind_minutes)
        check_year(BACK, backfill_days=self.backfill_days)
        if not self.channels:
            raise BadSetting(say("Name at least one channel to show its comments in."))


@dataclass(frozen=True, kw_only=True)
class Routing:
    """Further channels for some comments. What is left empty, every comment fits."""

    channels: tuple[tuple[str, str], ...]
    """Where these comments are shown too: pairs of a surface and a channel."""
    name: str = "routes"
    """How the route is named in the environment; only needed there."""
    platforms: str = ""
    """Names of platforms, with commas between them."""
    sources: str = ""
    """Names of sources, as the platforms call them."""
    languages: str = ""
    """Languages of comments: `de, en`."""
    kinds: str = ""
    """Kinds of comments, as the library names them: `complaint, hate`."""
    risks: str = ""
    """`low`, `normal`, `high`, `crisis`."""
    only: bool = False
    """They are shown nowhere else; a card that stands elsewhere already is emptied there."""

    def __post_init__(self) -> None:
        if not self.channels:
            raise BadSetting(say("Name at least one channel to show its comments in."))
        unknown = listed(self.risks) - set(RISKS)
        if unknown:
            raise BadSetting(
                say(
                    "“{risk}” is no risk; choose from {all}.",
                    risk=", ".join(sorted(unknown)),
                    all=", ".join(RISKS),
                )
            )


def check_year(most: int = YEAR, **settings: int) -> None:
    """Settings that count minutes reach no further than a year.

    Raises:
        BadSetting: one of them does; the words name it.
    """
    for name, value in settings.items():
        if value > most:
            raise BadSetting(say("“{name}” is at most {most}.", name=name, most=most))


def listed(text: str) -> frozenset[str]:
    """The words of a list, which stand between commas or spaces."""
    return frozenset(text.replace(",", " ").split())
