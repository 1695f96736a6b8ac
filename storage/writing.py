"""Who has the dialog of a draft open: written beside the row of an item, whose version it leaves alone."""

from datetime import timedelta

from sqlalchemy import select, update

from storage._sql import Session, table
from storage.tables import ItemRow

_items = table(ItemRow)


async def begin(session: Session, item: int, person: int) -> bool:
    """Somebody opened the dialog; False when they had it open already."""
    before = await session.value(select(_items.c.writing_by).where(_items.c.id == item))
    now = {"writing_by": person, "writing_at": session.now}
    await session.changed(update(_items).where(_items.c.id == item).values(**now))
    return bool(before != person)


async def end(session: Session, item: int, person: int) -> None:
    """They sent it."""
    theirs = update(_items).where(_items.c.id == item, _items.c.writing_by == person)
    await session.changed(theirs.values(writing_by=0, writing_at=None))


async def stale(session: Session, lasting: timedelta) -> list[int]:
    """Items whose dialog was opened so long ago that nobody is believed to write any more."""
    query = select(_items.c.id).where(_items.c.writing_at.is_not(None))
    rows = await session.rows(query.where(_items.c.writing_at <= session.now - lasting))
    return [row["id"] for row in rows]


async def forget(session: Session, items: list[int]) -> None:
    """Nobody is believed to write there any more."""
    done = update(_items).where(_items.c.id.in_(items)).values(writing_by=0, writing_at=None)
    await session.changed(done)
