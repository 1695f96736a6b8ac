"""Everything that a handover is about, as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.desk.rostering import chain
from bot.domain.handover import Answer, Handover
from bot.domain.shift import ShiftSums, Stint
from bot.domain.trail import TeamEntry
from bot.memory import Dossier, Work

GRAVE = frozenset({"high", "crisis"})
"""Risks that the next shift has to speak about."""
MOST_OPEN = 40
"""Items of one handover, beside those of high risk."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A handover with everything that it is about, as it is now."""

    handover: Handover
    stint: Stint
    answers: Mapping[int, Answer]
    open: Sequence[Dossier]
    """What is open still, the most urgent first."""
    more: int
    sums: ShiftSums
    storms: Mapping[str, int]
    """How many comments wait for their thread, by channel."""
    entries: Sequence[TeamEntry]
    names: Mapping[int, str]

    @property
    def grave(self) -> list[int]:
        """Items of high risk that are open still."""
        return [one.item.id for one in self.open if one.item.triage.risk in GRAVE]

    @property
    def quiet(self) -> bool:
        """Nothing is open, and nothing comes."""
        return not self.open and not self.more and not self.storms


async def read_paper(work: Work, handover: Handover) -> Paper:
    """Everything that a handover is about, as it is now."""
    stint = await work.shifts.get(handover.stint)
    assert stint is not None  # noqa: S101  # the database keeps it: handovers refer to their shift
    found = [one for one in await work.items.dossiers(await _numbers(work, handover)) if one.item.open]
    ends = stint.ended_at or work.now
    return Paper(
        handover=handover,
        stint=stint,
        answers=await work.handovers.answers(handover.id),
        open=found,
        more=await _more(work, handover, stint, len(found)),
        sums=await work.shift_reading.sums(stint.begins, ends, stint.channels),
        storms=await _storms(work, stint.channels),
        entries=await work.team_trail.entries(chain(stint.id)),
        names={person.id: person.name for person in await work.people.all()},
    )


async def scope(work: Work, stint: Stint) -> tuple[int, ...]:
    """The items that a shift leaves behind now."""
    return tuple(await work.shift_reading.open_items(stint.channels, MOST_OPEN))


async def _numbers(work: Work, handover: Handover) -> Sequence[int]:
    """The items; fixed from the end of the shift on."""
    if handover.items is not None:
        return handover.items
    return await work.shift_reading.open_items(handover.channels, MOST_OPEN)


async def _more(work: Work, handover: Handover, stint: Stint, told: int) -> int:
    """How many further ones there are, as long as nobody has taken it over."""
    if handover.items is not None and (not handover.open or len(handover.items) < MOST_OPEN):
        return 0
    return max(await work.shift_reading.count_open(handover.channels, stint.ended_at) - told, 0)


async def _storms(work: Work, channels: frozenset[str]) -> dict[str, int]:
    found = {}
    for name in await work.facts("storm:show:"):
        lane = name.removeprefix("storm:")
        channel = lane.split(":", 2)[2]
        if not channels or channel in channels:
            found[channel] = await work.queue.unshown_in(lane)
    return found
