"""Handovers that nobody takes over: whom the ladder tells, one step after the other."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.abilities import Announces
from bot.desk.desk import Desk
from bot.desk.rostering import roster_now
from bot.desk.telling import MAIL
from bot.domain.handover import LATE, Handover
from bot.domain.people import Role
from bot.domain.shift import shares
from bot.domain.timing import Rung
from bot.memory import Work
from bot.ports import Surface
from bot.words import Words, say

LONG = 3 * LATE
"""Where somebody was reached, the others hold up a step for no longer than that."""
Target = tuple[str, str]
"""A surface, and a channel or account there; or `mail` and an address."""


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
    overdue: bool
    """Due for so long that nobody holds it up any longer once somebody was reached."""

    @property
    def key(self) -> str:
        """The same for every try at it."""
        return step_key(self.late.handover)

    def trace(self, target: Target) -> str:
        """Whom it was tried for, as the handover keeps it: no account, and another one for each step."""
        return hashlib.sha256("\n".join((self.key, *target)).encode()).hexdigest()[:16]


def step_key(handover: Handover) -> str:
    """The same for every try at the step that is due about it."""
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
            overdue = begins + due[0].after + LONG <= work.now
            step = Step(late=late, rung=due[0], targets=targets, last_try=len(due) > 1, overdue=overdue)
            found.append(step)
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


def rooms_of(desk: Desk, channels: frozenset[str]) -> Iterator[tuple[Surface, str]]:
    """Where a shift is told of: in its channels, or in the first one of each chat tool."""
    for name, surface in desk.surfaces.items():
        if isinstance(surface, Announces):
            rooms = desk.policy.rooms(name)
            for room in [room for room in rooms if room in channels] if channels else rooms[:1]:
                yield surface, room
