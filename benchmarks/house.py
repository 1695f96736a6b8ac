"""The program, put together as the composition root does it, around the pretend outside world."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import func, select

from adapters.engine.local import LocalEngine
from benchmarks.outside import Chat, Square, Writer
from benchmarks.people import FIRST, SOURCE
from bot.desk.desk import Desk
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.people import Role
from bot.domain.policy import Policy, Watch
from bot.memory import Works
from bot.ports import Engine, Surface, Tally, Wake
from storage._sql import table
from storage.database import Database
from storage.migrate import migrate
from storage.tables import EffectRow, ItemRow, PlaceRow

ACCOUNT = "mira"
PATIENCE = timedelta(seconds=5)


class Silence(Tally):
    """Counts nothing."""

    def count(self, what: str, number: int = 1, **labels: str) -> None:
        """Nothing."""

    def wait(self, what: str, seconds: float) -> None:
        """Nothing."""


class Alone:
    """The heartbeats of the only worker there is."""

    async def beat(self, executor: str) -> None:
        """Nobody needs to know."""

    async def dead(self, silent: timedelta) -> list[str]:
        """Nobody."""
        del silent
        return []

    async def forget(self, executor: str) -> None:
        """Nothing to forget."""


@dataclass(frozen=True, kw_only=True)
class House:
    """The parts that benchmarks talk to."""

    database: Database
    engine: Engine
    desk: Desk
    hearing: Hearing
    chat: Chat

    async def fetch(self) -> None:
        """Begin to read the source."""
        await self.engine.wake(Wake("fetch", f"{SOURCE.platform}:{SOURCE.name}"))

    async def settled(self) -> None:
        """Wait until every effect and every shown card is committed."""
        while await self._left():
            await asyncio.sleep(0.02)

    async def _left(self) -> int:
        effects, places, items = table(EffectRow), table(PlaceRow), table(ItemRow)
        queries = (
            select(func.count()).select_from(effects).where(effects.c.is_open),
            select(func.count()).select_from(places).where(places.c.wanted > places.c.shown),
            select(func.count()).select_from(items).where(items.c.ask_due.is_not(None)),
        )
        async with self.database.connected() as connection:
            return sum([(await connection.execute(query)).scalar_one() for query in queries])


def policy(*channels: tuple[str, str], undo: float = 0.0) -> Policy:
    """One source that is read once; an approval can be taken back for so many seconds."""
    watch = Watch(source=SOURCE, every=timedelta(hours=1), channels=channels)
    window = timedelta(seconds=undo)
    return Policy(watches=(watch,), undo=window, undo_high=window)


async def open_database(folder: Path) -> Database:
    """An empty database with one person, at the program's own durability."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    database = Database(f"sqlite:///{folder}/augenhoehe.sqlite3")
    await migrate(database)
    async with database.work() as work:
        person = await work.people.add("Mira", Role.LEAD, "de")
        for surface in ("web", "chat"):
            await work.people.link(person.id, surface, ACCOUNT)
        await work.sources.open(SOURCE, FIRST)
    return database


def make_engine(kind: str, folder: Path) -> Engine:
    """The durable engine, or the one that keeps nothing."""
    if kind == "local":
        return LocalEngine()
    from adapters.engine.dbos_engine import DbosEngine
    from adapters.engine.settings import EngineSettings

    return DbosEngine(EngineSettings(url=f"sqlite:///{folder}/engine.sqlite3"), Alone())


def make_desk(database: Database, engine: Engine, rules: Policy, square: Square, writer: Writer) -> Desk:
    """A desk without surfaces."""
    surfaces: dict[str, Surface] = {}
    return Desk(
        work=cast("Works", database.work),
        read=cast("Works", database.read),
        platforms={square.name: square},
        surfaces=surfaces,
        drafter=writer,
        policy=rules,
        wake=engine.wake,
        tally=Silence(),
    )


@asynccontextmanager
async def house(
    folder: Path, address: str, *, total: int, engine: str, rules: Policy
) -> AsyncIterator[House]:
    """The program at work around the outside world at `address`, where `total` comments wait."""
    database = await open_database(folder)
    running = make_engine(engine, folder)
    square, chat, writer = Square(address, total), Chat(address), Writer(address)
    desk = make_desk(database, running, rules, square, writer)
    cast("dict[str, Surface]", desk.surfaces)[chat.name] = chat
    await running.start(tasks(desk), work=True)
    try:
        yield House(database=database, engine=running, desk=desk, hearing=Hearing(desk), chat=chat)
    finally:
        desk.stopping.set()
        await running.stop(PATIENCE)
        for part in (square, chat, writer):
            await part.close()
        await database.close()
