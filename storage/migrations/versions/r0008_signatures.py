"""A signature for each person."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("person", sa.Column("signature", sa.String(), nullable=False, server_default=""))
