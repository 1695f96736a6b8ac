"""The tables of shifts: worked, planned, absences, handovers; and the team's own trail."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import partial, time_column


class ShiftRow(SQLModel, table=True):
    """A shift that was begun."""

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("slot", "person"),
        partial("ix_shift_running", "id", where="ended_at is null"),
        Index("ix_shift_person", "person", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id")
    begins: datetime = time_column()
    ends: datetime | None = time_column(nullable=True)
    channels: list[str] = Field(sa_type=JSON)
    slot: str
    """Its place in the roster, or one of its own: so nobody begins the same shift twice."""
    by_hand: bool = False
    instead_of: str = ""
    ended_at: datetime | None = time_column(nullable=True)


class PlannedShiftRow(SQLModel, table=True):
    """A shift that somebody planned by command."""

    __tablename__ = "planned_shift"
    __table_args__ = (Index("ix_planned_shift_ends", "ends"),)
    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id")
    begins: datetime = time_column()
    ends: datetime = time_column()
    channels: list[str] = Field(sa_type=JSON)
    by: int
    cancelled_at: datetime | None = time_column(nullable=True)


class AbsenceRow(SQLModel, table=True):
    """Days on which somebody begins no shift."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_last", "last"),)
    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id")
    first: str
    """Days as 2026-12-24: they belong to the team's calendar, not to a moment."""
    last: str
    substitute: int | None = Field(default=None, foreign_key="person.id")
    by: int
    ended_at: datetime | None = time_column(nullable=True)


class HandoverRow(SQLModel, table=True):
    """What one shift leaves to the next, and where it is shown."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("shift"),
        partial("ix_handover_open", "id", where="is_open"),
        partial("ix_handover_stale", "id", where="row > shown"),
        partial("ix_handover_proposed", "proposed_due", where="proposed_due is not null"),
    )
    id: int | None = Field(default=None, primary_key=True)
    row: int = 1
    shown: int = 0
    """Which row its cards show."""
    shift: int = Field(foreign_key="shift.id")
    outgoing: int = Field(foreign_key="person.id")
    incoming: int | None = Field(default=None, foreign_key="person.id")
    channels: list[str] = Field(sa_type=JSON)
    state: str
    is_open: bool
    opened_at: datetime = time_column()
    words: str = ""
    watch: list[str] = Field(sa_type=JSON)
    reason: str = ""
    items: list[int] | None = Field(default=None, sa_type=JSON)
    settled_at: datetime | None = time_column(nullable=True)
    reminded_at: datetime | None = time_column(nullable=True)
    rungs: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    tried: dict[str, str] | None = Field(default=None, sa_type=JSON)
    sums: dict[str, float | None] | None = Field(default=None, sa_type=JSON)
    places: list[dict[str, str]] = Field(sa_type=JSON)
    proposed_ask: int = 0
    proposed_due: datetime | None = time_column(nullable=True)
    proposed_words: str = ""
    proposed_by: str = ""
    proposed_prompt: str = ""
    proposed_note: str = ""
    proposed_kept: bool = False
    proposed_items: list[int] | None = Field(default=None, sa_type=JSON)


class HandoverAnswerRow(SQLModel, table=True):
    """What the next shift said about an item."""

    __tablename__ = "handover_answer"
    handover: int = Field(foreign_key="handover.id", primary_key=True)
    item: int = Field(foreign_key="item.id", primary_key=True)
    reply: str
    person: int = Field(foreign_key="person.id")
    at: datetime = time_column()
    question: str = ""
    explained: str = ""


class TrailHeadRow(SQLModel, table=True):
    """What a chain of the team's trail remembers of itself."""

    __tablename__ = "trail_head"
    chain: str = Field(primary_key=True)
    head: str
    count: int


class TrailEntryRow(SQLModel, table=True):
    """One entry of the team's trail."""

    __tablename__ = "trail_entry"
    __table_args__ = (UniqueConstraint("chain", "seq"),)
    id: int | None = Field(default=None, primary_key=True)
    chain: str
    seq: int
    at: datetime = time_column()
    tag: str
    person: int
    surface: str
    whom: int
    item: int
    text: str
    salt: str
    text_digest: str
    digest: str
