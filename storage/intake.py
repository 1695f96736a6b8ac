"""What comes in from the platforms, a page in a handful of statements."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Insert, and_, bindparam, func, or_, select, tuple_, update
from sqlmodel import SQLModel

from bot.domain.audit import Entry, Event, Tag, enter
from bot.domain.community import Comment, Post, Source
from bot.domain.effect import Effect, Kind
from bot.domain.item import Acquaintance, Item, Triage
from bot.domain.people import Role
from bot.domain.status import Status
from bot.memory import Earlier, Known, NewItem
from storage._met import met
from storage._sql import Row, Session, adding_alike, table
from storage._trail import new_salts
from storage.columns import NEVER
from storage.rows import (
    comment_columns,
    effect_columns,
    entry_columns,
    item_columns,
    met_columns,
    triage_columns,
)
from storage.shift_table import ShiftRow
from storage.tables import AuditRow, CommentRow, CommentVersionRow, EffectRow, ItemRow, PersonRow, PostRow

_comments = table(CommentRow)
_items = table(ItemRow)
_posts = table(PostRow)
_people = table(PersonRow)
_shifts = table(ShiftRow)
LATELY = timedelta(days=7)
"""Where no shift was worked for so long, nobody works in shifts."""
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
"""Any: texts, numbers, or tuples of them."""
_KNOWN = (
    select(_comments, _items.c.id.label("item"))
    .outerjoin(_items, _items.c.comment == _comments.c.id)
    .where(_comments.c.platform == bindparam("on"), _comments.c.source == bindparam("of"))
    .where(_comments.c.remote.in_(_WANTED))
)
_PLACE = ("platform", "source", "remote")
_POSTS = select(_posts).where(tuple_(*(_posts.c[name] for name in _PLACE)).in_(_WANTED))
_GOING = update(_comments).where(_comments.c.id.in_(_WANTED)).values(gone=bindparam("now_gone"))
_FORGETTING = update(_comments).where(_comments.c.id.in_(_WANTED)).values(erased=True)
_AUTHOR = (_comments.c.author_id, _comments.c.author_name)
# Visitors without a name may have left thousands of comments beneath one post: only the newest
# of each author is looked at, and found from the index alone.
_NEWEST = (
    select(_posts.c.remote.label("post_remote"), *_AUTHOR, func.max(_comments.c.id).label("comment"))
    .join(_comments, _comments.c.post == _posts.c.id)
    .where(tuple_(*(_posts.c[name] for name in _PLACE)).in_(bindparam("beneath", expanding=True)))
    .where(tuple_(*_AUTHOR).in_(bindparam("by", expanding=True)))
    .group_by(_posts.c.remote, *_AUTHOR)
    .subquery()
)
_ON_SHIFT = select(_shifts.c.person, _shifts.c.ended_at).where(
    or_(_shifts.c.ended_at.is_(None), _shifts.c.id == select(func.max(_shifts.c.id)).scalar_subquery())
)
"""Who is on, and the latest shift of all."""
_able = and_(_people.c.id == _items.c.handler, _people.c.role >= int(Role.RESPONDER))
_EARLIER = (
    select(_NEWEST, _items.c.id, _people.c.id.label("handler"))
    .join(_items, _items.c.comment == _NEWEST.c.comment)
    .outerjoin(_people, _able)
)
"""Whoever may not work on anything any more is nobody's handler."""


class SqlIntake:
    """See `bot.memory.Intake`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def known(self, source: Source, ids: Collection[str]) -> dict[str, Known]:
        """Which of these comments we already keep."""
        rows = await self._session.rows(_KNOWN, on=source.platform, of=source.name, wanted=list(ids))
        return {row["remote"]: _known_of(row) for row in rows}

    async def take(self, items: Sequence[NewItem]) -> list[Item]:
        """Keep new comments with their items, first entries and wanted shows."""
        comments, numbers = await self._session.numbers(len(items), CommentRow, ItemRow)
        await self._add_comments([new.comment for new in items], comments)
        entries = [
            enter("", number, 1, self._session.now, _FETCHED, salt)
            for number, salt in zip(numbers, new_salts(len(numbers)), strict=True)
        ]
        taken = [
            self._item(new, comment, entry)
            for new, comment, entry in zip(items, comments, entries, strict=True)
        ]
        await self._session.add(_ADDING_ITEMS, [_item_row(item) for item in taken])
        await self._session.add(_ADDING_ENTRIES, [_entry_row(entry) for entry in entries])
        shows = [row for new, number in zip(items, numbers, strict=True) for row in self._shows(new, number)]
        await self._session.add(_ADDING_SHOWS, shows)
        return taken

    def _item(self, new: NewItem, comment: int, entry: Entry) -> Item:
        return _new_item(
            id=entry.item,
            platform=new.comment.platform,
            source=new.comment.source,
            comment=comment,
            remote=new.comment.id,
            published=new.comment.published,
            triage=new.triage,
            due_at=new.due_at,
            pace=new.pace,
            met=new.met,
            handler=new.follows.handler if new.follows else None,
            follows=new.follows.item if new.follows else None,
            ask_due=self._session.now if new.wants_draft else None,
            audit_head=entry.digest,
        )

    def _shows(self, new: NewItem, item: int) -> list[dict[str, Any]]:
        return [
            {
                "item": item,
                "lane": f"show:{surface}:{channel}",
                "channel": channel,
                "surface": surface,
                "rank": int(new.triage.urgency),
                "key": secrets.token_hex(12),
                "due_at": self._session.now,
            }
            for surface, channel in new.channels
        ]

    async def take_ours(self, comments: Sequence[Comment], forgotten: Collection[str] = ()) -> None:
        """Keep replies under our own name, as context; of the forgotten ones only that they are there."""
        (numbers,) = await self._session.numbers(len(comments), CommentRow)
        silent = [replace(c, text="", attachments=()) if c.id in forgotten else c for c in comments]
        await self._add_comments(silent, numbers)
        gone = [number for number, c in zip(numbers, comments, strict=True) if c.id in forgotten]
        if gone:
            await self._session.changed(_FORGETTING, wanted=gone)

    async def _add_comments(self, comments: Sequence[Comment], numbers: Sequence[int]) -> None:
        posts = await self._posts(comments)
        rows = [
            comment_columns(comment, posts[_post_key(comment)]) | {"id": number}
            for comment, number in zip(comments, numbers, strict=True)
        ]
        await self._session.add(CommentRow, rows)

    async def _posts(self, comments: Sequence[Comment]) -> dict[tuple[str, str, str], int]:
        """The numbers of these comments' posts, which are kept and brought up to date on the way."""
        wanted = {_post_key(comment): comment.post for comment in comments}
        if not wanted:
            return {}
        rows = await self._session.rows(_POSTS, wanted=sorted(wanted))
        kept = {tuple(row[name] for name in _PLACE): row for row in rows}
        for place, row in kept.items():
            await self._bring_up_to_date(row, wanted[place])
        missing = [place for place in wanted if place not in kept]
        new = [dict(zip(_PLACE, place, strict=True)) | _post_columns(wanted[place]) for place in missing]
        added = await self._session.add_numbered(PostRow, new)
        return {place: row["id"] for place, row in kept.items()} | dict(zip(missing, added, strict=True))

    async def _bring_up_to_date(self, row: Row, post: Post) -> None:
        """Keep a post's new title, text and so on."""
        now = _post_columns(post)
        if now != {name: row[name] for name in _POST}:
            await self._session.changed(update(_posts).where(_posts.c.id == row["id"]).values(**now))

    async def edited(self, number: int, comment: Comment, *, version: int) -> None:
        """Keep a new text or moderation state; the text before stays as `version`, unless that is 0."""
        here = _comments.c.id == number
        before = await self._session.row(select(_comments.c.text, _comments.c.erased).where(here))
        setting: dict[str, Any] = {"held": comment.held, "gone": False}
        if before and not before["erased"]:
            setting |= {"text": comment.text, "author_name": comment.author.name}
        if before and version:
            old = {"comment": number, "version": version, "text": before["text"]}
            await self._session.add(CommentVersionRow, [old])
        await self._session.changed(update(_comments).where(here).values(**setting))

    async def set_gone(self, numbers: Collection[int], *, gone: bool) -> None:
        """Remember that the public can (not) read these comments."""
        if numbers:
            await self._session.changed(_GOING, wanted=list(numbers), now_gone=gone)

    async def earlier(self, comments: Sequence[Comment]) -> dict[str, Earlier]:
        """By comment id: the latest item of the same author beneath the same post, if there is one."""
        posts = sorted({_post_key(comment) for comment in comments})
        authors = sorted({_author_key(comment)[1:] for comment in comments})
        rows = await self._session.rows(_EARLIER, beneath=posts, by=authors)
        on = await self._on_shift() if any(row["handler"] for row in rows) else None
        found = {
            (row["post_remote"], row["author_id"], row["author_name"]): Earlier(
                item=row["id"], handler=row["handler"] if on is None or row["handler"] in on else None
            )
            for row in rows
        }
        keys = {comment.id: _author_key(comment) for comment in comments}
        return {number: found[key] for number, key in keys.items() if key in found}

    async def _on_shift(self) -> frozenset[int] | None:
        """Who is on shift; None where nobody works in shifts, or nobody has for long."""
        rows = await self._session.rows(_ON_SHIFT)
        lately = self._session.now - LATELY
        if all(row["ended_at"] and row["ended_at"] < lately for row in rows):
            return None
        return frozenset(row["person"] for row in rows if row["ended_at"] is None)

    async def met(self, platform: str, authors: Collection[str]) -> dict[str, Acquaintance]:
        """What we had to do with these authors, by their id on the platform; nothing of strangers."""
        return await met(self._session, platform, authors)


_POST = ("title", "text", "url", "image", "language")
_FETCHED = Event(tag=Tag.COMMENT_FETCHED, version=1)


def _new_item(**facts: Any) -> Item:
    """An item whose comment just came in. Any: each fact has its own type."""
    return Item(row=1, version=1, status=Status.NEW, ask=1, audit_count=1, **facts)


_ITEM = (
    "id", "platform", "source", "comment", "remote", "published", "due_at", "handler", "follows",
    "ask_due", "audit_head",
)  # fmt: skip
"""What differs among new items, besides their triage."""
_item_values = attrgetter(*_ITEM)


def _item_row(item: Item) -> dict[str, Any]:
    row = dict(zip(_ITEM, _item_values(item), strict=True)) | triage_columns(item.triage)
    row |= met_columns(item.met)
    row |= {"remind_at": item.pace.remind_at, "tick_at": item.pace.tick_at}
    row["owed_at"] = item.due_at or NEVER
    return row


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _ENTRY}


_ENTRY = ("item", "at", "salt", "text_digest", "digest")
"""What differs among first entries."""
_SHOW = ("item", "lane", "channel", "surface", "rank", "key", "due_at")
"""What differs among wanted shows."""


def _adding(model: type[SQLModel], columns: Mapping[str, Any], *different: str) -> Insert:
    """An insert of rows like this one, but for some columns. Any: each column has its own type."""
    return adding_alike(model, **{name: value for name, value in columns.items() if name not in different})


_NEW = _new_item(id=0, platform="", source="", comment=0, remote="", published=NEVER, triage=Triage())
_ADDING_ITEMS = _adding(
    ItemRow,
    item_columns(_NEW),
    *_ITEM,
    *triage_columns(_NEW.triage),
    *met_columns(_NEW.met),
    "owed_at",
    "remind_at",
    "tick_at",
)
_ADDING_ENTRIES = _adding(AuditRow, entry_columns(enter("", 0, 1, NEVER, _FETCHED, "")), *_ENTRY)
_ADDING_SHOWS = _adding(
    EffectRow, effect_columns(Effect(item=0, kind=Kind.SHOW, lane="", key="", due_at=NEVER)), *_SHOW
)


def _author_key(comment: Comment) -> tuple[str, str, str]:
    """Who, beneath which post. Comments that come in together are all of one source."""
    return comment.post.id, comment.author.id, comment.author.name


def _post_key(comment: Comment) -> tuple[str, str, str]:
    return comment.platform, comment.source, comment.post.id


def _post_columns(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in _POST}


def _known_of(row: Row) -> Known:
    return Known(
        number=row["id"],
        item=row["item"],
        text=row["text"],
        held=row["held"],
        gone=row["gone"],
        parent=row["parent"],
        erased=row["erased"],
    )
