"""Everything that cards are drawn from, for many items in a handful of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select, tuple_

from bot.domain.audit import Entry
from bot.domain.community import Comment
from bot.domain.item import Draft, Item
from bot.memory import Dossier
from storage._sql import Session, table
from storage.comments import joined
from storage.rows import comment_of, draft_of, entry_of, item_of
from storage.tables import AuditRow, CommentRow, CommentVersionRow, DraftRow, ItemRow, PersonRow

_comments = table(CommentRow)
CHAIN = 5
"""How many comments above this one are shown; the nearest matter."""

Thread = tuple[str, str, str]
"""Platform, source and the platform's id of a comment."""


async def load_dossiers(session: Session, numbers: Sequence[int]) -> list[Dossier]:
    """Dossiers in the order asked for; unknown numbers are left out."""
    if not numbers:
        return []
    items = await _items(session, numbers)
    comments = await _by_number(session, [item.comment for item in items.values()])
    chains = await _chains(session, comments.values())
    drafts = await _drafts(session, items.values())
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


async def _items(session: Session, numbers: Collection[int]) -> dict[int, Item]:
    items = table(ItemRow)
    rows = await session.rows(select(items).where(items.c.id.in_(list(numbers))))
    return {row["id"]: item_of(row) for row in rows}


async def _by_number(session: Session, numbers: Collection[int]) -> dict[int, Comment]:
    rows = await session.rows(joined().where(_comments.c.id.in_(list(numbers))))
    return {row["id"]: comment_of(row) for row in rows}


async def _chains(session: Session, comments: Iterable[Comment]) -> dict[Thread, Comment]:
    """All comments above these, a level a query."""
    found: dict[Thread, Comment] = {}
    wanted = {_above(comment) for comment in comments if comment.parent}
    for _ in range(CHAIN):
        if not wanted:
            break
        key = tuple_(_comments.c.platform, _comments.c.source, _comments.c.remote)
        rows = await session.rows(joined().where(key.in_(sorted(wanted))))
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


async def _drafts(session: Session, items: Iterable[Item]) -> dict[int, Draft]:
    """The draft on each card."""
    drafts = table(DraftRow)
    wanted = sorted((item.id, item.draft) for item in items if item.draft)
    if not wanted:
        return {}
    rows = await session.rows(select(drafts).where(tuple_(drafts.c.item, drafts.c.number).in_(wanted)))
    return {row["item"]: draft_of(row) for row in rows}


async def _before(session: Session, items: Iterable[Item], drafts: Mapping[int, Draft]) -> dict[int, str]:
    """What edited comments said when their draft was written."""
    versions = table(CommentVersionRow)
    stale = [item for item in items if item.stale_draft and item.id in drafts]
    if not stale:
        return {}
    wanted = {(item.comment, drafts[item.id].version): item.id for item in stale}
    rows = await session.rows(
        select(versions).where(tuple_(versions.c.comment, versions.c.version).in_(sorted(wanted)))
    )
    return {wanted[row["comment"], row["version"]]: row["text"] for row in rows}


async def _entries(session: Session, numbers: Collection[int]) -> dict[int, tuple[Entry, ...]]:
    audit = table(AuditRow)
    query = select(audit).where(audit.c.item.in_(numbers)).order_by(audit.c.item, audit.c.seq)
    entries: dict[int, list[Entry]] = {}
    for row in await session.rows(query):
        entries.setdefault(row["item"], []).append(entry_of(row))
    return {number: tuple(trail) for number, trail in entries.items()}


async def _names(session: Session) -> dict[int, str]:
    """Everybody's name: teams are small."""
    people = table(PersonRow)
    return {row["id"]: row["name"] for row in await session.rows(select(people.c.id, people.c.name))}
