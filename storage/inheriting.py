"""What was planned and kept for somebody under another number, once it is known that it is theirs."""

from sqlalchemy import ColumnElement, exists, select, update

from bot.domain.people import Actor
from bot.domain.trail import TeamEvent, TeamTag
from storage._sql import Session, table
from storage.inbox_table import InboxRow
from storage.shift_table import AbsenceRow, HandoverRow, PlannedShiftRow, ShiftRow
from storage.team_trail import SqlTeamTrail

_shifts = table(ShiftRow)
_planned = table(PlannedShiftRow)
_absences = table(AbsenceRow)
_handovers = table(HandoverRow)
_inbox = table(InboxRow)


async def inherit(session: Session, former: int, person: int, by: Actor) -> None:
    """The shifts that are still to come or to end, absences, open handovers and the inbox of `former`."""
    await _end_shifts(session, former, person, by)
    still = (
        (_shifts.c.person, _shifts.c.ended_at.is_(None)),
        (_planned.c.person, _planned.c.cancelled_at.is_(None) & (_planned.c.ends > session.now)),
        (_absences.c.person, _absences.c.ended_at.is_(None)),
        (_absences.c.substitute, _absences.c.ended_at.is_(None)),
        (_inbox.c.person, ~_told_both(person)),
    )
    for whose, kept in still:
        await session.changed(
            update(whose.table).where(whose == former, kept).values({whose.name: person}),
        )
    for whose in (_handovers.c.outgoing, _handovers.c.incoming):
        # A further row has their cards drawn anew.
        now = {whose.name: person, "row": _handovers.c.row + 1}
        await session.changed(update(_handovers).where(whose == former, _handovers.c.is_open).values(now))


async def _end_shifts(session: Session, former: int, person: int, by: Actor) -> None:
    """Nobody is on twice: a shift ends where the person is on already, or has worked the same one."""
    theirs = await session.rows(select(_shifts.c.slot, _shifts.c.ended_at).where(_shifts.c.person == person))
    on, slots = any(row["ended_at"] is None for row in theirs), {row["slot"] for row in theirs}
    running = select(_shifts.c.id, _shifts.c.slot).where(_shifts.c.ended_at.is_(None))
    for row in await session.rows(running.where(_shifts.c.person == former)):
        if not on and row["slot"] not in slots:
            continue
        ending = update(_shifts).where(_shifts.c.id == row["id"])
        await session.changed(ending.values(ended_at=session.now))
        ended = TeamEvent(tag=TeamTag.SHIFT_ENDED, actor=by, whom=former)
        await SqlTeamTrail(session).write(f"shift:{row['id']}", ended)


def _told_both(person: int) -> ColumnElement[bool]:
    """Whether the person was told the same."""
    theirs = _inbox.alias()
    same = (theirs.c[name] == _inbox.c[name] for name in ("item", "handover", "seq"))
    return exists().where(theirs.c.person == person, *same)
