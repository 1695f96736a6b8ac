"""Everything that a campaign needs, set up: a recorder, a database with a team, a door for people, a crew."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import commands
from bot.desk.desk import Desk
from bot.desk.hearing import Hearing
from bot.domain.people import Role
from bot.ports import Heard
from bot.views import View
from storage.database import Database
from storage.migrate import migrate
from tests.campaigns.adapters import SOURCE, RecordedSurface, Wire
from tests.campaigns.crew import Crew
from tests.campaigns.floor import Hand, Orders, open_desk
from tests.campaigns.nursery import Nursery
from tests.rigs.postgres import Server, fresh_database
from tests.world import LONG_AGO

PEOPLE = 50
"""The team: enough for fifty clicks at once, each by somebody else."""
SURFACES = (RecordedSurface.name, "web")
PATIENCE = 60.0
"""Seconds that a campaign waits for the recorder: the machine may be busy, and nothing is proved by that."""
USUAL = (0.010, 0.060)
"""The shortest and the longest call."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which databases a campaign uses, and where it may write."""

    kind: str
    """sqlite | postgres."""
    database: str
    engine: str
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A campaign's hands."""

    where: Where
    orders: Orders
    wire: Wire
    database: Database
    desk: Desk
    hearing: Hearing
    crew: Crew

    async def write(self, *texts: str) -> list[str]:
        """The public writes; the comments' ids."""
        told = await self.wire.ask("write", texts=texts)
        return [str(number) for number in told["ids"]]

    async def ask(self, command: commands.Command, *, by: int = 0, on: str = "web", key: str = "") -> View:
        """Somebody asks for something."""
        return await self.hearing(Heard(key=key, surface=on, account=f"p{by}", command=command))

    async def record(self) -> dict[str, Any]:
        """What the recorder wrote down. Any: JSON."""
        told: dict[str, Any] = await self.wire.ask("record")
        return told


def sqlite(folder: Path) -> Where:
    """Two files."""
    return Where(
        kind="sqlite",
        database=f"sqlite:///{folder}/augenhoehe.sqlite3",
        engine=f"sqlite:///{folder}/engine.sqlite3",
        folder=folder,
    )


def postgres(server: Server, folder: Path) -> Where:
    """One empty database for both."""
    url = fresh_database(server, "campaign").asyncpg
    return Where(kind="postgres", database=url, engine=url, folder=folder)


@asynccontextmanager
async def stage(where: Where, *, pace: tuple[float, float] = USUAL, **more: float) -> AsyncIterator[Stage]:
    """Set everything up, and take it down again. `more` goes into the workers' orders."""
    with recorder(*pace) as address:
        orders = Orders(database=where.database, engine=where.engine, recorder=address, **more)  # type: ignore[arg-type]
        database, wire = Database(where.database), Wire(address, PATIENCE)
        await _open(database)
        crew = Crew(Nursery(where.folder / "workers.log"), orders, lambda: _sent(wire))
        desk = open_desk(orders, database, wire, Hand())
        try:
            yield Stage(
                where=where,
                orders=orders,
                wire=wire,
                database=database,
                desk=desk,
                hearing=Hearing(desk),
                crew=crew,
            )
        finally:
            crew.nursery.close()
            await wire.close()
            await database.close()


async def _sent(wire: Wire) -> int:
    return int((await wire.ask("count"))["sent"])


@contextmanager
def recorder(quick: float, slow: float) -> Iterator[str]:
    """A recorder's address."""
    command = [sys.executable, "-m", "tests.campaigns.recorder", str(quick), str(slow)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


async def _open(database: Database) -> None:
    await migrate(database)
    async with database.work() as work:
        await work.sources.open(SOURCE, LONG_AGO)
        for number in range(PEOPLE):
            person = await work.people.add(f"Person {number}", Role.APPROVER, "de")
            for surface in SURFACES:
                await work.people.link(person.id, surface, f"p{number}")


def log_of(where: Where, kinds: Sequence[str] = ("ERROR", "CRITICAL", "Traceback")) -> list[str]:
    """What the workers complained about."""
    lines = (where.folder / "workers.log").read_text().splitlines()
    return [line for line in lines if line.startswith(tuple(kinds))]
