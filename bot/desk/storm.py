"""Storms: more comments at once than a channel takes. One card there says how many wait, and follows.

Threads are opened in the order of their urgency all the while; the card only says what is still to come.
It is kept as a fact of its lane, whose pump alone writes it.
"""

import asyncio
import json
import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.abilities import Announces
from bot.desk.desk import Desk
from bot.desk.lanes import wait_for_slot
from bot.desk.wording import KINDS
from bot.domain.item import Urgency
from bot.errors import OutsideError, Refused, TryLater, Unclear
from bot.memory import Work
from bot.ports import Finds, Place, Surface
from bot.views import Count, StormCard
from bot.words import Words, say

log = logging.getLogger("augenhoehe.storm")
EVERY = timedelta(seconds=15)
"""How often the card follows: each time takes the place of one thread."""
AGAIN = timedelta(minutes=5)
"""How soon a card that was not taken is tried again."""
CALM = 4
"""The storm is over when so many times fewer items wait than are needed to begin one."""
URGENCIES = {
    Urgency.CRISIS: say("Crisis"),
    Urgency.HIGH: say("Urgent"),
    Urgency.NORMAL: say("Normal"),
    Urgency.LOW: say("Can wait"),
}
By = Sequence[tuple[str, int, int]]
"""What waits: kind, urgency, and how many."""


@dataclass(frozen=True, kw_only=True)
class Storm:
    """What is known of a lane's storm card."""

    key: str
    since: str
    next_at: str
    """When something is to be done about it."""
    remote: str = ""
    sent: bool = False
    """It was sent; without a `remote`, nobody knows whether it arrived."""
    ending: bool = False
    """The storm is over, and the chat tool has not taken that yet."""

    def later(self, now: datetime, wait: timedelta = EVERY, **news: str | bool) -> "Storm":
        """The same, to be looked at again after a while."""
        return replace(self, next_at=(now + wait).isoformat(), **news)  # type: ignore[arg-type]  # mypy takes each for every field


async def storm_step(desk: Desk, surface: Surface, lane: str, channel: str) -> bool:
    """Show the card or let it follow; False when neither is due."""
    if not desk.policy.storm or not isinstance(surface, Announces):
        return False
    async with desk.looking() as work:
        storm, now = await _kept(work, lane), work.now
        waiting = await work.queue.unshown_in(lane)
    over = waiting * CALM <= desk.policy.storm
    begins = storm is None and waiting > desk.policy.storm
    soon = storm is not None and over and not storm.ending
    follows = storm is not None and (soon or now >= datetime.fromisoformat(storm.next_at))
    if not (begins or follows):
        return False
    await wait_for_slot(desk, lane, surface.interval)
    await _follow(desk, surface, lane, channel, over=over)
    return True


async def stormy(work: Work) -> list[str]:
    """The lanes with a storm card, which has to be seen to its end."""
    return [name.removeprefix(_name("")) for name in await work.facts(_name(""))]


async def _kept(work: Work, lane: str) -> Storm | None:
    told = await work.fact(_name(lane))
    return Storm(**json.loads(told)) if told else None


def _name(lane: str) -> str:
    return f"storm:{lane}"


async def _keep(work: Work, lane: str, storm: Storm | None) -> None:
    await work.set_fact(_name(lane), json.dumps(asdict(storm)) if storm else None)


async def _follow(desk: Desk, surface: Surface, lane: str, channel: str, *, over: bool) -> None:
    """One call to the chat tool, and what came of it."""
    storm, card, now = await desk.keep(lambda work: _begun(work, lane, over=over))
    failed = True
    try:
        async with asyncio.timeout(surface.lease):
            after = await _called(surface, channel, storm, card, now)
        failed = False
    except TimeoutError:
        after = storm.later(now)
    except OutsideError as error:
        after = _after(error, storm, now)
    # A card that was only found now still says how many wait.
    drawn = bool(storm.remote) and not failed
    ended = over and (drawn or not (after.remote or after.sent))
    kept = replace(after, ending=over and failed)
    await desk.keep(lambda work: _keep(work, lane, None if ended else kept))


async def _begun(work: Work, lane: str, *, over: bool) -> tuple[Storm, StormCard, datetime]:
    """What to do, from what waits now. That a first card is on its way is kept before it goes."""
    now = work.now
    fresh = Storm(key=secrets.token_hex(12), since=now.isoformat(), next_at=now.isoformat())
    storm = await _kept(work, lane) or fresh
    if not storm.sent and not over:
        await _keep(work, lane, replace(storm, sent=True))
    since = datetime.fromisoformat(storm.since)
    return storm, draw_storm(await work.queue.unshown_by(lane), since, over=over), now


async def _called(surface: Surface, channel: str, storm: Storm, card: StormCard, now: datetime) -> Storm:
    """Show the card, look for the one that was lost, or let it follow."""
    assert isinstance(surface, Announces)  # noqa: S101  # storm_step asked
    place = Place(surface=surface.name, channel=channel, remote=storm.remote)
    if storm.remote:
        await surface.announce_again(place, card)
        return storm.later(now)
    if storm.sent:
        found = await surface.find(channel, storm.key) if isinstance(surface, Finds) else None
        return storm.later(now, timedelta(), remote=found.remote if found else "", sent=found is not None)
    if card.over:
        return storm
    shown = await surface.announce(card, channel, storm.key)
    return storm.later(now, remote=shown.remote, sent=True)


def _after(error: OutsideError, storm: Storm, now: datetime) -> Storm:
    if isinstance(error, Unclear):
        return storm.later(now, sent=True)
    if isinstance(error, TryLater):
        return storm.later(now, error.after)
    log.warning("storm card not shown", extra={"why": str(error.words)})
    if storm.remote and isinstance(error, Refused):
        # Somebody deleted it: the next one is another.
        return storm.later(now, timedelta(), remote="", sent=False, key=secrets.token_hex(12))
    return storm.later(now, AGAIN)


def draw_storm(by: By, since: datetime, *, over: bool = False) -> StormCard:
    """The card, from what waits."""
    urgencies, kinds = Counter[int](), Counter[str]()
    for kind, urgency, many in by:
        urgencies[urgency] += many
        kinds[kind] += many
    grave = [(Urgency(number), urgencies[number]) for number in sorted(urgencies, reverse=True)]
    return StormCard(
        waiting=urgencies.total(),
        urgencies=tuple(
            Count(label=URGENCIES[urgency], number=many, alarming=urgency >= Urgency.HIGH)
            for urgency, many in grave
        ),
        kinds=tuple(
            Count(label=KINDS.get(kind, Words(kind)), number=many) for kind, many in kinds.most_common()
        ),
        since=since,
        over=over,
    )
