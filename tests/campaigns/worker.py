"""A worker to be killed: a whole desk with its engine and its sweep, over a given database."""

import asyncio
import logging
import traceback
from datetime import timedelta
from types import ModuleType
from typing import Any

from adapters.engine.dbos_engine import DbosEngine
from adapters.engine.runs import guard
from adapters.engine.settings import EngineSettings
from bot.desk import judging, lanes, posting, settling, showing
from bot.desk.tasks import sweep, tasks
from storage.beats import Beats
from storage.database import Database
from tests.campaigns.adapters import Wire
from tests.campaigns.floor import Hand, Orders, hasten, open_desk

BEAT = timedelta(seconds=1)
DEAD = timedelta(seconds=3)
TOLD = ("task", "key", "error", "told", "why", "trace")
"""What a log line may carry beside its message."""


async def work(orders: Orders) -> None:
    """Work until killed."""
    _log_to_stderr()
    hasten()
    if orders.sabotage:
        sabotage()
    database = Database(orders.database)
    if database.sqlite:
        # The only worker there is: whoever worked a lane before is gone.
        async with database.work() as kept:
            await kept.lanes.clear()
    hand = Hand()
    desk = open_desk(orders, database, Wire(orders.recorder), hand)
    settings = EngineSettings(url=orders.engine, heartbeat=BEAT, dead_after=DEAD)
    engine = DbosEngine(settings, Beats(database))
    hand.engine_wake = engine.wake
    await engine.start(tasks(desk), work=True)
    while True:
        await guard(lambda: sweep(desk), task="sweep")
        await asyncio.sleep(orders.sweep)


def sabotage() -> None:
    """Take out the fence and the look, to show that the campaign finds what happens then."""
    for module in (posting, showing):
        _replace(module, "Fence", _NoFence)
    _replace(judging, "find_strange", _find_nothing)
    _replace(settling, "find_ours", _find_nothing)
    _replace(showing, "Finds", _Nobody)


def _replace(module: ModuleType, name: str, by: object) -> None:
    """A name that is not used there any more would make a sabotage that sabotages nothing."""
    assert name in vars(module), f"{module.__name__} has no {name}"
    vars(module)[name] = by


class _NoFence(lanes.Fence):
    """Lets everything pass, however late."""

    passed = False

    def patience(self) -> asyncio.Timeout:
        return asyncio.timeout(60)


class _Nobody:
    """No surface is one of these."""


def _find_nothing(*_: object) -> None:
    return None


class _Told(logging.Formatter):
    """One line, with what a failed task adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        known: dict[str, Any] = record.__dict__
        more = " | ".join(str(known[name]) for name in TOLD if known.get(name))
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        return f"{record.levelname} {record.name}: {record.getMessage()} {more}\n{trace}".strip()


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Told())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
