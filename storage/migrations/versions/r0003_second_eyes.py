"""A first of two approvals, a risk set by hand, who is writing, what was skipped, and granted uses."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
_TEXT, _NUMBER, _TIME = sa.String(), sa.Integer(), sa.DateTime(timezone=True)


def upgrade() -> None:
    # The workers of the release before write rows without these columns.
    _first("draft", "version", "by", kind=_NUMBER)
    _first("on", kind=_TEXT)
    _first("at", kind=_TIME)
    op.add_column("item", sa.Column("risk_by", _NUMBER, nullable=False, server_default="0"))
    op.add_column("item", sa.Column("writing_by", _NUMBER, nullable=False, server_default="0"))
    op.add_column("item", sa.Column("writing_at", _TIME, nullable=True))
    now = sa.text("writing_at is not null")
    op.create_index("ix_item_writing", "item", ["writing_at"], sqlite_where=now, postgresql_where=now)
    op.add_column("person", sa.Column("speaks", _TEXT, nullable=False, server_default=""))
    op.add_column("account", sa.Column("proven", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_index("ix_comment_person", "comment", ["platform", "author_id", "author_name"])
    _next()
    _doubt()
    _skipped()
    _grant()


def _first(*names: str, kind: sa.types.TypeEngine[Any]) -> None:
    for name in names:
        op.add_column("item", sa.Column(f"first_{name}", kind, nullable=True))


def _doubt() -> None:
    """So far nobody wrote down which accounts of a chat tool were linked without an address."""
    op.execute(
        "update account set proven = false where surface not in ('web', 'email')"
        " and person not in (select person from account where surface = 'email')"
    )


def _next() -> None:
    op.add_column("item", sa.Column("gravity", _NUMBER, nullable=False, server_default="1"))
    gravity = "case risk when 'crisis' then 3 when 'high' then 2 when 'low' then 0 else 1 end"
    op.execute(f"update item set gravity = {gravity} where is_open")  # noqa: S608  # our own words
    op.create_index(
        "ix_item_next",
        "item",
        ["handler", sa.text("gravity desc"), "owed_at", "published"],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )


def _skipped() -> None:
    op.create_table(
        "skipped",
        sa.Column("item", _NUMBER, nullable=False),
        sa.Column("person", _NUMBER, nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("item", "person", name="pk_skipped"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_skipped_item_item"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_skipped_person_person"),
    )


def _grant() -> None:
    op.create_table(
        "grant_of_use",
        sa.Column("id", _NUMBER, nullable=False),
        sa.Column("item", _NUMBER, nullable=False),
        sa.Column("granted_by", _TEXT, nullable=False),
        sa.Column("granted_at", _TIME, nullable=False),
        sa.Column("purpose", _TEXT, nullable=False),
        sa.Column("link", _TEXT, nullable=False),
        sa.Column("noted_by", _NUMBER, nullable=False),
        sa.Column("noted_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grant_of_use"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_grant_of_use_item_item"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_grant_of_use_noted_by_person"),
    )
    op.create_index("ix_grant_of_use_item", "grant_of_use", ["item"])
