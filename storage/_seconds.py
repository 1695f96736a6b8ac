"""Moments as numbers, on both databases."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.domain.audit import Tag


class seconds(FunctionElement[int]):  # noqa: N801  # it stands in queries as a function
    """Whole seconds since 1970."""

    type = Integer()
    inherit_cache = True


@compiles(seconds, "sqlite")
def _on_sqlite(element: seconds, compiler: Any, **options: Any) -> str:  # Any: SQLAlchemy's own
    # Without the parts of a second: it would round them, and perhaps up into the next hour.
    return f"CAST(strftime('%s', substr({compiler.process(element.clauses, **options)}, 1, 19)) AS INTEGER)"


@compiles(seconds, "postgresql")
def _on_postgres(element: seconds, compiler: Any, **options: Any) -> str:  # Any: SQLAlchemy's own
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


def given(entry: Any, item: Any) -> ColumnElement[Any]:
    """When a reply was given: one on the platform itself before it was seen. Any: the columns of tables."""
    native = and_(
        entry.tag == literal_column(f"'{Tag.ITEM_ANSWERED_ELSEWHERE.value}'"), item.replied_at < entry.at
    )
    return case((native, item.replied_at), else_=entry.at)


def quarter(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The quarter of an hour that a moment is in, counted from 1970 on. Any: a column's own type."""
    # Written out: with parameters, PostgreSQL does not see that it is grouped by what is asked for.
    whole: ColumnElement[int] = seconds(column) // literal_column("900", Integer())
    return whole
