"""The demo's two shifts: one is on, the next one comes, so that a handover can be tried at once."""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk.rostering import begun
from bot.domain.people import Person
from bot.domain.shift import Shift, Stint
from bot.memory import Work

BEGAN, LASTS = timedelta(hours=6, minutes=30), timedelta(hours=8)
"""Counted from the full hour before: the shift has between half an hour and one and a half to go."""


async def two_shifts(work: Work, people: Sequence[Person]) -> None:
    """The first teammate is on, the second one comes next; as long as nobody has planned anything else."""
    if len(people) < 2 or await work.shifts.running() or await work.shifts.planned(work.now):  # noqa: PLR2004  # two shifts
        return
    first, second = people[:2]
    begins = (work.now - BEGAN).replace(minute=0, second=0, microsecond=0)
    ends = begins + LASTS
    await begun(work, Stint(person=first.id, begins=begins, ends=ends))
    coming = Shift(slot="", person=second.name, begins=ends, ends=ends + LASTS)
    await work.shifts.plan(second.id, coming, first.id)
