"""The next item for somebody: what fits them, by risk, then by what is owed first, then by age."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from bot.domain.effect import Kind
from bot.domain.people import Person
from bot.domain.status import WORKABLE
from storage._sql import Session, table
from storage.tables import EffectRow, ItemRow
from storage.team_table import SkippedRow

_items, _skipped, _effects = table(ItemRow), table(SkippedRow), table(EffectRow)
_GRAVEST_FIRST = (_items.c.gravity.desc(), _items.c.owed_at, _items.c.published)
"""What is overdue is owed before everything else of its risk, so it needs no place of its own."""


def fitting(
    person: Person, channels: Collection[str], too_grave: Collection[str], now: datetime
) -> Select[Any]:
    """What waits, that nobody handles, and that this person can do something about. Any: one column."""
    free = and_(_items.c.is_open, _items.c.handler.is_(None), _items.c.parked == "")
    waits = _items.c.status.in_([status.value for status in WORKABLE])
    skipped = and_(_skipped.c.item == _items.c.id, _skipped.c.person == person.id, _skipped.c.until > now)
    query = select(_items.c.id).where(free, waits, ~exists().where(skipped))
    if too_grave:
        query = query.where(_items.c.risk.not_in([*too_grave]))
    if person.speaks:
        query = query.where(or_(_items.c.language.in_([*person.speaks]), _items.c.language == ""))
    if channels:
        shown = and_(_effects.c.item == _items.c.id, _effects.c.kind == Kind.SHOW.value)
        query = query.where(exists().where(shown, _effects.c.channel.in_([*channels])))
    return query.order_by(*_GRAVEST_FIRST)


async def skip(session: Session, item: int, person: int, until: datetime) -> None:
    """Do not offer an item to somebody until then."""
    row = {"item": item, "person": person, "until": until}
    skipping = session.upsert(SkippedRow, row).on_conflict_do_update(
        index_elements=["item", "person"], set_={"until": until}
    )
    await session.changed(skipping)
    await session.changed(_skipped.delete().where(_skipped.c.until <= session.now))
