"""An engine that keeps nothing: for tests, and to measure the durable one against.

It runs tasks as asyncio tasks of this process. What has not run when the process ends is lost, and the
sweep over our own tables, which every start begins with, makes up for it.
"""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import timedelta

from adapters.engine.runs import ATTEMPTS, Runs, Slots, TaskFailed, Which
from bot.ports import Engine, Task, Wake


class LocalEngine(Engine):
    """Tasks in memory. With `work=False` there is nobody to hand them to, and they are dropped."""

    def __init__(
        self, *, poll: timedelta = timedelta(seconds=0.25), retry_after: timedelta = timedelta(seconds=1)
    ) -> None:
        self._slots = Slots(poll)
        self._retry_after = retry_after.total_seconds()
        self._runs: Runs | None = None
        self._started = False

    @property
    def running(self) -> bool:
        """It has begun and not stopped."""
        return self._started

    async def start(self, tasks: Mapping[str, Task], *, work: bool) -> None:
        """Begin."""
        self._runs = Runs(tasks) if work else None
        self._started = True

    async def wake(self, wake: Wake) -> None:
        """Have a task run."""
        which = (wake.task, wake.key)
        if not wake.after:
            self._begin(which)
        elif (delay := self._slots.take(wake)) is not None:
            asyncio.get_running_loop().call_later(delay, self._begin, which)

    async def stop(self, patience: timedelta) -> None:
        """Finish what runs within the patience, and forget the rest."""
        self._started = False
        if self._runs:
            await self._runs.drain(patience)

    def _begin(self, which: Which) -> None:
        ticket = secrets.token_hex(8)
        if self._runs and not self._runs.closing and self._runs.ask(which, ticket):
            # `follow` keeps the reference that asyncio does not.
            self._runs.follow(asyncio.create_task(self._run(self._runs, which, ticket)))

    async def _run(self, runs: Runs, which: Which, ticket: str) -> None:
        for attempt in range(ATTEMPTS):
            try:
                await runs.run(which, ticket)
            except TaskFailed:
                await asyncio.sleep(self._retry_after * 2**attempt)
            else:
                return
