"""What people noted for the drafts of these days."""

from sqlalchemy import or_, select, update

from bot.domain.known import KnownFact
from storage._sql import Row, Session, table
from storage.known_table import KnownFactRow
from storage.tables import PersonRow

_known = table(KnownFactRow)
_people = table(PersonRow)
_NAMED = select(_known, _people.c.name.label("by")).join(_people, _people.c.id == _known.c.author)


class SqlKnowledge:
    """See `bot.memory.Knowledge`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def note(self, fact: KnownFact) -> int:
        """Keep it, under the number that is returned."""
        row = {
            "question": fact.question,
            "answer": fact.answer,
            "author": fact.author,
            "at": fact.at,
            "until": fact.until,
            "source": fact.source,
        }
        (number,) = await self._session.add_numbered(KnownFactRow, [row])
        return number

    async def valid(self) -> list[KnownFact]:
        """What holds now, oldest first."""
        holds = or_(_known.c.until.is_(None), _known.c.until > self._session.now)
        query = _NAMED.where(_known.c.forgotten_at.is_(None), holds).order_by(_known.c.id)
        return [_fact_of(row) for row in await self._session.rows(query)]

    async def forget(self, number: int, by: int) -> bool:
        """From now on nobody is told; False when nobody was any more."""
        forgetting = update(_known).where(
            _known.c.id == number,
            _known.c.forgotten_at.is_(None),
            or_(_known.c.until.is_(None), _known.c.until > self._session.now),
        )
        done = await self._session.changed(forgetting.values(forgotten_at=self._session.now, forgotten_by=by))
        return done == 1


def _fact_of(row: Row) -> KnownFact:
    names = ("id", "question", "answer", "author", "by", "at", "until", "source")
    return KnownFact(**{name: row[name] for name in names})
