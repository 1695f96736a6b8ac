"""The tables. Values of the domain are made from their rows in storage/rows.py, and nowhere else."""

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from storage import inbox_table, known_table, question_table, shift_table, team_table  # noqa: F401  # ours too, each with a file of its own
from storage.columns import NEVER, UtcDateTime, partial, time_column
from storage.lane_tables import LaneRow, SlotRow, WorkerRow
from storage.people_tables import AccountRow, PersonRow
from storage.report_table import OUTCOMES

__all__ = ["AccountRow", "LaneRow", "PersonRow", "SlotRow", "WorkerRow"]


class SourceRow(SQLModel, table=True):
    """One source, and how far it was read."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("platform", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    name: str
    since: datetime = time_column()
    mark: str = ""
    due: datetime = time_column()
    failing: str = ""
    fails: int = 0


class PostRow(SQLModel, table=True):
    """What was commented on."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("platform", "source", "remote"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    source: str
    remote: str
    title: str
    text: str
    url: str
    image: str
    language: str


class CommentRow(SQLModel, table=True):
    """One thing somebody wrote, as we know it now; ours too."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("platform", "source", "remote"),
        Index("ix_comment_author", "post", "author_id", "author_name"),
        Index("ix_comment_person", "platform", "author_id", "author_name"),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: str
    source: str
    remote: str
    post: int = Field(foreign_key="post.id")
    parent: str
    author_id: str
    author_name: str
    author_url: str
    text: str
    published: datetime = time_column()
    url: str
    attachments: list[dict[str, str]] = Field(sa_type=JSON)
    ours: bool
    held: bool
    gone: bool = False
    erased: bool = False
    """The author's name and text were erased for good: no later fetch brings them back."""


class CommentVersionRow(SQLModel, table=True):
    """What a comment said before it was edited."""

    __tablename__ = "comment_version"
    comment: int = Field(foreign_key="comment.id", primary_key=True)
    version: int = Field(primary_key=True)
    text: str


class ItemRow(SQLModel, table=True):
    """One item.

    `is_open` repeats what the status says, so that the queue's indexes stay small. `owed_at` repeats
    `due_at`, so that they can be read in order; items that owe nothing come last.
    """

    __tablename__ = "item"
    __table_args__ = (
        partial("ix_item_free", "urgency desc", "owed_at", "published", where="is_open and handler is null"),
        partial("ix_item_next", "handler", "gravity desc", "owed_at", "published", where="is_open"),
        partial("ix_item_writing", "writing_at", where="writing_at is not null"),
        partial("ix_item_handled", "handler", "urgency desc", "owed_at", "published", where="is_open"),
        partial("ix_item_counts", "status", "published", "handler", "owed_at", "is_open", where="is_open"),
        partial("ix_item_ask", "ask_due", where="ask_due is not null"),
        partial("ix_item_tick", "tick_at", where="tick_at is not null"),
        partial("ix_item_parked", "wake_at", where="parked <> ''"),
        partial("ix_item_promised", "follow_at", where="follow_at is not null"),
        partial("ix_item_replied", "replied_at", where="replied_at is not null"),
        Index("ix_item_published", "published"),
    )
    id: int | None = Field(default=None, primary_key=True)
    row: int = 1
    platform: str
    source: str
    comment: int = Field(foreign_key="comment.id", unique=True)
    remote: str
    version: int = 1
    status: str
    is_open: bool
    published: datetime = time_column()
    kind: str
    urgency: int
    risk: str
    gravity: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """Repeats the risk as a number, so that an index can be read in its order."""
    language: str
    needs_reply: bool
    why: str
    sentiment: str = ""
    sure: bool = True
    due_at: datetime | None = time_column(nullable=True)
    owed_at: datetime = Field(default=NEVER, sa_type=UtcDateTime)
    handler: int | None = Field(default=None)
    follows: int | None = Field(default=None)
    met_comments: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    met_replies: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    met_warnings: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    draft: int = 0
    drafts: int = 0
    ask: int = 0
    ask_due: datetime | None = time_column(nullable=True)
    instruction: str = ""
    draft_note: str = ""
    first_draft: int | None = None
    first_version: int | None = None
    first_by: int | None = None
    first_on: str | None = None
    first_at: datetime | None = time_column(nullable=True)
    approved_draft: int | None = None
    approved_version: int | None = None
    approved_by: int | None = None
    approved_on: str | None = None
    approved_at: datetime | None = time_column(nullable=True)
    post_at: datetime | None = time_column(nullable=True)
    turn: int = 0
    reply: str = ""
    reply_url: str = ""
    reply_text: str = ""
    reply_by: int | None = None
    reply_on: str | None = None
    replied_at: datetime | None = time_column(nullable=True)
    known: list[str] = Field(sa_type=JSON)
    hidden: bool = False
    risk_by: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    writing_by: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    writing_at: datetime | None = time_column(nullable=True)
    writing_until: datetime | None = time_column(nullable=True)
    reason: str = ""
    stale_draft: bool = False
    remind_at: datetime | None = time_column(nullable=True)
    claimant: int | None = None
    acted_at: datetime | None = time_column(nullable=True)
    warned_at: datetime | None = time_column(nullable=True)
    heeded: bool = False
    ladder_from: datetime | None = time_column(nullable=True)
    rungs: int = 0
    for_second: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """The steps are counted for a second approval."""
    parked: str = ""
    wake_at: datetime | None = time_column(nullable=True)
    follow_at: datetime | None = time_column(nullable=True)
    promise: str = ""
    tick_at: datetime | None = time_column(nullable=True)
    audit_head: str = ""
    audit_count: int = 0


class DraftRow(SQLModel, table=True):
    """One draft; never changed once written, but for erasing a person's text."""

    __tablename__ = "draft"
    item: int = Field(foreign_key="item.id", primary_key=True)
    number: int = Field(primary_key=True)
    text: str
    origin: str
    version: int
    at: datetime = time_column()
    by: int = 0
    model: str = ""
    prompt: str = ""
    warnings: list[str] = Field(sa_type=JSON)
    signature: str = Field(default="", sa_column_kwargs={"server_default": ""})


class EffectRow(SQLModel, table=True):
    """One change of the outside world."""

    __tablename__ = "effect"
    __table_args__ = (
        UniqueConstraint("item", "kind", "lane", "turn"),
        partial("ix_effect_lane", "lane", "rank desc", "id", where="is_open"),
        partial("ix_effect_channel", "channel", where="is_open"),
    )
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="item.id")
    kind: str
    lane: str
    channel: str = ""
    turn: int = 1
    rank: int = 0
    draft: int = 0
    person: int = 0
    surface: str = ""
    key: str
    state: str
    is_open: bool
    token: str = ""
    due_at: datetime = time_column()
    claimed_at: datetime | None = time_column(nullable=True)
    look_at: datetime | None = time_column(nullable=True)
    tries: int = 0
    remote: str = ""
    url: str = ""


class PlaceRow(SQLModel, table=True):
    """Where a card is shown, which version of it, and which version is wanted."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("surface", "channel", "item"),
        Index("ix_place_item", "item"),
        partial("ix_place_stale", "lane", "id", where="wanted > shown"),
    )
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="item.id")
    surface: str
    channel: str
    lane: str
    remote: str
    live: bool
    wanted: int = 1
    shown: int = 1


class AuditRow(SQLModel, table=True):
    """One entry of an item's trail."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("item", "seq"),
        Index("ix_audit_at", "at"),
        partial("ix_audit_outcome", "at", "item", "seq", "tag", "draft", "person", where=OUTCOMES),
    )
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="item.id")
    seq: int
    at: datetime = time_column()
    tag: str
    person: int
    surface: str
    draft: int
    version: int
    text: str
    salt: str
    text_digest: str
    digest: str


class HeardRow(SQLModel, table=True):
    """A click that was heard, so that its retry changes nothing."""

    __tablename__ = "heard"
    __table_args__ = (Index("ix_heard_at", "at"),)
    key: str = Field(primary_key=True)
    at: datetime = time_column()


class FactRow(SQLModel, table=True):
    """A few facts about this installation, by name."""

    __tablename__ = "installation"
    key: str = Field(primary_key=True)
    value: str
