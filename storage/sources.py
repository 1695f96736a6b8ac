"""Sources, and how far they were read."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.domain.community import Cursor, Source
from bot.memory import Reading
from storage._sql import Row, Session, table
from storage.tables import SourceRow

_sources = table(SourceRow)
_THIS = (_sources.c.platform == bindparam("on"), _sources.c.name == bindparam("of"))
_READING = select(_sources).where(*_THIS)
_SETTING = update(_sources).where(*_THIS)
"""Sets the columns that it is given values for."""
_MOVED = _SETTING.where(_sources.c.since == bindparam("read_since"))
_REWOUND = _SETTING.where(_sources.c.since > bindparam("from_then"))
_FAILED = _SETTING.values(fails=_sources.c.fails + 1)
_ALL = select(_sources).order_by(_sources.c.id)


class SqlSources:
    """See `bot.memory.Sources`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def open(self, source: Source, since: datetime) -> Reading:
        """The reading of a source; a new one starts from `since`."""
        row = {"platform": source.platform, "name": source.name, "since": since, "mark": "", "due": since}
        row |= {"failing": "", "fails": 0}
        await self._session.add_once(SourceRow, row)
        found = await self._session.row(_READING, **_this(source))
        return _reading_of(found or row)

    async def moved(self, source: Source, cursor: Cursor, due: datetime) -> None:
        """Remember how far it was read and when to go on; not if it was rewound meanwhile."""
        read = {"read_since": cursor.since, "mark": cursor.mark, "failing": "", "fails": 0}
        await self._session.changed(_MOVED, **_this(source), **read, due=due)

    async def rewind(self, source: Source, since: datetime) -> bool:
        """Read a source anew from an earlier moment on; False when it was read from there already."""
        anew = {"from_then": since, "since": since, "mark": "", "due": self._session.now}
        return await self._session.changed(_REWOUND, **_this(source), **anew) == 1

    async def failed(self, source: Source, why: str, due: datetime) -> None:
        """Remember that reading failed."""
        await self._session.changed(_FAILED, **_this(source), failing=why, due=due)

    async def all(self) -> list[Reading]:
        """Every source ever read."""
        return [_reading_of(row) for row in await self._session.rows(_ALL)]


def _this(source: Source) -> dict[str, str]:
    """The parameters that name one source."""
    return {"on": source.platform, "of": source.name}


def _reading_of(row: Row) -> Reading:
    return Reading(
        source=Source(platform=row["platform"], name=row["name"]),
        cursor=Cursor(since=row["since"], mark=row["mark"]),
        due=row["due"],
        failing=row["failing"],
        fails=row["fails"],
    )
