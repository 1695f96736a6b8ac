"""A circuit breaker: after failures in a row, an endpoint is left alone for a while."""

import time
from collections.abc import Callable

_LONGEST_REST = 600.0
"""However long a server asks us to wait: it may have changed its mind."""


class Breaker:
    """Counts failures in a row. After the pause the next failure opens it again, a success closes it."""

    def __init__(
        self, failures: int = 5, pause: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._failures = 0
        self._until = float("-inf")

    @property
    def open(self) -> bool:
        """Whether nothing should be tried now."""
        return self._clock() < self._until

    def failed(self, rest: float = 0.0) -> None:
        """It failed once more, and perhaps asked to be left alone for so many seconds."""
        self._failures += 1
        pause = self._pause if self._failures >= self._limit else 0.0
        self._until = max(self._until, self._clock() + max(pause, min(rest, _LONGEST_REST)))

    def worked(self) -> None:
        """It answered. A pause that was asked for meanwhile stands."""
        self._failures = 0
