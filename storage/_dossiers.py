"""Everything that cards are drawn from, for many items in a handful of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, tuple_

from bot.domain.audit import Entry
from bot.domain.community import Comment
from bot.domain.item import Draft, Item
from bot.memory import Dossier
from storage._sql import Session, table
from storage.comments import COMMENTS
from storage.rows import comment_of, draft_of, entry_of, item_of
from storage.tables import AuditRow, CommentRow, CommentVersionRow, DraftRow, ItemRow, PersonRow

_comments, _items, _drafts = table(CommentRow), table(ItemRow), table(DraftRow)
_versions, _audit, _people = table(CommentVersionRow), table(AuditRow), table(PersonRow)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
"""Any: numbers, or tuples of them."""
_BY_NUMBER = select(_items).where(_items.c.id.in_(_WANTED))
_COMMENTS_BY_NUMBER = COMMENTS.where(_comments.c.id.in_(_WANTED))
_COMMENTS_BY_REMOTE = COMMENTS.where(
    tuple_(_comments.c.platform, _comments.c.source, _comments.c.remote).in_(_WANTED)
)
_DRAFTS = select(_drafts).where(tuple_(_drafts.c.item, _drafts.c.number).in_(_WANTED))
_BEFORE = select(_versions).where(tuple_(_versions.c.comment, _versions.c.version).in_(_WANTED))
_ENTRIES = select(_audit).where(_audit.c.item.in_(_WANTED)).order_by(_audit.c.item, _audit.c.seq)
_NAMES = select(_people.c.id, _people.c.name)
CHAIN = 5
"""How many comments above this one are shown; the nearest matter."""

Thread = tuple[str, str, str]
"""Platform, source and the platform's id of a comment."""


async def load_dossiers(session: Session, numbers: Sequence[int]) -> list[Dossier]:
    """Dossiers in the order asked for; unknown numbers are left out."""
    if not numbers:
        return []
    items = await _items_of(session, numbers)
    comments = await _by_number(session, [item.comment for item in items.values()])
    chains = await _chains(session, comments.values())
    drafts = await _drafts_on(session, items.values())
    before = await _before(session, items.values(), drafts)
    entries = await _entries(session, list(items))
    names = await _names(session)
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


async def _items_of(session: Session, numbers: Collection[int]) -> dict[int, Item]:
    rows = await session.rows(_BY_NUMBER, wanted=list(numbers))
    return {row["id"]: item_of(row) for row in rows}


async def _by_number(session: Session, numbers: Collection[int]) -> dict[int, Comment]:
    rows = await session.rows(_COMMENTS_BY_NUMBER, wanted=list(numbers))
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


async def _drafts_on(session: Session, items: Iterable[Item]) -> dict[int, Draft]:
    """The draft on each card."""
    wanted = sorted((item.id, item.draft) for item in items if item.draft)
    if not wanted:
        return {}
    rows = await session.rows(_DRAFTS, wanted=wanted)
    return {row["item"]: draft_of(row) for row in rows}


async def _before(session: Session, items: Iterable[Item], drafts: Mapping[int, Draft]) -> dict[int, str]:
    """What edited comments said when their draft was written."""
    stale = [item for item in items if item.stale_draft and item.id in drafts]
    if not stale:
        return {}
    wanted = {(item.comment, drafts[item.id].version): item.id for item in stale}
    rows = await session.rows(_BEFORE, wanted=sorted(wanted))
    return {wanted[row["comment"], row["version"]]: row["text"] for row in rows}


async def _entries(session: Session, numbers: Collection[int]) -> dict[int, tuple[Entry, ...]]:
    entries: dict[int, list[Entry]] = {}
    for row in await session.rows(_ENTRIES, wanted=list(numbers)):
        entries.setdefault(row["item"], []).append(entry_of(row))
    return {number: tuple(trail) for number, trail in entries.items()}


async def _names(session: Session) -> dict[int, str]:
    """Everybody's name: teams are small."""
    return {row["id"]: row["name"] for row in await session.rows(_NAMES)}
