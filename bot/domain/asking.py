"""A question to somebody outside the team, about one item."""

from dataclasses import dataclass
from datetime import datetime


def turn_done(number: int) -> int:
    """The turn of its card that says that its comment is done: beside those that count what was told."""
    return -2 * number


def turn_erased(number: int) -> int:
    """The turn of its card from which everything is gone."""
    return -2 * number - 1


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who was asked what, and what they said."""

    id: int = 0
    """0 until it is kept."""
    item: int
    department: str
    surface: str
    target: str
    """The channel or person there."""
    text: str
    asked_by: int
    asked_at: datetime
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = None
    remote: str = ""
    """The chat tool's id of its card, once that is shown."""

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None
