"""The entries that reports are made of, found by their own small index; many of them a page at a time."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, or_, select, text

from bot.domain.audit import Tag
from storage._sql import table
from storage.report_table import OUTCOMES
from storage.tables import AuditRow

_audit = table(AuditRow)
ANSWERS = (Tag.REPLY_POSTED, Tag.REPLY_SETTLED_POSTED, Tag.ITEM_ANSWERED_ELSEWHERE)
POSTED = (Tag.REPLY_POSTED, Tag.REPLY_SETTLED_POSTED)
REJECTED = (Tag.DRAFT_ASKED, Tag.ITEM_DISMISSED)
DECIDED = (Tag.REPLY_APPROVED, Tag.ITEM_DISMISSED)

# The databases use a small index only for a query that repeats its condition.
DONE = and_(_audit.c.at >= bindparam("since"), _audit.c.at < bindparam("until"), text(OUTCOMES))


def tagged(*tags: Tag, entries: Any = _audit) -> ColumnElement[bool]:
    """Any: a table or an alias of one."""
    return entries.c.tag.in_([literal_column(f"'{tag.value}'") for tag in tags])  # type: ignore[no-any-return]


PAGE = (
    select(_audit.c.at, _audit.c.item, _audit.c.seq)
    .where(
        or_(
            _audit.c.at > bindparam("since"),
            _audit.c.item > bindparam("past"),
            and_(_audit.c.item == bindparam("past"), _audit.c.seq > bindparam("entry")),
        )
    )
    # As the index has them: nothing has to be sorted.
    .order_by(_audit.c.at, _audit.c.item, _audit.c.seq)
    .limit(bindparam("batch"))
)
"""What goes on after the last entry of the page before."""
