"""What a shift looks after, and its numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime
from statistics import median

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from bot.domain.audit import Tag
from bot.domain.shift import ShiftSums
from bot.memory.shifting import StillOpen
from storage._seconds import given
from storage._sql import Row, Session, table
from storage.clocks import PROMISED
from storage.queue import OWING
from storage.tables import AuditRow, EffectRow, ItemRow, PlaceRow

_items = table(ItemRow)
_places = table(PlaceRow)
_effects = table(EffectRow)
_audit = table(AuditRow)
_GRAVE = ("high", "crisis")
_FIRST_REPLY = (Tag.REPLY_POSTED.value, Tag.REPLY_SETTLED_POSTED.value, Tag.ITEM_ANSWERED_ELSEWHERE.value)
_MOST_URGENT_FIRST = (_items.c.urgency.desc(), _items.c.owed_at, _items.c.published)
_AT_ONCE = 10_000
"""Numbers in one statement: a database takes some thirty thousand."""


class SqlShiftSums:
    """See `bot.memory.ShiftReading`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def open_items(self, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels, all of high risk among them, then the most urgent ones."""
        query = select(_items.c.id).where(_items.c.is_open, _in(channels))
        grave = query.where(_items.c.risk.in_(_GRAVE)).order_by(*_MOST_URGENT_FIRST)
        rest = query.order_by(*_MOST_URGENT_FIRST).limit(limit)
        found = [*await self._session.rows(grave), *await self._session.rows(rest)]
        return list(dict.fromkeys(row["id"] for row in found))

    async def promised(self, channels: Collection[str], limit: int) -> list[int]:
        """Items of these channels that we promised to come back to, the soonest first."""
        query = select(_items.c.id).where(PROMISED, _in(channels)).order_by(_items.c.follow_at, _items.c.id)
        return [row["id"] for row in await self._session.rows(query.limit(limit))]

    async def still_promised(self, items: Sequence[int]) -> list[int]:
        """Those of these items that we have still to come back to, the soonest first."""
        query = select(_items.c.id).where(PROMISED).order_by(_items.c.follow_at, _items.c.id)
        meant = set(items)
        return [row["id"] for row in await self._session.rows(query) if row["id"] in meant]

    async def still_open(self, items: Sequence[int]) -> list[StillOpen]:
        """Those of these items that are open still, the most urgent first."""
        late = and_(_items.c.status.in_(OWING), _items.c.owed_at < self._session.now)
        told = (_items.c.id, _items.c.risk.in_(_GRAVE).label("grave"), late.label("late"))
        rank = (_items.c.urgency, _items.c.owed_at, _items.c.published)
        found: list[Row] = []
        for first in range(0, len(items), _AT_ONCE):
            these = _items.c.id.in_(items[first : first + _AT_ONCE])
            found += await self._session.rows(select(*told, *rank).where(_items.c.is_open, these))
        found.sort(key=lambda row: (-row["urgency"], row["owed_at"], row["published"], row["id"]))
        return [StillOpen(item=row["id"], grave=row["grave"], late=row["late"]) for row in found]

    async def count_open(self, channels: Collection[str], before: datetime | None = None) -> int:
        """How many items of these channels are open; with `before`, of what was written until then."""
        return await self._count(channels, before, true())

    async def count_grave(self, channels: Collection[str], before: datetime | None = None) -> int:
        """How many of them are of high risk."""
        return await self._count(channels, before, _items.c.risk.in_(_GRAVE))

    async def _count(
        self, channels: Collection[str], before: datetime | None, which: ColumnElement[bool]
    ) -> int:
        written = true() if before is None else _items.c.published < before
        query = select(func.count().label("many")).where(_items.c.is_open, which, written, _in(channels))
        # By status, as below.
        rows = await self._session.rows(query.group_by(_items.c.status))
        return sum(row["many"] for row in rows)

    async def handled_by(self, person: int, channels: Collection[str], limit: int) -> list[int]:
        """The open items of these channels that a person handles."""
        query = select(_items.c.id).where(_items.c.is_open, _items.c.handler == person, _in(channels))
        return [row["id"] for row in await self._session.rows(query.order_by(_items.c.id).limit(limit))]

    async def sums(self, begins: datetime, ends: datetime, channels: Collection[str]) -> ShiftSums:
        """The numbers of a shift."""
        counts = {
            tag: await self._happened(begins, ends, channels, (tag.value,))
            for tag in (Tag.COMMENT_FETCHED, Tag.ITEM_DISMISSED)
        }
        waits = await self._first_replies(begins, ends, channels)
        oldest = await self._oldest(ends, channels)
        longest = [*waits, *([(ends - oldest).total_seconds()] if oldest and oldest < ends else [])]
        return ShiftSums(
            received=counts[Tag.COMMENT_FETCHED],
            answered=len(waits),
            dismissed=counts[Tag.ITEM_DISMISSED],
            median_first_reply=median(waits) if waits else None,
            longest_wait=max(longest, default=None),
        )

    async def _happened(
        self, begins: datetime, ends: datetime, channels: Collection[str], tags: Collection[str]
    ) -> int:
        """To how many items one of these happened."""
        query = select(func.count(_audit.c.item.distinct())).select_from(_audit).join(_items, _OF_ITEM)
        span = and_(_audit.c.at >= begins, _audit.c.at < ends, _audit.c.tag.in_(tags))
        return int(await self._session.value(query.where(span, _in(channels))))

    async def _first_replies(
        self, begins: datetime, ends: datetime, channels: Collection[str]
    ) -> list[float]:
        """How many seconds each comment waited that got its first reply in this shift."""
        span = and_(_audit.c.at >= begins, _audit.c.at < ends)
        in_span = select(_audit.c.item).where(span, _audit.c.tag.in_(_FIRST_REPLY))
        first = func.min(_audit.c.at)
        query = (
            select(_items.c.published, func.min(given(_audit.c, _items.c)).label("first"))
            .join(_audit, _OF_ITEM)
            .where(_audit.c.tag.in_(_FIRST_REPLY), _items.c.id.in_(in_span), _in(channels))
            .group_by(_items.c.id, _items.c.published)
            .having(first >= begins)
        )
        rows = await self._session.rows(query)
        return [max((row["first"] - row["published"]).total_seconds(), 0.0) for row in rows]

    async def _oldest(self, ends: datetime, channels: Collection[str]) -> datetime | None:
        """When what waits longest for its first reply was written."""
        waiting = and_(_items.c.is_open, _items.c.reply == "", _items.c.needs_reply)
        query = select(func.min(_items.c.published).label("first"))
        query = query.where(waiting, _items.c.published < ends, _in(channels))
        # Asked by status, or SQLite looks for it among all that was ever published, the oldest first.
        rows = await self._session.rows(query.group_by(_items.c.status))
        return min((row["first"] for row in rows), default=None)


_OF_ITEM = _audit.c.item == _items.c.id


def _in(channels: Collection[str]) -> ColumnElement[bool]:
    """Whether an item is shown in one of these channels, or waits to be; without any, always."""
    if not channels:
        return true()
    # Asked item by item: few are open, and a channel may have had a million.
    shown = select(_places.c.id).where(_places.c.item == _items.c.id, _places.c.channel.in_(channels))
    # Asked once: in a storm very many wait, and to go through them for each item would take their square.
    waits = select(_effects.c.item).where(_effects.c.is_open, _effects.c.channel.in_(channels))
    return or_(shown.exists(), _items.c.id.in_(waits))
