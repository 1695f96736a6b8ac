"""Columns and indexes of our own."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Index, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no time" where a column is sorted by: the databases disagree on where NULL comes."""
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""How constraints are named, so that a migration can always find them again."""
SQLModel.metadata.naming_convention = NAMING


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC, on every database.

    SQLite forgets the zone and returns naive values, so both ways are made explicit here.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Refuse naive times: nobody knows what they mean."""
        if value is None or value.tzinfo is UTC:
            return value
        if value.tzinfo is None:
            message = "a time without a zone cannot be kept"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Give the zone back."""
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def time_column(*, nullable: bool = False) -> Any:
    """A column of time; Any because Field's own type is the field's."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=UtcDateTime, nullable=nullable, **default)


def partial(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that still matter: it stays small however many are done.

    SQLite uses it only for a query that repeats the condition to the letter, and there
    SQLAlchemy writes a true boolean as `= 1`. `x desc` is a column in falling order.
    """
    keys = [text(column) if " " in column else column for column in columns]
    return Index(
        name, *keys, sqlite_where=text(where.replace("is_open", "is_open = 1")), postgresql_where=text(where)
    )
