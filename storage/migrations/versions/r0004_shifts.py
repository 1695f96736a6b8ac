"""Shifts, absences, handovers, and the team's own trail."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _number(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _time(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _json(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON(), nullable=nullable) for name in names]


def _truth(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*(names or ("id",)), name=f"pk_{table}")


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")


def upgrade() -> None:
    op.create_table(
        "shift",
        *_number("id", "person"),
        *_time("begins"),
        *_time("ends", nullable=True),
        *_json("channels"),
        *_text("slot"),
        _truth("by_hand"),
        *_text("instead_of"),
        *_time("ended_at", nullable=True),
        _key("shift"),
        _of("shift", "person", "person"),
        sa.UniqueConstraint("slot", "person", name="uq_shift_slot_person"),
    )
    op.create_index(
        "ix_shift_running",
        "shift",
        ["id"],
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index("ix_shift_person", "shift", ["person", "id"])
    op.create_table(
        "planned_shift",
        *_number("id", "person"),
        *_time("begins", "ends"),
        *_json("channels"),
        *_number("by"),
        *_time("cancelled_at", nullable=True),
        _key("planned_shift"),
        _of("planned_shift", "person", "person"),
    )
    op.create_index("ix_planned_shift_ends", "planned_shift", ["ends"])
    op.create_table(
        "absence",
        *_number("id", "person"),
        *_text("first", "last"),
        *_number("substitute", nullable=True),
        *_number("by"),
        *_time("ended_at", nullable=True),
        _key("absence"),
        _of("absence", "person", "person"),
        _of("absence", "substitute", "person"),
    )
    op.create_index("ix_absence_last", "absence", ["last"])
    _handovers()
    _trail()


def _handovers() -> None:
    op.create_table(
        "handover",
        *_number("id", "row", "shown", "shift", "outgoing"),
        *_number("incoming", nullable=True),
        *_json("channels"),
        *_text("state"),
        _truth("is_open"),
        *_time("opened_at"),
        *_text("words"),
        *_json("watch"),
        *_text("reason"),
        *_json("items", nullable=True),
        *_time("settled_at", "reminded_at", nullable=True),
        *_json("places"),
        _key("handover"),
        _of("handover", "shift", "shift"),
        _of("handover", "outgoing", "person"),
        _of("handover", "incoming", "person"),
        sa.UniqueConstraint("shift", name="uq_handover_shift"),
    )
    for name, sqlite, postgresql in (
        ("ix_handover_open", "is_open = 1", "is_open"),
        ("ix_handover_stale", "row > shown", "row > shown"),
    ):
        op.create_index(
            name, "handover", ["id"], sqlite_where=sa.text(sqlite), postgresql_where=sa.text(postgresql)
        )
    op.create_table(
        "handover_answer",
        *_number("handover", "item"),
        *_text("reply"),
        *_number("person"),
        *_time("at"),
        *_text("question", "explained"),
        _key("handover_answer", "handover", "item"),
        _of("handover_answer", "handover", "handover"),
        _of("handover_answer", "item", "item"),
        _of("handover_answer", "person", "person"),
    )


def _trail() -> None:
    op.create_table("trail_head", *_text("chain", "head"), *_number("count"), _key("trail_head", "chain"))
    op.create_table(
        "trail_entry",
        *_number("id"),
        *_text("chain"),
        *_number("seq"),
        *_time("at"),
        *_text("tag"),
        *_number("person"),
        *_text("surface"),
        *_number("whom", "item"),
        *_text("text", "salt", "text_digest", "digest"),
        _key("trail_entry"),
        sa.UniqueConstraint("chain", "seq", name="uq_trail_entry_chain_seq"),
    )
