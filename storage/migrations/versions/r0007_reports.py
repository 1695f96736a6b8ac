"""What reports are read by, and which of them were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
OUTCOMES = (
    "tag in ('reply:posted', 'reply:settled_posted', 'item:answered_elsewhere', 'item:dismissed',"
    " 'reply:approved', 'draft:asked')"
)


def upgrade() -> None:
    op.create_index("ix_item_published", "item", ["published"])
    where = sa.text(OUTCOMES)
    columns = ["at", "item", "seq", "tag", "draft", "person"]
    op.create_index("ix_audit_outcome", "audit", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "report_run",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("surface", "channel", "every", "days")),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("surface", "channel", "every", "days", name="pk_report_run"),
    )
