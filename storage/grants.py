"""The register of what we may use again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from bot.domain.grant import Grant
from storage._sql import Session, table
from storage.people_tables import PersonRow
from storage.team_table import GrantRow

_grants, _people = table(GrantRow), table(PersonRow)
_NAMED = select(_grants, _people.c.name.label("by")).join(_people, _people.c.id == _grants.c.noted_by)
_KEPT = ("item", "granted_by", "granted_at", "purpose", "link", "noted_by", "noted_at")


class SqlGrants:
    """See `bot.memory.grants.Grants`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, grant: Grant) -> int:
        """Keep it, under the number that is returned."""
        row = {name: getattr(grant, name) for name in _KEPT}
        (number,) = await self._session.add_numbered(GrantRow, [row])
        return number

    async def count(self, since: datetime, until: datetime) -> int:
        """How many were noted from one moment until before another."""
        here = _noted(since, until)
        return int(await self._session.value(select(func.count()).select_from(_grants).where(here)))

    async def within(self, since: datetime, until: datetime, limit: int) -> list[Grant]:
        """Those themselves, the latest first."""
        return await self._read(_NAMED.where(_noted(since, until)), limit)

    async def all(self, limit: int) -> list[Grant]:
        """The latest, newest first."""
        return await self._read(_NAMED, limit)

    async def _read(self, query: Any, limit: int) -> list[Grant]:
        """Any: selects of different columns have no common type."""
        rows = await self._session.rows(query.order_by(_grants.c.id.desc()).limit(limit))
        return [Grant(**{name: row[name] for name in ("id", "by", *_KEPT)}) for row in rows]


def _noted(since: datetime, until: datetime) -> ColumnElement[bool]:
    # Not by when they said so: a report that was sent already would have missed what was noted later.
    return and_(_grants.c.noted_at >= since, _grants.c.noted_at < until)
