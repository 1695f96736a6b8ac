"""The next item for somebody: what fits them, by risk, then by what is owed first, then by age."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from bot.domain.effect import Kind
from bot.domain.people import Person
from bot.domain.status import WORKABLE
from bot.memory import Withheld
from storage._sql import Session, table
from storage.tables import EffectRow, ItemRow
from storage.team_table import SkippedRow

_items, _skipped, _effects = table(ItemRow), table(SkippedRow), table(EffectRow)
_GRAVEST_FIRST = (_items.c.gravity.desc(), _items.c.owed_at, _items.c.published)
"""What is overdue is owed before everything else of its risk, so it needs no place of its own."""
_FREE = and_(
    _items.c.is_open,
    _items.c.handler.is_(None),
    _items.c.parked == "",
    _items.c.status.in_([status.value for status in WORKABLE]),
)
"""What waits for a person and nobody handles."""


def fitting(
    person: Person, channels: Collection[str], too_grave: Collection[str], now: datetime
) -> Select[Any]:
    """What waits, that nobody handles, and that this person can do something about. Any: one column."""
    bars = _bars(person, channels, too_grave, now).values()
    return select(_items.c.id).where(_FREE, *(~bar for bar in bars)).order_by(*_GRAVEST_FIRST)


async def withheld(
    session: Session, person: Person, channels: Collection[str], too_grave: Collection[str]
) -> dict[Withheld, int]:
    """How much of what nobody handles does not fit this person, each counted for the first reason."""
    # A walk over all that is free: asked for only when nothing of it fits.
    bars = _bars(person, channels, too_grave, session.now)
    why = case(*((bar, reason.value) for reason, bar in bars.items()), else_="").label("why")
    rows = await session.rows(select(why, func.count().label("many")).where(_FREE).group_by(why))
    return {Withheld(row["why"]): row["many"] for row in rows if row["why"]}


def _bars(
    person: Person, channels: Collection[str], too_grave: Collection[str], now: datetime
) -> Mapping[Withheld, ColumnElement[bool]]:
    """What keeps an item that nobody handles from this person."""
    skipped = and_(_skipped.c.item == _items.c.id, _skipped.c.person == person.id, _skipped.c.until > now)
    bars: dict[Withheld, ColumnElement[bool]] = {Withheld.SKIPPED: exists().where(skipped)}
    bars[Withheld.WRITING] = _items.c.writing_by.not_in([0, person.id])
    if too_grave:
        bars[Withheld.GRAVE] = _items.c.risk.in_([*too_grave])
    if person.speaks:
        bars[Withheld.LANGUAGE] = _items.c.language.not_in([*person.speaks, ""])
    if channels:
        shown = and_(_effects.c.item == _items.c.id, _effects.c.kind == Kind.SHOW.value)
        bars[Withheld.CHANNEL] = ~exists().where(shown, _effects.c.channel.in_([*channels]))
    return bars


async def skip(session: Session, item: int, person: int, until: datetime) -> None:
    """Do not offer an item to somebody until then."""
    row = {"item": item, "person": person, "until": until}
    skipping = session.upsert(SkippedRow, row).on_conflict_do_update(
        index_elements=["item", "person"], set_={"until": until}
    )
    await session.changed(skipping)
    await session.changed(_skipped.delete().where(_skipped.c.until <= session.now))
