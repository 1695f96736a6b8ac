"""Everything that a handover is about, as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.desk.rostering import chain
from bot.desk.rushes import rushes
from bot.domain.handover import Answer, Handover
from bot.domain.shift import ShiftSums, Stint
from bot.domain.trail import TeamEntry
from bot.memory import Dossier, Work
from bot.memory.shifting import StillOpen

GRAVE = frozenset({"high", "crisis"})
"""Risks that the next shift has to speak about."""
MOST_OPEN = 40
"""Items of one handover, beside those of high risk."""
MOST_DRAWN = 100
"""Items of high risk that a note tells with a line each; of the others it says how many they are."""
MOST_ENTRIES = 100
"""Entries of its trail that a note tells; how many there were before says the number of the first."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A handover with everything that it is about, as it is now."""

    handover: Handover
    stint: Stint
    answers: Mapping[int, Answer]
    open: Sequence[Dossier]
    """What is open still and told with a line each, the most urgent first."""
    numbers: Sequence[int]
    """All items that it is about and that are open still."""
    grave: Sequence[int]
    """Those of high risk: each has to be spoken about."""
    late: int
    """How many of them all are overdue."""
    more: int
    came: int
    """What came since the shift ended and is open besides: nothing of it is told here."""
    came_grave: int
    """How many of these are of high risk."""
    promised: Sequence[Dossier]
    """What is answered, and we said that we would come back to it; the soonest first."""
    more_promised: int
    sums: ShiftSums
    storms: Mapping[str, int]
    """How many comments wait for their thread, by channel."""
    rushes: Mapping[str, int]
    """How many came into channels of the page of late, where it is a storm."""
    entries: Sequence[TeamEntry]
    """The latest of its trail."""
    names: Mapping[int, str]
    sources: Sequence[Dossier] = ()
    """What a draft was written from that stands there, read and kept or not."""

    @property
    def quiet(self) -> bool:
        """Nothing is open, nothing is promised, nothing came since, and nothing comes."""
        return self.nothing_left and not self.came

    @property
    def nothing_left(self) -> bool:
        """The shift itself leaves nothing to be done."""
        return not (self.open or self.promised or self.more or self.storms or self.rushes)


async def read_paper(work: Work, handover: Handover) -> Paper:
    """Everything that a handover is about, as it is now."""
    stint = await work.shifts.get(handover.stint)
    assert stint is not None  # noqa: S101  # the database keeps it: handovers refer to their shift
    numbers = await _numbers(work, handover, stint)
    drawn = handover.proposed.items if handover.unread or handover.proposed.kept else ()
    answers = await work.handovers.answers(handover.id)
    still = await work.shift_reading.still_open(numbers)
    told = _told(still, answers)
    kept = await work.shift_reading.still_promised(numbers)
    promised = kept[:MOST_OPEN]
    every = await work.items.dossiers([*dict.fromkeys([*told, *promised, *drawn])])
    found = [one for one in every if one.item.id in told]
    grave = [one.item for one in still if one.grave]
    further = await _more(work, handover, stint, len(still))
    came, came_grave = await _came(work, handover, len(still) + further, len(grave))
    return Paper(
        handover=handover,
        stint=stint,
        answers=answers,
        open=found,
        numbers=[one.item for one in still],
        grave=grave,
        late=sum(one.late for one in still),
        more=further + len(still) - len(found),
        came=came,
        came_grave=came_grave,
        promised=[one for one in every if one.item.id in promised],
        more_promised=len(kept) - len(promised),
        sums=handover.sums or await sums(work, stint),
        storms=await _storms(work, stint.channels),
        rushes=await rushes(work, stint.channels),
        entries=await work.team_trail.latest(chain(stint.id), MOST_ENTRIES),
        names={person.id: person.name for person in await work.people.all()},
        sources=[one for one in every if one.item.id in drawn],
    )


def unspoken(paper: Paper) -> list[int]:
    """Items of high risk about which nobody has said anything."""
    return [number for number in paper.grave if number not in paper.answers]


def _told(still: Sequence[StillOpen], answers: Mapping[int, Answer]) -> list[int]:
    """What is told with a line each: of the grave ones first what was asked, then what nobody answered."""
    grave = [one.item for one in still if one.grave]
    grave.sort(key=lambda number: (number in answers and not answers[number].pending, number not in answers))
    told = {*grave[:MOST_DRAWN], *[one.item for one in still if not one.grave][:MOST_OPEN]}
    return [one.item for one in still if one.item in told]


async def sums(work: Work, stint: Stint) -> ShiftSums:
    """The numbers of a shift until now, or until it ended."""
    return await work.shift_reading.sums(stint.begins, stint.ended_at or work.now, stint.channels)


async def scope(work: Work, stint: Stint) -> tuple[int, ...]:
    """The items that a shift leaves behind now."""
    reading = work.shift_reading
    left = await reading.open_items(stint.channels, MOST_OPEN)
    return (*left, *await reading.promised(stint.channels, MOST_DRAWN))


async def _numbers(work: Work, handover: Handover, stint: Stint) -> Sequence[int]:
    """The items; fixed from the end of the shift on."""
    return await scope(work, stint) if handover.items is None else handover.items


async def _more(work: Work, handover: Handover, stint: Stint, told: int) -> int:
    """How many further ones there are, as long as nobody has taken it over."""
    if handover.items is not None and (not handover.open or len(handover.items) < MOST_OPEN):
        return 0
    return max(await work.shift_reading.count_open(handover.channels, stint.ended_at) - told, 0)


async def _came(work: Work, handover: Handover, known: int, grave: int) -> tuple[int, int]:
    """What is open and was not when the shift ended, and how much of it is of high risk.

    Counted as what is left of all that is open: a comment may come later than it was written.
    """
    if handover.items is None or (not handover.open and len(handover.items) >= MOST_OPEN):
        return 0, 0
    before = None if handover.open else handover.settled_at
    came = await work.shift_reading.count_open(handover.channels, before) - known
    if came <= 0:
        return 0, 0
    return came, max(await work.shift_reading.count_grave(handover.channels, before) - grave, 0)


async def _storms(work: Work, channels: frozenset[str]) -> dict[str, int]:
    found = {}
    for name in await work.facts("storm:show:"):
        lane = name.removeprefix("storm:")
        channel = lane.split(":", 2)[2]
        if not channels or channel in channels:
            found[channel] = await work.queue.unshown_in(lane)
    return found
