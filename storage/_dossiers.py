"""Everything that cards are drawn from, for many items in a handful of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, tuple_

from bot.domain.audit import Entry
from bot.domain.community import Comment
from bot.domain.item import Draft, Item
from bot.memory import Dossier
from storage._sql import Among, Session, table
from storage.comments import COMMENTS
from storage.rows import comment_of, draft_of, entry_of, item_of
from storage.tables import AuditRow, CommentRow, CommentVersionRow, DraftRow, ItemRow, PersonRow

_comments, _items, _drafts = table(CommentRow), table(ItemRow), table(DraftRow)
_versions, _audit, _people = table(CommentVersionRow), table(AuditRow), table(PersonRow)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
"""Any: they are tuples."""
_BY_NUMBER = Among(select(_items), _items.c.id)
_COMMENTS_BY_NUMBER = Among(COMMENTS, _comments.c.id)
_COMMENTS_BY_REMOTE = COMMENTS.where(
    tuple_(_comments.c.platform, _comments.c.source, _comments.c.remote).in_(_WANTED)
)
_DRAFTS = select(_drafts).where(tuple_(_drafts.c.item, _drafts.c.number).in_(_WANTED))
_BEFORE = select(_versions).where(tuple_(_versions.c.comment, _versions.c.version).in_(_WANTED))
_ENTRIES = Among(select(_audit).order_by(_audit.c.item, _audit.c.seq), _audit.c.item)
_NAMES = Among(select(_people.c.id, _people.c.name), _people.c.id)
CHAIN = 5
"""How many comments above this one are shown; the nearest matter."""

Thread = tuple[str, str, str]
"""Platform, source and the platform's id of a comment."""


@dataclass
class Seen:
    """What a unit of work knows without reading it again, for nobody else can change it before it ends."""

    kept: dict[int, Item] = field(default_factory=dict)
    """Items as it has kept them."""
    drafts: dict[tuple[int, int], Draft] = field(default_factory=dict)
    """Drafts that it has read or written, by item and number."""


async def load_dossiers(session: Session, numbers: Sequence[int], seen: Seen) -> list[Dossier]:
    """Dossiers in the order asked for; unknown numbers are left out."""
    if not numbers:
        return []
    items = await _items_of(session, numbers, seen.kept)
    comments = await _by_number(session, [item.comment for item in items.values()])
    chains = await _chains(session, comments.values())
    drafts = await _drafts_on(session, items.values(), seen.drafts)
    before = await _before(session, items.values(), drafts)
    entries = await _entries(session, list(items))
    names = await _names(session, _people_in(items.values(), drafts.values(), entries.values()))
    return [
        Dossier(
            item=items[number],
            comment=comments[items[number].comment],
            before=before.get(number, ""),
            chain=_chain_above(comments[items[number].comment], chains),
            draft=drafts.get(number),
            entries=entries.get(number, ()),
            names=names,
        )
        for number in numbers
        if number in items
    ]


async def _items_of(session: Session, numbers: Collection[int], kept: Mapping[int, Item]) -> dict[int, Item]:
    rows = await session.rows_among(_BY_NUMBER, [number for number in numbers if number not in kept])
    read = {row["id"]: item_of(row) for row in rows}
    return read | {number: kept[number] for number in numbers if number in kept}


async def _by_number(session: Session, numbers: Sequence[int]) -> dict[int, Comment]:
    rows = await session.rows_among(_COMMENTS_BY_NUMBER, numbers)
    return {row["id"]: comment_of(row) for row in rows}


async def _chains(session: Session, comments: Iterable[Comment]) -> dict[Thread, Comment]:
    """All comments above these, a level a query."""
    found: dict[Thread, Comment] = {}
    wanted = {_above(comment) for comment in comments if comment.parent}
    for _ in range(CHAIN):
        if not wanted:
            break
        rows = await session.rows(_COMMENTS_BY_REMOTE, wanted=sorted(wanted))
        level = [comment_of(row) for row in rows]
        found |= {(comment.platform, comment.source, comment.id): comment for comment in level}
        wanted = {_above(comment) for comment in level if comment.parent} - found.keys()
    return found


def _above(comment: Comment) -> Thread:
    return comment.platform, comment.source, comment.parent


def _chain_above(comment: Comment, found: Mapping[Thread, Comment]) -> tuple[Comment, ...]:
    """What this comment answers, from the top down."""
    chain: list[Comment] = []
    above = found.get(_above(comment))
    while above is not None and len(chain) < CHAIN:
        chain.append(above)
        above = found.get(_above(above)) if above.parent else None
    return tuple(reversed(chain))


async def _drafts_on(
    session: Session, items: Iterable[Item], seen: Mapping[tuple[int, int], Draft]
) -> dict[int, Draft]:
    """The draft on each card."""
    wanted = sorted((item.id, item.draft) for item in items if item.draft)
    found = {one[0]: seen[one] for one in wanted if one in seen}
    if missing := [one for one in wanted if one not in seen]:
        found |= {row["item"]: draft_of(row) for row in await session.rows(_DRAFTS, wanted=missing)}
    return found


async def _before(session: Session, items: Iterable[Item], drafts: Mapping[int, Draft]) -> dict[int, str]:
    """What edited comments said when their draft was written."""
    stale = [item for item in items if item.stale_draft and item.id in drafts]
    if not stale:
        return {}
    wanted = {(item.comment, drafts[item.id].version): item.id for item in stale}
    rows = await session.rows(_BEFORE, wanted=sorted(wanted))
    return {wanted[row["comment"], row["version"]]: row["text"] for row in rows}


async def _entries(session: Session, numbers: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    entries: dict[int, list[Entry]] = {}
    for row in await session.rows_among(_ENTRIES, numbers):
        entries.setdefault(row["item"], []).append(entry_of(row))
    return {number: tuple(trail) for number, trail in entries.items()}


def _people_in(items: Iterable[Item], drafts: Iterable[Draft], trails: Iterable[Sequence[Entry]]) -> set[int]:
    """The numbers of everybody who stands on these cards."""
    on_items = {number for item in items for number in _on(item)}
    in_trails = {entry.event.actor.person for trail in trails for entry in trail}
    return {number for number in on_items | in_trails | {draft.by for draft in drafts} if number}


def _on(item: Item) -> tuple[int | None, ...]:
    return item.handler, item.reply_by.person if item.reply_by else None, item.writing_by


async def _names(session: Session, people: Collection[int]) -> dict[int, str]:
    """Their names by their numbers."""
    unknown = [number for number in people if number not in session.names]
    session.names |= {row["id"]: row["name"] for row in await session.rows_among(_NAMES, unknown)}
    return dict(session.names)
