"""Words that a model proposes for handovers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # With defaults of the server: workers of the release before write rows without these columns.
    ask = sa.Column("proposed_ask", sa.Integer(), nullable=False, server_default="0")
    op.add_column("handover", ask)
    for name in ("words", "by", "prompt", "note"):
        text = sa.Column(f"proposed_{name}", sa.String(), nullable=False, server_default="")
        op.add_column("handover", text)
    no = sa.false()
    op.add_column("handover", sa.Column("proposed_kept", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("handover", sa.Column("proposed_due", sa.DateTime(timezone=True), nullable=True))
    op.add_column("handover", sa.Column("proposed_items", sa.JSON(), nullable=True))
    wanted = sa.text("proposed_due is not null")
    op.create_index(
        "ix_handover_proposed", "handover", ["proposed_due"], sqlite_where=wanted, postgresql_where=wanted
    )
