"""Whether the team's own trail is whole."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select

from bot.domain.trail import TeamTag, first_fault
from storage._sql import Row, table
from storage.database import Database
from storage.shift_table import ShiftRow, TrailEntryRow, TrailHeadRow
from storage.team_trail import team_entry_of

_heads = table(TrailHeadRow)
_entries = table(TrailEntryRow)
_shifts = table(ShiftRow)
_TAGS = frozenset(tag.value for tag in TeamTag)


async def check_chains(database: Database) -> list[tuple[str, int]]:
    """The first fault of every chain that is not whole, as (chain, place); a shift without one counts too."""
    async with database.read() as work:
        session = work.session
        heads = {row["chain"]: row for row in await session.rows(select(_heads))}
        query = select(_entries).order_by(_entries.c.chain, _entries.c.seq)
        rows = await session.rows(query)
        begun = {f"shift:{row['id']}" for row in await session.rows(select(_shifts.c.id))}
    chains = {chain: list(trail) for chain, trail in groupby(rows, key=lambda row: row["chain"])}
    faults = [
        (chain, _fault(chains.get(chain, []), heads.get(chain))) for chain in begun | set(heads) | set(chains)
    ]
    return sorted((chain, fault) for chain, fault in faults if fault is not None)


def _fault(trail: Sequence[Row], head: Row | None) -> int | None:
    if head is None or head["count"] == 0:
        return 1
    unreadable = next((row["seq"] for row in trail if row["tag"] not in _TAGS), None)
    return unreadable or first_fault(map(team_entry_of, trail), head["head"], head["count"])
