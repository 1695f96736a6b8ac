"""Promises are found quickly; a handover keeps its steps on the ladder, and its numbers once it has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    promised = sa.text("follow_at is not null")
    op.create_index(
        "ix_item_promised", "item", ["follow_at"], sqlite_where=promised, postgresql_where=promised
    )
    # With a default of the server: workers of the release before write rows without it.
    op.add_column("handover", sa.Column("rungs", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("handover", sa.Column("sums", sa.JSON(), nullable=True))
