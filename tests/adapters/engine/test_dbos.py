"""The durable engine, on both databases."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from adapters.engine.dbos_engine import DbosEngine
from adapters.engine.settings import EngineSettings
from bot.ports import Wake
from tests.adapters.engine.beats import FileBeats
from tests.adapters.engine.durable import SOON, DurableContract, Make, kill_a_worker
from tests.contracts.engine import QUIET, SHORT, Diary, at_work
from tests.rigs.postgres import Server, fresh_database, server

pytestmark = pytest.mark.slow
"""It waits for real workers to die and for real delays; the default suite has the same contract in memory."""


def live_once(url: str, folder: Path) -> None:
    """Let a database see a worker: on a new one DBOS takes up to a second to hear of the queue."""
    engine = DbosEngine(EngineSettings(url=url), FileBeats(folder / "beats.db"))

    async def live() -> None:
        await engine.start({}, work=True)
        await engine.stop(timedelta())

    asyncio.run(live())


@pytest.fixture(scope="module")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    live_once(f"sqlite:///{folder / 'engine.db'}", folder)
    return folder / "engine.db"


class TestOnSqlite(DurableContract):
    @pytest.fixture
    def url(self, template_file: Path, tmp_path: Path) -> str:
        return f"sqlite+aiosqlite:///{shutil.copy(template_file, tmp_path)}"

    def select(self, url: str, table: str, columns: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(url.partition(":///")[2])) as connection:
            return connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608

    async def test_a_killed_workers_task_runs_again_at_the_next_start(
        self, make: Make, url: str, beats: Path
    ) -> None:
        diary = Diary()
        await asyncio.to_thread(kill_a_worker, url, beats)
        assert self.statuses(url) == ["PENDING"]
        async with at_work(make(dead_after=SHORT), {"fetch": diary.task}):
            await diary.until(1)
        assert diary.keys == ["blog:7"]

    async def test_its_file_is_written_ahead(self, make: Make, tmp_path: Path) -> None:
        new = tmp_path / "new.db"
        async with at_work(make(url=f"sqlite:///{new}"), {}):
            pass
        with closing(sqlite3.connect(new)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)

    @pytest.mark.parametrize("after", [timedelta(), timedelta(seconds=0.01)], ids=["at once", "delayed"])
    async def test_a_wake_that_could_not_be_kept_is_told_and_blocks_no_other(
        self, make: Make, url: str, after: timedelta
    ) -> None:
        diary, wake = Diary(), Wake("fetch", "a", after)
        async with at_work(make(poll=timedelta(seconds=1)), {"fetch": diary.task}) as engine:
            self.rename(url, "workflow_status", "hidden")
            with pytest.raises(Exception, match="no such table"):
                await engine.wake(wake)
            self.rename(url, "hidden", "workflow_status")
            await engine.wake(wake)
            await diary.until(1)

    def rename(self, url: str, old: str, new: str) -> None:
        with closing(sqlite3.connect(url.partition(":///")[2], isolation_level=None)) as connection:
            connection.execute(f"ALTER TABLE {old} RENAME TO {new}")

    async def test_without_heartbeats_it_works_on(
        self, make: Make, beats: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        diary = Diary()
        async with at_work(make(heartbeat=SOON), {"fetch": diary.task}) as engine:
            hidden = beats.rename(beats.with_name("hidden"))
            await asyncio.sleep(QUIET)
            assert "task failed" in caplog.text
            beats.unlink()
            hidden.rename(beats)
            await engine.wake(Wake("fetch", "a"))
            await diary.until(1)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def template_database(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    live_once(fresh_database(postgres, "template_engine").asyncpg, tmp_path_factory.mktemp("engine"))
    return "template_engine"


@pytest.mark.postgres
class TestOnPostgres(DurableContract):
    @pytest.fixture
    def url(self, postgres: Server, template_database: str) -> str:
        return fresh_database(postgres, "engine", template_database).asyncpg

    def select(self, url: str, table: str, columns: str) -> list[tuple[Any, ...]]:
        query = sql.SQL(f"SELECT {columns} FROM {table}")  # noqa: S608
        with psycopg.connect(url.replace("+asyncpg", ""), options="-c search_path=dbos") as connection:
            return connection.execute(query).fetchall()

    async def test_a_killed_workers_task_is_taken_over_by_a_live_one(
        self, make: Make, url: str, beats: Path
    ) -> None:
        diary = Diary()
        async with at_work(make(dead_after=timedelta(seconds=1)), {"fetch": diary.task}):
            await asyncio.to_thread(kill_a_worker, url, beats)
            await diary.until(1)
        assert diary.keys == ["blog:7"]

    async def test_workers_may_start_together_on_an_empty_database(
        self, postgres: Server, tmp_path: Path, make: Make
    ) -> None:
        url, diary = fresh_database(postgres, "together").asyncpg, Diary()
        second = asyncio.create_task(asyncio.to_thread(kill_a_worker, url, tmp_path / "beats.db"))
        async with at_work(make(url=url), {"fetch": diary.task}) as engine:
            await engine.wake(Wake("fetch", "a"))
            await diary.until(1)
            await second
