"""The audit trail: a closed vocabulary, and a chain per item that shows when an entry is missing or changed.

Each digest covers the one before it, the facts of the entry, and a salted digest of its personal text.
So erasing a person's text and its salt keeps the chain valid, while nothing else can be changed unseen.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from bot.domain.people import PROGRAM, Actor
from bot.words import as_written


class Tag(StrEnum):
    """What happened, as `subject:action`. Nothing else may be written into the trail."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return as_written(cls, value)

    COMMENT_FETCHED = "comment:fetched"
    COMMENT_EDITED = "comment:edited"
    COMMENT_DELETED = "comment:deleted"
    COMMENT_RETURNED = "comment:returned"
    COMMENT_HELD = "comment:held"
    COMMENT_RELEASED = "comment:released"
    COMMENT_HIDE_ASKED = "comment:hide_asked"
    COMMENT_HIDDEN = "comment:hidden"
    COMMENT_UNHIDE_ASKED = "comment:unhide_asked"
    COMMENT_UNHIDDEN = "comment:unhidden"
    COMMENT_LIKE_ASKED = "comment:like_asked"
    COMMENT_LIKED = "comment:liked"
    USE_GRANTED = "use:granted"
    ITEM_SHOWN = "item:shown"
    ITEM_CLAIMED = "item:claimed"
    ITEM_RELEASED = "item:released"
    ITEM_TAKEN_OVER = "item:taken_over"
    ITEM_HANDED_OVER = "item:handed_over"
    ITEM_DISMISSED = "item:dismissed"
    ITEM_REOPENED = "item:reopened"
    ITEM_TRIAGED = "item:triaged"
    RISK_RAISED = "risk:raised"
    RISK_LOWERED = "risk:lowered"
    ITEM_ANSWERED_ELSEWHERE = "item:answered_elsewhere"
    ITEM_ERASED = "item:erased"
    ITEM_REBUILT = "item:rebuilt"
    ITEM_CLAIM_WARNED = "item:claim_warned"
    ITEM_CLAIM_ENDED = "item:claim_ended"
    ITEM_PARKED = "item:parked"
    ITEM_WOKEN = "item:woken"
    ITEM_PROMISED = "item:promised"
    ITEM_FOLLOWED_UP = "item:followed_up"
    ITEM_REMINDED = "item:reminded"
    ITEM_ESCALATED = "item:escalated"
    ITEM_UNTOLD = "item:untold"
    QUESTION_ASKED = "question:asked"
    QUESTION_ANSWERED = "question:answered"
    DRAFT_ASKED = "draft:asked"
    DRAFT_WRITTEN = "draft:written"
    DRAFT_NONE = "draft:none"
    DRAFT_LATE = "draft:late"
    DRAFT_SIGNED = "draft:signed"
    DRAFT_EDITED = "draft:edited"
    DRAFT_CHECKED = "draft:checked"
    NOTE_WRITTEN = "note:written"
    FACT_SAVED = "fact:saved"
    REPLY_APPROVED = "reply:approved"
    REPLY_SECOND_WANTED = "reply:second_wanted"
    REPLY_TAKEN_BACK = "reply:taken_back"
    REPLY_DECLINED = "reply:declined"
    REPLY_VOIDED = "reply:voided"
    REPLY_SENDING = "reply:sending"
    REPLY_GIVEN_BACK = "reply:given_back"
    REPLY_POSTED = "reply:posted"
    REPLY_HELD = "reply:held"
    REPLY_UNCLEAR = "reply:unclear"
    REPLY_UNKNOWN = "reply:unknown"
    REPLY_REFUSED = "reply:refused"
    REPLY_SETTLED_POSTED = "reply:settled_posted"
    REPLY_SETTLED_NOT_POSTED = "reply:settled_not_posted"
    REPLY_CORRECTION_ASKED = "reply:correction_asked"
    REPLY_CORRECTED = "reply:corrected"
    REPLY_DELETION_ASKED = "reply:deletion_asked"
    REPLY_DELETED = "reply:deleted"
    REPLY_EDITED_ELSEWHERE = "reply:edited_elsewhere"
    REPLY_GONE = "reply:gone"
    EFFECT_UNCLEAR = "effect:unclear"
    EFFECT_UNKNOWN = "effect:unknown"
    EFFECT_REFUSED = "effect:refused"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to an item, not yet written down."""

    tag: Tag
    actor: Actor = PROGRAM
    draft: int = 0
    """The number of the draft it is about, or 0."""
    version: int = 0
    """The version of the comment it is about, or 0."""
    text: str = ""
    """Personal free text (a reason, an instruction): may be erased later."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One written line of the trail."""

    item: int
    seq: int
    """1, 2, 3 ... within the item."""
    at: datetime
    event: Event
    salt: str
    text_digest: str
    digest: str


def text_digest(salt: str, text: str) -> str:
    """The digest that stands for a personal text: without its salt nothing can be guessed from it."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def chain_digest(before: str, item: int, seq: int, at: datetime, event: Event, of_text: str) -> str:
    """The digest of an entry, given the digest of the one before it ("" for the first)."""
    facts = [before, item, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), event.tag.value]
    facts += [event.actor.person, event.actor.surface, event.draft, event.version, of_text]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def enter(before: str, item: int, seq: int, at: datetime, event: Event, salt: str) -> Entry:
    """Write an event down as the entry that follows `before`."""
    of_text = text_digest(salt, event.text)
    digest = chain_digest(before, item, seq, at, event, of_text)
    return Entry(item=item, seq=seq, at=at, event=event, salt=salt, text_digest=of_text, digest=digest)


def first_fault(entries: Iterable[Entry], head: str, count: int) -> int | None:
    """The place of the first entry that is missing, changed or cut off; None when the chain is whole.

    `head` and `count` are what the item itself remembers of its chain. An entry whose text was erased
    has no salt any more and is checked by its digests alone.
    """
    before, seq = "", 0
    for seq, entry in enumerate(entries, start=1):
        event = entry.event
        of_text = text_digest(entry.salt, event.text) if entry.salt else entry.text_digest
        if entry.salt == "" and event.text:
            return seq
        whole = chain_digest(before, entry.item, seq, entry.at, event, of_text)
        if entry.seq != seq or entry.digest != whole or entry.text_digest != of_text:
            return seq
        before = entry.digest
    return None if (seq, before) == (count, head) else seq + 1
