"""Items, their comments, drafts and trails."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, select, update

from bot.domain.audit import Entry, Tag, enter
from bot.domain.community import Comment
from bot.domain.item import Change, Draft, Item
from bot.errors import Conflict, NotFound
from bot.memory import Dossier, Reckon, as_it_is
from bot.ports import Precedent
from bot.words import say
from storage import writing
from storage._dossiers import Seen, load_dossiers
from storage._sql import Among, Row, Session, table
from storage._trail import new_salt
from storage.comments import COMMENTS
from storage.rows import (
    comment_of,
    draft_columns,
    draft_of,
    entry_columns,
    entry_of,
    item_columns,
    item_of,
)
from storage.tables import AuditRow, CommentRow, DraftRow, ItemRow, PlaceRow

_items = table(ItemRow)
_drafts = table(DraftRow)
_audit = table(AuditRow)
_places = table(PlaceRow)
_PUBLIC = frozenset({Tag.REPLY_POSTED, Tag.REPLY_SETTLED_POSTED, Tag.REPLY_CORRECTED})
"""Events after which another text of ours is public."""
_QUIET = frozenset({Tag.ITEM_SHOWN, Tag.REPLY_SENDING})
"""Events that are not worth a redraw: a call to a chat tool for something that is over in a moment."""
_ON_CARD = {column.name: f"card_{column.name}" for column in _drafts.c}
"""The columns of the draft on the card: whoever reads an item needs it next, so it is read along."""
_WITH_DRAFT = (
    select(_items, *(_drafts.c[name].label(label) for name, label in _ON_CARD.items()))
    .outerjoin(_drafts, and_(_drafts.c.item == _items.c.id, _drafts.c.number == _items.c.draft))
    .order_by(_items.c.id)
)
_FREE = Among(_WITH_DRAFT, _items.c.id)
_LOCKED = Among(_WITH_DRAFT.with_for_update(of=_items), _items.c.id)
_DRAFT = select(_drafts).where(_drafts.c.item == bindparam("of"), _drafts.c.number == bindparam("numbered"))
_COMMENT = COMMENTS.where(table(CommentRow).c.id == bindparam("numbered"))
_KEEPING = update(_items).where(_items.c.id == bindparam("this"), _items.c.row == bindparam("seen"))
"""Sets the columns that it is given values for."""
_MARKING = Among(
    update(_places)
    .where(_places.c.live.is_(False))
    .values(wanted=_places.c.wanted + 1)
    .returning(_places.c.lane),
    _places.c.item,
)

_comments = table(CommentRow)
_PRECEDENTS = (
    select(_comments.c.author_name, _comments.c.text, _items.c.reply_text)
    .join(_comments, _comments.c.id == _items.c.comment)
    # A reply given on the platform itself was not seen by the guards.
    .where(_items.c.replied_at.is_not(None), _items.c.reply_by.is_not(None))
    .where(_items.c.kind == bindparam("like"), _items.c.language == bindparam("spoken"))
    .where(_comments.c.erased.is_(False), _items.c.reply_text != "")
    .order_by(_items.c.replied_at.desc())
    .limit(bindparam("most"))
)


class SqlItems:
    """See `bot.memory.Items`."""

    def __init__(self, session: Session, reckon: Reckon = as_it_is) -> None:
        self._session = session
        self._reckon = reckon
        self._seen = Seen()

    async def get(self, item: int) -> Item:
        """The item, locked for this unit of work."""
        found = (await self.get_many([item])).get(item)
        if found is None:
            raise NotFound(say("There is no item {number}.", number=item))
        return found

    async def get_many(self, items: Collection[int]) -> dict[int, Item]:
        """Several items, locked in the order of their numbers, so that two never wait for each other."""
        rows = await self._session.rows_among(_LOCKED if self._session.locking else _FREE, list(items))
        for row in rows:
            if row["card_number"] is not None:
                draft = draft_of({name: row[label] for name, label in _ON_CARD.items()})
                self._seen.drafts[row["id"], draft.number] = draft
        return {row["id"]: item_of(row) for row in rows}

    async def keep(self, *changes: Change) -> list[Item]:
        """Keep items and their events: rows, trail and wanted redraws together."""
        changes = tuple(self._reckon(change, self._session.now) for change in changes)
        written = [self._written(change) for change in changes]
        kept = [item for item, _ in written]
        await self._update(changes, kept)
        await self._session.add(AuditRow, [entry_columns(entry) for _, trail in written for entry in trail])
        await self._want_redraw([change.item.id for change in changes if not _quiet(change)])
        self._seen.kept |= {item.id: item for item in kept}
        return kept

    def _written(self, change: Change) -> tuple[Item, list[Entry]]:
        """The item with its trail's new head, and the entries that lead there."""
        item = change.item
        head, count, entries = item.audit_head, item.audit_count, []
        for event in change.events:
            count += 1
            entries.append(enter(head, item.id, count, self._session.now, event, new_salt()))
            head = entries[-1].digest
        return replace(item, row=item.row + 1, audit_head=head, audit_count=count), entries

    async def _update(self, changes: Sequence[Change], kept: Sequence[Item]) -> None:
        """Set the rows, each of which must be as it was read."""
        # One more reply on the platform itself, without its moment, leaves that of the first one.
        public = [
            change.replied_at is not None or any(event.tag in _PUBLIC for event in change.events)
            for change in changes
        ]
        told = [_values(item) for item, now_public in zip(kept, public, strict=True) if not now_public]
        posted = [
            _values(item) | {"replied_at": min(change.replied_at or self._session.now, self._session.now)}
            for change, item, now_public in zip(changes, kept, public, strict=True)
            if now_public
        ]
        changed = await self._session.changed_by_each(_KEEPING, told)
        changed += await self._session.changed_by_each(_KEEPING, posted)
        if changed != len(kept):
            raise await self._outrun(kept)

    async def _outrun(self, kept: Sequence[Item]) -> Conflict:
        """The item that somebody else changed after it was read."""
        now = await self.get_many([item.id for item in kept])
        here = [item.id for item in kept if item.id not in now or now[item.id].row != item.row]
        return Conflict(say("Item {number} was changed meanwhile.", number=min(here, default=kept[0].id)))

    async def _want_redraw(self, items: Sequence[int]) -> None:
        self._session.stale_lanes.update(
            row["lane"] for row in await self._session.rows_among(_MARKING, items)
        )

    async def comment(self, item: Item) -> Comment:
        """The comment as we know it now."""
        row = await self._session.row(_COMMENT, numbered=item.comment)
        return comment_of(_required(row))

    async def add_draft(self, item: int, draft: Draft) -> None:
        """Keep a draft, for good."""
        await self.add_drafts({item: draft})

    async def add_drafts(self, drafts: Mapping[int, Draft]) -> None:
        """Keep drafts by the numbers of their items, for good."""
        await self._session.add(DraftRow, [draft_columns(item, draft) for item, draft in drafts.items()])
        self._seen.drafts |= {(item, draft.number): draft for item, draft in drafts.items()}

    async def draft(self, item: int, number: int) -> Draft:
        """One draft."""
        if (item, number) not in self._seen.drafts:
            row = await self._session.row(_DRAFT, of=item, numbered=number)
            self._seen.drafts[item, number] = draft_of(_required(row))
        return self._seen.drafts[item, number]

    async def drafts(self, item: int) -> list[Draft]:
        """All drafts of an item, oldest first."""
        query = select(_drafts).where(_drafts.c.item == item).order_by(_drafts.c.number)
        return [draft_of(row) for row in await self._session.rows(query)]

    async def dossiers(self, items: Sequence[int]) -> list[Dossier]:
        """What cards are drawn from, in the order asked for; unknown numbers are left out."""
        return await load_dossiers(self._session, items, self._seen)

    async def trail(self, item: int) -> list[Entry]:
        """The whole audit trail of an item."""
        query = select(_audit).where(_audit.c.item == item).order_by(_audit.c.seq)
        return [entry_of(row) for row in await self._session.rows(query)]

    async def writes(self, item: int, person: int, lasting: timedelta, *, still: bool = False) -> None:
        """Somebody opened the dialog of the draft, or has it open still; the cards say so."""
        if await writing.begin(self._session, item, person, lasting, still=still):
            await self._want_redraw([item])

    async def wrote(self, item: int, person: int) -> None:
        """They sent it or closed it."""
        if await writing.end(self._session, item, person):
            await self._want_redraw([item])

    async def anybody_writes(self, lasting: timedelta) -> bool:
        """Whether somebody opened a dialog so long ago and never sent it."""
        return bool(await writing.stale(self._session, lasting))

    async def writes_no_more(self, lasting: timedelta) -> None:
        """Whoever opened a dialog so long ago is forgotten."""
        stale = await writing.stale(self._session, lasting)
        await writing.forget(self._session, stale)
        await self._want_redraw(stale)

    async def wanting_draft(self, limit: int, lease: timedelta) -> list[Item]:
        """Items whose draft is due, most urgent first; they count as not due for `lease`."""
        now = self._session.now
        query = select(_items).where(_items.c.ask_due <= now)
        query = query.order_by(_items.c.urgency.desc(), _items.c.published).limit(limit)
        # One that somebody works on right now is left to the next round.
        rows = await self._session.rows(self._session.locked(query, wait=False))
        found = [item_of(row) for row in rows]
        if found:
            self._seen.kept.clear()
            taken = _items.c.id.in_([item.id for item in found])
            await self._session.changed(update(_items).where(taken).values(ask_due=now + lease))
        return found

    async def recent_replies(self, limit: int) -> list[str]:
        """Our latest public replies, newest first."""
        query = select(_items.c.reply_text).where(_items.c.replied_at.is_not(None))
        rows = await self._session.rows(query.order_by(_items.c.replied_at.desc()).limit(limit))
        return [row["reply_text"] for row in rows]

    async def precedents(self, kind: str, language: str, limit: int) -> list[Precedent]:
        """Our latest replies to comments of a kind, in a language, newest first."""
        found = await self._session.rows(_PRECEDENTS, like=kind, spoken=language, most=limit)
        return [Precedent(author=r["author_name"], comment=r["text"], reply=r["reply_text"]) for r in found]


def _quiet(change: Change) -> bool:
    return all(event.tag in _QUIET for event in change.events)


def _values(item: Item) -> dict[str, Any]:
    """What an item's row is set to, and which row. Any: each column has its own type."""
    return item_columns(item) | {"this": item.id, "seen": item.row - 1}


def _required(row: Row | None) -> Row:
    if row is None:
        raise NotFound(say("It is no longer there."))
    return row
