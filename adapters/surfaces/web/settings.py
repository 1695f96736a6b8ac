"""What the built-in page can be set to."""

from dataclasses import dataclass, field

from bot.errors import BadSetting
from bot.words import say

LEAST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Teammate:
    """Somebody whom the visitor of a demo can act as."""

    account: str
    """The account that is heard."""
    name: str


@dataclass(frozen=True, kw_only=True)
class WebSettings:
    """The settings of the built-in page."""

    secret: str = field(repr=False)
    """Signs the cookies. A new one signs everybody out."""
    language: str = "de"
    """For whoever is not known yet; a person's own language goes first."""
    time_zone: str = "Europe/Berlin"
    secure: bool = True
    """The page is reached over https: the cookie never travels without it."""
    sign_in_required: bool = True
    """False only for a demo, which then answers to names of this very machine alone."""
    demo: bool = False
    """Whoever looks may act as any of the teammates."""
    teammates: tuple[Teammate, ...] = ()
    poll: float = 0.4
    """Seconds between two looks for changes while somebody has the page open."""
    heartbeat: float = 15.0
    """Seconds of silence after which an open page is told that we are still here."""

    def __post_init__(self) -> None:
        if len(self.secret) < LEAST_SECRET:
            raise BadSetting(
                say("The secret of the web page needs at least {count} characters.", count=LEAST_SECRET)
            )
        if not self.sign_in_required and not (self.demo and self.teammates):
            raise BadSetting(say("Only a demo with teammates to act as can do without signing in."))
