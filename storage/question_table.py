"""The table of what colleagues outside the team were asked."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.columns import partial, time_column


class QuestionRow(SQLModel, table=True):
    """A question about an item, where its card stands, and the answer once there is one."""

    __tablename__ = "question"
    __table_args__ = (
        partial("ix_question_open", "surface", "target", where="answered_at is null"),
        Index("ix_question_item", "item", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="item.id")
    department: str
    surface: str
    target: str
    text: str
    asked_by: int
    asked_at: datetime = time_column()
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = time_column(nullable=True)
    remote: str = ""
