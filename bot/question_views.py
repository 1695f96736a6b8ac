"""The card of a question to a colleague outside the team, found in `bot.views` like the others.

Strings in the fields marked PUBLIC come from outside: hostile data that a renderer must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.cards import Button
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class QuestionCard:
    """What a colleague is asked about a comment, and what they said."""

    number: int
    item: int
    department: str
    text: str
    """PUBLIC: the question."""
    asked_by: str
    asked_at: datetime
    platform: Words
    author: str
    """PUBLIC."""
    comment: str
    """PUBLIC: what they wrote."""
    url: str
    """PUBLIC: where it stands; "" if the platform does not say."""
    answer: str = ""
    """PUBLIC."""
    answered_by: str = ""
    button: Button | None = None
    """Answer; None once somebody did, or the comment is done."""
    done: Words | None = None
    """That it is, where nobody answered."""
