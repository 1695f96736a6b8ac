"""What a shift leaves to be done by a time: first replies, what comes back, what goes out, promises."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.desk.drawing import line
from bot.domain.audit import Entry, Tag
from bot.domain.pace import Parked
from bot.domain.people import signed
from bot.domain.status import Status
from bot.memory import Dossier
from bot.words import Words, say

LONGEST_LAST = 160
LAST = {
    Tag.REPLY_POSTED: say("We replied to {author}"),
    Tag.REPLY_SETTLED_POSTED: say("We replied to {author}"),
    Tag.REPLY_CORRECTED: say("We corrected our reply to {author}"),
    Tag.ITEM_ANSWERED_ELSEWHERE: say("Somebody replied to {author} on the platform itself"),
    Tag.NOTE_WRITTEN: say("{name} told the team"),
    Tag.DRAFT_EDITED: say("{name} wrote a draft, not sent yet"),
    Tag.DRAFT_WRITTEN: say("A draft was written, not sent yet"),
    Tag.REPLY_DECLINED: say("{name} declined the reply to {author}"),
    Tag.QUESTION_ASKED: say("{name} asked, no answer yet"),
    Tag.QUESTION_ANSWERED: say("{name} answered our question"),
    Tag.ITEM_PARKED: say("{name} parked it"),
    Tag.ITEM_PROMISED: say("{name} promised {author} that we come back to it"),
    Tag.ITEM_ESCALATED: say("{name} escalated it"),
}
_REPLIES = frozenset(
    {Tag.REPLY_POSTED, Tag.REPLY_SETTLED_POSTED, Tag.REPLY_CORRECTED, Tag.ITEM_ANSWERED_ELSEWHERE}
)
_DRAFTS = frozenset({Tag.DRAFT_EDITED, Tag.DRAFT_WRITTEN})
_BACK = {
    Parked.SNOOZE: say("back in the queue"),
    Parked.AUTHOR: say("back in the queue"),
    Parked.ASKED: say("back in the queue, with or without the answer"),
    Parked.PRIVATE: say("back in the queue: how did the personal contact end?"),
}


def owed(dossier: Dossier) -> Iterator[tuple[datetime, Words]]:
    """When something has to happen about an item next, and what; nothing for no time."""
    item, pace = dossier.item, dossier.item.pace
    if pace.follow_at:
        yield pace.follow_at, say("we promised to come back to it: {what}", what=pace.promise)
    elif pace.parked:
        if pace.wake_at:
            yield pace.wake_at, _BACK[pace.parked]
    elif item.status is Status.APPROVED and item.post_at:
        yield item.post_at, say("the approved reply goes out")
    elif due := line(dossier).due:
        yield due, say("first reply")


def last_said(dossier: Dossier) -> tuple[Words | None, str, datetime | None]:
    """What was said last, to whom, and when."""
    entry = _newest(dossier.entries)
    if entry is None:
        return None, "", None
    sentence = LAST[entry.event.tag].text
    who = {"author": dossier.comment.author.name, "name": signed(entry.event.actor, dossier.names)}
    words = Words(sentence, {name: told for name, told in who.items() if f"{{{name}}}" in sentence})
    return words, _short(_spoken(entry, dossier)), entry.at


def _newest(entries: Sequence[Entry]) -> Entry | None:
    return next((one for one in reversed(entries) if one.event.tag in LAST), None)


def _spoken(entry: Entry, dossier: Dossier) -> str:
    if entry.event.tag in _REPLIES:
        return dossier.item.reply_text
    if entry.event.tag in _DRAFTS:
        return dossier.draft.text if dossier.draft else ""
    return entry.event.text


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_LAST else plain[: LONGEST_LAST - 1] + "…"
