"""Heartbeats that open a unit of work for each call: the engine knows no transactions."""

from datetime import timedelta

from bot.memory import Heartbeats
from storage.database import Database
from storage.lanes import SqlHeartbeats


class Beats(Heartbeats):
    """See `bot.memory.Heartbeats`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, executor: str) -> None:
        """I am alive."""
        async with self._database.work() as work:
            await SqlHeartbeats(work.session).beat(executor)

    async def dead(self, silent: timedelta) -> list[str]:
        """Workers that have said nothing for so long."""
        async with self._database.read() as work:
            return await SqlHeartbeats(work.session).dead(silent)

    async def forget(self, executor: str) -> None:
        """This one is gone and its tasks were taken over."""
        async with self._database.work() as work:
            await SqlHeartbeats(work.session).forget(executor)
