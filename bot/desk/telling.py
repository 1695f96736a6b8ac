"""Telling: private and shared notices about items, at least once, in lanes of their own.

A notice is an effect like a card: wanted in the transaction of the entry that it is about, sent by the pump
of its lane, and repeated when nobody knows whether it arrived.
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.abilities import Announces, Gathers
from bot.desk.desk import Desk
from bot.desk.for_you import readers
from bot.desk.lanes import wait_for_slot
from bot.desk.notices import drawn
from bot.desk.poison import POISON, Poisoned, about, put_aside, say_aside
from bot.desk.untold import untold
from bot.domain.effect import Effect, Kind, State, tell_lane
from bot.domain.item import Item
from bot.domain.people import Role
from bot.domain.ticking import HANDLER
from bot.domain.timing import Rung
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.memory import Work
from bot.memory.inbox import InboxLine
from bot.ports import Place, Surface, Wake
from bot.views import View
from bot.words import say

log = logging.getLogger("augenhoehe.telling")
MAIL = "mail"
"""Stands where a surface does, for people who are reached by e-mail."""
MOST = 50
"""How many notices of one lane are told together at most."""
FEW = 3
"""So many are told one by one; more become one notice that counts them."""
LEASE = timedelta(seconds=30)
MANY_TRIES = 8
"""After so many tries a notice is given up: what it is about stands on the card and in the lists."""


@dataclass(frozen=True)
class Reach:
    """Where those who are meant can be reached; false where nobody can."""

    places: tuple[tuple[str, str], ...] = ()
    """Surfaces, and a channel or account there."""
    readers: frozenset[int] = frozenset()
    """People for whom the page keeps what they are told."""

    def __bool__(self) -> bool:
        """Whether anybody can be reached."""
        return bool(self.places or self.readers)


async def reached(work: Work, desk: Desk, item: Item, rung: Rung) -> Reach:
    """Where they can be reached."""
    places = dict.fromkeys(await _reached(work, desk, item, rung))
    return Reach(tuple(places), await readers(work, desk, item, rung))


async def tell(work: Work, desk: Desk, item: Item, rung: Rung) -> list[Wake]:
    """Want a notice of the item's last entry for whoever is meant, wherever they can be reached."""
    return await tell_there(work, item, await reached(work, desk, item, rung))


async def tell_there(work: Work, item: Item, reach: Reach) -> list[Wake]:
    """The same, where that is known already."""
    lanes = [tell_lane(*where) for where in reach.places]
    for lane in lanes:
        await work.effects.want(notice(work, item, lane, Kind.TELL, item.audit_count))
    await work.inbox.add(reach.readers, InboxLine(item=item.id, seq=item.audit_count))
    return [Wake("pump", lane) for lane in lanes]


def notice(work: Work, item: Item, lane: str, kind: Kind, turn: int, draft: int = 0) -> Effect:
    """An effect that tells something about an item."""
    return Effect(
        item=item.id,
        kind=kind,
        lane=lane,
        surface=lane.split(":")[1],
        turn=turn,
        draft=draft,
        rank=int(item.triage.urgency),
        key=secrets.token_hex(12),
        due_at=work.now,
    )


async def _reached(work: Work, desk: Desk, item: Item, rung: Rung) -> list[tuple[str, str]]:
    """Where they are reached: pairs of a surface and a channel or account there."""
    speaking = [name for name, surface in desk.surfaces.items() if _speaks(surface)]
    match rung.who:
        case "handler" if item.handler is not None:
            accounts = {name: await work.people.accounts_of(item.handler, name) for name in speaking}
        case "leads":
            accounts = {name: await work.people.accounts(name, Role.LEAD) for name in speaking}
        case "outside":
            return [rung.where] if rung.where[0] in speaking or _by_mail(desk, rung) else []
        case _:
            channels = desk.policy.channels(item.platform, item.source, item.triage)
            return [(name, channel) for name, channel in channels if name in speaking]
    return [(name, account) for name, many in accounts.items() for account in many]


def _speaks(surface: Surface) -> bool:
    return isinstance(surface, Announces) and not surface.live


def _by_mail(desk: Desk, rung: Rung) -> bool:
    return rung.where[0] == MAIL and desk.mail is not None


# The pump


@dataclass(frozen=True)
class Told:
    """Notices that are ours to send, and what they say."""

    effects: Sequence[Effect]
    view: View
    place: Place | None = None
    """Where an earlier state of it stands already."""


async def tell_step(desk: Desk, lane: str) -> bool:
    """Tell what waits in a lane; False when nothing was due."""
    _, name, target = lane.split(":", 2)
    surface = desk.surfaces.get(name)
    if not await _due(desk, lane):
        return False
    if surface and surface.interval:
        await wait_for_slot(desk, lane, surface.interval)
    try:
        told = await desk.keep(lambda work: _claim(work, desk, lane))
    except Poisoned as poisoned:
        await put_aside(desk, poisoned.effect, poisoned.error)
        return True
    if told is not None:
        remote = await _sent(desk, name, target, told)
        await desk.rouse(*await desk.keep(lambda work: _record(work, desk, told, remote)))
    return True


async def _due(desk: Desk, lane: str) -> bool:
    async with desk.looking() as work:
        return bool(await work.effects.due(lane, 1, LEASE))


async def _claim(work: Work, desk: Desk, lane: str) -> Told | None:
    """Take what is due. What somebody began and never ended is wanted again first."""
    due = await work.effects.due(lane, MOST, LEASE)
    for lost in due:
        if lost.state is not State.WANTED:
            await work.effects.settle(lost, lost.token, State.WANTED, due_at=work.now)
    wanted = [effect for effect in due if effect.state is State.WANTED]
    wanted = await _still_shown(work, desk, wanted)
    notices = [effect for effect in wanted if effect.kind is Kind.TELL]
    these = notices if len(notices) > FEW else wanted[:1]
    token = secrets.token_hex(8)
    ours = await work.effects.claim([effect.id for effect in these], token)
    claimed = [replace(e, token=token, state=State.SENDING, tries=e.tries + 1) for e in these if e.id in ours]
    if not claimed:
        return None
    with about(these[0]):
        view, place = await drawn(work, desk, claimed)
    return Told(claimed, view, place)


async def _still_shown(work: Work, desk: Desk, wanted: Sequence[Effect]) -> list[Effect]:
    """Those whose items may still be read there; a strict route has taken the others away, untold."""
    kept = []
    for effect in wanted:
        with about(effect):
            shown = await _may_be_told(work, desk, effect)
        if shown:
            kept.append(effect)
        else:
            await work.effects.settle(effect, effect.token, State.REFUSED)
    return kept


async def _may_be_told(work: Work, desk: Desk, effect: Effect) -> bool:
    """People outside whom the ladder names are told of the very items that are kept from the channels."""
    _, name, target = effect.lane.split(":", 2)
    strict = any(route.only for route in desk.policy.routes)
    outside = {rung.where for rung in desk.policy.timing.ladder if rung.who == "outside"}
    room = target in desk.policy.rooms(name) and (name, target) not in outside
    if not strict or not room or effect.kind is not Kind.TELL:
        return True
    (dossier,) = await work.items.dossiers([effect.item])
    return desk.policy.may_show(dossier.item, name, target)


async def _sent(desk: Desk, name: str, target: str, told: Told) -> str | OutsideError:
    """One call, and the number of the message or what went wrong."""
    try:
        async with asyncio.timeout(LEASE.total_seconds() / 2):
            if name == MAIL:
                return await _mailed(desk, target, told.view)
            return await _announced(desk.surfaces.get(name), target, told)
    except TimeoutError:
        return Unclear(say("No answer came in time."))
    except OutsideError as error:
        return error


async def _mailed(desk: Desk, address: str, view: View) -> str:
    if desk.mail is None:
        raise Refused(say("There is no mail server in the settings."))
    await desk.mail.send(address, view)
    return address


async def _announced(surface: Surface | None, target: str, told: Told) -> str:
    if not isinstance(surface, Announces):
        raise Refused(say("Nothing can be told there."))
    if told.place:
        await surface.announce_again(told.place, told.view)
        return told.place.remote
    accounts = await surface.members(target) if isinstance(surface, Gathers) else [target]
    key = told.effects[0].key
    places = [await surface.announce(told.view, account, key) for account in accounts]
    return places[0].remote if places else ""


async def _record(work: Work, desk: Desk, told: Told, outcome: str | OutsideError) -> list[Wake]:
    wakes: list[Wake] = []
    # In the order of their numbers, as everybody locks items.
    for effect in sorted(told.effects, key=lambda one: one.item):
        if isinstance(outcome, str):
            await work.effects.settle(effect, effect.token, State.SENT, remote=outcome)
            if effect.kind is Kind.ASK:
                await work.questions.shown(effect.draft, outcome)
        elif isinstance(outcome, Refused) or effect.tries >= MANY_TRIES:
            log.warning("not told", extra={"item": effect.item, "why": str(outcome.words)})
            await work.effects.settle(effect, effect.token, State.REFUSED)
            wakes += await _say_so(work, desk, effect)
        else:
            due_at = work.now + _wait(outcome, effect.tries)
            await work.effects.settle(effect, effect.token, State.WANTED, due_at=due_at)
    return wakes


async def _say_so(work: Work, desk: Desk, effect: Effect) -> list[Wake]:
    """Tell whoever relies on it that it did not arrive."""
    try:
        lost = await untold(work, effect)
    except POISON as error:
        say_aside(effect.item, error, effect.lane)
        return []
    told = [await tell(work, desk, replace(item, handler=person), HANDLER) for item, person in lost]
    return [wake for wakes in told for wake in wakes]


def _wait(error: OutsideError, tries: int) -> timedelta:
    if isinstance(error, TryLater) and error.after:
        return error.after
    first = 60 if isinstance(error, NeedsPerson) else 5
    return timedelta(seconds=min(first * 2**tries, 1800))
