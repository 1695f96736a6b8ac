"""The table of reports that are sent into channels by themselves."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import time_column

OUTCOMES = (
    "tag in ('reply:posted', 'reply:settled_posted', 'item:answered_elsewhere', 'item:dismissed',"
    " 'reply:approved', 'draft:asked')"
)
"""The entries that reports are made of have a small index of their own, which this is the condition of."""


class ReportRunRow(SQLModel, table=True):
    """One report for one channel, and whether it was sent."""

    __tablename__ = "report_run"
    surface: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    every: str = Field(primary_key=True)
    days: str = Field(primary_key=True)
    key: str
    """The key of its message."""
    token: str
    """Who is about it."""
    free_at: datetime = time_column()
    """From then on somebody else may try."""
    sent: bool = False
