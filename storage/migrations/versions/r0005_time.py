"""Reminders, claims that end, parking and follow-ups; and what colleagues outside the team are asked."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for name in ("remind_at", "acted_at", "warned_at", "ladder_from", "wake_at", "follow_at", "tick_at"):
        op.add_column("item", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("item", sa.Column("claimant", sa.Integer(), nullable=True))
    op.add_column("item", sa.Column("heeded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("item", sa.Column("rungs", sa.Integer(), nullable=False, server_default="0"))
    for name in ("parked", "promise"):
        op.add_column("item", sa.Column(name, sa.String(), nullable=False, server_default=""))
    index("ix_item_tick", "item", "tick_at", where="tick_at is not null")
    index("ix_item_parked", "item", "wake_at", where="parked <> ''")
    begin()
    questions()


def index(name: str, table: str, *columns: str, where: str) -> None:
    op.create_index(name, table, [*columns], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def begin() -> None:
    """What is open is looked at, and nobody is reminded of what was late before this release."""
    names = ("tick_at", "ladder_from", "published")
    item = sa.table("item", *(sa.column(name, sa.DateTime(timezone=True)) for name in names))
    now = datetime.now(UTC)
    op.execute(item.update().where(sa.text("is_open")).values(tick_at=item.c.published, ladder_from=now))


def questions() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("department", "surface", "target", "text")
        ),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remote", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_question_item_item"),
    )
    index("ix_question_open", "question", "surface", "target", where="answered_at is null")
    op.create_index("ix_question_item", "question", ["item", "id"])
