"""Erased comments and the words of handovers: what a model wrote from them must not go on quoting them."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select, update

from bot.domain.trail import TeamTag
from storage._sql import Row, Session, table
from storage.lanes import WORDS
from storage.shift_table import HandoverRow, TrailEntryRow

_handovers = table(HandoverRow)
_entries = table(TrailEntryRow)


async def unquote(session: Session, items: Collection[int]) -> None:
    """Take away what was written from these items, and what is being written right now.

    Words that a person kept from a draft are such words too, in the note as in the trail; those that
    somebody typed are not.
    """
    written = _handovers.c.proposed_items.is_not(None)
    being_written = and_(_handovers.c.is_open, _handovers.c.proposed_due.is_not(None))
    query = select(_handovers).where(or_(written, being_written))
    for row in await session.rows(session.locked(query)):
        if set(row["proposed_items"] or ()) & set(items):
            await _take_away(session, row)
        elif row["proposed_due"] is not None:
            await _again(session, row)


async def _take_away(session: Session, row: Row) -> None:
    words = "" if row["proposed_kept"] else row["words"]
    gone: dict[str, object] = {"proposed_words": "", "proposed_kept": False, "proposed_items": None}
    await _change(session, row["id"], words=words, row=row["row"] + 1, **gone)
    chain = _entries.c.chain == f"shift:{row['shift']}"
    kept = update(_entries).where(chain, _entries.c.tag == TeamTag.HANDOVER_KEPT.value)
    await session.changed(kept.values(text="", salt=""))
    # Who emptied the words wants none.
    missing = bool(row["proposed_words"] or row["proposed_kept"] or row["proposed_due"])
    if row["is_open"] and missing and not words:
        await _again(session, row)


async def _again(session: Session, row: Row) -> None:
    """An answer that is under way comes too late; others are asked for."""
    await _change(session, row["id"], proposed_ask=row["proposed_ask"] + 1, proposed_due=session.now)
    session.stale_lanes.add(WORDS)


async def _change(session: Session, number: int, **values: object) -> None:
    await session.changed(update(_handovers).where(_handovers.c.id == number).values(**values))
