"""What every use case works with."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from bot.abilities import Mails
from bot.domain.policy import Policy
from bot.errors import Conflict, NotFound
from bot.memory import Work, Works
from bot.ports import Drafter, Platform, Surface, Tally, Wake
from bot.words import say

log = logging.getLogger("augenhoehe.desk")
T = TypeVar("T")
TRIES = 5
"""How often a unit of work is tried when somebody was faster."""
DRAFTS = "draft"
"""The lane of the drafter."""
WORDS = "words"
"""The lane of the words that a model proposes for handovers."""
LINGER = timedelta(milliseconds=100)
"""How long a pump that has nothing left waits for more: a task of the engine costs ten statements."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The parts that use cases are made of. Made once, in bootstrap."""

    work: Works
    read: Works
    platforms: Mapping[str, Platform]
    surfaces: Mapping[str, Surface]
    drafter: Drafter
    policy: Policy
    wake: Callable[[Wake], Awaitable[None]]
    tally: Tally
    mail: Mails | None = None
    """Reaches people outside by e-mail, where the settings name a server."""
    linger: timedelta = LINGER
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    bells: dict[str, asyncio.Event] = field(default_factory=dict)
    """By lane: rung for the pump that works it in this process right now."""
    rousing: set[asyncio.Task[None]] = field(default_factory=set)
    """Kept in sight until they are done: asyncio itself would not."""

    async def keep(self, change: Callable[[Work], Awaitable[T]]) -> T:
        """Do something in one unit of work, again if somebody was faster; then let the cards follow."""
        result, wakes = await self.change(change)
        await self.rouse(*wakes)
        return result

    async def change(self, change: Callable[[Work], Awaitable[T]]) -> tuple[T, list[Wake]]:
        """Do something in one unit of work; the result, and the wakes that let the cards follow."""
        tries = 0
        while True:
            tries += 1
            try:
                async with self.work() as work:
                    result = await change(work)
            except Conflict:
                log.info("conflict", extra={"tries": tries})
                if tries == TRIES:
                    raise
            else:
                break
        return result, [Wake("pump", lane) for lane in sorted(work.stale_lanes)]

    async def rouse(self, *wakes: Wake) -> None:
        """Have done what a kept change asks for. It stays kept when this fails: the sweep finds it."""
        try:
            for wake in wakes:
                if not self._rung(wake):
                    await self.wake(wake)
        except Exception:  # the engine's own trouble must not make what was kept look undone
            log.exception("not woken")

    def rouse_soon(self, *wakes: Wake) -> None:
        """The same, while the person who asked is answered already."""
        left = [wake for wake in wakes if not self._rung(wake)]
        if left:
            rousing = asyncio.create_task(self.rouse(*left))
            self.rousing.add(rousing)
            rousing.add_done_callback(self.rousing.discard)

    async def quiet(self) -> None:
        """Wait until everybody is roused."""
        while self.rousing:
            await asyncio.wait(set(self.rousing))

    def _rung(self, wake: Wake) -> bool:
        """Whether a pump of this process, at work in that lane, will go round once more."""
        bell = self.bells.get(wake.key)
        if wake.task != "pump" or wake.after or bell is None or self.stopping.is_set():
            return False
        bell.set()
        return True

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Work]:
        """Only read."""
        async with self.read() as work:
            yield work

    def platform(self, name: str) -> Platform:
        """The platform of this name.

        Raises:
            NotFound: it is not in the settings any more.
        """
        try:
            return self.platforms[name]
        except KeyError:
            words = say("The platform “{name}” is not in the settings any more.", name=name)
            raise NotFound(words) from None

    async def wake_lane(self, lane: str, after: timedelta = timedelta()) -> None:
        """Have a lane's pump run."""
        wake = Wake("pump", lane, after)
        if not self._rung(wake):
            await self.wake(wake)


def post_lane(platform: str) -> str:
    """The lane of everything that changes a platform."""
    return f"post:{platform}"


def show_lane(surface: str, channel: str) -> str:
    """The lane of everything that changes a channel."""
    return f"show:{surface}:{channel}"
