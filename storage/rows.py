"""Rows to values of the domain and back: the one place where a column has a meaning."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from bot.domain.audit import Entry, Event, Tag
from bot.domain.community import Attachment, Author, Comment, Post
from bot.domain.effect import UNSETTLED, Effect, Kind, State
from bot.domain.item import Acquaintance, Approval, Draft, Item, Triage, Urgency
from bot.domain.pace import Pace, Parked
from bot.domain.people import Actor, Former, Person, Role
from bot.domain.status import OPEN, Status
from bot.domain.triaging import RISKS
from storage.columns import NEVER

Row = Mapping[Any, Any]
"""A row by column name; Any because each column has its own type."""


def item_of(row: Row) -> Item:
    """An item from its row."""
    return Item(
        **dict(zip(_SAME, _same(row), strict=True)),
        status=Status(row["status"]),
        triage=_triage_of(row),
        met=Acquaintance(**{name: row[column] for name, column in _MET.items()}),
        first=_approval_of(row, "first"),
        approval=_approval_of(row, "approved"),
        writing_by=row["writing_by"],
        writing_at=row["writing_at"],
        reply_by=_actor_of(row["reply_by"], row["reply_on"]),
        known=tuple(row["known"]),
        pace=_pace_of(row),
    )


_SAME = (
    "id", "row", "platform", "source", "comment", "remote", "version", "published", "due_at",
    "handler", "follows",
    "draft", "drafts", "ask", "ask_due", "instruction", "draft_note", "post_at", "turn", "reply",
    "reply_url", "reply_text", "hidden", "risk_by", "reason", "stale_draft", "audit_head", "audit_count",
)  # fmt: skip
"""Columns that are fields of the same name."""
_same = itemgetter(*_SAME)


_MET = {"comments": "met_comments", "replies": "met_replies", "warnings": "met_warnings"}
_PACE = (
    "remind_at", "claimant", "acted_at", "warned_at", "heeded", "ladder_from", "rungs", "for_second",
    "wake_at", "follow_at", "promise", "tick_at",
)  # fmt: skip
_pace = itemgetter(*_PACE)


def _pace_of(row: Row) -> Pace:
    return Pace(**dict(zip(_PACE, _pace(row), strict=True)), parked=Parked(row["parked"]))


def pace_columns(pace: Pace) -> dict[str, Any]:
    """The columns of what the clock knows."""
    return {name: getattr(pace, name) for name in _PACE} | {"parked": pace.parked.value}


def _triage_of(row: Row) -> Triage:
    return Triage(
        kind=row["kind"],
        urgency=Urgency(row["urgency"]),
        risk=row["risk"],
        language=row["language"],
        needs_reply=row["needs_reply"],
        why=row["why"],
        sentiment=row["sentiment"],
        sure=row["sure"],
    )


def _actor_of(person: int | None, surface: str | None) -> Actor | None:
    return None if person is None else Actor(person=person, surface=surface or "")


def _approval_of(row: Row, which: str) -> Approval | None:
    by = _actor_of(row[f"{which}_by"], row[f"{which}_on"])
    if by is None:
        return None
    facts = {name: row[f"{which}_{name}"] for name in ("draft", "version", "at")}
    return Approval(**facts, by=by)


def _approval_columns(approval: Approval | None, which: str) -> dict[str, Any]:
    return {
        f"{which}_draft": approval.draft if approval else None,
        f"{which}_version": approval.version if approval else None,
        f"{which}_by": approval.by.person if approval else None,
        f"{which}_on": approval.by.surface if approval else None,
        f"{which}_at": approval.at if approval else None,
    }


def item_columns(item: Item) -> dict[str, Any]:
    """The columns of an item, but for its number."""
    columns = {name: getattr(item, name) for name in _SAME if name != "id"}
    columns |= triage_columns(item.triage) | pace_columns(item.pace) | met_columns(item.met)
    columns |= {"status": item.status.value, "is_open": item.status in OPEN, "known": list(item.known)}
    waits = item.reply or item.pace.parked or item.due_at is None
    columns["owed_at"] = NEVER if waits else item.due_at
    by = item.reply_by
    columns |= _approval_columns(item.first, "first") | _approval_columns(item.approval, "approved")
    columns |= {
        "reply_by": by.person if by else None,
        "reply_on": by.surface if by else None,
    }
    return columns


def met_columns(met: Acquaintance) -> dict[str, int]:
    """The columns of what we know of an author."""
    return {column: getattr(met, name) for name, column in _MET.items()}


_GRAVITY = {risk: number for number, risk in enumerate(RISKS)}


def triage_columns(triage: Triage) -> dict[str, Any]:
    """The columns of a triage."""
    return {
        "kind": triage.kind,
        "urgency": int(triage.urgency),
        "risk": triage.risk,
        "gravity": _GRAVITY.get(triage.risk, 1),
        "language": triage.language,
        "needs_reply": triage.needs_reply,
        "why": triage.why,
        "sentiment": triage.sentiment,
        "sure": triage.sure,
    }


def comment_of(row: Row) -> Comment:
    """A comment from a row joined with its post (columns `post_*`)."""
    post = Post(
        id=row["post_remote"],
        title=row["post_title"],
        text=row["post_text"],
        url=row["post_url"],
        image=row["post_image"],
        language=row["post_language"],
    )
    return Comment(
        platform=row["platform"],
        source=row["source"],
        id=row["remote"],
        post=post,
        author=Author(id=row["author_id"], name=row["author_name"], url=row["author_url"]),
        text=row["text"],
        published=row["published"],
        parent=row["parent"],
        url=row["url"],
        attachments=tuple(Attachment(**attachment) for attachment in row["attachments"]),
        ours=row["ours"],
        held=row["held"],
    )


def comment_columns(comment: Comment, post: int) -> dict[str, Any]:
    """The columns of a comment beneath the post with this number."""
    return {
        "platform": comment.platform,
        "source": comment.source,
        "remote": comment.id,
        "post": post,
        "parent": comment.parent,
        "author_id": comment.author.id,
        "author_name": comment.author.name,
        "author_url": comment.author.url,
        "text": comment.text,
        "published": comment.published,
        "url": comment.url,
        "attachments": [{"url": a.url, "kind": a.kind, "alt": a.alt} for a in comment.attachments],
        "ours": comment.ours,
        "held": comment.held,
        "gone": False,
        "erased": False,
    }


def draft_of(row: Row) -> Draft:
    """A draft from its row."""
    fields = {
        name: row[name]
        for name in ("number", "text", "origin", "version", "at", "by", "model", "prompt", "signature")
    }
    return Draft(**fields, warnings=tuple(row["warnings"]))


def draft_columns(item: int, draft: Draft) -> dict[str, Any]:
    """The columns of a draft."""
    return {"item": item, **vars(draft), "warnings": list(draft.warnings)}


_EFFECT = (
    "id", "item", "lane", "channel", "turn", "rank", "draft", "person", "surface", "key", "token",
    "due_at", "claimed_at", "look_at", "tries", "remote", "url",
)  # fmt: skip


def effect_of(row: Row) -> Effect:
    """An effect from its row."""
    same = {name: row[name] for name in _EFFECT}
    return Effect(**same, kind=Kind(row["kind"]), state=State(row["state"]))


def effect_columns(effect: Effect) -> dict[str, Any]:
    """The columns of an effect, but for its number."""
    columns = {name: getattr(effect, name) for name in _EFFECT if name != "id"}
    return columns | {
        "kind": effect.kind.value,
        "state": effect.state.value,
        "is_open": effect.state in UNSETTLED,
    }


def entry_of(row: Row) -> Entry:
    """An audit entry from its row."""
    event = Event(
        tag=Tag(row["tag"]),
        actor=Actor(person=row["person"], surface=row["surface"]),
        draft=row["draft"],
        version=row["version"],
        text=row["text"],
    )
    kept = {name: row[name] for name in ("item", "seq", "at", "salt", "text_digest", "digest")}
    return Entry(**kept, event=event)


def entry_columns(entry: Entry) -> dict[str, Any]:
    """The columns of an audit entry."""
    event = entry.event
    return {
        "item": entry.item,
        "seq": entry.seq,
        "at": entry.at,
        "tag": event.tag.value,
        "person": event.actor.person,
        "surface": event.actor.surface,
        "draft": event.draft,
        "version": event.version,
        "text": event.text,
        "salt": entry.salt,
        "text_digest": entry.text_digest,
        "digest": entry.digest,
    }


def person_of(row: Row) -> Person:
    """A person from their row."""
    return Person(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        language=row["language"],
        speaks=tuple(row["speaks"].split()),
        signature=row["signature"],
        formerly=tuple(
            Former(person=number, until=datetime.fromisoformat(until)) for number, until in row["formerly"]
        ),
    )


def formerly_column(formerly: Iterable[Former]) -> list[tuple[int, str]]:
    """The column of the numbers that somebody had before."""
    return [(one.person, one.until.isoformat()) for one in formerly]
