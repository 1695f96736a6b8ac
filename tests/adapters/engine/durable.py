"""What DBOS promises beyond the port, on both databases."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from abc import abstractmethod
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.engine.dbos_engine import DbosEngine
from adapters.engine.settings import EngineSettings
from bot.ports import Wake
from tests.adapters.engine.beats import FileBeats
from tests.contracts.engine import AT_ONCE, PATIENCE, SHORT, Diary, EngineContract, at_work

SOON = timedelta(seconds=0.05)
Make = Callable[..., DbosEngine]


class DurableContract(EngineContract):
    """Inherit it and name the database."""

    @pytest.fixture
    @abstractmethod
    def url(self) -> str:
        """An empty database."""

    @abstractmethod
    def select(self, url: str, table: str, columns: str) -> list[tuple[Any, ...]]:
        """Look into the engine's own tables; Any because their columns are its business."""

    @pytest.fixture
    def beats(self, tmp_path: Path) -> Path:
        return tmp_path / "beats.db"

    @pytest.fixture
    def make(self, url: str, beats: Path) -> Make:
        def build(**changes: object) -> DbosEngine:
            usual = {"url": url, "poll": SOON, "retry_after": SOON, "heartbeat": 4 * SOON}
            return DbosEngine(EngineSettings(**(usual | changes)), FileBeats(beats))  # type: ignore[arg-type]

        return build

    def statuses(self, url: str) -> list[str]:
        return [status for (status,) in self.select(url, "workflow_status", "status")]

    async def test_what_was_cancelled_at_the_stop_runs_at_the_next_start(self, make: Make) -> None:
        diary = Diary()
        diary.gate.clear()
        async with at_work(make(), {"draft": diary.task}, AT_ONCE) as engine:
            await engine.wake(Wake("draft", "a"))
            await diary.until(1)
        diary.gate.set()
        async with at_work(make(), {"draft": diary.task}):
            await diary.until(2)

    async def test_a_wake_while_it_stops_runs_at_the_next_start(self, make: Make) -> None:
        engine, later = make(), Diary()

        async def last(key: str) -> None:
            await asyncio.sleep(0.1)
            await engine.wake(Wake("fetch", key))

        async with at_work(engine, {"draft": last, "fetch": later.task}):
            await engine.wake(Wake("draft", "a"))
            await asyncio.sleep(0.05)
        assert later.keys == []
        async with at_work(make(), {"fetch": later.task}):
            await later.until(1)

    async def test_what_was_handed_over_is_done_by_a_worker_and_asked_often_done_once(
        self, make: Make
    ) -> None:
        diary, hands = Diary(), make()
        await hands.start({}, work=False)
        for _ in range(20):
            await hands.wake(Wake("fetch", "a"))
        await hands.wake(Wake("fetch", "b", SHORT))
        diary.gate.clear()
        async with at_work(make(), {"fetch": diary.task}):
            # The first began before the others were taken from the queue: they are one more run together.
            await diary.until(2)
            diary.gate.set()
            await diary.until(3)
        await hands.stop(PATIENCE)
        assert diary.keys == ["a", "b", "a"]

    async def test_rows_are_plain_and_quote_nobody(self, make: Make, url: str) -> None:
        diary = Diary()
        diary.failures = [ValueError("Erika Mustermann wrote this") for _ in range(3)]
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "blog:7"))
            await diary.until(3)
        ((inputs,),) = self.select(url, "workflow_input", "inputs")
        ((form,),) = self.select(url, "workflow_status", "serialization")
        ((end,),) = self.select(url, "workflow_output", "error")
        steps = self.select(url, "operation_outputs", "error")
        assert (json.loads(inputs)["positionalArgs"], form) == (["fetch", "blog:7"], "portable_json")
        assert all(json.loads(error)["name"] for error in (end, *steps[0]))
        assert "Mustermann" not in str((end, steps))

    async def test_rows_of_finished_tasks_are_deleted(self, make: Make, url: str) -> None:
        diary = Diary()
        async with at_work(make(keep_finished=timedelta()), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await diary.until(1)
            await self.until_statuses(url, [])

    async def test_rows_of_finished_tasks_are_kept_for_a_while(self, make: Make, url: str) -> None:
        diary = Diary()
        async with at_work(make(), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await diary.until(1)
        assert self.statuses(url) == ["SUCCESS"]

    async def until_statuses(self, url: str, wanted: list[str]) -> None:
        deadline = time.monotonic() + 30
        while (found := self.statuses(url)) != wanted:
            assert time.monotonic() < deadline, found
            await asyncio.sleep(0.05)


def kill_a_worker(url: str, beats: Path) -> None:
    """Start a worker that begins a task, and kill -9 it in the middle."""
    command = [sys.executable, "-W", "error", "-m", "tests.adapters.engine.worker", url, str(beats)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "begun blog:7\n"
        worker.send_signal(signal.SIGKILL)
