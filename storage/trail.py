"""What is asked about the audit trail as a whole, and the tidying of what nobody needs any more."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any

from sqlalchemy import and_, or_, select

from bot.domain.audit import Tag, first_fault
from storage._sql import Row, Session, table
from storage.database import Database
from storage.rows import entry_of
from storage.tables import AuditRow, HeardRow, ItemRow, LaneRow, PersonRow, SlotRow
from storage.work import SqlWork

_audit = table(AuditRow)
_items = table(ItemRow)
_people = table(PersonRow)
_TAGS = frozenset(tag.value for tag in Tag)


async def check_trails(database: Database, batch: int = 500) -> list[tuple[int, int]]:
    """The first fault of every item whose trail is not whole, as (item, place in its trail).

    So many items are read at a time, each batch as it was at one moment: it may run beside everything else.
    """
    faults: list[tuple[int, int]] = []
    last = 0
    while True:
        async with database.read() as work:
            heads = await _heads(work.session, last, batch)
            faults += await _faults(work.session, heads)
        if len(heads) < batch:
            return faults
        last = heads[-1]["id"]


async def _heads(session: Session, last: int, batch: int) -> Sequence[Row]:
    query = select(_items.c.id, _items.c.audit_head, _items.c.audit_count).where(_items.c.id > last)
    return await session.rows(query.order_by(_items.c.id).limit(batch))


async def _faults(session: Session, heads: Sequence[Row]) -> list[tuple[int, int]]:
    if not heads:
        return []
    here = _audit.c.item.between(heads[0]["id"], heads[-1]["id"])
    rows = await session.rows(select(_audit).where(here).order_by(_audit.c.item, _audit.c.seq))
    trails = {item: list(trail) for item, trail in groupby(rows, key=lambda row: row["item"])}
    found = [(head["id"], _fault(trails.get(head["id"], []), head)) for head in heads]
    return [(item, fault) for item, fault in found if fault is not None]


def _fault(trail: Sequence[Row], head: Row) -> int | None:
    # An entry with a tag that never was cannot be read; to the chain it is missing.
    readable = takewhile(lambda row: row["tag"] in _TAGS, trail)
    return first_fault(map(entry_of, readable), head["audit_head"], head["audit_count"])


async def export(
    database: Database, since: datetime, until: datetime, batch: int = 1000
) -> AsyncIterator[dict[str, Any]]:
    """Who did what to which item and when, oldest first; no text of a comment, a draft or a note.

    Any: each column has its own type; all of them fit into JSON.
    """
    span = and_(_audit.c.at >= since, _audit.c.at < until)
    after: Any = True
    while True:
        query = _lines().where(span, after).order_by(_audit.c.at, _audit.c.id).limit(batch)
        async with database.read() as work:
            rows = await work.session.rows(query)
        for row in rows:
            yield {name: value for name, value in row.items() if name != "id"} | {"at": row["at"].isoformat()}
        if len(rows) < batch:
            return
        at, last = rows[-1]["at"], rows[-1]["id"]
        after = or_(_audit.c.at > at, and_(_audit.c.at == at, _audit.c.id > last))


def _lines() -> Any:
    """One line for each entry. Any: the row's many types."""
    columns = (_audit.c.id, _audit.c.at, _audit.c.item, _audit.c.seq, _audit.c.tag)
    details = (_audit.c.surface, _audit.c.draft, _audit.c.version, _audit.c.digest)
    place = (_items.c.platform, _items.c.source, _items.c.remote.label("comment"))
    joined = _audit.join(_items, _items.c.id == _audit.c.item)
    joined = joined.outerjoin(_people, _people.c.id == _audit.c.person)
    return select(*columns, *place, _people.c.name.label("person"), *details).select_from(joined)


async def tidy(work: SqlWork, older: timedelta) -> int:
    """Delete what was only needed for a while: heard clicks, lanes that nobody works, slots long past."""
    before = work.now - older
    heard, lanes, slots = table(HeardRow), table(LaneRow), table(SlotRow)
    stale = (
        heard.delete().where(heard.c.at < before),
        lanes.delete().where(lanes.c.until < before),
        slots.delete().where(slots.c.next_at < before),
    )
    return sum([await work.session.changed(deleting) for deleting in stale])
