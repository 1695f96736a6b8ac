"""The desk that campaigns are run over, put together in the same way by workers, drivers and clickers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.desk import drafting, lanes
from bot.desk.desk import Desk
from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from bot.domain.policy import Policy, Watch
from bot.ports import Wake
from storage.database import Database
from tests.campaigns.adapters import CHANNEL, LEASE, SOURCE, RecordedPlatform, RecordedSurface, Wire
from tests.fakes import Abacus, Scribe

URGENT = "Dringend"
"""A comment that begins so is urgent."""
PRAISE = "Lob"
"""One that begins so needs no reply."""


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What a worker is told. It travels as JSON."""

    database: str
    engine: str
    recorder: str
    undo: float = 0.0
    interval: float = 0.0
    """Seconds between two calls into a channel."""
    sweep: float = 0.2
    sabotage: bool = False
    """Leave out what keeps things from happening twice: no fence, no look."""


class Hand:
    """Wakes, handed to an engine that comes after the desk; without one the sweep finds the work."""

    def __init__(self) -> None:
        self.engine_wake: Callable[[Wake], Awaitable[None]] = _nobody

    async def __call__(self, wake: Wake) -> None:
        await self.engine_wake(wake)


async def _nobody(_: Wake) -> None:
    pass


def open_desk(orders: Orders, database: Database, wire: Wire, wake: Hand) -> Desk:
    """A desk with one platform and one channel."""
    channels = ((RecordedSurface.name, CHANNEL),)
    watch = Watch(source=SOURCE, every=timedelta(seconds=0.3), channels=channels)
    undo = timedelta(seconds=orders.undo)
    return Desk(
        work=database.work,
        read=database.read,
        platforms={SOURCE.platform: RecordedPlatform(wire)},
        surfaces={RecordedSurface.name: RecordedSurface(wire, orders.interval)},
        drafter=Scribe(triages=_triage),
        policy=Policy(watches=(watch,), undo=undo, undo_high=undo),
        wake=wake,
        tally=Abacus(),
    )


def hasten() -> None:
    """Scale the patience with lanes as the calls' lease is scaled: from half a minute to two seconds."""
    scale = LEASE / lanes.STEP_LEASE.total_seconds()
    lanes.LEASE *= scale
    lanes.TIME_BOX *= scale
    lanes.STEP_LEASE *= scale
    drafting.LEASE = timedelta(seconds=LEASE)


def _triage(comment: Comment) -> Triage:
    urgency = Urgency.HIGH if comment.text.startswith(URGENT) else Urgency.NORMAL
    return Triage(language="de", urgency=urgency, needs_reply=not comment.text.startswith(PRAISE))
