"""Who has the dialog of a draft open: written beside the row of an item, whose version it leaves alone."""

from datetime import timedelta

from sqlalchemy import and_, or_, select, update

from storage._sql import Session, table
from storage.tables import ItemRow

_items = table(ItemRow)
_NOBODY = {"writing_by": 0, "writing_at": None, "writing_until": None}


async def begin(session: Session, item: int, person: int, lasting: timedelta, *, still: bool) -> bool:
    """Somebody opened the dialog, or has it open still; False when the cards say what they said before.

    Who has it open still takes the place of nobody who opened it after them.
    """
    row = await session.row(select(_items.c.writing_by, _items.c.writing_at).where(_items.c.id == item))
    before = row["writing_by"] if row and row["writing_at"] else 0
    if still and before not in {0, person}:
        return False
    begun = {} if before == person else {"writing_by": person, "writing_at": session.now}
    until = {"writing_until": session.now + lasting}
    await session.changed(update(_items).where(_items.c.id == item).values(**begun, **until))
    return bool(begun)


async def end(session: Session, item: int, person: int) -> bool:
    """They sent it or closed it; False when it was not said of them."""
    theirs = update(_items).where(_items.c.id == item, _items.c.writing_by == person)
    return await session.changed(theirs.values(**_NOBODY)) > 0


async def stale(session: Session, lasting: timedelta) -> list[int]:
    """Items of whose dialog nothing was heard for so long that nobody is believed to write any more.

    A worker of a release that did not say until when wrote only since when: `lasting` is for those.
    """
    until, since = _items.c.writing_until, _items.c.writing_at
    # One that is older than since when belongs to somebody before: that release leaves it as it was.
    unsaid = or_(until.is_(None), until <= since)
    long_ago = and_(unsaid, since <= session.now - lasting)
    said = and_(until > since, until <= session.now)
    query = select(_items.c.id).where(since.is_not(None), or_(said, long_ago))
    return [row["id"] for row in await session.rows(query)]


async def forget(session: Session, items: list[int]) -> None:
    """Nobody is believed to write there any more."""
    await session.changed(update(_items).where(_items.c.id.in_(items)).values(**_NOBODY))
