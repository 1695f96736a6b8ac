"""The table of what the page keeps for each person."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import partial, time_column


class InboxRow(SQLModel, table=True):
    """A notice for one person: which entry of which trail it tells of, and since when they know."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("person", "item", "handover", "seq", name="uq_inbox_entry"),
        Index("ix_inbox_person", "person", "id"),
        partial("ix_inbox_unseen", "person", where="seen_at is null"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person: int
    item: int = 0
    handover: int = 0
    seq: int
    at: datetime = time_column()
    seen_at: datetime | None = time_column(nullable=True)
