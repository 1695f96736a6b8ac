"""Who is whom: the numbers somebody had before, and whose signature stands beneath a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("person", sa.Column("formerly", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("draft", sa.Column("signature", sa.String(), nullable=False, server_default=""))
