"""Numbers about days that are past, reckoned by the database: it reads the rows of these days alone.

What was published is found by its own index, what was done by a small one over the entries that say so.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    distinct,
    exists,
    func,
    select,
    update,
)

from bot.domain.audit import Tag
from bot.memory.reports import (
    Begun,
    BusyPost,
    Decisions,
    DraftCount,
    FirstReply,
    Handled,
    Outcome,
    Received,
    ReportRun,
    Span,
    Suggestion,
)
from storage._draft_shares import DRAFTS, SUGGESTIONS
from storage._outcomes import ANSWERS, DECIDED, DONE, PAGE, tagged
from storage._seconds import given, quarter, seconds
from storage._sql import Row, Session, table
from storage.report_table import ReportRunRow
from storage.tables import AuditRow, CommentRow, ItemRow, PersonRow, PostRow

_items = table(ItemRow)
_comments = table(CommentRow)
_posts = table(PostRow)
_audit = table(AuditRow)
_people = table(PersonRow)
_runs = table(ReportRunRow)
_earlier = _audit.alias("earlier")
BATCH = 2_000
"""Rows that are in memory at once."""
_PUBLISHED = and_(_items.c.published >= bindparam("since"), _items.c.published < bindparam("until"))


def _first_of(*tags: Tag) -> ColumnElement[bool]:
    """Entries that say so and are the first of their item to do it."""
    before = exists().where(_earlier.c.item == _audit.c.item, _earlier.c.seq < _audit.c.seq)
    return and_(DONE, tagged(*tags), ~before.where(tagged(*tags, entries=_earlier)))


_FIRST = _first_of(*ANSWERS)
"""Entries of first replies."""
_RECEIVED_AT, _DONE_AT = quarter(_items.c.published), quarter(_audit.c.at)
_RECEIVED = (
    select(_RECEIVED_AT.label("quarter"), _items.c.kind, _items.c.sentiment, func.count().label("number"))
    .where(_PUBLISHED)
    .group_by(_RECEIVED_AT, _items.c.kind, _items.c.sentiment)
)
_ANSWERED = select(_DONE_AT.label("quarter"), func.count().label("number")).where(_FIRST).group_by(_DONE_AT)
_DISMISSED = (
    select(_DONE_AT.label("quarter"), func.count().label("number"))
    .where(_first_of(Tag.ITEM_DISMISSED))
    .group_by(_DONE_AT)
)
_FIRST_REPLIES = (
    PAGE.add_columns(
        seconds(_items.c.published).label("published"),
        seconds(given(_audit.c, _items.c)).label("replied"),
        seconds(_items.c.due_at).label("due"),
    )
    .join(_items, _items.c.id == _audit.c.item)
    .where(_FIRST)
)
_OPEN_BY_URGENCY = (
    select(_items.c.urgency, func.count().label("number")).where(_items.c.is_open).group_by(_items.c.urgency)
)
_BUSY = (
    select(
        _comments.c.post,
        func.count().label("comments"),
        func.sum(case((_items.c.sentiment == "negative", 1), else_=0)).label("negative"),
    )
    .join(_items, _items.c.comment == _comments.c.id)
    .where(_PUBLISHED)
    .group_by(_comments.c.post)
    .order_by(func.count().desc(), _comments.c.post.desc())
    .limit(bindparam("most"))
    .subquery()
)
_POSTS = (
    select(_posts.c.title, _posts.c.url, _posts.c.platform, _BUSY.c.comments, _BUSY.c.negative)
    .join(_BUSY, _BUSY.c.post == _posts.c.id)
    .order_by(_BUSY.c.comments.desc(), _posts.c.id.desc())
)
_HANDLED = (
    select(
        _people.c.name,
        func.count(distinct(case((tagged(Tag.REPLY_APPROVED), _audit.c.item)))).label("answered"),
        func.count(distinct(case((tagged(Tag.ITEM_DISMISSED), _audit.c.item)))).label("dismissed"),
    )
    .join(_people, _people.c.id == _audit.c.person)
    .where(DONE, tagged(*DECIDED))
    .group_by(_people.c.id, _people.c.name)
    .order_by(_people.c.name)
)
_gap = seconds(_audit.c.at) - func.lag(seconds(_audit.c.at)).over(
    partition_by=_audit.c.person, order_by=(_audit.c.at, _audit.c.id)
)
_GAPS = (
    select(_audit.c.person, _gap.label("gap")).where(DONE, tagged(*DECIDED), _audit.c.person > 0).subquery()
)
_DECISIONS = (
    select(_GAPS.c.gap, func.count().label("number"))
    # What is closed in one go has no gaps.
    .where(_GAPS.c.gap > 1, _GAPS.c.gap <= bindparam("longest"))
    .group_by(_GAPS.c.gap)
)
_DECIDERS = select(func.count(distinct(_audit.c.person)).label("people")).where(
    DONE, tagged(*DECIDED), _audit.c.person > 0
)


class SqlReports:
    """See `bot.memory.Reports`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def received(self, span: Span) -> Sequence[Received]:
        """What was published in it."""
        return [Received(**row) for row in await self._rows(_RECEIVED, span)]

    async def outcomes(self, span: Span) -> Sequence[Outcome]:
        """What was done in it."""
        answered = [Outcome(**row, answered=True) for row in await self._rows(_ANSWERED, span)]
        return [
            *answered,
            *(Outcome(**row, answered=False) for row in await self._rows(_DISMISSED, span)),
        ]

    async def first_replies(self, span: Span) -> AsyncIterator[FirstReply]:
        """The first replies that were given in it."""
        async for row in self._stream(_FIRST_REPLIES, span):
            yield FirstReply(row["published"], row["replied"], row["due"])

    async def suggestions(self, span: Span) -> AsyncIterator[Suggestion]:
        """What people made of drafts before they were posted in it, where they changed them."""
        async for row in self._stream(SUGGESTIONS, span):
            yield Suggestion(row["prompt"], row["suggested"], row["posted"])

    async def drafts(self, span: Span) -> Sequence[DraftCount]:
        """Drafts that were posted as they were, or rejected, by their prompts."""
        return [DraftCount(**row) for row in await self._rows(DRAFTS, span)]

    async def posts(self, span: Span, limit: int) -> Sequence[BusyPost]:
        """The posts with the most comments."""
        return [BusyPost(**row) for row in await self._rows(_POSTS, span, most=limit)]

    async def of_kinds(self, span: Span, kinds: Collection[str], limit: int) -> tuple[Sequence[int], int]:
        """The newest items of these kinds, and how many there are in all."""
        here = and_(_PUBLISHED, _items.c.kind.in_(kinds))
        newest = select(_items.c.id).where(here).order_by(_items.c.published.desc(), _items.c.id.desc())
        rows = await self._rows(newest.limit(limit), span)
        (counted,) = await self._rows(select(func.count().label("all")).select_from(_items).where(here), span)
        return [row["id"] for row in rows], counted["all"]

    async def open_by_urgency(self) -> Mapping[int, int]:
        """How many items are open now, by their urgency."""
        return {row["urgency"]: row["number"] for row in await self._session.rows(_OPEN_BY_URGENCY)}

    async def handled(self, span: Span) -> Sequence[Handled]:
        """What each person decided: only where that may be told."""
        return [Handled(**row) for row in await self._rows(_HANDLED, span)]

    async def decisions(self, span: Span, longest: int) -> Decisions:
        """How quickly decisions followed each other; gaps that are longer are pauses."""
        gaps = {row["gap"]: row["number"] for row in await self._rows(_DECISIONS, span, longest=longest)}
        (row,) = await self._rows(_DECIDERS, span)
        return Decisions(gaps=gaps, people=row["people"])

    async def begin(self, run: ReportRun, token: str, lease: timedelta) -> Begun | None:
        """Claim a report that is to be sent; None when it was sent, or somebody is about it or waits."""
        now = self._session.now
        claim: dict[str, Any] = {"token": token, "free_at": now + lease}
        if await self._session.add_once(ReportRunRow, {**vars(run), "key": token, "sent": False, **claim}):
            return Begun(key=token, again=False)
        free = update(_runs).where(_this(run), _runs.c.sent.is_(False), _runs.c.free_at <= now)
        if not await self._session.changed(free.values(**claim)):
            return None
        return Begun(key=await self._session.value(select(_runs.c.key).where(_this(run))), again=True)

    async def sent(self, run: ReportRun, token: str) -> None:
        """It is there."""
        await self._session.changed(_claimed(run, token).values(sent=True))

    async def put_off(self, run: ReportRun, token: str, until: timedelta) -> None:
        """It was not taken; it may be tried again after that."""
        await self._session.changed(_claimed(run, token).values(free_at=self._session.now + until))

    async def _rows(self, query: Any, span: Span, **values: Any) -> Sequence[Row]:
        """Any: selects of different columns have no common type, nor have the values of parameters."""
        return await self._session.rows(query, since=span[0], until=span[1], **values)

    async def _stream(self, query: Any, span: Span) -> AsyncIterator[Row]:
        """The rows, a few at a time: a year of them would not fit into memory. Any: as above."""
        after: dict[str, Any] = {"since": span[0], "past": 0, "entry": 0}
        while True:
            rows = await self._session.rows(query, until=span[1], batch=BATCH, **after)
            for row in rows:
                yield row
            if len(rows) < BATCH:
                return
            last = rows[-1]
            after = {"since": last["at"], "past": last["item"], "entry": last["seq"]}


def _this(run: ReportRun) -> ColumnElement[bool]:
    return and_(*(_runs.c[name] == value for name, value in vars(run).items()))


def _claimed(run: ReportRun, token: str) -> Any:
    """Any: an update without values has no public type."""
    return update(_runs).where(_this(run), _runs.c.token == token)
