"""The tables of the team."""

from sqlalchemy import JSON, true
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """Someone on the team."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    role: int
    language: str
    speaks: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The languages in which they answer, with spaces between them; "" for any."""
    signature: str = Field(default="", sa_column_kwargs={"server_default": ""})
    formerly: list[tuple[int, str]] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    """Other numbers under which they did something, and until when (`bot.domain.people.Former`)."""


class AccountRow(SQLModel, table=True):
    """A person's account on a surface."""

    __tablename__ = "account"
    surface: str = Field(primary_key=True)
    external: str = Field(primary_key=True)
    person: int = Field(foreign_key="person.id")
    proven: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """A lead or a verified address says whose it is."""
