"""What we had to do with an author before their comment came in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    for name in ("met_comments", "met_replies", "met_warnings"):
        op.add_column("item", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
