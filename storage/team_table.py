"""The tables of what people skipped for a while, and of what the public let us use again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import time_column


class SkippedRow(SQLModel, table=True):
    """An item that somebody does not want to be offered until then."""

    __tablename__ = "skipped"
    item: int = Field(foreign_key="item.id", primary_key=True)
    person: int = Field(foreign_key="person.id", primary_key=True)
    until: datetime = time_column()


class GrantRow(SQLModel, table=True):
    """Somebody let us use their picture or video: for what, where they said so, and who wrote it down."""

    __tablename__ = "grant_of_use"
    __table_args__ = (Index("ix_grant_of_use_item", "item"),)
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="item.id")
    granted_by: str
    """Who wrote the comment; "" once they were erased."""
    granted_at: datetime = time_column()
    purpose: str
    link: str
    noted_by: int = Field(foreign_key="person.id")
    noted_at: datetime = time_column()
