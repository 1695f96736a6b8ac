"""One transaction, and the parts of memory that it can reach."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.memory import Reckon, as_it_is
from storage._sql import Session, table
from storage.clocks import SqlClocks
from storage.effects import SqlEffects
from storage.grants import SqlGrants
from storage.handovers import SqlHandovers
from storage.inbox import SqlInbox
from storage.intake import SqlIntake
from storage.items import SqlItems
from storage.knowledge import SqlKnowledge
from storage.lanes import SqlLanes
from storage.people import SqlPeople
from storage.questions import SqlQuestions
from storage.queue import SqlQueue
from storage.reports import SqlReports
from storage.shift_sums import SqlShiftSums
from storage.shifts import SqlShifts
from storage.sources import SqlSources
from storage.tables import FactRow
from storage.team_trail import SqlTeamTrail

HELD = "posting_held"
"""The fact that is there while nothing may be posted, since a backup was restored."""


class SqlWork:
    """A `bot.memory.Work` over SQL. Its parts share one connection and one time."""

    def __init__(
        self, connection: AsyncConnection, now: datetime, *, locking: bool, reckon: Reckon = as_it_is
    ) -> None:
        self.session = Session(connection, now, locking)
        self.now = now
        self.items = SqlItems(self.session, reckon)
        self.intake = SqlIntake(self.session)
        self.effects = SqlEffects(self.session)
        self.lanes = SqlLanes(self.session)
        self.sources = SqlSources(self.session)
        self.people = SqlPeople(self.session)
        self.queue = SqlQueue(self.session)
        self.knowledge = SqlKnowledge(self.session)
        self.grants = SqlGrants(self.session)
        self.shifts = SqlShifts(self.session)
        self.handovers = SqlHandovers(self.session)
        self.shift_reading = SqlShiftSums(self.session)
        self.team_trail = SqlTeamTrail(self.session)
        self.clocks = SqlClocks(self.session)
        self.questions = SqlQuestions(self.session)
        self.reports = SqlReports(self.session)
        self.inbox = SqlInbox(self.session)

    @property
    def stale_lanes(self) -> set[str]:
        """Lanes in which a card became older than its item, in this unit of work."""
        return self.session.stale_lanes

    async def holds_posting(self) -> bool:
        """Nothing may be posted: a backup was restored, and a lead has not released it yet."""
        return await self.fact(HELD) is not None

    async def fact(self, key: str) -> str | None:
        """A fact about this installation."""
        facts = table(FactRow)
        found: str | None = await self.session.value(select(facts.c.value).where(facts.c.key == key))
        return found

    async def facts(self, beginning: str) -> dict[str, str]:
        """All facts whose name begins so."""
        facts = table(FactRow)
        begins = facts.c.key.startswith(beginning, autoescape=True)
        rows = await self.session.rows(select(facts).where(begins).order_by(facts.c.key))
        return {row["key"]: row["value"] for row in rows}

    async def set_fact(self, key: str, value: str | None) -> None:
        """Remember a fact, or forget it."""
        facts = table(FactRow)
        if value is None:
            await self.session.changed(facts.delete().where(facts.c.key == key))
            return
        keeping = self.session.upsert(FactRow, {"key": key, "value": value})
        await self.session.changed(
            keeping.on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )
