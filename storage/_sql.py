"""Small helpers over SQLAlchemy Core, which all statements use: it costs a fraction of the ORM."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    false,
    func,
    insert,
    literal_column,
    select,
    true,
)
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
    names: dict[int, str] = field(default_factory=dict)
    """Names of people that were read."""

    async def rows_among(self, query: "Among", wanted: Sequence[int]) -> Sequence[Row]:
        """The rows with these values."""
        if len(wanted) == 1:
            return await self.rows(query.one, wanted_one=wanted[0])
        return await self.rows(query.many, wanted_many=wanted) if wanted else ()

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

    async def add(self, into: type[SQLModel] | Insert, rows: Sequence[Row]) -> None:
        """Insert rows in one round trip; `into` may be an insert that knows what they have in common."""
        if rows:
            adding = into if isinstance(into, Insert) else _adding(into)
            await self.connection.execute(adding, list(rows))

    async def add_once(self, model: type[SQLModel], row: Row) -> bool:
        """Insert a row; False when one like it is there already."""
        return await self.changed(_adding_once(model, self.connection.dialect.name), **row) == 1

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
            found = (await self.connection.execute(_last_numbers(*models))).one()
            return [list(range(number + 1, number + 1 + count)) for number in found]
        following = [func.nextval(func.pg_get_serial_sequence(table(model).name, "id")) for model in models]
        rows = func.generate_series(1, count).table_valued("n")
        taken = await self.connection.execute(select(*following).select_from(rows))
        return [list(numbers) for numbers in zip(*taken, strict=True)]

    def upsert(self, model: type[SQLModel], row: Row | None = None) -> Any:
        """An insert that can be told what to do on conflict. Any: the two dialects' types differ."""
        adding = _dialect(self.connection.dialect.name).insert(table(model))
        return adding.values(**row) if row else adding

    def locked(self, query: Select[Any], *, wait: bool = True) -> Select[Any]:
        """The query, locking what it finds; without `wait`, what is locked already counts as not found."""
        return query.with_for_update(skip_locked=not wait) if self.locking else query


@cache
def _adding(model: type[SQLModel]) -> Insert:
    """An insert that is made once: putting a statement together costs as much as running it."""
    return insert(table(model))


@cache
def _adding_once(model: type[SQLModel], dialect: str) -> Any:
    return _dialect(dialect).insert(table(model)).on_conflict_do_nothing()


def _dialect(name: str) -> Any:
    """Whose inserts can be told what to do on conflict. Any: it is one of two modules."""
    return sqlite if name == "sqlite" else postgresql


class Among:
    """A query for rows of which a column has one of some values.

    For a single one, as most are, it is an equality: a list is spelt out anew at every execution.
    """

    def __init__(self, query: Any, column: ColumnElement[Any]) -> None:
        """Any: a select, or an update that returns rows; they have no common type."""
        self.one = query.where(column == bindparam("wanted_one"))
        self.many = query.where(column.in_(bindparam("wanted_many", expanding=True)))


@cache
def _last_numbers(*models: type[SQLModel]) -> Select[Any]:
    return select(
        *(select(func.coalesce(func.max(table(model).c.id), 0)).scalar_subquery() for model in models)
    )


def adding_alike(model: type[SQLModel], **alike: Any) -> Insert:
    """An insert of rows that have these values in common. Any: each column has its own type.

    They stand in the statement: as parameters they would be looked at anew for every row, which costs more
    than the insert itself. What is None is left out.
    """
    told = {name: _written(value) for name, value in alike.items() if value is not None}
    return insert(table(model)).values(told)


def _written(value: Any) -> ColumnElement[Any]:
    """A constant of ours as SQL. Any: a column's value."""
    if isinstance(value, bool):
        return true() if value else false()
    if isinstance(value, int):
        return literal_column(str(value))
    text: str = value if isinstance(value, str) else json.dumps(value)
    return literal_column("'" + text.replace("'", "''") + "'")
