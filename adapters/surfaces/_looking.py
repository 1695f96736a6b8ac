"""When a chat tool is asked how our app is doing there: now and then, and soon after something went wrong."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.abilities import Health
from bot.errors import NeedsPerson, OutsideError, Refused
from bot.ports import Clock

EVERY = timedelta(minutes=10)
AGAIN = timedelta(minutes=1)
"""How soon it is asked again when it could not be asked."""


class Looking(ABC):
    """Keeps the time of the next look."""

    def __init__(self, clock: Clock, log: logging.Logger) -> None:
        self._clock = clock
        self._log = log
        self._next_at: datetime | None = None

    @abstractmethod
    async def look(self, channels: Sequence[str]) -> Health:
        """Ask the chat tool about everything.

        Raises:
            OutsideError: it does not answer now.

        """

    def soon(self) -> None:
        """Ask at the next chance."""
        self._next_at = None

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Look soon when a person has to mend something, or a message of ours is gone."""
        try:
            yield
        except (NeedsPerson, Refused):
            self.soon()
            raise

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How our app is doing; None while it cannot be asked, or nothing can have changed."""
        now = self._clock()
        if self._next_at is not None and now < self._next_at:
            return None
        self._next_at = now + EVERY
        try:
            return await self.look(channels)
        except OutsideError as error:
            self._log.warning("not looked", extra={"why": str(error.words)})
            self._next_at = now + AGAIN
            return None
