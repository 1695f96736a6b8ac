"""The trail of what the team does that is about no single item: shifts, absences, handovers.

Built like the trail of an item (`bot.domain.audit`), with a name for each chain: `shift:7`, `absences`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from bot.domain.audit import text_digest
from bot.domain.people import PROGRAM, Actor
from bot.words import NEWER, Spoken, as_written, say


class TeamTag(Spoken):
    """What happened, as `subject:action`. Nothing else may be written into the team's trail."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        word = as_written(cls, value)
        if word is not None:
            word.sentence = NEWER
        return word

    SHIFT_BEGAN = "shift:began", say("The shift began")
    SHIFT_ENDED = "shift:ended", say("The shift ended")
    SHIFT_PLANNED = "shift:planned", say("A shift was planned")
    SHIFT_CANCELLED = "shift:cancelled", say("A planned shift was cancelled")
    ABSENCE_NOTED = "absence:noted", say("An absence was noted")
    ABSENCE_ENDED = "absence:ended", say("An absence was ended")
    HANDOVER_OPENED = "handover:opened", say("The handover was opened")
    HANDOVER_DRAFTED = "handover:drafted", say("A language model drafted words for the next shift")
    HANDOVER_KEPT = "handover:kept", say("Words for the next shift, begun as a draft")
    HANDOVER_WRITTEN = "handover:written", say("Words for the next shift")
    HANDOVER_WATCH = "handover:watch", say("What to watch")
    HANDOVER_MINE = "handover:mine", say("Taken: mine")
    HANDOVER_POOL = "handover:pool", say("Left to the pool")
    HANDOVER_ASKED = "handover:asked", say("Asked back")
    HANDOVER_EXPLAINED = "handover:explained", say("Explained")
    HANDOVER_REFUSED = "handover:refused", say("The handover was refused")
    HANDOVER_OFFERED = "handover:offered", say("The handover was offered again")
    HANDOVER_TAKEN_OVER = "handover:taken_over", say("The shift was taken over")
    HANDOVER_ESCALATED = "handover:escalated", say("The leads were told of the handover")
    PERSON_JOINED = "person:joined", say("Came to the team")
    PERSON_RIGHTS = "person:rights", say("Has another role")
    PERSON_LINKED = "person:linked", say("An account was linked")
    PERSON_UNLINKED = "person:unlinked", say("Accounts were unlinked")
    PERSON_MERGED = "person:merged", say("Is known under another number")
    PERSON_ERASED = "person:erased", say("Name and accounts were erased")
    HANDOVER_REMINDED = "handover:reminded", say("The channel was reminded of the handover")
    HANDOVER_NUDGED = "handover:nudged", say("Whoever is on was reminded of the handover")
    HANDOVER_OUTSIDE = "handover:outside", say("People outside the shift were told of the handover")
    HANDOVER_UNHEARD = "handover:unheard", say("Nobody could be reached about the handover")
    HANDOVER_TRIED = "handover:tried", say("Tried to tell of the handover; it is not known who was reached")


@dataclass(frozen=True, kw_only=True)
class TeamEvent:
    """Something that happened in the team, not yet written down."""

    tag: TeamTag
    actor: Actor = PROGRAM
    whom: int = 0
    """The other person it is about, or 0."""
    item: int = 0
    """The item it is about, or 0."""
    text: str = ""
    """Personal free text: may be erased later."""


@dataclass(frozen=True, kw_only=True)
class TeamEntry:
    """One written line."""

    chain: str
    seq: int
    """1, 2, 3 ... within the chain."""
    at: datetime
    event: TeamEvent
    salt: str
    text_digest: str
    digest: str


def enter(before: str, chain: str, seq: int, at: datetime, event: TeamEvent, salt: str) -> TeamEntry:
    """Write an event down as the entry that follows `before`."""
    of_text = text_digest(salt, event.text)
    digest = _digest(before, chain, seq, at, event, of_text)
    return TeamEntry(chain=chain, seq=seq, at=at, event=event, salt=salt, text_digest=of_text, digest=digest)


def first_fault(entries: Iterable[TeamEntry], head: str, count: int) -> int | None:
    """The place of the first entry that is missing, changed or cut off; None when the chain is whole."""
    before, seq = "", 0
    for seq, entry in enumerate(entries, start=1):
        event = entry.event
        of_text = text_digest(entry.salt, event.text) if entry.salt else entry.text_digest
        whole = _digest(before, entry.chain, seq, entry.at, event, of_text)
        erased_with_text = entry.salt == "" and event.text != ""
        if erased_with_text or (entry.seq, entry.digest, entry.text_digest) != (seq, whole, of_text):
            return seq
        before = entry.digest
    return None if (seq, before) == (count, head) else seq + 1


def _digest(before: str, chain: str, seq: int, at: datetime, event: TeamEvent, of_text: str) -> str:
    facts = [before, chain, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), event.tag.value]
    facts += [event.actor.person, event.actor.surface, event.whom, event.item, of_text]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()
