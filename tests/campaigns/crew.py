"""The workers of a campaign, and what is done to them."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.campaigns.floor import Orders
from tests.campaigns.nursery import Nursery

PAUSE = (2.5, 4.5)
"""Seconds of a pause: longer than the lease of two."""
KILLED_MEANWHILE = 0.3
"""How likely another worker dies during a pause."""
PATIENCE = 2.0
"""Seconds to wait for a sign of life: this machine may be busy."""


@dataclass
class Crew:
    """Workers that are replaced as soon as they are killed."""

    nursery: Nursery
    orders: Orders
    calls: Callable[[], Awaitable[int]]
    """How many replies and cards were sent so far: a sign of life."""
    alive: list[int] = field(default_factory=list)
    paused: set[int] = field(default_factory=set)
    kills: int = 0
    pauses: int = 0
    fell: int = 0
    """Workers that ended though nobody killed them: always a fault."""

    def hire(self, count: int = 1) -> None:
        """Start workers."""
        self.alive += [self.nursery.raise_one(self.orders) for _ in range(count)]

    def kill_one(self) -> None:
        """End a worker that is not paused, as no program can prepare for; another starts at once."""
        ready = [pid for pid in self.alive if pid not in self.paused]
        if ready:
            self.kill(random.choice(ready))
            self.kills += 1

    def kill(self, pid: int) -> None:
        """End this one; another starts at once."""
        if not self._send(pid, signal.SIGKILL):
            self.fell += 1
        self.alive.remove(pid)
        self.hire()

    async def pause_one(self) -> None:
        """Stop a worker for longer than its leases last; now and then another dies meanwhile."""
        pid, seconds = random.choice(self.alive), random.uniform(*PAUSE)
        self.paused.add(pid)
        self._send(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds / 2)
        if len(self.alive) > 1 and random.random() < KILLED_MEANWHILE:
            self.kill_one()
        await asyncio.sleep(seconds / 2)
        self._send(pid, signal.SIGCONT)
        self.paused.discard(pid)
        self.pauses += 1

    def check(self) -> None:
        """Count and replace workers that fell over by themselves."""
        for pid in [pid for pid in self.alive if not self._send(pid, 0)]:
            self.alive.remove(pid)
            self.fell += 1
            self.hire()

    def _send(self, pid: int, number: int) -> bool:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return False
        return True

    async def trouble(self, kills: int, pauses: int, gap: float) -> None:
        """Kill one after the other, within `gap` seconds from when somebody is at work, and pause some."""
        acts = [self._kill] * kills + [self.pause_one] * pauses
        random.shuffle(acts)
        for act in acts:
            await self._at_work()
            await asyncio.sleep(random.uniform(0, gap))
            await act()

    async def _kill(self) -> None:
        self.kill_one()

    async def _at_work(self) -> None:
        """Wait until something is sent: killing workers that only begin would prove little."""
        before = await self.calls()
        deadline = time.monotonic() + PATIENCE
        while await self.calls() == before and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
