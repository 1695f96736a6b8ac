"""The tables of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
_TEXT, _NUMBER, _FLAG, _JSON = sa.String(), sa.Integer(), sa.Boolean(), sa.JSON()
_TIME = sa.DateTime(timezone=True)


def _columns(kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _index(name: str, table: str, *columns: str, where: str = "true") -> None:
    keys = [sa.text(column) if " " in column else column for column in columns]
    conditions: dict[str, Any] = {}
    if where != "true":
        # SQLAlchemy's queries say `= 1` for true on SQLite, and its planner compares to the letter.
        conditions["sqlite_where"] = sa.text(where.replace("is_open", "is_open = 1"))
        conditions["postgresql_where"] = sa.text(where)
    op.create_index(name, table, keys, **conditions)


def _source() -> None:
    op.create_table(
        "source",
        *_columns(_NUMBER, "id"),
        *_columns(_TEXT, "platform", "name"),
        *_columns(_TIME, "since"),
        *_columns(_TEXT, "mark"),
        *_columns(_TIME, "due"),
        *_columns(_TEXT, "failing"),
        *_columns(_NUMBER, "fails"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("platform", "name", name="uq_source_platform_name"),
    )


def _post() -> None:
    op.create_table(
        "post",
        *_columns(_NUMBER, "id"),
        *_columns(_TEXT, "platform", "source", "remote", "title", "text", "url", "image", "language"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.UniqueConstraint("platform", "source", "remote", name="uq_post_platform_source_remote"),
    )


def _comment() -> None:
    op.create_table(
        "comment",
        *_columns(_NUMBER, "id"),
        *_columns(_TEXT, "platform", "source", "remote"),
        *_columns(_NUMBER, "post"),
        *_columns(_TEXT, "parent", "author_id", "author_name", "author_url", "text"),
        *_columns(_TIME, "published"),
        *_columns(_TEXT, "url"),
        *_columns(_JSON, "attachments"),
        *_columns(_FLAG, "ours", "held", "gone", "erased"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_comment_post_post"),
        sa.UniqueConstraint("platform", "source", "remote", name="uq_comment_platform_source_remote"),
    )
    _index("ix_comment_author", "comment", "post", "author_id", "author_name")


def _comment_version() -> None:
    op.create_table(
        "comment_version",
        *_columns(_NUMBER, "comment", "version"),
        *_columns(_TEXT, "text"),
        sa.PrimaryKeyConstraint("comment", "version", name="pk_comment_version"),
        sa.ForeignKeyConstraint(["comment"], ["comment.id"], name="fk_comment_version_comment_comment"),
    )


def _item() -> None:
    op.create_table(
        "item",
        *_columns(_NUMBER, "id", "row"),
        *_columns(_TEXT, "platform", "source"),
        *_columns(_NUMBER, "comment"),
        *_columns(_TEXT, "remote"),
        *_columns(_NUMBER, "version"),
        *_columns(_TEXT, "status"),
        *_columns(_FLAG, "is_open"),
        *_columns(_TIME, "published"),
        *_columns(_TEXT, "kind"),
        *_columns(_NUMBER, "urgency"),
        *_columns(_TEXT, "risk", "language"),
        *_columns(_FLAG, "needs_reply"),
        *_columns(_TEXT, "why", "sentiment"),
        *_columns(_FLAG, "sure"),
        *_columns(_TIME, "due_at", nullable=True),
        *_columns(_TIME, "owed_at"),
        *_columns(_NUMBER, "handler", "follows", nullable=True),
        *_columns(_NUMBER, "draft", "drafts", "ask"),
        *_columns(_TIME, "ask_due", nullable=True),
        *_columns(_TEXT, "instruction", "draft_note"),
        *_columns(_NUMBER, "approved_draft", "approved_version", "approved_by", nullable=True),
        *_columns(_TEXT, "approved_on", nullable=True),
        *_columns(_TIME, "approved_at", "post_at", nullable=True),
        *_columns(_NUMBER, "turn"),
        *_columns(_TEXT, "reply", "reply_url", "reply_text"),
        *_columns(_NUMBER, "reply_by", nullable=True),
        *_columns(_TEXT, "reply_on", nullable=True),
        *_columns(_TIME, "replied_at", nullable=True),
        *_columns(_JSON, "known"),
        *_columns(_FLAG, "hidden"),
        *_columns(_TEXT, "reason"),
        *_columns(_FLAG, "stale_draft"),
        *_columns(_TEXT, "audit_head"),
        *_columns(_NUMBER, "audit_count"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.ForeignKeyConstraint(["comment"], ["comment.id"], name="fk_item_comment_comment"),
        sa.UniqueConstraint("comment", name="uq_item_comment"),
    )
    _index("ix_item_ask", "item", "ask_due", where="ask_due is not null")
    _index("ix_item_counts", "item", "status", "published", "handler", "owed_at", "is_open", where="is_open")
    _index(
        "ix_item_free", "item", "urgency desc", "owed_at", "published", where="is_open and handler is null"
    )
    _index("ix_item_handled", "item", "handler", "urgency desc", "owed_at", "published", where="is_open")
    _index("ix_item_replied", "item", "replied_at", where="replied_at is not null")


def _draft() -> None:
    op.create_table(
        "draft",
        *_columns(_NUMBER, "item", "number"),
        *_columns(_TEXT, "text", "origin"),
        *_columns(_NUMBER, "version"),
        *_columns(_TIME, "at"),
        *_columns(_NUMBER, "by"),
        *_columns(_TEXT, "model", "prompt"),
        *_columns(_JSON, "warnings"),
        sa.PrimaryKeyConstraint("item", "number", name="pk_draft"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_draft_item_item"),
    )


def _effect() -> None:
    op.create_table(
        "effect",
        *_columns(_NUMBER, "id", "item"),
        *_columns(_TEXT, "kind", "lane", "channel"),
        *_columns(_NUMBER, "turn", "rank", "draft", "person"),
        *_columns(_TEXT, "surface", "key", "state"),
        *_columns(_FLAG, "is_open"),
        *_columns(_TEXT, "token"),
        *_columns(_TIME, "due_at"),
        *_columns(_TIME, "claimed_at", "look_at", nullable=True),
        *_columns(_NUMBER, "tries"),
        *_columns(_TEXT, "remote", "url"),
        sa.PrimaryKeyConstraint("id", name="pk_effect"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_effect_item_item"),
        sa.UniqueConstraint("item", "kind", "lane", "turn", name="uq_effect_item_kind_lane_turn"),
    )
    _index("ix_effect_channel", "effect", "channel", where="is_open")
    _index("ix_effect_lane", "effect", "lane", "rank desc", "id", where="is_open")


def _place() -> None:
    op.create_table(
        "place",
        *_columns(_NUMBER, "id", "item"),
        *_columns(_TEXT, "surface", "channel", "lane", "remote"),
        *_columns(_FLAG, "live"),
        *_columns(_NUMBER, "wanted", "shown"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_place_item_item"),
        sa.UniqueConstraint("surface", "channel", "item", name="uq_place_surface_channel_item"),
    )
    _index("ix_place_item", "place", "item")
    _index("ix_place_stale", "place", "lane", "id", where="wanted > shown")


def _audit() -> None:
    op.create_table(
        "audit",
        *_columns(_NUMBER, "id", "item", "seq"),
        *_columns(_TIME, "at"),
        *_columns(_TEXT, "tag"),
        *_columns(_NUMBER, "person"),
        *_columns(_TEXT, "surface"),
        *_columns(_NUMBER, "draft", "version"),
        *_columns(_TEXT, "text", "salt", "text_digest", "digest"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["item"], ["item.id"], name="fk_audit_item_item"),
        sa.UniqueConstraint("item", "seq", name="uq_audit_item_seq"),
    )
    _index("ix_audit_at", "audit", "at")


def _person() -> None:
    op.create_table(
        "person",
        *_columns(_NUMBER, "id"),
        *_columns(_TEXT, "name"),
        *_columns(_NUMBER, "role"),
        *_columns(_TEXT, "language"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )


def _account() -> None:
    op.create_table(
        "account",
        *_columns(_TEXT, "surface", "external"),
        *_columns(_NUMBER, "person"),
        sa.PrimaryKeyConstraint("surface", "external", name="pk_account"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_account_person_person"),
    )


def _heard() -> None:
    op.create_table(
        "heard",
        *_columns(_TEXT, "key"),
        *_columns(_TIME, "at"),
        sa.PrimaryKeyConstraint("key", name="pk_heard"),
    )
    _index("ix_heard_at", "heard", "at")


def _lane() -> None:
    op.create_table(
        "lane",
        *_columns(_TEXT, "name", "token"),
        *_columns(_TIME, "until"),
        *_columns(_FLAG, "again"),
        sa.PrimaryKeyConstraint("name", name="pk_lane"),
    )


def _slot() -> None:
    op.create_table(
        "slot",
        *_columns(_TEXT, "key"),
        *_columns(_TIME, "next_at"),
        sa.PrimaryKeyConstraint("key", name="pk_slot"),
    )


def _worker() -> None:
    op.create_table(
        "worker",
        *_columns(_TEXT, "executor"),
        *_columns(_TIME, "seen_at"),
        sa.PrimaryKeyConstraint("executor", name="pk_worker"),
    )


def _installation() -> None:
    op.create_table(
        "installation",
        *_columns(_TEXT, "key", "value"),
        sa.PrimaryKeyConstraint("key", name="pk_installation"),
    )


def upgrade() -> None:
    _source()
    _post()
    _comment()
    _comment_version()
    _item()
    _draft()
    _effect()
    _place()
    _audit()
    _person()
    _account()
    _heard()
    _lane()
    _slot()
    _worker()
    _installation()
