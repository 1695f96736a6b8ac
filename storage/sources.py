"""Sources, and how far they were read."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update

from bot.domain.community import Cursor, Source
from bot.memory import Reading
from storage._sql import Row, Session, table
from storage.tables import SourceRow

_sources = table(SourceRow)


class SqlSources:
    """See `bot.memory.Sources`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def open(self, source: Source, since: datetime) -> Reading:
        """The reading of a source; a new one starts from `since`."""
        row = {"platform": source.platform, "name": source.name, "since": since, "mark": "", "due": since}
        row |= {"failing": "", "fails": 0}
        await self._session.changed(self._session.upsert(SourceRow, row).on_conflict_do_nothing())
        found = await self._session.row(select(_sources).where(_this(source)))
        return _reading_of(found or row)

    async def moved(self, source: Source, cursor: Cursor, due: datetime) -> None:
        """Remember how far it was read and when to go on."""
        await self._set(source, since=cursor.since, mark=cursor.mark, due=due, failing="", fails=0)

    async def failed(self, source: Source, why: str, due: datetime) -> None:
        """Remember that reading failed."""
        await self._set(source, failing=why, fails=_sources.c.fails + 1, due=due)

    async def _set(self, source: Source, **facts: Any) -> None:
        """Set columns. Any: each has its own type."""
        await self._session.changed(update(_sources).where(_this(source)).values(**facts))

    async def all(self) -> list[Reading]:
        """Every source ever read."""
        return [
            _reading_of(row) for row in await self._session.rows(select(_sources).order_by(_sources.c.id))
        ]


def _this(source: Source) -> Any:
    """The condition for one source. Any: SQLAlchemy's and_ is loosely typed."""
    return and_(_sources.c.platform == source.platform, _sources.c.name == source.name)


def _reading_of(row: Row) -> Reading:
    return Reading(
        source=Source(platform=row["platform"], name=row["name"]),
        cursor=Cursor(since=row["since"], mark=row["mark"]),
        due=row["due"],
        failing=row["failing"],
        fails=row["fails"],
    )
