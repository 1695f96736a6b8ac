"""Views over several items, found in `bot.views` like the others.

Strings in the fields marked PUBLIC come from outside: hostile data that a renderer must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.bulk import CloseMany
from bot.words import Words, say


@dataclass(frozen=True, kw_only=True)
class BacklogLine:
    """An item that can be chosen."""

    item: int
    version: int
    author: str
    """PUBLIC."""
    excerpt: str
    """PUBLIC."""
    kind: Words
    platform: Words
    published: datetime


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What can be closed or handed over together."""

    total: int
    lines: tuple[BacklogLine, ...]
    close: CloseMany | None
    """Closes everything that is shown; None where the reader may not, or nothing is."""
    people: tuple[tuple[int, str], ...] = ()
    """To whom it can be handed: number and name."""
    said: Words | None = None
    """What was just done."""

    @property
    def title(self) -> Words:
        """The page in one line."""
        if not self.total:
            return say("Nothing is left that needs no reply")
        return say("{count} need no reply", count=self.total)


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One line of what is known."""

    item: int
    at: datetime
    head: Words
    """PUBLIC: it may hold a name."""
    text: str
    """PUBLIC."""
    below: str = ""
    """PUBLIC: what we replied, or for which use."""
    link: str = ""
    """PUBLIC."""


@dataclass(frozen=True, kw_only=True)
class Register:
    """What is known across items: about a commenter, or about what we may use again."""

    title: Words
    """PUBLIC: it may hold a name."""
    facts: tuple[Words, ...]
    lines: tuple[RegisterLine, ...]
    empty: Words
    """What is said where there is no line."""
    file: bool = False
    """The reader may take it along as a file."""
