"""A whole desk to play with: a town, a room, a writer, an engine turned by hand, over a real database."""

import itertools
import random
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import event
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel

from bot import commands
from bot.desk.desk import Desk
from bot.desk.hearing import Hearing
from bot.desk.tasks import sweep, tasks
from bot.domain.audit import Tag, first_fault
from bot.domain.clocks import reckoned
from bot.domain.community import Source
from bot.domain.effect import Kind, State
from bot.domain.item import Item
from bot.domain.people import Person, Role
from bot.domain.policy import Policy, Watch
from bot.domain.status import Status
from bot.ports import Heard, Surface, Wake
from bot.views import Answer, ItemCard, Notice, View
from storage.database import Database
from tests.fakes import Abacus, HandCrank, Room, Scribe, Town

SQUARE = Source(platform="town", name="square", title="Town square")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
T = TypeVar("T")


@dataclass
class Hands:
    """A clock in our hands: it stands still, but for a tick a look, until we let time pass.

    So no test depends on how fast the machine is.
    """

    start: datetime = field(default_factory=lambda: datetime.now(UTC))
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        self.ahead += timedelta(microseconds=1)
        return self.start + self.ahead

    def restart(self) -> None:
        """Begin anew, at what is now the time outside."""
        self.start, self.ahead = datetime.now(UTC), timedelta()

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead += timedelta(seconds=seconds)


def click(kind: type[commands.OnItem], card: ItemCard, **typed: object) -> commands.OnItem:
    """What a button of this card asks for, with what was typed in its dialog."""
    return kind(
        item=card.item,
        draft=card.draft_number,
        version=card.version,
        **typed,
    )


def hurry(database: Database) -> None:
    """Wait neither for an SQLite database's disk nor for its threads: that is half of what it costs.

    What survives a power cut, and what threads and other processes do to it, is proven elsewhere.
    """

    def opened(connection: Any, _record: object) -> None:  # Any: SQLAlchemy's wrapper has no public type
        connection.execute("PRAGMA synchronous=OFF")
        connection.driver_connection._execute = partial(_in_this_thread, connection.driver_connection)

    for engine in (database.writer, database.reader):
        event.listen(engine.sync_engine, "connect", opened)
    share_statements(database)


async def _in_this_thread(
    connection: aiosqlite.Connection, work: Callable[..., T], *given: object, **named: object
) -> T:
    """Do it after everybody else had a turn or two: so who is first differs, and the seed repeats it."""
    for _ in range(random.randint(1, 2)):
        await _turn()
    assert connection._running
    return work(*given, **named)


@types.coroutine
def _turn() -> Iterator[None]:
    """Let others go first: `asyncio.sleep(0)`, also where a test has its own `sleep`."""
    yield


_LEARNED: dict[Any, Any] = {}
_SPOKEN: dict[str, Dialect] = {}


def share_statements(database: Database) -> None:
    """Let an SQLite database use what others before it learned: how each statement is written."""
    for engine in (database.writer.sync_engine, database.reader.sync_engine):
        engine.dialect = _SPOKEN.setdefault(engine.name, engine.dialect)
        engine.update_execution_options(compiled_cache=_LEARNED)


async def empty(database: Database) -> None:
    """Empty an SQLite database, all its tables in one go."""
    statements = [str(table.delete()) for table in reversed(SQLModel.metadata.sorted_tables)]
    async with database.writer.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection
        await raw.driver_connection.executescript(";".join(["BEGIN", *statements, "COMMIT"]))


@dataclass
class World:
    """Everything, wired as bootstrap wires it."""

    database: Database
    clock: Hands
    town: Town = field(default_factory=Town)
    room: Room = field(default_factory=Room)
    scribe: Scribe = field(default_factory=Scribe)
    engine: HandCrank = field(default_factory=HandCrank)
    tally: Abacus = field(default_factory=Abacus)
    undo: float = 0.0
    keys: "itertools.count[int]" = field(default_factory=itertools.count)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        channels = (("room", "team"), ("web", "team"))
        watch = Watch(source=SQUARE, every=timedelta(seconds=30), channels=channels)
        undo = timedelta(seconds=self.undo)
        surfaces: dict[str, Surface] = {"room": self.room, "web": Room(name="web", live=True)}
        self.desk = Desk(
            work=self.database.work,
            read=self.database.read,
            platforms={"town": self.town},
            surfaces=surfaces,
            drafter=self.scribe,
            policy=Policy(watches=(watch,), undo=undo, undo_high=undo * 2),
            wake=self.engine.wake,
            tally=self.tally,
            linger=timedelta(),
        )
        self.database.reckon = lambda change, now: reckoned(change, now, self.desk.policy.timing)
        self.hearing = Hearing(self.desk)

    async def open(self) -> None:
        """Let people in and start the engine."""
        await self.engine.start(tasks(self.desk), work=True)
        roles = {"Lea": Role.LEAD, "Ari": Role.APPROVER, "Rob": Role.RESPONDER, "Vic": Role.VIEWER}
        async with self.database.work() as work:
            await work.sources.open(SQUARE, LONG_AGO)
            for name, role in roles.items():
                person = await work.people.add(name, role, "de")
                await work.people.link(person.id, "web", name.lower())
                await work.people.link(person.id, "room", name.lower())
                self.people[name] = person

    async def fetch(self) -> None:
        """Read the town, and do all that follows from it now."""
        await self.engine.wake(Wake("fetch", "town:square"))
        await self.engine.turn()

    async def sweep(self) -> None:
        """Find what nobody was woken for, and do it."""
        await sweep(self.desk)
        await self.engine.turn()

    async def later(self, seconds: float) -> None:
        """Let time pass, and do what has become due."""
        self.clock.pass_by(seconds)
        await self.sweep()

    async def comes_in(self, text: str = "Wo gibt es den Haferdrink?", **more: str) -> ItemCard:
        """A comment is written, fetched, shown and drafted; its card for an approver."""
        before = await self.newest()
        self.town.write(text, **more)  # type: ignore[arg-type]  # author and parent are strings
        await self.fetch()
        return await self.card(before + 1)

    async def newest(self) -> int:
        """The number of the newest item, or 0."""
        async with self.database.read() as work:
            numbers = await work.queue.in_channel("web", "team", 0, 1)
        return numbers[0] if numbers else 0

    async def ask(
        self, command: commands.Command, *, by: str = "ari", on: str = "web", key: str | None = None
    ) -> View:
        """Somebody asks for something."""
        key = f"k{next(self.keys)}" if key is None else key
        view = await self.hearing(Heard(key=key, surface=on, account=by, command=command))
        await self.desk.quiet()
        return view

    async def done(self, command: commands.Command, *, by: str = "ari", on: str = "web") -> ItemCard:
        """Somebody asks for something, and it is done."""
        answer = await self.ask(command, by=by, on=on)
        assert isinstance(answer, Answer), answer
        return answer.card

    async def refused(self, command: commands.Command, *, by: str = "ari", on: str = "web") -> Notice:
        """Somebody asks for something, and is refused politely."""
        answer = await self.ask(command, by=by, on=on)
        assert isinstance(answer, Notice), answer
        assert answer.refused
        return answer

    async def card(self, item: int, *, by: str = "ari") -> ItemCard:
        """The card as somebody sees it."""
        view = await self.ask(commands.ShowItem(item=item), by=by)
        assert isinstance(view, ItemCard), view
        return view

    async def approve(self, card: ItemCard, *, by: str = "ari", on: str = "web") -> ItemCard:
        """Approve what the card shows, whoever handles it."""
        return await self.done(click(commands.Approve, card, agreed=True), by=by, on=on)

    async def status(self, item: int) -> Status:
        """Where the work on an item stands."""
        return (await self.item(item)).status

    async def item(self, number: int) -> Item:
        """An item as it is kept."""
        async with self.database.read() as work:
            return await work.items.get(number)

    async def tags(self, number: int) -> list[Tag]:
        """The tags of an item's trail, whose chain must be whole."""
        item = await self.item(number)
        async with self.database.read() as work:
            entries = await work.items.trail(number)
        assert first_fault(entries, item.audit_head, item.audit_count) is None
        return [entry.event.tag for entry in entries]

    async def reply_state(self, item: int) -> State:
        """What became of the last reply to an item, as far as we know."""
        async with self.database.read() as work:
            effect = await work.effects.last(item, [Kind.REPLY])
        assert effect
        return effect.state

    def public(self, comment: str = "c1") -> list[str]:
        """Our public replies beneath a comment."""
        return [reply.text for reply in self.town.replies.get(comment, [])]
