"""Who is alive, whose tasks must be taken over, and which finished rows can go.

DBOS leaves both to a paid service. One loop in each worker does it: nothing outside has to know.
"""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from dbos import DBOS

from adapters.engine.runs import guard
from adapters.engine.settings import EngineSettings
from bot.memory import Heartbeats

FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
BATCH = 500
TIDY_EVERY = timedelta(minutes=1)


class Reaper:
    """One worker's eye on itself and the others."""

    def __init__(self, settings: EngineSettings, heartbeats: Heartbeats) -> None:
        self._settings = settings
        self._heartbeats = heartbeats
        self._loop: asyncio.Task[None] | None = None
        self._tidied = time.monotonic()

    async def start(self) -> None:
        """Say for the first time that we are alive."""
        await self._heartbeats.beat(self._settings.executor)

    def watch(self) -> None:
        """Go on saying it, and look after the others."""
        self._loop = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            await guard(self.round_once, task="reap", key=self._settings.executor)
            await asyncio.sleep(self._settings.heartbeat.total_seconds())

    async def round_once(self) -> None:
        """Beat, bury, and now and then tidy."""
        await self._heartbeats.beat(self._settings.executor)
        await self.bury_once()
        if time.monotonic() - self._tidied > min(TIDY_EVERY, self._settings.keep_finished).total_seconds():
            self._tidied = time.monotonic()
            await self.tidy_once()

    async def bury_once(self) -> None:
        """Take over the tasks of dead workers. Several may do so at once: each row is moved by one of them.

        A worker that was only slow finds its rows taken and its results refused; effects have their own lock.
        """
        for executor in await self._heartbeats.dead(self._settings.dead_after):
            # Private, and the only call that moves a row only while it is still the dead worker's.
            # The contract tests hold it, and pyproject pins the minor version.
            await asyncio.to_thread(DBOS._recover_pending_workflows, [executor])  # noqa: SLF001
            await self._heartbeats.forget(executor)

    async def tidy_once(self) -> None:
        """Delete the rows of tasks that finished long ago."""
        before = (datetime.now(UTC) - self._settings.keep_finished).isoformat()
        while finished := await DBOS.list_workflows_async(
            status=FINISHED, completed_before=before, limit=BATCH, load_input=False, load_output=False
        ):
            await DBOS.delete_workflows_async([row.workflow_id for row in finished])

    async def stop(self) -> None:
        """Look no more."""
        if self._loop is not None:
            self._loop.cancel()
            with suppress(asyncio.CancelledError):
                await self._loop

    async def forget(self) -> None:
        """Say that we are gone, with nothing left to take over."""
        await self._heartbeats.forget(self._settings.executor)
