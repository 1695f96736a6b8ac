"""What people noted for the drafts of these days."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "known_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_known_fact"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name="fk_known_fact_author_person"),
        sa.ForeignKeyConstraint(["source"], ["item.id"], name="fk_known_fact_source_item"),
    )
