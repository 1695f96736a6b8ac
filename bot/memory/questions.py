"""What colleagues outside the team were asked."""

from collections.abc import Collection
from typing import Protocol

from bot.domain.asking import Question


class Questions(Protocol):
    """Questions and their answers."""

    async def ask(self, question: Question) -> int:
        """Keep it, under the number that is returned."""

    async def get(self, number: int) -> Question:
        """One of them, locked for this unit of work.

        Raises:
            NotFound: there is none with this number.
        """

    async def latest(self, item: int) -> Question | None:
        """The latest that is still open about an item."""

    async def answer(self, question: Question) -> bool:
        """Keep its answer; False when there is one already."""

    async def shown(self, number: int, remote: str) -> None:
        """Remember where its card stands."""

    async def answered(self, items: Collection[int]) -> list[Question]:
        """What was answered about these items, oldest first."""

    async def left_over(self, surfaces: Collection[str], limit: int) -> list[Question]:
        """What these surfaces show as open though its comment is done; each until its card was told so."""

    async def open_in(self, surface: str, target: str, limit: int) -> list[Question]:
        """What waits for an answer in a channel, newest first; nothing about what is done."""
