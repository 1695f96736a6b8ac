"""What every engine shares: at most one run of a task and key here at a time, and one more that waits.

A *ticket* is the right to be the one that waits. Whoever asks while another holds it has nothing to do,
because that one has not begun and will see everything that was written before it was asked for.
"""

import asyncio
import contextvars
import logging
import math
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.errors import AugenhoeheError
from bot.ports import Task, Wake

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""After so many the task ends; the sweep finds what is still due in our own tables."""
GRACE = timedelta(seconds=1)
"""How long a cancelled task may take to clear up behind itself."""

Which = tuple[str, str]
"""A task's name and its key."""


class TaskFailed(Exception):
    """A task raised, which has been logged. It never leaves the engine.

    It names nothing but the error's kind: DBOS keeps it in its tables, where nobody's words may end up.
    """


async def guard(work: Callable[[], Awaitable[None]], **about: str) -> str:
    """Do the work; what it raises is logged without its message, which may quote a person.

    Returns the kind of the error, or "".
    """
    try:
        await work()
    # The task boundary: whatever a task or a round of the reaper raises must not stop the others.
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001
        if _told_to_stop():
            raise asyncio.CancelledError from None
        _tell(error, about)
        return type(error).__name__
    return ""


def _tell(error: BaseException, about: Mapping[str, str]) -> None:
    told = error.words.text if isinstance(error, AugenhoeheError) else ""
    frames = traceback.extract_tb(error.__traceback__)
    trace = "\n".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    log.error("task failed", extra={**about, "error": type(error).__name__, "told": told, "trace": trace})


def _told_to_stop() -> bool:
    """Whether we are being cancelled, as against something inside that cancelled itself."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class Slots:
    """Delayed wakes that were asked for here, by the moment when they are due."""

    def __init__(self, fineness: timedelta) -> None:
        self._fineness = fineness.total_seconds()
        self._taken: set[tuple[Which, int]] = set()

    def take(self, wake: Wake) -> float | None:
        """Seconds until it shall run, never too few, or None if a wake for that moment is on its way."""
        now = asyncio.get_running_loop().time()
        slot = math.ceil((now + wake.after.total_seconds()) / self._fineness)
        self._taken = {taken for taken in self._taken if taken[1] * self._fineness > now}
        mine = ((wake.task, wake.key), slot)
        if mine in self._taken:
            return None
        self._taken.add(mine)
        return slot * self._fineness - now

    def clear(self) -> None:
        """One of them could not be kept: forget them all, for a run too many is harmless."""
        self._taken.clear()


class Runs:
    """The tasks that run in this process."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        self.closing = False
        self._tasks = tasks
        self._tickets: dict[Which, str] = {}
        self._locks: WeakValueDictionary[Which, asyncio.Lock] = WeakValueDictionary()
        self._live: set[asyncio.Task[None]] = set()
        # Tasks run in the context of the start, not in DBOS': what they wake is no child of theirs.
        self._context = contextvars.copy_context()

    def ask(self, which: Which, ticket: str) -> bool:
        """Whether this ticket is the one that waits; False if another one does."""
        return self._tickets.setdefault(which, ticket) == ticket

    def let_go(self, which: Which, ticket: str) -> None:
        """From now on a wake means another run. Twice, or without the ticket, it does nothing."""
        if self._tickets.get(which) == ticket:
            del self._tickets[which]

    def follow(self, run: asyncio.Task[None]) -> None:
        """Keep an asyncio task in sight until it has recorded how the run in it ended."""
        self._live.add(run)
        run.add_done_callback(self._live.discard)

    async def run(self, which: Which, ticket: str) -> None:
        """Run the task once, or do nothing if another run is about to begin.

        Raises:
            TaskFailed: it raised.

        """
        if not self.ask(which, ticket):
            return
        lock = self._locks.setdefault(which, asyncio.Lock())
        try:
            async with lock:
                self.let_go(which, ticket)
                await self._once(which)
        finally:
            self.let_go(which, ticket)

    async def _once(self, which: Which) -> None:
        if self.closing:
            raise asyncio.CancelledError
        body = asyncio.create_task(self._body(which), context=self._context.copy())
        kind = await body
        if kind:
            raise TaskFailed(kind)

    async def _body(self, which: Which) -> str:
        name, key = which
        return await guard(lambda: self._tasks[name](key), task=name, key=key)

    async def drain(self, patience: timedelta) -> None:
        """Begin nothing more, wait for what runs, and cancel what is not done within the patience."""
        self.closing = True
        await self._wait(patience)
        for run in self._live:
            run.cancel()
        await self._wait(GRACE)
        if self._live:
            log.warning("tasks did not stop when told to", extra={"count": len(self._live)})

    async def _wait(self, patience: timedelta) -> None:
        if self._live:
            await asyncio.wait(self._live, timeout=patience.total_seconds())
