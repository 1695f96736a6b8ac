"""What every engine promises."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.ports import Engine, Task, Wake

AT_ONCE = timedelta()
PATIENCE = timedelta(seconds=5)
SHORT = timedelta(seconds=0.3)
QUIET = 0.3
"""Seconds after which nothing more is to be expected from a poll every 0.05 s."""


class Diary:
    """A task that writes down when it ran, and can be told to wait or to fail."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.times: list[float] = []
        self.running = 0
        self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures: list[BaseException] = []
        self._news = asyncio.Condition()

    async def task(self, key: str) -> None:
        self.keys.append(key)
        self.times.append(time.monotonic())
        self.running += 1
        self.most = max(self.most, self.running)
        async with self._news:
            self._news.notify_all()
        try:
            await self.gate.wait()
        finally:
            self.running -= 1
        if self.failures:
            raise self.failures.pop(0)

    async def until(self, runs: int) -> None:
        """Wait until it began so many times."""
        async with asyncio.timeout(30), self._news:
            await self._news.wait_for(lambda: len(self.keys) >= runs)


@asynccontextmanager
async def at_work(
    engine: Engine, tasks: Mapping[str, Task], patience: timedelta = PATIENCE
) -> AsyncIterator[Engine]:
    """Start it, and stop it whatever happens."""
    await engine.start(tasks, work=True)
    try:
        yield engine
    finally:
        await engine.stop(patience)


class EngineContract(ABC):
    """Inherit it and say how the engine is made."""

    @pytest.fixture
    @abstractmethod
    def make(self) -> Callable[[], Engine]:
        """Make an engine that polls every 0.05 s and tries again after 0.05 s; all share their memory."""

    async def test_it_runs_a_woken_task_with_its_key(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        async with at_work(make(), {"draft": diary.task}) as engine:
            await engine.wake(Wake("draft", "item:7"))
            await diary.until(1)
        assert diary.keys == ["item:7"]

    async def test_different_keys_run_side_by_side(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        diary.gate.clear()
        async with at_work(make(), {"pump": diary.task}) as engine:
            for lane in "abc":
                await engine.wake(Wake("pump", lane))
            await diary.until(3)
            diary.gate.set()
        assert diary.most == 3

    async def test_wakes_during_a_run_are_one_more_run_after_it(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        diary.gate.clear()
        async with at_work(make(), {"pump": diary.task}) as engine:
            await engine.wake(Wake("pump", "a"))
            await diary.until(1)
            for _ in range(30):
                await engine.wake(Wake("pump", "a"))
            diary.gate.set()
            await diary.until(2)
        assert (diary.keys, diary.most) == (["a", "a"], 1)

    async def test_delayed_wakes_for_one_moment_are_one_run_and_never_too_early(
        self, make: Callable[[], Engine]
    ) -> None:
        diary = Diary()
        async with at_work(make(), {"pump": diary.task}) as engine:
            asked = time.monotonic()
            await asyncio.gather(*(engine.wake(Wake("pump", "a", SHORT)) for _ in range(30)))
            await diary.until(1)
            await asyncio.sleep(QUIET)
        assert SHORT.total_seconds() <= diary.times[0] - asked < 3
        # Asked at once, they may still fall into two neighbouring slots, never into more.
        assert len(diary.keys) <= 2

    async def test_a_failed_task_is_tried_again_and_stops_no_other(self, make: Callable[[], Engine]) -> None:
        failing, fine = Diary(), Diary()
        failing.failures = [ValueError("no")]
        async with at_work(make(), {"fetch": failing.task, "draft": fine.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await engine.wake(Wake("draft", "b"))
            await failing.until(2)
            await fine.until(1)
        assert (failing.keys, fine.keys) == (["a", "a"], ["b"])

    async def test_a_task_that_always_fails_ends_and_can_be_woken_again(
        self, make: Callable[[], Engine]
    ) -> None:
        diary = Diary()
        diary.failures = [ValueError("no") for _ in range(3)]
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await diary.until(3)
            await asyncio.sleep(QUIET)
            assert len(diary.keys) == 3
            await engine.wake(Wake("fetch", "a"))
            await diary.until(4)

    async def test_a_task_that_cancels_itself_has_failed(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        diary.failures = [asyncio.CancelledError()]
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await diary.until(2)

    async def test_a_failure_is_logged_without_its_words(
        self, make: Callable[[], Engine], caplog: pytest.LogCaptureFixture
    ) -> None:
        diary = Diary()
        diary.failures = [ValueError("Erika Mustermann wrote this")]
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "blog:7"))
            await diary.until(2)
        told = [vars(record) for record in caplog.records if record.levelno >= logging.WARNING]
        assert [(one["task"], one["key"], one["error"]) for one in told] == [
            ("fetch", "blog:7", "ValueError")
        ]
        assert "in task" in told[0]["trace"]
        assert "Mustermann" not in str(told) + caplog.text

    async def test_an_unknown_task_stops_no_other(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("of a later release", "a"))
            await engine.wake(Wake("fetch", "a"))
            await diary.until(1)

    async def test_a_task_may_wake_itself(self, make: Callable[[], Engine]) -> None:
        diary, engine = Diary(), make()

        async def pump(lane: str) -> None:
            if len(diary.keys) < 2:
                await engine.wake(Wake("pump", lane))
            await diary.task(lane)

        async with at_work(engine, {"pump": pump}):
            await engine.wake(Wake("pump", "a"))
            await diary.until(3)
        assert diary.keys == ["a", "a", "a"]

    async def test_without_work_nothing_is_ever_run(self, make: Callable[[], Engine]) -> None:
        diary, engine = Diary(), make()
        await engine.start({"fetch": diary.task}, work=False)
        await engine.wake(Wake("fetch", "a"))
        await engine.wake(Wake("fetch", "b", timedelta(seconds=0.01)))
        await asyncio.sleep(QUIET)
        await engine.stop(PATIENCE)
        assert diary.keys == []

    async def test_stop_waits_for_what_runs(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        diary.gate.clear()
        async with at_work(make(), {"draft": diary.task}) as engine:
            await engine.wake(Wake("draft", "a"))
            await diary.until(1)
            asyncio.get_running_loop().call_later(0.2, diary.gate.set)
        assert diary.running == 0

    async def test_stop_does_not_wait_longer_than_its_patience(self, make: Callable[[], Engine]) -> None:
        diary = Diary()
        diary.gate.clear()
        engine = make()
        async with at_work(engine, {"draft": diary.task}, SHORT):
            await engine.wake(Wake("draft", "a"))
            await diary.until(1)
            asked = time.monotonic()
        assert SHORT.total_seconds() <= time.monotonic() - asked < 2
        assert diary.running == 0

    async def test_a_wake_before_the_start_or_after_the_stop_is_harmless(
        self, make: Callable[[], Engine]
    ) -> None:
        engine = make()
        await engine.wake(Wake("fetch", "a"))
        async with at_work(engine, {}):
            pass
        await engine.wake(Wake("fetch", "a"))
        await engine.wake(Wake("fetch", "a", SHORT))
