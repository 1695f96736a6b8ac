"""Trying again: a reason for which nothing changes stands in the trail once, however often it is said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.audit import Entry, Tag
from bot.domain.effect import Kind

LONG = timedelta(hours=1)
"""What could not be done for so long is told to a person, whatever the reason."""
_BEGINS = {
    Kind.REPLY: Tag.REPLY_APPROVED,
    Kind.CORRECT: Tag.REPLY_CORRECTION_ASKED,
    Kind.DELETE_REPLY: Tag.REPLY_DELETION_ASKED,
    Kind.HIDE: Tag.COMMENT_HIDE_ASKED,
    Kind.UNHIDE: Tag.COMMENT_UNHIDE_ASKED,
    Kind.LIKE: Tag.COMMENT_LIKE_ASKED,
}
"""The entry with which somebody asked for it."""
_AGAIN = frozenset({Tag.REPLY_GIVEN_BACK, Tag.EFFECT_UNCLEAR})


@dataclass(frozen=True)
class PutOff:
    """What becomes known of a try that did not do it."""

    write: bool
    """It is news for the trail, also where nothing about the item changes."""
    tell: bool
    """A person is told: they have to do something about it, or it has lasted long."""


def put_off(entries: Sequence[Entry], kind: Kind, why: str, now: datetime, *, person: bool) -> PutOff:
    """What a further try comes to, given the trail; with `person`, nobody else can mend the reason."""
    tries, new = _since(entries, kind, _AGAIN), is_news(entries, kind, _AGAIN, why)
    long = bool(tries) and tries[-1].at < tries[0].at + LONG <= now
    return PutOff(write=new or long, tell=(new and person) or long)


def is_news(entries: Sequence[Entry], kind: Kind, tags: Collection[Tag], why: str) -> bool:
    """Whether no such entry has said this since somebody asked for it."""
    return all(entry.event.text != why for entry in _since(entries, kind, tags))


def _since(entries: Sequence[Entry], kind: Kind, tags: Collection[Tag]) -> list[Entry]:
    found: list[Entry] = []
    for entry in entries:
        if entry.event.tag is _BEGINS[kind]:
            found.clear()
        elif entry.event.tag in tags:
            found.append(entry)
    return found
