"""The settings of a WordPress site; no HTTP client is imported here."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.errors import BadSetting
from bot.words import say

_LONGEST_OVERLAP = 366
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, kw_only=True)
class WordPressSettings:
    """One blog, read and answered through one user of it."""

    url: str
    """The address of the blog, as people type it; https, because our password goes there."""
    user: str
    """A user with the role Editor: it may read held comments and hide."""
    password: str = field(repr=False)
    """An application password of that user (Profile, Application Passwords), never the login password."""
    name: str = "wordpress"
    """How the platform is named in the queue and on cards."""
    overlap_days: int = 3
    """For how many days a comment is read again, to notice edits, deletions and late approvals."""
    interval: float = 1.0
    """Seconds between two calls that change something; 0 for no limit."""
    patience: float = 15.0
    """Seconds to wait for an answer."""

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK)
        if not safe or not address.hostname:
            raise BadSetting(
                say(
                    "The address of {site} must begin with https://, because our password goes there.",
                    site=self.name,
                )
            )
        if not self.user or not self.password:
            raise BadSetting(say("{site} needs a user and an application password.", site=self.name))
        if not 0 <= self.overlap_days <= _LONGEST_OVERLAP:
            raise BadSetting(say("“{name}” is at most {most}.", name="overlap_days", most=_LONGEST_OVERLAP))
