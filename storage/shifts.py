"""Shifts that were begun, shifts that are planned, and who is away."""

import secrets
from datetime import date, datetime

from sqlalchemy import Select, select, update

from bot.domain.shift import Absence, Shift, Stint
from storage._sql import Row, Session, table
from storage.shift_table import AbsenceRow, PlannedShiftRow, ShiftRow
from storage.tables import PersonRow

_shifts = table(ShiftRow)
_planned = table(PlannedShiftRow)
_absences = table(AbsenceRow)
_people = table(PersonRow)
_substitutes = _people.alias("substitutes")
_STINTS = select(_shifts, _people.c.name.label("name")).join(_people, _people.c.id == _shifts.c.person)
_RUNNING = _STINTS.where(_shifts.c.ended_at.is_(None))
_UNREADABLE = (ValueError, TypeError, LookupError)
"""What a value that another release or a hand in the database left there does when it is read."""
_PLANS = select(_planned, _people.c.name.label("name")).join(_people, _people.c.id == _planned.c.person)
_AWAY = (
    select(_absences, _people.c.name.label("name"), _substitutes.c.name.label("stand_in"))
    .join(_people, _people.c.id == _absences.c.person)
    .outerjoin(_substitutes, _substitutes.c.id == _absences.c.substitute)
)


class SqlShifts:
    """See `bot.memory.Shifts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def running(self) -> list[Stint]:
        """Shifts that have begun and not ended, the first one first; without those that cannot be read."""
        try:
            return await self._stints(_RUNNING)
        except _UNREADABLE:
            tried = await self._one_by_one()
        return [stint for stint in tried.values() if isinstance(stint, Stint)]

    async def unreadable(self) -> dict[int, Exception]:
        """The others: the numbers of those that cannot be read, and why."""
        try:
            await self._stints(_RUNNING)
        except _UNREADABLE:
            tried = await self._one_by_one()
            return {number: stint for number, stint in tried.items() if isinstance(stint, Exception)}
        return {}

    async def slots(self, since: datetime) -> frozenset[str]:
        """The places in the roster that somebody has filled since then, also those who have ended it."""
        rows = await self._session.rows(select(_shifts.c.slot).where(_shifts.c.begins >= since))
        return frozenset(row["slot"] for row in rows)

    async def get(self, number: int) -> Stint | None:
        """A shift that was begun."""
        return next(iter(await self._stints(_STINTS.where(_shifts.c.id == number))), None)

    async def alone(self, *people: int) -> None:
        """Whoever else begins or ends a shift of these people waits until this unit of work is over."""
        if self._session.locking:
            theirs = select(_people.c.id).where(_people.c.id.in_(people)).order_by(_people.c.id)
            # Their rows stay as they are: what refers to them may be added meanwhile.
            await self._session.rows(theirs.with_for_update(key_share=True))

    async def begin(self, stint: Stint) -> Stint | None:
        """Begin a shift; None when the same person began the same one already."""
        row = {
            "person": stint.person,
            "begins": stint.begins,
            "ends": stint.ends,
            "channels": sorted(stint.channels),
            "slot": stint.slot or f"hand:{secrets.token_hex(8)}",
            "by_hand": not stint.slot,
            "instead_of": stint.instead_of,
            "ended_at": None,
        }
        if not await self._session.add_once(ShiftRow, row):
            return None
        here = (_shifts.c.slot == row["slot"]) & (_shifts.c.person == stint.person)
        (kept,) = await self._stints(_STINTS.where(here))
        return kept

    async def end(self, number: int, at: datetime) -> bool:
        """It ends; False when it had ended."""
        running = (_shifts.c.id == number) & _shifts.c.ended_at.is_(None)
        return await self._session.changed(update(_shifts).where(running).values(ended_at=at)) == 1

    async def plan(self, person: int, shift: Shift, by: int) -> int:
        """Keep a planned shift, under the number that is returned."""
        row = {"person": person, "begins": shift.begins, "ends": shift.ends, "by": by, "cancelled_at": None}
        added = [{**row, "channels": sorted(shift.channels)}]
        (number,) = await self._session.add_numbered(PlannedShiftRow, added)
        return number

    async def planned(self, after: datetime) -> list[tuple[int, Shift]]:
        """Planned shifts that end later than this, by their numbers."""
        query = _PLANS.where(_planned.c.cancelled_at.is_(None), _planned.c.ends > after)
        return [
            (row["id"], _shift(row))
            for row in await self._session.rows(query.order_by(_planned.c.begins, _planned.c.id))
        ]

    async def cancel(self, number: int) -> bool:
        """A planned shift will not be; False when there is none that is still to come."""
        coming = (_planned.c.id == number) & (_planned.c.begins > self._session.now)
        cancelling = update(_planned).where(coming, _planned.c.cancelled_at.is_(None))
        return await self._session.changed(cancelling.values(cancelled_at=self._session.now)) == 1

    async def absent(self, person: int, absence: Absence, substitute: int | None, by: int) -> int:
        """Keep that somebody is away, under the number that is returned."""
        row = {
            "person": person,
            "first": absence.first.isoformat(),
            "last": absence.last.isoformat(),
            "substitute": substitute,
            "by": by,
            "ended_at": None,
        }
        (number,) = await self._session.add_numbered(AbsenceRow, [row])
        return number

    async def absences(self, since: date, of: int | None = None) -> list[Absence]:
        """Who is away on this day or later, the first day first; or only when this person is."""
        query = _AWAY.where(_absences.c.ended_at.is_(None), _absences.c.last >= since.isoformat())
        query = query if of is None else query.where(_absences.c.person == of)
        rows = await self._session.rows(query.order_by(_absences.c.first, _absences.c.id))
        return [_absence(row) for row in rows]

    async def end_absences(self, *numbers: int) -> None:
        """These do not count any more."""
        ending = update(_absences).where(_absences.c.id.in_(numbers), _absences.c.ended_at.is_(None))
        await self._session.changed(ending.values(ended_at=self._session.now))

    async def _one_by_one(self) -> dict[int, Stint | Exception]:
        """One that cannot be read must not hide the others."""
        found: dict[int, Stint | Exception] = {}
        numbers = select(_shifts.c.id).where(_shifts.c.ended_at.is_(None))
        for row in await self._session.rows(numbers.order_by(_shifts.c.begins, _shifts.c.id)):
            try:
                (found[row["id"]],) = await self._stints(_STINTS.where(_shifts.c.id == row["id"]))
            except _UNREADABLE as error:
                found[row["id"]] = error
        return found

    async def _stints(self, query: Select[tuple[object, ...]]) -> list[Stint]:
        rows = await self._session.rows(query.order_by(_shifts.c.begins, _shifts.c.id))
        return [_stint(row) for row in rows]


def _stint(row: Row) -> Stint:
    same = ("id", "person", "name", "begins", "ends", "instead_of", "ended_at")
    slot = "" if row["by_hand"] else row["slot"]
    return Stint(**{name: row[name] for name in same}, channels=frozenset(row["channels"]), slot=slot)


def _shift(row: Row) -> Shift:
    return Shift(
        slot=f"planned:{row['id']}",
        person=row["name"],
        begins=row["begins"],
        ends=row["ends"],
        channels=frozenset(row["channels"]),
    )


def _absence(row: Row) -> Absence:
    first, last = (date.fromisoformat(row[name]) for name in ("first", "last"))
    return Absence(id=row["id"], person=row["name"], first=first, last=last, substitute=row["stand_in"] or "")
