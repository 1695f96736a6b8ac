"""Effects, and the places they leave behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update

from bot.domain.effect import UNSETTLED, Effect, Kind, State
from bot.memory import PlaceToDraw, ShownPlace
from bot.ports import Place
from storage._sql import Row, Session, table
from storage.rows import effect_columns, effect_of
from storage.tables import EffectRow, ItemRow, PlaceRow

_effects = table(EffectRow)
_places = table(PlaceRow)
_items = table(ItemRow)


_SETTLING = update(_effects).where(
    _effects.c.id == bindparam("this"),
    _effects.c.token == bindparam("by"),
    _effects.c.state == bindparam("seen"),
)
"""Sets the columns that it is given values for."""
_STALE = (
    select(_places)
    .where(_places.c.lane == bindparam("here"), _places.c.wanted > _places.c.shown)
    .order_by(_places.c.id)
    .limit(bindparam("most"))
)
_LAST = (
    select(_effects)
    .where(_effects.c.item == bindparam("of"), _effects.c.kind.in_(bindparam("named", expanding=True)))
    .order_by(_effects.c.turn.desc(), _effects.c.id.desc())
    .limit(1)
)
_REDRAWN = update(_places).where(_places.c.id == bindparam("this"))


class SqlEffects:
    """See `bot.memory.Effects`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def want(self, effect: Effect) -> bool:
        """Open an effect; False when its turn is already taken."""
        return await self._session.add_once(EffectRow, effect_columns(effect))

    async def drop(self, item: int, kind: Kind, turn: int) -> bool:
        """Forget one that nobody has begun; False when it has begun or is not there."""
        this = and_(_effects.c.item == item, _effects.c.kind == kind.value, _effects.c.turn == turn)
        return (
            await self._session.changed(_effects.delete().where(this, _effects.c.state == State.WANTED.value))
            == 1
        )

    async def due(self, lane: str, limit: int, lease: timedelta) -> list[Effect]:
        """What may be done in this lane now, most urgent first: wanted, to be looked at, or abandoned."""
        ready = ready_now(self._session.now, lease)
        query = select(_effects).where(_effects.c.is_open, _effects.c.lane == lane, ready)
        query = query.order_by(_effects.c.rank.desc(), _effects.c.id).limit(limit)
        return [effect_of(row) for row in await self._session.rows(query)]

    async def claim(self, effects: Sequence[int], token: str) -> set[int]:
        """Begin these, if nobody has; the numbers that are ours now."""
        if not effects:
            return set()
        free = _effects.c.id.in_(effects) & (_effects.c.state == State.WANTED.value)
        taking = (
            update(_effects)
            .where(free)
            .values(
                state=State.SENDING.value,
                token=token,
                claimed_at=self._session.now,
                tries=_effects.c.tries + 1,
            )
        )
        taken = await self._session.connection.execute(taking.returning(_effects.c.id))
        return set(taken.scalars().all())

    async def settle(self, effect: Effect, token: str, state: State, **facts: object) -> bool:
        """Write a result, if the token is still ours."""
        ours = {"this": effect.id, "by": token, "seen": effect.state.value}
        result = {"state": state.value, "is_open": state in UNSETTLED, **facts}
        return await self._session.changed(_SETTLING, **ours, **result) == 1

    async def last(self, item: int, kinds: Collection[Kind]) -> Effect | None:
        """The latest effect of these kinds on an item."""
        named = [kind.value for kind in kinds]
        row = await self._session.row(_LAST, of=item, named=named)
        return effect_of(row) if row else None

    async def show_places(self, places: Sequence[ShownPlace]) -> None:
        """Keep where cards are shown now."""
        if places:
            adding = self._session.upsert(PlaceRow)
            news = {name: adding.excluded[name] for name in ("remote", "wanted", "shown")}
            keeping = adding.on_conflict_do_update(index_elements=["surface", "channel", "item"], set_=news)
            await self._session.connection.execute(keeping, [_place_row(shown) for shown in places])

    async def places(self, items: Collection[int], lane: str) -> dict[int, Place]:
        """Where these items are shown in a lane's channel."""
        if not items:
            return {}
        here = and_(_places.c.lane == lane, _places.c.item.in_(list(items)))
        return {row["item"]: _place_of(row) for row in await self._session.rows(select(_places).where(here))}

    async def open_places(self, surface: str) -> dict[int, list[Place]]:
        """By item: where the open ones are shown on a surface."""
        still = select(_places).join(_items, _items.c.id == _places.c.item)
        query = still.where(_items.c.is_open, _places.c.surface == surface).order_by(_places.c.id)
        found: dict[int, list[Place]] = {}
        for row in await self._session.rows(query):
            found.setdefault(row["item"], []).append(_place_of(row))
        return found

    async def unplaced(self, surface: str) -> list[int]:
        """Open items that are shown nowhere on a surface, and that nobody is about to show there."""
        shown = select(_places.c.item).where(_places.c.surface == surface)
        soon = select(_effects.c.item).where(
            _effects.c.is_open, _effects.c.kind == Kind.SHOW.value, _effects.c.surface == surface
        )
        query = select(_items.c.id).where(
            _items.c.is_open, _items.c.id.not_in(shown), _items.c.id.not_in(soon)
        )
        return [row["id"] for row in await self._session.rows(query.order_by(_items.c.id))]

    async def forget_places(self, item: int, surface: str) -> None:
        """An item is shown nowhere on this surface any more."""
        there = and_(_places.c.item == item, _places.c.surface == surface)
        await self._session.changed(_places.delete().where(there))

    async def want_again(self, effect: Effect) -> bool:
        """Open a further turn of an effect; False when one is still on its way."""
        same = and_(
            _effects.c.item == effect.item,
            _effects.c.kind == effect.kind.value,
            _effects.c.lane == effect.lane,
        )
        query = select(_effects).where(same).order_by(_effects.c.turn.desc()).limit(1)
        last = await self._session.row(query)
        if last and last["is_open"]:
            return False
        return await self.want(replace(effect, turn=last["turn"] + 1 if last else 1))

    async def to_redraw(self, lane: str, limit: int) -> list[PlaceToDraw]:
        """Places of this lane whose card is older than its item."""
        rows = await self._session.rows(_STALE, here=lane, most=limit)
        return [
            PlaceToDraw(
                id=row["id"],
                item=row["item"],
                place=_place_of(row),
                wanted=row["wanted"],
            )
            for row in rows
        ]

    async def redrawn(self, shown: Mapping[int, int]) -> None:
        """Remember which versions places show, by their numbers."""
        versions = [{"this": place, "shown": version} for place, version in shown.items()]
        await self._session.changed_by_each(_REDRAWN, versions)


def _place_of(row: Row) -> Place:
    return Place(surface=row["surface"], channel=row["channel"], remote=row["remote"])


def _place_row(shown: ShownPlace) -> dict[str, Any]:
    return {
        "item": shown.effect.item,
        "surface": shown.place.surface,
        "channel": shown.place.channel,
        "lane": shown.effect.lane,
        "remote": shown.place.remote,
        "live": shown.live,
        "wanted": 2 if shown.stale and not shown.live else 1,
        "shown": 1,
    }


def ready_now(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Effects that somebody can do something about now."""
    return or_(
        and_(_effects.c.state == State.WANTED.value, _effects.c.due_at <= now),
        and_(
            _effects.c.state == State.UNCLEAR.value,
            func.coalesce(_effects.c.look_at, _effects.c.due_at) <= now,
        ),
        and_(_effects.c.state == State.SENDING.value, _effects.c.claimed_at <= now - lease),
    )
