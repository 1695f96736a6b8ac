"""What the page keeps for each person."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select, update

from bot.domain.people import Role
from bot.memory.inbox import InboxLine
from storage._sql import Session, table
from storage.inbox_table import InboxRow
from storage.tables import AccountRow, PersonRow

MOST = 50
"""So many are kept for each person."""
_inbox = table(InboxRow)
_people = table(PersonRow)
_accounts = table(AccountRow)

_last = _inbox.alias()
_LAST_KEPT = (
    select(_last.c.id)
    .where(_last.c.person == bindparam("whose"))
    .order_by(_last.c.id.desc())
    .offset(MOST)
    .limit(1)
    .scalar_subquery()
)
_FALLS_AWAY = _inbox.delete().where(_inbox.c.person == bindparam("whose"), _inbox.c.id <= _LAST_KEPT)
_UNSEEN = (
    select(func.count())
    .select_from(_inbox)
    .where(_inbox.c.person == bindparam("whose"), _inbox.c.seen_at.is_(None))
)


class SqlInbox:
    """See `bot.memory.Inbox`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def readers(self, surface: str) -> dict[int, Role]:
        """Everybody who has an account on a surface, and as what."""
        theirs = select(_people.c.id, _people.c.role).join(_accounts, _accounts.c.person == _people.c.id)
        rows = await self._session.rows(theirs.where(_accounts.c.surface == surface))
        return {row["id"]: Role(row["role"]) for row in rows}

    async def add(self, people: Collection[int], line: InboxLine) -> None:
        """Keep it for these people, once; what is older than their last ones falls away."""
        if not people:
            return
        row = {"item": line.item, "handover": line.handover, "seq": line.seq, "at": self._session.now}
        keeping = self._session.upsert(InboxRow).on_conflict_do_nothing()
        whose = sorted(people)
        await self._session.connection.execute(keeping, [{"person": person, **row} for person in whose])
        await self._session.connection.execute(_FALLS_AWAY, [{"whose": person} for person in whose])

    async def latest(self, person: int, limit: int) -> list[InboxLine]:
        """The last ones of somebody: those that they have not seen first, each the newest first."""
        theirs = select(_inbox).where(_inbox.c.person == person)
        query = theirs.order_by(_inbox.c.seen_at.is_not(None), _inbox.c.id.desc()).limit(limit)
        return [
            InboxLine(
                id=row["id"],
                item=row["item"],
                handover=row["handover"],
                seq=row["seq"],
                at=row["at"],
                seen=row["seen_at"] is not None,
            )
            for row in await self._session.rows(query)
        ]

    async def unseen(self, person: int) -> int:
        """How many somebody has not seen."""
        return int(await self._session.value(_UNSEEN, whose=person))

    async def see(self, person: int, numbers: Collection[int]) -> None:
        """Somebody has seen these; those of others stay as they are."""
        theirs = (_inbox.c.person == person, _inbox.c.id.in_(list(numbers)), _inbox.c.seen_at.is_(None))
        await self._session.changed(update(_inbox).where(*theirs).values(seen_at=self._session.now))
