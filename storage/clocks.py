"""Finding the items that time has something to do with, from small indexes."""

from collections.abc import Collection
from datetime import datetime
from operator import itemgetter

from sqlalchemy import func, or_, select, text, update

from storage._sql import Row, Session, table
from storage.columns import NEVER
from storage.tables import ItemRow

_items = table(ItemRow)
PARKED = text("item.parked <> ''")
"""Word for word as in the index, which SQLite uses for nothing else."""
PROMISED = _items.c.follow_at.is_not(None) & _items.c.is_open.is_(False)
"""Done with for now, and we said that we would come back to it. What is open again is counted there."""


class SqlClocks:
    """See `bot.memory.Clocks`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def ticking(self, limit: int) -> list[int]:
        """Items that the clock has something to do with now, whose time came first first."""
        query = select(_items.c.id).where(
            _items.c.tick_at.is_not(None), _items.c.tick_at <= self._session.now
        )
        rows = await self._session.rows(query.order_by(_items.c.tick_at).limit(limit))
        return [row["id"] for row in rows]

    async def put_off(self, item: int, until: datetime) -> None:
        """Have the clock look at this one only then. Its row may be one that cannot be read."""
        await self._session.changed(update(_items).where(_items.c.id == item).values(tick_at=until))

    async def tick_again(self) -> None:
        """Have the clock look at every open item: the rules are others now."""
        await self._session.changed(update(_items).where(_items.c.is_open).values(tick_at=self._session.now))

    async def tick_unknown(self) -> None:
        """Have it look at what a worker of a release without clocks took in meanwhile."""
        unknown = (_items.c.is_open, _items.c.tick_at.is_(None), _items.c.remind_at.is_(None))
        query = update(_items).where(*unknown, _items.c.due_at.is_not(None))
        await self._session.changed(query.values(tick_at=self._session.now))

    async def parked(self, limit: int) -> list[int]:
        """What is parked or promised, what comes back soonest first, what has no time last."""
        found: list[Row] = []
        for which, back in ((PARKED, func.coalesce(_items.c.wake_at, NEVER)), (PROMISED, _items.c.follow_at)):
            query = select(_items.c.id, back.label("back")).where(which).order_by(back, _items.c.id)
            found += await self._session.rows(query.limit(limit))
        return [row["id"] for row in sorted(found, key=itemgetter("back", "id"))[:limit]]

    async def parked_number(self) -> int:
        """How many are parked."""
        query = select(func.count()).select_from(_items).where(PARKED)
        return int(await self._session.value(query))

    async def promised_number(self) -> int:
        """To how many we promised to come back."""
        query = select(func.count()).select_from(_items).where(PROMISED)
        return int(await self._session.value(query))

    async def waiting_for_author(self, heads: Collection[int]) -> dict[int, int]:
        """By number: parked items of these threads that wait for their commenter, and the thread's head."""
        if not heads:
            return {}
        here = or_(_items.c.id.in_(list(heads)), _items.c.follows.in_(list(heads)))
        waits = select(_items.c.id, _items.c.follows).where(PARKED, _items.c.parked == "author", here)
        rows = await self._session.rows(waits)
        return {row["id"]: row["follows"] if row["follows"] in heads else row["id"] for row in rows}
