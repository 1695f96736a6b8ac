"""Who works a lane, when its next call may be made, and which workers are alive."""

from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select, update

from bot.domain.effect import State
from storage._sql import Session, table
from storage.effects import ready_now
from storage.shift_table import HandoverRow
from storage.tables import EffectRow, ItemRow, LaneRow, PlaceRow, SlotRow, SourceRow, WorkerRow

_lanes = table(LaneRow)
_slots = table(SlotRow)
_effects = table(EffectRow)
_places = table(PlaceRow)
_items = table(ItemRow)
_sources = table(SourceRow)
_workers = table(WorkerRow)
_WHEN = func.min(
    case(
        (_effects.c.state == State.WANTED.value, _effects.c.due_at),
        (_effects.c.state == State.UNCLEAR.value, func.coalesce(_effects.c.look_at, _effects.c.due_at)),
        else_=_effects.c.claimed_at,
    )
).label("at")
"""When something can be done about an open effect; for a claimed one, since when it is claimed."""
DRAFTS = "draft"
"""The lane of the drafter."""
CLOCK = "clock"
"""The lane of whatever time does to items."""
WORDS = "words"
"""The lane of the words that a model proposes for handovers."""
_KEPT_THERE = {
    DRAFTS: _items.c.ask_due,
    CLOCK: _items.c.tick_at,
    WORDS: table(HandoverRow).c.proposed_due,
}
"""When lanes have work that stands in the items and handovers themselves."""


class SqlLanes:
    """See `bot.memory.Lanes`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def enter(self, lane: str, token: str, lease: timedelta) -> bool:
        """Work this lane alone; False when somebody does, who will then go round once more."""
        until = self._session.now + lease
        row = {"name": lane, "token": token, "until": until, "again": False}
        free = or_(_lanes.c.token == "", _lanes.c.until < self._session.now, _lanes.c.token == token)
        taking = self._session.upsert(LaneRow, row).on_conflict_do_update(
            index_elements=["name"],
            set_={
                "token": case((free, token), else_=_lanes.c.token),
                "until": case((free, until), else_=_lanes.c.until),
                "again": case((free, False), else_=True),
            },
        )
        holder = (await self._session.connection.execute(taking.returning(_lanes.c.token))).scalar_one()
        return bool(holder == token)

    async def leave(self, lane: str, token: str) -> bool:
        """Stop; False when somebody asked for one more round meanwhile."""
        ours = and_(_lanes.c.name == lane, _lanes.c.token == token)
        leaving = update(_lanes).where(ours, _lanes.c.again.is_(False)).values(token="")
        if await self._session.changed(leaving):
            return True
        again = update(_lanes).where(ours).values(again=False)
        return await self._session.changed(again) == 0

    async def reserve(self, lane: str, interval: timedelta, spare: timedelta = timedelta()) -> timedelta:
        """Take the next rate slot; how long to wait for it (GCRA).

        Two are never closer than that, but for what was spared before: so much at most.
        """
        now = self._session.now
        free_at = max(await self._next_slot(lane), now)
        await self._set_slot(lane, free_at + interval)
        return max(free_at - spare - now, timedelta())

    async def push(self, lane: str, until: timedelta) -> None:
        """Nothing goes out in this lane before then: the other side said so."""
        await self._set_slot(lane, max(await self._next_slot(lane), self._session.now + until))

    async def _next_slot(self, lane: str) -> datetime:
        """When the lane is free, locked. A first slot is kept before that: two may want it at once."""
        query = self._session.locked(select(_slots.c.next_at).where(_slots.c.key == lane))
        found: datetime | None = await self._session.value(query)
        if found is None:
            row = {"key": lane, "next_at": self._session.now}
            await self._session.changed(self._session.upsert(SlotRow, row).on_conflict_do_nothing())
            found = await self._session.value(query)
        return found or self._session.now

    async def _set_slot(self, lane: str, next_at: datetime) -> None:
        await self._session.changed(update(_slots).where(_slots.c.key == lane).values(next_at=next_at))

    async def next_due(self, lane: str, lease: timedelta) -> datetime | None:
        """When the lane has work next; None for not at all."""
        if lane in _KEPT_THERE:
            due: datetime | None = await self._session.value(
                select(func.min(_KEPT_THERE[lane])).where(_KEPT_THERE[lane].is_not(None))
            )
            return due
        open_here = and_(_effects.c.is_open, _effects.c.lane == lane)
        query = select(_effects.c.state, _WHEN).where(open_here).group_by(_effects.c.state)
        times = {State(row["state"]): row["at"] for row in await self._session.rows(query)}
        if State.SENDING in times:
            times[State.SENDING] += lease
        stale = (
            select(_places.c.id).where(_places.c.lane == lane, _places.c.wanted > _places.c.shown).limit(1)
        )
        if await self._session.value(stale) is not None:
            return self._session.now
        return min(times.values(), default=None)

    async def waiting(self, lease: timedelta) -> list[str]:
        """Lanes that have work due now."""
        now = self._session.now
        ready = select(_effects.c.lane).where(_effects.c.is_open, ready_now(now, lease)).distinct()
        stale = select(_places.c.lane).where(_places.c.wanted > _places.c.shown).distinct()
        lanes = {row["lane"] for row in [*await self._session.rows(ready), *await self._session.rows(stale)]}
        for lane, due in _KEPT_THERE.items():
            if await self._session.value(select(due).where(due <= now).limit(1)) is not None:
                lanes.add(lane)
        sources = await self._session.rows(select(_sources).where(_sources.c.due <= now))
        return sorted(lanes | {f"fetch:{row['platform']}:{row['name']}" for row in sources})

    async def clear(self) -> None:
        """Nobody works any lane: said by the only process of an embedded database as it starts."""
        await self._session.changed(update(_lanes).values(token="", again=False))


class SqlHeartbeats:
    """See `bot.memory.Heartbeats`; opened for each beat by `storage.beats`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def beat(self, executor: str) -> None:
        """I am alive."""
        row = {"executor": executor, "seen_at": self._session.now}
        beating = self._session.upsert(WorkerRow, row).on_conflict_do_update(
            index_elements=["executor"], set_={"seen_at": self._session.now}
        )
        await self._session.changed(beating)

    async def dead(self, silent: timedelta) -> list[str]:
        """Workers that have said nothing for so long."""
        query = select(_workers.c.executor).where(_workers.c.seen_at < self._session.now - silent)
        return [row["executor"] for row in await self._session.rows(query)]

    async def forget(self, executor: str) -> None:
        """This one is gone and its tasks were taken over."""
        await self._session.changed(_workers.delete().where(_workers.c.executor == executor))
