"""Reading across items. Everything but the search reads only the small indexes over open items."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, bindparam, case, exists, func, or_, select

from bot.domain.agreeing import AFRESH
from bot.domain.audit import Tag
from bot.domain.effect import Kind
from bot.domain.people import Person
from bot.domain.status import OPEN, Status
from bot.memory import QueueCounts, Withheld, Written
from storage._sql import Row, Session, table
from storage.clocks import PARKED
from storage.fitting import fitting, skip, withheld
from storage.tables import AuditRow, CommentRow, EffectRow, ItemRow, PlaceRow

_items = table(ItemRow)
_comments = table(CommentRow)
_trail = table(AuditRow)
_effects = table(EffectRow)
_places = table(PlaceRow)
_OPEN = _items.c.is_open
_WAITING = [Status.NEW.value, Status.DRAFTED.value, Status.FAILED.value]
"""Statuses in which a person is waited for."""
OWING = [*_WAITING, Status.AWAITING.value]
"""Statuses in which a reply can be overdue because of a person."""

_MOST_URGENT_FIRST = (_items.c.urgency.desc(), _items.c.owed_at, _items.c.published)
_LONGEST_WORD = 100
"""SQLite refuses a very long pattern."""


def _count_if(condition: ColumnElement[bool], name: str) -> Label[int]:
    return func.sum(case((condition, 1), else_=0)).label(name)


_COUNTS = (
    select(
        _items.c.status,
        func.count().label("number"),
        func.min(_items.c.published).label("oldest"),
        _count_if(_items.c.owed_at < bindparam("now"), "overdue"),
        _count_if(_items.c.handler.is_(None), "unclaimed"),
        _count_if(_items.c.handler == bindparam("person"), "mine"),
    )
    .where(_OPEN)
    .group_by(_items.c.status)
)
_NOBODYS = "nobodys"
_PARKED_SUMS = [
    *(_count_if(and_(_OPEN, _items.c.status == status.value), status.value) for status in OPEN),
    _count_if(and_(_OPEN, _items.c.handler.is_(None), _items.c.status.in_(_WAITING)), _NOBODYS),
]
_PARKED_BY_STATUS = select().add_columns(*_PARKED_SUMS).where(PARKED)
"""Sums and no groups: beside anything else SQLite would take a larger index than that of what is parked."""


class SqlQueue:
    """See `bot.memory.Queue`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def counts(self, person: int) -> QueueCounts:
        """The numbers, in one walk over the index of open items and a look at the few that are parked."""
        rows = await self._session.rows(_COUNTS.params(person=person, now=self._session.now))
        waiting = [row for row in rows if row["status"] in _WAITING]
        sums = await self._session.row(_PARKED_BY_STATUS) or {}
        # Of nothing at all SQL says no number.
        parked = {name: number or 0 for name, number in sums.items()}
        return QueueCounts(
            by_status={row["status"]: row["number"] - parked[row["status"]] for row in rows},
            overdue=sum(row["overdue"] for row in rows if row["status"] in OWING),
            unclaimed=sum(row["unclaimed"] for row in waiting) - parked[_NOBODYS],
            mine=sum(row["mine"] for row in rows),
            oldest=await self._oldest(waiting),
            since={row["status"]: row["oldest"] for row in rows},
        )

    async def _oldest(self, waiting: Sequence[Row]) -> int | None:
        """The item that has waited longest for a person."""
        found = [await self._oldest_of(row["status"]) for row in waiting]
        first = min((one for one in found if one), key=lambda one: one["published"], default=None)
        return first["id"] if first else None

    async def _oldest_of(self, status: str) -> Row | None:
        """The oldest of one status, in the order of its index; what is parked is stepped over."""
        there = (_OPEN, _items.c.status == status, _items.c.parked == "")
        query = select(_items.c.id, _items.c.published).where(*there).order_by(_items.c.published)
        return await self._session.row(query.limit(1))

    async def mine(self, person: int, limit: int) -> list[int]:
        """Open items that a person handles, most urgent first."""
        query = select(_items.c.id).where(_OPEN, _items.c.handler == person)
        return await self._numbers(query.order_by(*_MOST_URGENT_FIRST).limit(limit))

    async def most_urgent(self) -> int | None:
        """The most urgent open item that nobody handles and that waits for a person.

        Within an urgency what is owed sooner comes first, then what is older; what owes no reply comes last.
        """
        return next(iter(await self.free(1)), None)

    async def free(self, limit: int) -> list[int]:
        """Open items that nobody handles and that wait for a person, most urgent first."""
        query = select(_items.c.id).where(_OPEN, _items.c.handler.is_(None), _items.c.status.in_(_WAITING))
        query = query.where(_items.c.parked == "")
        return await self._numbers(query.order_by(*_MOST_URGENT_FIRST).limit(limit))

    async def next_for(
        self, person: Person, channels: Collection[str], too_grave: Collection[str]
    ) -> int | None:
        """The most urgent item that nobody handles, that fits this person and that they did not skip."""
        query = fitting(person, channels, too_grave, self._session.now).limit(1)
        return next(iter(await self._numbers(query)), None)

    async def withheld(
        self, person: Person, channels: Collection[str], too_grave: Collection[str]
    ) -> Mapping[Withheld, int]:
        """What nobody handles, but does not fit this person: how many, and why."""
        return await withheld(self._session, person, channels, too_grave)

    async def skip(self, item: int, person: int, until: datetime) -> None:
        """Do not offer an item to somebody until then."""
        await skip(self._session, item, person, until)

    async def overdue(self, limit: int) -> list[int]:
        """Items that wait for a person and whose first reply is overdue, most urgent first."""
        # Sorted in memory: asked for when somebody opens their Home, not many times a minute.
        late = and_(_items.c.status.in_(OWING), _items.c.owed_at < self._session.now)
        query = select(_items.c.id).where(_OPEN, late)
        return await self._numbers(query.order_by(*_MOST_URGENT_FIRST).limit(limit))

    async def second(self, person: Person, too_grave: Collection[str], limit: int) -> list[int]:
        """Items that wait for a second approval which this person can give, as `agreeing.not_second` says."""
        waits = (_OPEN, _items.c.status == Status.AWAITING.value, _items.c.risk.not_in([*too_grave]))
        theirs = or_(_did(person, _items.c.first_by, _items.c.first_at), _worked_on(person))
        query = select(_items.c.id).where(*waits, ~theirs)
        return await self._numbers(query.order_by(*_MOST_URGENT_FIRST).limit(limit))

    async def quiet(self, person: int, limit: int) -> list[int]:
        """Open items that need no reply and that nobody else handles, oldest first."""
        query = select(_items.c.id).where(_OPEN, _items.c.needs_reply.is_(False), _items.c.parked == "")
        ours = or_(_items.c.handler.is_(None), _items.c.handler == person)
        query = query.where(ours, _items.c.status.in_(_WAITING))
        return await self._numbers(query.order_by(_items.c.published).limit(limit))

    async def of_author(self, item: int, limit: int) -> list[int]:
        """The items of whoever wrote the comment of this one, newest first; this one too."""
        theirs = await self._theirs(item)
        if theirs is None:
            return []
        query = select(_items.c.id).join(_comments, _comments.c.id == _items.c.comment).where(theirs)
        return await self._numbers(query.order_by(_comments.c.published.desc()).limit(limit))

    async def written(self, item: int, warnings: Collection[str]) -> Written:
        """The numbers of what they wrote, without this one."""
        theirs = await self._theirs(item)
        if theirs is None:
            return Written(comments=0, replied=0, warned=0, hidden=0)
        replied = _items.c.reply != ""
        hid = exists().where(_trail.c.item == _items.c.id, _trail.c.tag == Tag.COMMENT_HIDDEN.value)
        query = select(func.count().label("comments")).add_columns(
            _count_if(replied, "replied"),
            _count_if(and_(replied, _items.c.kind.in_([*warnings])), "warned"),
            _count_if(hid, "hidden"),
        )
        query = query.select_from(_items).join(_comments, _comments.c.id == _items.c.comment)
        row = await self._session.row(query.where(theirs, _items.c.id != item))
        return Written(**{name: number or 0 for name, number in (row or {}).items()})

    async def _theirs(self, item: int) -> ColumnElement[bool] | None:
        """What whoever wrote the comment of this item wrote; None when there is no such item."""
        written = select(_comments.c.platform, _comments.c.author_id, _comments.c.author_name)
        this = await self._session.row(
            written.join(_items, _items.c.comment == _comments.c.id).where(_items.c.id == item)
        )
        if this is None:
            return None
        # Where a platform tells no number of a person, their name is all there is.
        who = {name: this[name] for name in ("platform", "author_id", "author_name")}
        if this["author_id"]:
            del who["author_name"]
        same = (_comments.c[name] == value for name, value in who.items())
        return and_(*same, _comments.c.erased.is_(False))

    async def search(self, words: str, limit: int) -> list[int]:
        """Items whose comment, author or reply has all these words, newest first."""
        query = select(_items.c.id).join(_comments, _comments.c.id == _items.c.comment)
        for word in (word[:_LONGEST_WORD] for word in words.split()[:8]):
            like = f"%{_escaped(word)}%"
            places = (_comments.c.text, _comments.c.author_name, _items.c.reply_text)
            query = query.where(or_(*(place.ilike(like, escape="\\") for place in places)))
        return await self._numbers(query.order_by(_items.c.id.desc()).limit(limit))

    async def in_channel(self, surface: str, channel: str, before: int, limit: int) -> list[int]:
        """Items with a thread in a channel, newest first."""
        query = select(_places.c.item).where(_places.c.surface == surface, _places.c.channel == channel)
        if before:
            query = query.where(_places.c.item < before)
        return await self._numbers(query.order_by(_places.c.item.desc()).limit(limit))

    async def came_in(self, surface: str, channel: str, since: datetime, written: datetime) -> int:
        """How many comments came into a channel since then; not those that were written before `written`."""
        here = and_(_places.c.item == _items.c.id, _places.c.surface == surface, _places.c.channel == channel)
        both = select(func.count()).select_from(
            _trail.join(_items, _trail.c.item == _items.c.id).join(_places, here)
        )
        fetched = (_trail.c.tag == Tag.COMMENT_FETCHED.value, _trail.c.at >= since)
        return int(await self._session.value(both.where(*fetched, _items.c.published >= written)))

    async def unshown_in(self, lane: str) -> int:
        """How many shows wait in a lane."""
        query = select(func.count()).select_from(_effects).where(_waiting_in(lane))
        return int(await self._session.value(query))

    async def unshown_by(self, lane: str) -> list[tuple[str, int, int]]:
        """The items whose show waits in a lane: kind, urgency, and how many."""
        facts = (_items.c.kind, _items.c.urgency)
        query = select(*facts, func.count().label("many")).join(_effects, _effects.c.item == _items.c.id)
        rows = await self._session.rows(query.where(_waiting_in(lane)).group_by(*facts))
        return [(row["kind"], row["urgency"], row["many"]) for row in rows]

    async def unshown(self, channel: str) -> int:
        """How many items wait for their thread in a channel."""
        query = (
            select(func.count())
            .select_from(_effects)
            .where(_effects.c.is_open, _effects.c.channel == channel)
        )
        return int(await self._session.value(query))

    async def _numbers(self, query: Select[Any]) -> list[int]:
        return list((await self._session.connection.execute(query)).scalars().all())


def _waiting_in(lane: str) -> ColumnElement[bool]:
    return and_(_effects.c.is_open, _effects.c.lane == lane, _effects.c.kind == Kind.SHOW.value)


def _did(person: Person, by: ColumnElement[Any], at: ColumnElement[Any]) -> ColumnElement[bool]:
    """`Person.did`. Any: a column's own type."""
    before = (and_(by == one.person, at <= one.until) for one in person.formerly)
    return or_(by == person.id, *before)


def _worked_on(person: Person) -> ColumnElement[bool]:
    """Whether somebody edited the text since the program wrote one: few entries of the few that wait."""
    all_of_it = _trail.alias()
    afresh = all_of_it.c.item == _trail.c.item, all_of_it.c.tag.in_([tag.value for tag in AFRESH])
    since = select(func.max(all_of_it.c.seq)).where(*afresh).scalar_subquery()
    edited = and_(_trail.c.tag == Tag.DRAFT_EDITED.value, _did(person, _trail.c.person, _trail.c.at))
    later = _trail.c.seq > func.coalesce(since, -1)
    return exists().where(_trail.c.item == _items.c.id, edited, later)


def _escaped(word: str) -> str:
    """A word in which % and _ mean themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
