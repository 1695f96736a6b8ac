"""Taking the steps about late handovers: each person is told once, and the trail says what came of it.

Whom we begin to tell is kept before the call. Whoever is killed in between leaves somebody who may not have
been told, and the trail says so: the next step comes anyway, and nobody is told over and over.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.abilities import Announces, Gathers
from bot.desk.desk import Desk, show_lane
from bot.desk.for_you import readers_of_handover
from bot.desk.lanes import wait_for_slot
from bot.desk.late_handovers import Step, Target, step_key
from bot.desk.rostering import chain
from bot.desk.telling import MAIL
from bot.domain.effect import tell_lane
from bot.domain.handover import Handover
from bot.domain.trail import TeamEvent, TeamTag
from bot.domain.tried import Tried
from bot.errors import NeedsPerson, OutsideError, Refused, Unclear
from bot.memory import Work
from bot.memory.inbox import InboxLine
from bot.ports import Finds
from bot.views import Notice
from bot.words import say

log = logging.getLogger("augenhoehe.shifts")
TAGS = {
    "handler": TeamTag.HANDOVER_NUDGED,
    "channel": TeamTag.HANDOVER_REMINDED,
    "leads": TeamTag.HANDOVER_ESCALATED,
    "outside": TeamTag.HANDOVER_OUTSIDE,
}
Hold = Callable[[], Awaitable[None]]
"""Said before each call: we go on. It raises where another process has gone on meanwhile."""
PATIENCE = 15.0
"""So many seconds may a call take."""


async def take_step(desk: Desk, step: Step, hold: Hold) -> None:
    """Tell those whom it is about, each once, and keep what came of it; the trail says so."""
    targets, errors = await _one_by_one(desk, step, hold)
    for target in targets:
        if _untold(desk, step, step.late.handover, target):
            error = await _told(desk, step, target, hold)
            errors += [error] if error else []
    await desk.keep(lambda work: _taken(work, step, errors))


async def _taken(work: Work, step: Step, errors: Sequence[OutsideError]) -> None:
    """What came of it, unless it is to be tried again."""
    handover = await work.handovers.get(step.late.handover.id)
    known, readers = set(handover.tried.values()), await readers_of_handover(work, handover, step.rung)
    reached = bool(readers) or Tried.TOLD in known
    if _waits(step, errors, reached=reached) or not (handover.open or known):
        return
    if await work.handovers.climbed(step.late.handover, work.now):
        unheard = TeamTag.HANDOVER_TRIED if Tried.BEGUN in known else TeamTag.HANDOVER_UNHEARD
        tag = TAGS[step.rung.who] if reached else unheard
        event = TeamEvent(tag=tag, whom=handover.outgoing)
        number = await work.team_trail.write(chain(handover.stint), event)
        await work.inbox.add(readers, InboxLine(handover=handover.id, seq=number))


def _waits(step: Step, errors: Sequence[OutsideError], *, reached: bool) -> bool:
    """Whether it is to be tried again. What waits for a person does not hold up those who were reached."""
    if step.last_try or (reached and step.overdue):
        return False
    later = any(not isinstance(error, NeedsPerson) for error in errors)
    return later or (bool(errors) and not reached)


async def _one_by_one(desk: Desk, step: Step, hold: Hold) -> tuple[list[Target], list[OutsideError]]:
    """Everybody whom it is about, groups by their members; and why some groups cannot be told apart now."""
    found: list[Target] = []
    errors: list[OutsideError] = []
    for name, target in step.targets:
        surface = desk.surfaces.get(name)
        if step.rung.who == "channel" or not isinstance(surface, Gathers):
            found.append((name, target))
            continue
        await hold()
        try:
            async with asyncio.timeout(PATIENCE):
                found += [(name, account) for account in await surface.members(target)]
        except (OutsideError, TimeoutError) as error:
            again = _again(_outside(name, error))
            errors += [again] if again else []
    return list(dict.fromkeys(found)), errors


def _outside(name: str, error: OutsideError | TimeoutError) -> OutsideError:
    told = error if isinstance(error, OutsideError) else Unclear(say("No answer came in time."))
    log.warning("not reminded", extra={"surface": name, "why": str(told.words)})
    return told


def _again(error: OutsideError) -> OutsideError | None:
    """An error after which the same can be tried again."""
    return None if isinstance(error, Refused) else error


def _untold(desk: Desk, step: Step, handover: Handover, target: Target) -> bool:
    """Whether they are to be told: one who may have been told is not told again, unless we can look."""
    known = handover.tried.get(step.trace(target))
    return known is None or (known is Tried.BEGUN and _looks(desk, step, target))


def _looks(desk: Desk, step: Step, target: Target) -> bool:
    """Whether it can be seen there that they were told."""
    return step.rung.who == "channel" and isinstance(desk.surfaces.get(target[0]), Finds)


async def _told(desk: Desk, step: Step, target: Target, hold: Hold) -> OutsideError | None:
    """Tell one of them; the error after which it is to be tried again. Kept before it is tried."""
    await _slot(desk, step, target)
    await hold()
    if not await desk.keep(lambda work: _begin(work, desk, step, target)):
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            await _announce(desk, step, target)
    except (OutsideError, TimeoutError) as caught:
        error = _outside(target[0], caught)
    else:
        await desk.keep(lambda work: _tried(work, step, target, Tried.TOLD))
        return None
    if isinstance(error, Unclear):
        return error if _looks(desk, step, target) else None
    again = _again(error)
    await desk.keep(lambda work: _tried(work, step, target, None if again else Tried.REFUSED))
    return again


async def _slot(desk: Desk, step: Step, target: Target) -> None:
    surface = desk.surfaces.get(target[0])
    if surface:
        lane = show_lane if step.rung.who == "channel" else tell_lane
        await wait_for_slot(desk, lane(*target), surface.interval)


async def _begin(work: Work, desk: Desk, step: Step, target: Target) -> bool:
    """Whether they are still to be told; from now on nobody else does."""
    now = await work.handovers.get(step.late.handover.id)
    ours = now.open and step_key(now) == step.key and _untold(desk, step, now, target)
    if ours:
        await _tried(work, step, target, Tried.BEGUN)
    return ours


async def _tried(work: Work, step: Step, target: Target, outcome: Tried | None) -> None:
    """Keep what came of it for one of them; None to try again."""
    now = await work.handovers.get(step.late.handover.id)
    if step_key(now) == step.key:
        others = {trace: known for trace, known in now.tried.items() if trace != step.trace(target)}
        await work.handovers.tried(now.id, others | ({step.trace(target): outcome} if outcome else {}))


async def _announce(desk: Desk, step: Step, target: Target) -> None:
    name, account = target
    notice = Notice(words=step.late.words)
    if name == MAIL:
        assert desk.mail is not None  # noqa: S101  # _reached asked
        await desk.mail.send(account, notice)
        return
    surface = desk.surfaces[name]
    assert isinstance(surface, Announces)  # noqa: S101  # _reached asked
    # A process that was killed here may have told the channel already.
    told = _looks(desk, step, target) and isinstance(surface, Finds) and await surface.find(account, step.key)
    if not told:
        await surface.announce(notice, account, step.key)
