"""The table of what people noted for the drafts of these days."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import time_column


class KnownFactRow(SQLModel, table=True):
    """Something that a person noted, until when it holds, and who said that it holds no longer."""

    __tablename__ = "known_fact"
    id: int | None = Field(default=None, primary_key=True)
    question: str
    answer: str
    author: int = Field(foreign_key="person.id")
    at: datetime = time_column()
    until: datetime | None = time_column(nullable=True)
    source: int | None = Field(default=None, foreign_key="item.id")
    forgotten_at: datetime | None = time_column(nullable=True)
    forgotten_by: int | None = None
