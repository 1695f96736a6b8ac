"""The register of what we may use again."""

from datetime import datetime

from sqlalchemy import func, select

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
        """How many were granted from one moment until before another."""
        here = (_grants.c.granted_at >= since, _grants.c.granted_at < until)
        return int(await self._session.value(select(func.count()).select_from(_grants).where(*here)))

    async def all(self, limit: int) -> list[Grant]:
        """The latest, newest first."""
        rows = await self._session.rows(_NAMED.order_by(_grants.c.id.desc()).limit(limit))
        return [Grant(**{name: row[name] for name in ("id", "by", *_KEPT)}) for row in rows]
