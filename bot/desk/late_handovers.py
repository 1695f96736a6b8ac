"""Handovers that nobody takes over: whom the ladder tells, one step after the other, each once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.abilities import Announces, Gathers
from bot.desk.desk import Desk, show_lane
from bot.desk.for_you import readers_of_handover
from bot.desk.lanes import wait_for_slot
from bot.desk.rostering import chain, roster_now
from bot.desk.telling import MAIL, tell_lane
from bot.domain.handover import LATE, Handover
from bot.domain.people import Role
from bot.domain.shift import shares
from bot.domain.timing import Rung
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import OutsideError, TryLater, Unclear
from bot.memory import Work
from bot.memory.inbox import InboxLine
from bot.ports import Finds, Surface
from bot.views import Notice
from bot.words import Words, say

log = logging.getLogger("augenhoehe.shifts")
Target = tuple[str, str]
"""A surface, and a channel or account there; or `mail` and an address."""
TAGS = {
    "handler": TeamTag.HANDOVER_NUDGED,
    "channel": TeamTag.HANDOVER_REMINDED,
    "leads": TeamTag.HANDOVER_ESCALATED,
    "outside": TeamTag.HANDOVER_OUTSIDE,
}


@dataclass(frozen=True, kw_only=True)
class Late:
    """A handover that nobody has taken over although the next shift began a while ago."""

    handover: Handover
    name: str
    """Whose shift it was."""
    since: datetime
    """Since when it waits for the next one."""

    @property
    def words(self) -> Words:
        """What is said about it."""
        return say(
            "The handover of {name} waits since {when}, and nobody has taken it over. /handover shows it.",
            name=self.name,
            when=self.since,
        )


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the ladder that is to be taken now."""

    late: Late
    rung: Rung
    targets: tuple[Target, ...]
    """Where those whom it is about can be reached."""
    last_try: bool
    """The next step is due as well: it does not wait for this one."""

    @property
    def key(self) -> str:
        """The same for every try at it."""
        handover = self.late.handover
        return f"late{handover.id}x{handover.opened_at.timestamp():.0f}r{handover.taken}"


async def late_handovers(work: Work, desk: Desk) -> list[Late]:
    """Handovers that wait for longer than they may."""
    names = {person.id: person.name for person in await work.people.all()}
    found = []
    for handover in await work.handovers.open_ones():
        since = await _waits_since(work, desk, handover)
        if since is not None and since + LATE <= work.now:
            found.append(Late(handover=handover, name=names.get(handover.outgoing, ""), since=since))
    return found


async def _waits_since(work: Work, desk: Desk, handover: Handover) -> datetime | None:
    """Since when somebody is on who should have taken it over; None while nobody is, but somebody will be."""
    stint = await work.shifts.get(handover.stint)
    if stint is None or stint.ended_at is None:
        return None
    ready = max(stint.ended_at, handover.opened_at)
    running = [
        one.begins
        for one in await work.shifts.running()
        if one.person != handover.outgoing and shares(one.channels, handover.channels)
    ]
    if running:
        return max(min(running), ready)
    coming = (await roster_now(work, desk)).next(work.now, handover.channels)
    return None if coming else ready


async def steps_due(work: Work, desk: Desk) -> list[Step]:
    """The next step about each late handover, where its time has come."""
    ladder, found = desk.policy.timing.handovers, []
    for late in await late_handovers(work, desk):
        begins = _begins(late, ladder)
        due = [rung for rung in ladder[late.handover.taken :] if begins + rung.after <= work.now]
        if due:
            targets = tuple(dict.fromkeys(await _reached(work, desk, late.handover, due[0])))
            found.append(Step(late=late, rung=due[0], targets=targets, last_try=len(due) > 1))
    return found


def _begins(late: Late, ladder: Sequence[Rung]) -> datetime:
    """From when its steps are counted; after a first one that was late, all others are as much later."""
    owed, first = late.since + LATE, late.handover.reminded_at
    return max(owed, first - ladder[0].after) if first and ladder else owed


async def _reached(work: Work, desk: Desk, handover: Handover, rung: Rung) -> list[Target]:
    """Where they are reached by chat tools and e-mail."""
    speaking = [name for name, surface in desk.surfaces.items() if isinstance(surface, Announces)]
    if rung.who == "channel":
        return [(surface.name, room) for surface, room in rooms_of(desk, handover.channels)]
    if rung.who == "outside":
        by_mail = rung.where[0] == MAIL and desk.mail is not None
        return [rung.where] if by_mail or rung.where[0] in speaking else []
    if rung.who == "leads":
        leads = {name: await work.people.accounts(name, Role.LEAD) for name in speaking}
        return [(name, account) for name in speaking for account in leads[name]]
    return [
        (name, account)
        for stint in await work.shifts.running()
        if stint.person != handover.outgoing and shares(stint.channels, handover.channels)
        for name in speaking
        for account in await work.people.accounts_of(stint.person, name)
    ]


async def take_step(desk: Desk, step: Step) -> None:
    """Tell those whom it is about, and keep that it was taken; the trail says so if anybody was reached."""
    tries = [await _told(desk, step, *target) for target in step.targets]
    if any(tries) or None not in tries or step.last_try:
        told = any(tries)
        await desk.keep(lambda work: _taken(work, step, told=told))


async def _taken(work: Work, step: Step, *, told: bool) -> None:
    handover = step.late.handover
    readers = await readers_of_handover(work, handover, step.rung)
    if await work.handovers.climbed(handover, work.now) and (told or readers):
        event = TeamEvent(tag=TAGS[step.rung.who], whom=handover.outgoing)
        number = await work.team_trail.write(chain(handover.stint), event)
        await work.inbox.add(readers, InboxLine(handover=handover.id, seq=number))


async def _told(desk: Desk, step: Step, name: str, target: str) -> bool | None:
    """Tell one of them; False when that cannot be, None when it is to be tried again."""
    notice = Notice(words=step.late.words)
    try:
        if name == MAIL:
            assert desk.mail is not None  # noqa: S101  # _reached asked
            await desk.mail.send(target, notice)
        else:
            await _announce(desk, desk.surfaces[name], target, step)
    except Unclear:
        return True
    except OutsideError as error:
        log.warning("not reminded", extra={"surface": name, "why": str(error.words)})
        return None if isinstance(error, TryLater) else False
    return True


async def _announce(desk: Desk, surface: Surface, target: str, step: Step) -> None:
    assert isinstance(surface, Announces)  # noqa: S101  # _reached asked
    notice = Notice(words=step.late.words)
    if step.rung.who == "channel":
        # A process that was killed here may have told them already.
        if isinstance(surface, Finds) and await surface.find(target, step.key):
            return
        await wait_for_slot(desk, show_lane(surface.name, target), surface.interval)
        await surface.announce(notice, target, step.key)
        return
    await wait_for_slot(desk, tell_lane(surface.name, target), surface.interval)
    for account in await surface.members(target) if isinstance(surface, Gathers) else [target]:
        await surface.announce(notice, account, step.key)


def rooms_of(desk: Desk, channels: frozenset[str]) -> Iterator[tuple[Surface, str]]:
    """Where a shift is told of: in its channels, or in the first one of each chat tool."""
    for name, surface in desk.surfaces.items():
        if isinstance(surface, Announces):
            rooms = desk.policy.rooms(name)
            for room in [room for room in rooms if room in channels] if channels else rooms[:1]:
                yield surface, room
