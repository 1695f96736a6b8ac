"""What of DBOS' own talk reaches our log."""

import logging
import time
from datetime import timedelta

QUIET_FOR = timedelta(seconds=30)
ABOUT_TASKS = {"_core", "_outcome"}
"""DBOS' modules that speak of a failed task; the task boundary has said it, without quoting anybody."""


class Calm(logging.Filter):
    """Lets a complaint through once in a while: without its database DBOS repeats it ten times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is news."""
        where, now = (record.module, record.lineno), time.monotonic()
        if record.module in ABOUT_TASKS or now < self._told.get(where, 0) + QUIET_FOR.total_seconds():
            return False
        self._told[where] = now
        return True


def calm_down() -> None:
    """Send DBOS' complaints where ours go, instead of to a console of its own."""
    logger = logging.getLogger("dbos")
    # DBOS adds its console only to a logger that has no handler at all.
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.addFilter(Calm())
