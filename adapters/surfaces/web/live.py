"""Tells open pages that something changed: one look for all of them, and server-sent events."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.errors import AugenhoeheError

LOG = logging.getLogger(__name__)

Pulse = Callable[[], Awaitable[str]]
"""Tells a mark that is another one whenever anything changed."""


class Live:
    """Looks for changes while at least one page is open, and passes each new mark on."""

    def __init__(self, pulse: Pulse, *, poll: float, heartbeat: float) -> None:
        self._pulse = pulse
        self._poll = poll
        self._heartbeat = heartbeat
        self._mark = ""
        self._turn = asyncio.Event()
        """Set, and replaced, whenever there is something to see."""
        self._listeners = 0
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    async def events(self) -> AsyncIterator[str]:
        """The stream of one open page. It ends when we close, or when looking itself has failed."""
        with self._listening() as looking:
            seen = ""
            yield "retry: 2000\n\n"
            while not self._closed and not looking.done():
                if self._mark != seen:
                    seen = self._mark
                    yield f"event: mark\ndata: {seen}\n\n"
                elif not await self._turned():
                    yield ": still here\n\n"

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._tell()

    @contextmanager
    def _listening(self) -> Iterator[asyncio.Task[None]]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(_report)
        self._listeners += 1
        try:
            yield self._looking
        finally:
            self._listeners -= 1
            if not self._listeners and self._looking:
                self._looking.cancel()
                self._looking = None

    async def _turned(self) -> bool:
        """Wait for something to see; False when nothing came for a while."""
        try:
            await asyncio.wait_for(self._turn.wait(), self._heartbeat)
        except TimeoutError:
            return False
        return True

    async def _look(self) -> None:
        try:
            while not self._closed:
                await self._look_once()
                await asyncio.sleep(self._poll)
        finally:
            # Also when the look itself failed: then the streams end, and the browsers come again.
            self._tell()

    async def _look_once(self) -> None:
        try:
            mark = await self._pulse()
        except AugenhoeheError as error:
            LOG.warning("cannot look for changes, trying again: %s", error)
            return
        if mark != self._mark:
            self._mark = mark
            self._tell()

    def _tell(self) -> None:
        turn, self._turn = self._turn, asyncio.Event()
        turn.set()


def _report(looking: asyncio.Task[None]) -> None:
    if not looking.cancelled() and (error := looking.exception()):
        LOG.error("looking for changes failed; open pages will ask again", exc_info=error)
