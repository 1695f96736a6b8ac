"""What comes in from the platforms, a page in a handful of statements."""

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, tuple_, update

from bot.domain.audit import Event, Tag, enter
from bot.domain.community import Comment, Post, Source
from bot.domain.effect import Effect, Kind
from bot.domain.item import Item
from bot.domain.status import OPEN, Status
from bot.memory import Earlier, Known, NewItem
from storage._sql import Row, Session, table
from storage._trail import new_salts
from storage.columns import NEVER
from storage.rows import comment_columns, effect_columns, entry_columns, item_of, triage_columns
from storage.tables import AuditRow, CommentRow, CommentVersionRow, EffectRow, ItemRow, PostRow

_comments = table(CommentRow)
_items = table(ItemRow)
_posts = table(PostRow)


class SqlIntake:
    """See `bot.memory.Intake`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def known(self, source: Source, ids: Collection[str]) -> dict[str, Known]:
        """Which of these comments we already keep."""
        here = (_comments.c.platform == source.platform) & (_comments.c.source == source.name)
        query = select(_comments, _items.c.id.label("item")).outerjoin(
            _items, _items.c.comment == _comments.c.id
        )
        rows = await self._session.rows(query.where(here, _comments.c.remote.in_(list(ids))))
        return {row["remote"]: _known_of(row) for row in rows}

    async def take(self, items: Sequence[NewItem]) -> list[Item]:
        """Keep new comments with their items, first entries and wanted shows."""
        comments, numbers = await self._session.numbers(len(items), CommentRow, ItemRow)
        await self._add_comments([new.comment for new in items], comments)
        entries = [
            entry_columns(enter("", number, 1, self._session.now, _FETCHED, salt))
            for number, salt in zip(numbers, new_salts(len(numbers)), strict=True)
        ]
        rows = [
            self._item_row(new, comment) | {"id": entry["item"], "audit_head": entry["digest"]}
            for new, comment, entry in zip(items, comments, entries, strict=True)
        ]
        await self._session.add(ItemRow, rows)
        await self._session.add(AuditRow, entries)
        shows = [row for new, number in zip(items, numbers, strict=True) for row in self._shows(new, number)]
        await self._session.add(EffectRow, shows)
        return [item_of(row) for row in rows]

    def _item_row(self, new: NewItem, comment: int) -> dict[str, Any]:
        return _DEFAULTS | {
            "platform": new.comment.platform,
            "source": new.comment.source,
            "comment": comment,
            "remote": new.comment.id,
            "status": Status.NEW.value,
            "is_open": Status.NEW in OPEN,
            "published": new.comment.published,
            "due_at": new.due_at,
            "owed_at": new.due_at or NEVER,
            "handler": new.follows.handler if new.follows else None,
            "follows": new.follows.item if new.follows else None,
            "ask": 1,
            "ask_due": self._session.now if new.wants_draft else None,
            "known": [],
            "audit_count": 1,
            **triage_columns(new.triage),
        }

    def _shows(self, new: NewItem, item: int) -> list[dict[str, Any]]:
        return [
            _SHOW
            | {
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

    async def take_ours(self, comments: Sequence[Comment]) -> None:
        """Keep replies under our own name, as context."""
        (numbers,) = await self._session.numbers(len(comments), CommentRow)
        await self._add_comments(comments, numbers)

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
        key = tuple_(_posts.c.platform, _posts.c.source, _posts.c.remote)
        rows = await self._session.rows(select(_posts).where(key.in_(sorted(wanted))))
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
        here = _comments.c.id.in_(list(numbers))
        await self._session.changed(update(_comments).where(here).values(gone=gone))

    async def earlier(self, comments: Sequence[Comment]) -> dict[str, Earlier]:
        """By comment id: the latest item of the same author beneath the same post, if there is one."""
        # Visitors without a name may have left thousands of comments beneath one post: only the newest
        # of each author is looked at, and found from the index alone.
        wanted = {_author_key(comment) for comment in comments}
        here = tuple_(_posts.c.platform, _posts.c.source, _posts.c.remote)
        author = (_comments.c.author_id, _comments.c.author_name)
        newest = (
            select(here.clauses[2].label("post_remote"), *author, func.max(_comments.c.id).label("comment"))
            .join(_comments, _comments.c.post == _posts.c.id)
            .where(here.in_(sorted({_post_key(comment) for comment in comments})))
            .where(tuple_(*author).in_(sorted({key[1:] for key in wanted})))
            .group_by(_posts.c.remote, *author)
            .subquery()
        )
        query = select(newest, _items.c.id, _items.c.handler).join(
            _items, _items.c.comment == newest.c.comment
        )
        found = {
            (row["post_remote"], row["author_id"], row["author_name"]): Earlier(
                item=row["id"], handler=row["handler"]
            )
            for row in await self._session.rows(query)
        }
        keys = {comment.id: _author_key(comment) for comment in comments}
        return {number: found[key] for number, key in keys.items() if key in found}


_PLACE = ("platform", "source", "remote")
_POST = ("title", "text", "url", "image", "language")
_FETCHED = Event(tag=Tag.COMMENT_FETCHED, version=1)
_SHOW = effect_columns(Effect(item=0, kind=Kind.SHOW, lane="", key="", due_at=NEVER))
"""The columns of a show that is wanted: what all of them share."""
_DEFAULTS: dict[str, Any] = {name: field.get_default() for name, field in ItemRow.model_fields.items()}
"""What an item's columns hold when nothing was said."""


def _author_key(comment: Comment) -> tuple[str, str, str]:
    """Who, beneath which post. Comments that come in together are all of one source."""
    return comment.post.id, comment.author.id, comment.author.name


def _post_key(comment: Comment) -> tuple[str, str, str]:
    return comment.platform, comment.source, comment.post.id


def _post_columns(post: Post) -> dict[str, Any]:
    return {name: getattr(post, name) for name in _POST}


def _known_of(row: Row) -> Known:
    return Known(number=row["id"], item=row["item"], text=row["text"], held=row["held"], gone=row["gone"])
