"""Lanes: one pump works a lane at a time, in short tasks, most urgent first.

The lane's row decides who pumps, so that a wake is never lost: whoever comes while another pumps leaves
a wish for one more round. Two pumps at once, after a long pause, would still be safe: effects are claimed.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.abilities import Budget, Budgets
from bot.desk.desk import Desk
from bot.errors import AugenhoeheError

TIME_BOX = 10.0
"""Seconds that one task pumps before it wakes the next."""
SHOW = "show:"
"""How the lanes of surfaces begin."""
LEASE = timedelta(seconds=20)
"""How long a silent pump keeps its lane; one that lives says so long before."""
IDLE = timedelta(seconds=1)
"""The shortest pause of a lane in which nothing could be done."""
STEP_LEASE = timedelta(seconds=30)
"""When a claim that nobody answers for is looked at; the exact lease is the adapter's."""
SOON = timedelta(seconds=600)
"""Work further away than this is left to the sweep."""

Step = Callable[[], Awaitable[bool]]
"""One piece of work; False when there was none."""


@dataclass
class Pump:
    """One pump in one lane."""

    desk: Desk
    lane: str
    step: Step
    idle: bool = True
    """The last step found nothing that it could do."""
    held: float = 0.0
    """When the lane was last said to be ours."""
    left: bool = False
    """The lane was given up already."""

    async def run(self) -> None:
        """Work the lane until it has nothing to do now; then see to its next wake."""
        token = secrets.token_hex(8)
        if not await self._enter(token):
            return
        started = time.monotonic()
        again = True
        try:
            while again:
                again = await self._round(token, started)
        finally:
            await self._leave_for_good(token)
        await self._wake_next()

    async def _leave_for_good(self, token: str) -> None:
        """Whatever happened, nobody waits for a lane that nobody works."""
        if self.left:
            return
        async with self.desk.work() as work:
            if not await work.lanes.leave(self.lane, token):
                await work.lanes.leave(self.lane, token)

    async def _enter(self, token: str) -> bool:
        self.held = time.monotonic()
        async with self.desk.work() as work:
            return await work.lanes.enter(self.lane, token, LEASE)

    async def _round(self, token: str, started: float) -> bool:
        """Work until nothing is due; True when somebody asked for one more round meanwhile."""
        async with self._holding(token), self._listening() as bell:
            while not self._over(started):
                bell.clear()
                self.idle = not await self.step()
                if self.idle and not await self._rung(bell):
                    break
                if time.monotonic() - self.held > LEASE.total_seconds() / 2:
                    await self._enter(token)
        if self._over(started):
            return False
        async with self.desk.work() as work:
            self.left = await work.lanes.leave(self.lane, token)
        return not self.left

    @asynccontextmanager
    async def _listening(self) -> AsyncIterator[asyncio.Event]:
        """While this pump works, whoever has work for its lane in this process rings instead of waking."""
        bell = asyncio.Event()
        self.desk.bells[self.lane] = bell
        try:
            yield bell
        finally:
            if self.desk.bells.get(self.lane) is bell:
                del self.desk.bells[self.lane]

    async def _rung(self, bell: asyncio.Event) -> bool:
        """Wait a little for more work. Between its answer and the end of the listening nothing else runs."""
        if self.desk.linger and not self.desk.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), self.desk.linger.total_seconds())
        return bell.is_set()

    @asynccontextmanager
    async def _holding(self, token: str) -> AsyncIterator[None]:
        """Keep the lane however long its steps take: a chat tool that hangs would let a second pump in."""
        over = asyncio.Event()
        holding = asyncio.create_task(self._hold(token, over))
        try:
            yield
        finally:
            over.set()
            await holding

    async def _hold(self, token: str, over: asyncio.Event) -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), LEASE.total_seconds() / 4)
                return
            with contextlib.suppress(AugenhoeheError):  # the step will meet the same database
                await self._enter(token)

    def _over(self, started: float) -> bool:
        return self.desk.stopping.is_set() or time.monotonic() - started > TIME_BOX

    async def _wake_next(self) -> None:
        async with self.desk.looking() as work:
            due = await work.lanes.next_due(self.lane, STEP_LEASE)
            now = work.now
        if due is not None and not self.desk.stopping.is_set():
            # Due, and yet nothing could be done (posting is held, say): do not spin.
            wait = max(due - now, IDLE if self.idle else timedelta())
            if wait < SOON:
                await self.desk.wake_lane(self.lane, wait)


class Fence:
    """How long a claim may be used. Taken before the claim, on a clock that also counts a suspended machine.

    Measured: a fence taken after the claim let one double post through; without any, five.
    """

    def __init__(self, lease: float) -> None:
        self._half = lease / 2
        self._deadline = _boot_clock() + self._half

    @property
    def passed(self) -> bool:
        """The claim may not be used any more: give it back."""
        return _boot_clock() > self._deadline

    def patience(self) -> asyncio.Timeout:
        """The limit for the whole call, however many operations it is made of."""
        left = self._deadline + self._half - _boot_clock()
        return asyncio.timeout(max(left, 0.0))


def _boot_clock() -> float:
    # CLOCK_BOOTTIME is Linux's; elsewhere the monotonic clock may stop while the machine sleeps.
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _budget(desk: Desk, lane: str) -> Budget | None:
    """What the surface of a lane takes in all, if it has such a limit."""
    surface = desk.surfaces.get(lane.split(":")[1]) if lane.startswith(SHOW) else None
    return surface.budget if isinstance(surface, Budgets) else None


async def wait_for_slot(desk: Desk, lane: str, interval: float) -> None:
    """Take the lane's next rate slot and wait for it, so that order is decided when the slot comes."""
    if interval <= 0:
        return
    budget = _budget(desk, lane)
    async with desk.work() as work:
        wait = await work.lanes.reserve(lane, timedelta(seconds=interval))
        if budget:
            # Half of it at once, and the other half over the time: never more within any such time.
            pace = timedelta(seconds=2 * budget.seconds / budget.calls)
            spare = pace * (budget.calls // 2 - 1)
            wait = max(wait, await work.lanes.reserve(f"{lane} in all", pace, spare))
    desk.tally.wait("slot", wait.total_seconds())
    await asyncio.sleep(wait.total_seconds())
