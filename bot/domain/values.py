"""What an item is made of: how urgent it is, what a first look said, its drafts and its approval."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.domain.people import Actor


class Urgency(IntEnum):
    """How soon somebody should look; the higher the sooner."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    CRISIS = 3


@dataclass(frozen=True, kw_only=True)
class Triage:
    """What a first look says about a comment."""

    kind: str = "general"
    urgency: Urgency = Urgency.NORMAL
    risk: str = "normal"
    """low | normal | high | crisis."""
    language: str = ""
    needs_reply: bool = True
    why: str = ""
    """The rule that fired, or the model's quoted evidence."""
    sentiment: str = ""
    """positive | negative | mixed | neutral; "" for not looked at."""
    sure: bool = True
    """False when it is little more than a guess."""


@dataclass(frozen=True, kw_only=True)
class Acquaintance:
    """What we had to do with the author of a comment when it came in."""

    comments: int = 0
    """Earlier comments of theirs on the platform."""
    replies: int = 0
    """To how many of them we replied."""
    warnings: int = 0
    """To how many because they insulted, hated or advertised."""


STRANGER = Acquaintance()
WARNED = frozenset({"troll", "hate", "spam"})
"""Kinds to which a reply is a warning."""


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A person's yes to one exact text for one exact version of the comment."""

    draft: int
    version: int
    by: Actor
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A proposed text. Immutable: every edit is a new number."""

    number: int
    text: str
    origin: str
    """template | model | person."""
    version: int
    """The version of the comment it was written for."""
    at: datetime
    by: int = 0
    """The person who wrote it; 0 for a writer of the program."""
    model: str = ""
    prompt: str = ""
    """Prompt id and version, as `complaint@3`."""
    warnings: tuple[str, ...] = ()
    """Findings as they are kept (`bot.domain.finding`), or bare sentences of the catalogue."""
    signature: str = ""
    """The signature that the program put at its end; "" for none."""
