"""Durable tasks with DBOS: one workflow of one step, with ids for arguments, on SQLite or PostgreSQL.

A process that works launches DBOS; one that only hands work over is a client of its tables and could not
run a task if it wanted to. Our tables are the truth: this database may be deleted at any time.
"""

import asyncio
import sqlite3
import uuid
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Protocol

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions, SetWorkflowID

from adapters.engine.noise import calm_down
from adapters.engine.reaper import Reaper
from adapters.engine.runs import ATTEMPTS, Runs, Slots, guard
from adapters.engine.settings import EngineSettings
from bot.memory import Heartbeats
from bot.ports import Engine, Task, Wake

APPLICATION = "augenhoehe"
QUEUE = "tasks"
WORKFLOW = "run_task"
VERSION = "1"
"""Raised by hand only, when a row written before could no longer be run: DBOS ties rows to a version."""
PARALLEL = 100
"""Queued tasks that one worker takes at a time, so that a backlog is shared among workers."""
THREADS = 16
POOL = 8

Workflow = Callable[[str, str], Coroutine[Any, Any, None]]


class DbosEngine(Engine):
    """Tasks that survive a crash. At most one may work in a process, for DBOS is a singleton.

    A delayed wake runs up to a second and a poll late: DBOS looks for due ones once a second.
    """

    def __init__(self, settings: EngineSettings, heartbeats: Heartbeats) -> None:
        self._settings = settings
        self._heartbeats = heartbeats
        self._slots = Slots(settings.poll)
        self._side: _Side | None = None

    @property
    def running(self) -> bool:
        """It has begun and not stopped."""
        return self._side is not None

    async def start(self, tasks: Mapping[str, Task], *, work: bool) -> None:
        """Begin; the database is made or brought up to date first."""
        calm_down()
        await asyncio.to_thread(_prepare, self._settings)
        side = _Worker(self._settings, self._heartbeats, tasks) if work else _Client(self._settings)
        await side.start()
        self._side = side

    async def wake(self, wake: Wake) -> None:
        """Have a task run. After the stop it is dropped, and left to the sweep of the next start."""
        if self._side is None:
            return
        if not wake.after:
            await self._side.now(wake)
        elif (delay := self._slots.take(wake)) is not None:
            await self._later(self._side, wake, delay)

    async def _later(self, side: "_Side", wake: Wake, delay: float) -> None:
        try:
            await side.later(wake, delay)
        except BaseException:
            self._slots.clear()
            raise

    async def stop(self, patience: timedelta) -> None:
        """Finish what runs within the patience; hand back the rest."""
        if self._side is not None:
            await self._side.stop(patience)
            self._side = None


class _Side(Protocol):
    """One of the two ways to take part."""

    async def start(self) -> None: ...
    async def now(self, wake: Wake) -> None: ...
    async def later(self, wake: Wake, delay: float) -> None: ...
    async def stop(self, patience: timedelta) -> None: ...


class _Client(_Side):
    """Hands tasks to workers."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings

    async def start(self) -> None:
        # A client never makes tables, and it may be here before the first worker.
        await asyncio.to_thread(DBOS.migrate, self._settings.database)
        self._client = await asyncio.to_thread(_client, self._settings)

    async def now(self, wake: Wake) -> None:
        # Asked again it is another row: nobody here knows when a worker begins. There it is one run.
        await self._client.enqueue_async(_options(), wake.task, wake.key)

    async def later(self, wake: Wake, delay: float) -> None:
        await self._client.enqueue_async(_options(delay), wake.task, wake.key)

    async def stop(self, patience: timedelta) -> None:  # noqa: ARG002 - nothing runs here
        await asyncio.to_thread(self._client.destroy)


class _Worker(_Side):
    """Runs tasks: those that are woken here at once, the others from the queue."""

    def __init__(self, settings: EngineSettings, heartbeats: Heartbeats, tasks: Mapping[str, Task]) -> None:
        self._settings = settings
        self._runs = Runs(tasks)
        self._reaper = Reaper(settings, heartbeats)

    async def start(self) -> None:
        # Alive before the first row can carry our name.
        await self._reaper.start()
        self._dbos = DBOS(config=_config(self._settings))
        self._workflow = self._register()
        DBOS.listen_queues([QUEUE])
        # Launched on this thread, DBOS runs its workflows on this loop. It blocks the loop for 0.1-0.3 s.
        DBOS.launch()
        await DBOS.register_queue_async(
            QUEUE, worker_concurrency=PARALLEL, polling_interval_sec=self._settings.poll.total_seconds()
        )
        self._reaper.watch()

    def _register(self) -> Workflow:
        @DBOS.step(
            name="attempt",
            retries_allowed=True,
            max_attempts=ATTEMPTS,
            interval_seconds=self._settings.retry_after.total_seconds(),
        )
        async def attempt(task: str, key: str) -> None:
            await self._runs.run((task, key), str(DBOS.workflow_id))

        @DBOS.workflow(name=WORKFLOW)
        async def run_task(task: str, key: str) -> None:
            if me := asyncio.current_task():
                self._runs.follow(me)
            await attempt(task, key)

        return run_task

    async def now(self, wake: Wake) -> None:
        if self._runs.closing:
            await DBOS.enqueue_workflow_with_options_async(_options(), wake.task, wake.key)
            return
        which, ticket = (wake.task, wake.key), str(uuid.uuid4())
        if self._runs.ask(which, ticket):
            await self._begin(which, ticket)

    async def _begin(self, which: tuple[str, str], ticket: str) -> None:
        try:
            with SetWorkflowID(ticket):
                await DBOS.start_workflow_async(self._workflow, *which)
        except BaseException:
            self._runs.let_go(which, ticket)
            raise

    async def later(self, wake: Wake, delay: float) -> None:
        await DBOS.enqueue_workflow_with_options_async(_options(delay), wake.task, wake.key)

    async def stop(self, patience: timedelta) -> None:
        # First no more polling: DBOS' own way to stop would block the loop that our tasks run on.
        for event in self._dbos.background_thread_stop_events:
            event.set()
        await self._runs.drain(patience)
        await self._reaper.stop()
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        # DBOS made its own threads, which are gone now, the default of this loop.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        # Should this fail, our heart has stopped beating all the same, and another worker takes over.
        await guard(self._hand_back, task="hand back", key=self._settings.executor)

    async def _hand_back(self) -> None:
        await asyncio.to_thread(_hand_back, self._settings)
        await self._reaper.forget()


def _config(settings: EngineSettings) -> DBOSConfig:
    config = DBOSConfig(
        name=APPLICATION,
        system_database_url=settings.database,
        application_version=VERSION,
        executor_id=settings.executor,
        serializer=DBOSPortableJSONSerializer(),
        sys_db_pool_size=POOL,
        max_executor_threads=THREADS,
        log_level="WARNING",
        enable_otlp=False,
        # Nothing waits for messages here, so no connection is spent on them; the loop that is left ends
        # within this interval and touches no database.
        use_listen_notify=False,
        notification_listener_polling_interval_sec=0.1,
    )
    if settings.file:
        config["db_engine_kwargs"] = {"connect_args": {"factory": _Careful}}
    return config


def _client(settings: EngineSettings) -> DBOSClient:
    return DBOSClient(
        system_database_url=settings.database,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        system_database_pool_size=2,
        # It would try for ever, and nobody who waits for it would hear why.
        retry_connection_errors=False,
    )


def _options(delay: float | None = None) -> EnqueueOptions:
    """Without a version: workers of every release may run it."""
    options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=QUEUE)
    if delay is not None:
        options["delay_seconds"] = delay
    return options


def _hand_back(settings: EngineSettings) -> None:
    """Put what did not finish here back into the queue, now that nothing here can take it again."""
    client = _client(settings)
    try:
        left = client.list_workflows(
            status="PENDING", executor_id=settings.executor, load_input=False, load_output=False
        )
        client.resume_workflows([row.workflow_id for row in left], queue_name=QUEUE)
    finally:
        client.destroy()


class _Careful(sqlite3.Connection):
    """A connection that has lost nothing when the power fails; a build of SQLite may default to less."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.execute("PRAGMA synchronous=FULL")


def _prepare(settings: EngineSettings) -> None:
    """WAL stays in the file. Without it DBOS runs a third of the tasks in the same time (facts, measured)."""
    if settings.file:
        connection = sqlite3.connect(settings.file)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()
