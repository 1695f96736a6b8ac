"""Small helpers over SQLAlchemy Core, which all statements use: it costs a fraction of the ORM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Table, Update, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

Row = Mapping[Any, Any]
"""A row by column name; Any because each column has its own type."""


def table(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    made: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return made


@dataclass
class Session:
    """The connection of one unit of work, and its time."""

    connection: AsyncConnection
    now: datetime
    locking: bool
    """Rows that will be changed are locked as they are read (PostgreSQL)."""
    stale_lanes: set[str] = field(default_factory=set)
    """Lanes in which a card became older than its item."""

    async def rows(self, query: Select[Any], **values: Any) -> Sequence[Row]:
        """All rows. Any: the values of the query's parameters."""
        return [*(await self.connection.execute(query, values)).mappings()]

    async def row(self, query: Select[Any], **values: Any) -> Row | None:
        """The first row, or None. Any: the values of the query's parameters."""
        found: Row | None = (await self.connection.execute(query, values)).mappings().first()
        return found

    async def value(self, query: Select[Any], **values: Any) -> Any:
        """The first column of the first row, or None. Any: it is that column's type."""
        return (await self.connection.execute(query, values)).scalars().first()

    async def changed(self, statement: Update | Insert | Any, **values: Any) -> int:
        """How many rows a statement changed. Any: Delete and dialect inserts have no common type."""
        done = await self.connection.execute(statement, values)
        return int(done.rowcount)

    async def changed_by_each(self, statement: Update | Insert | Any, rows: Sequence[Row]) -> int:
        """How many rows a statement changed in all, run with each of these values. Any: as above."""
        if self.connection.dialect.name == "sqlite":
            return int((await self.connection.execute(statement, list(rows))).rowcount) if rows else 0
        # asyncpg does not count when it is given many.
        return sum([(await self.connection.execute(statement, row)).rowcount for row in rows])

    async def add(self, model: type[SQLModel], rows: Sequence[Row]) -> None:
        """Insert rows in one round trip."""
        if rows:
            await self.connection.execute(_adding(model), list(rows))

    async def add_numbered(self, model: type[SQLModel], rows: Sequence[Row]) -> list[int]:
        """Insert rows and tell their new numbers, in order."""
        (numbers,) = await self.numbers(len(rows), model)
        await self.add(model, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)])
        return numbers

    async def numbers(self, count: int, *models: type[SQLModel]) -> list[list[int]]:
        """For each table so many numbers for new rows, in rising order.

        Known beforehand, they spare asking for them row by row, and an entry can be sealed over its item's.
        """
        if not count:
            return [[] for _ in models]
        if self.connection.dialect.name == "sqlite":
            # Nobody else writes until this transaction ends, and rows that carry a number are never deleted.
            last = [
                select(func.coalesce(func.max(table(model).c.id), 0)).scalar_subquery() for model in models
            ]
            found = (await self.connection.execute(select(*last))).one()
            return [list(range(number + 1, number + 1 + count)) for number in found]
        following = [func.nextval(func.pg_get_serial_sequence(table(model).name, "id")) for model in models]
        rows = func.generate_series(1, count).table_valued("n")
        taken = await self.connection.execute(select(*following).select_from(rows))
        return [list(numbers) for numbers in zip(*taken, strict=True)]

    def upsert(self, model: type[SQLModel], row: Row | None = None) -> Any:
        """An insert that can be told what to do on conflict. Any: the two dialects' types differ."""
        made = sqlite if self.connection.dialect.name == "sqlite" else postgresql
        adding = made.insert(table(model))
        return adding.values(**row) if row else adding

    def locked(self, query: Select[Any], *, wait: bool = True) -> Select[Any]:
        """The query, locking what it finds; without `wait`, what is locked already counts as not found."""
        return query.with_for_update(skip_locked=not wait) if self.locking else query


@cache
def _adding(model: type[SQLModel]) -> Insert:
    """An insert that is made once: putting a statement together costs as much as running it."""
    return insert(table(model))
