"""What is done once a chat tool has its answer."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import AugenhoeheError

PATIENCE = 3.0
"""Seconds that are left for it when the program ends."""


class Afterwards:
    """Does it. What people decided is kept already: an answer that gets lost loses nothing."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._tasks: set[asyncio.Task[Any]] = set()

    def soon(self, telling: Coroutine[Any, Any, None]) -> None:
        """Do it once the answer is given. Any: the types of a coroutine that nobody uses."""
        self.hold(asyncio.create_task(self._logged(telling)))

    def hold(self, task: "asyncio.Task[Any]") -> None:
        """Let a task come to its end. Python forgets tasks that nobody holds. Any: its result is not ours."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def quiet(self) -> None:
        """Wait until all of it is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Do what is still to be done, for a moment, and stop."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _logged(self, telling: Coroutine[Any, Any, None]) -> None:
        try:
            await telling
        except AugenhoeheError as error:
            self._log.warning("not told", extra={"why": str(error.words)})
