"""The team's own trail: chains of what is about no single item, each sealed entry by entry."""

from sqlalchemy import select, update

from bot.domain.people import Actor
from bot.domain.trail import TeamEntry, TeamEvent, TeamTag, enter
from storage._sql import Row, Session, table
from storage._trail import new_salt
from storage.shift_table import TrailEntryRow, TrailHeadRow

_heads = table(TrailHeadRow)
_entries = table(TrailEntryRow)


class SqlTeamTrail:
    """See `bot.memory.TeamTrail`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def write(self, chain: str, *events: TeamEvent) -> int:
        """Write down what happened, in this unit of work; the number of the last entry."""
        head, count = await self._locked(chain)
        entries: list[TeamEntry] = []
        for event in events:
            count += 1
            entries.append(enter(head, chain, count, self._session.now, event, new_salt()))
            head = entries[-1].digest
        await self._session.add(TrailEntryRow, [_columns(entry) for entry in entries])
        now = update(_heads).where(_heads.c.chain == chain).values(head=head, count=count)
        await self._session.changed(now)
        return count

    async def _locked(self, chain: str) -> tuple[str, int]:
        """What the chain remembers of itself; whoever writes next waits until we are done."""
        await self._session.add_once(TrailHeadRow, {"chain": chain, "head": "", "count": 0})
        query = select(_heads).where(_heads.c.chain == chain)
        row = await self._session.row(self._session.locked(query))
        return (row["head"], row["count"]) if row else ("", 0)

    async def entries(self, chain: str) -> list[TeamEntry]:
        """All entries of a chain."""
        query = select(_entries).where(_entries.c.chain == chain).order_by(_entries.c.seq)
        return [team_entry_of(row) for row in await self._session.rows(query)]

    async def latest(self, chain: str, limit: int) -> list[TeamEntry]:
        """The last ones, in their order."""
        query = select(_entries).where(_entries.c.chain == chain).order_by(_entries.c.seq.desc()).limit(limit)
        return [team_entry_of(row) for row in reversed(await self._session.rows(query))]

    async def entry(self, chain: str, seq: int) -> TeamEntry | None:
        """A single one, by its number."""
        row = await self._session.row(
            select(_entries).where(_entries.c.chain == chain, _entries.c.seq == seq)
        )
        return team_entry_of(row) if row else None


def team_entry_of(row: Row) -> TeamEntry:
    """An entry from its row."""
    event = TeamEvent(
        tag=TeamTag(row["tag"]),
        actor=Actor(person=row["person"], surface=row["surface"]),
        whom=row["whom"],
        item=row["item"],
        text=row["text"],
    )
    kept = {name: row[name] for name in ("chain", "seq", "at", "salt", "text_digest", "digest")}
    return TeamEntry(**kept, event=event)


def _columns(entry: TeamEntry) -> dict[str, object]:
    event, actor = entry.event, entry.event.actor
    kept = {name: getattr(entry, name) for name in ("chain", "seq", "at", "salt", "text_digest", "digest")}
    told = {"tag": event.tag.value, "whom": event.whom, "item": event.item, "text": event.text}
    return {**kept, **told, "person": actor.person, "surface": actor.surface}
