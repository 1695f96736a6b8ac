"""What the page keeps for each person until they have seen it; how long somebody is believed to write."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("item", sa.Column("writing_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "inbox",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "person", "item", "handover", "seq")
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("person", "item", "handover", "seq", name="uq_inbox_entry"),
    )
    op.create_index("ix_inbox_person", "inbox", ["person", "id"])
    unseen = sa.text("seen_at is null")
    op.create_index("ix_inbox_unseen", "inbox", ["person"], sqlite_where=unseen, postgresql_where=unseen)
