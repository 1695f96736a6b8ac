"""The ladder begins anew when a second approval is wanted; what waits for one now is looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("item", sa.Column("for_second", sa.Boolean(), nullable=False, server_default=sa.false()))
    item = sa.table(
        "item",
        sa.column("status"),
        *(sa.column(n, sa.DateTime(timezone=True)) for n in ("tick_at", "published")),
    )
    op.execute(item.update().where(item.c.status == "awaiting").values(tick_at=item.c.published))
