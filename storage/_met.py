"""What we had to do with an author so far."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from bot.domain.item import Acquaintance
from bot.domain.values import WARNED
from storage._sql import Session, table
from storage.tables import CommentRow, ItemRow

_comments, _items = table(CommentRow), table(ItemRow)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
"""Any: it is compared with a column of texts."""
_MET = (
    select(
        _comments.c.author_id,
        func.count().label("comments"),
        func.count().filter(_items.c.reply != "").label("replies"),
        func.count().filter(_items.c.reply != "", _items.c.kind.in_(sorted(WARNED))).label("warnings"),
    )
    .join(_items, _items.c.comment == _comments.c.id)
    .where(_comments.c.platform == bindparam("on"), _comments.c.author_id.in_(_WANTED))
    .group_by(_comments.c.author_id)
)


async def met(session: Session, platform: str, authors: Collection[str]) -> dict[str, Acquaintance]:
    """By the author's id on the platform; nothing of strangers."""
    rows = await session.rows(_MET, on=platform, wanted=sorted(authors)) if authors else []
    return {
        row["author_id"]: Acquaintance(
            comments=row["comments"], replies=row["replies"], warnings=row["warnings"]
        )
        for row in rows
    }
