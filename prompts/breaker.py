"""A circuit breaker: after failures in a row, an endpoint is left alone for a while."""

import time
from collections.abc import Callable


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

    def failed(self) -> None:
        """It failed once more."""
        self._failures += 1
        if self._failures >= self._limit:
            self._until = self._clock() + self._pause

    def worked(self) -> None:
        """It answered."""
        self._failures = 0
        self._until = float("-inf")
