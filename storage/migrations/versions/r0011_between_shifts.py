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
    # The release before kept as a fact that the leads knew: its second step, which is not taken again.
    op.execute(
        "update handover set rungs = 2 where reminded_at is not null and exists"
        " (select 1 from installation where key = 'handover-leads:' || handover.id)"
    )
    op.add_column("handover", sa.Column("tried", sa.JSON(), nullable=True))
    op.add_column("handover", sa.Column("sums", sa.JSON(), nullable=True))
