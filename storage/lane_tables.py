"""The tables of who works which lane, and when."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import time_column


class LaneRow(SQLModel, table=True):
    """Who works a lane."""

    __tablename__ = "lane"
    name: str = Field(primary_key=True)
    token: str = ""
    until: datetime = time_column()
    again: bool = False


class SlotRow(SQLModel, table=True):
    """When the next call of a lane may be made."""

    __tablename__ = "slot"
    key: str = Field(primary_key=True)
    next_at: datetime = time_column()


class WorkerRow(SQLModel, table=True):
    """A process that runs tasks, and when it last said so."""

    __tablename__ = "worker"
    executor: str = Field(primary_key=True)
    seen_at: datetime = time_column()
