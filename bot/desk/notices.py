"""Notices: what is told about items, and the cards of questions. Pure but for reading."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.drawing import draw
from bot.desk.questions import draw_question, place_of
from bot.desk.wording import TOLD
from bot.domain.audit import Entry, Event, Tag
from bot.domain.effect import Effect, Kind
from bot.domain.item import Item
from bot.domain.ticking import AGAIN, SECOND, UNSURE
from bot.memory import Dossier, Work
from bot.ports import Place
from bot.views import Notice, View
from bot.words import Words, say, stored

LISTED = 20
"""How many numbers a notice about many items names."""


async def drawn(work: Work, desk: Desk, effects: Sequence[Effect]) -> tuple[View, Place | None]:
    """What these effects tell, and where an earlier state of it stands."""
    first = effects[0]
    if first.kind is Kind.ASK:
        question = await work.questions.get(first.draft)
        return await draw_question(work, question), place_of(question)
    if len(effects) > 1:
        return _many([effect.item for effect in effects]), None
    (dossier,) = await work.items.dossiers([first.item])
    # The turn is the number of the entry.
    return Notice(words=said_of(dossier, first.turn, desk), card=draw(dossier, desk)), None


def _many(items: Sequence[int]) -> Notice:
    numbers = sorted(set(items))
    named = ", ".join(f"#{number}" for number in numbers[:LISTED])
    more = " …" if len(numbers) > LISTED else ""
    words = say("{count} comments wait for you: {items}. See /queue.", count=len(numbers), items=named + more)
    return Notice(words=words)


def said_of(dossier: Dossier, turn: int, desk: Desk) -> Words:
    """What an entry of an item's trail tells the people whom it is about."""
    return _said(dossier, dossier.entries[turn - 1], desk)


def _said(dossier: Dossier, entry: Entry, desk: Desk) -> Words:
    item, event = dossier.item, entry.event
    facts = {
        "item": item.id,
        "author": dossier.comment.author.name,
        "who": dossier.names.get(event.actor.person, ""),
        "said": event.text,
        "why": stored(event.text),
        "ends": _claim_ends(entry, desk),
        "due": item.due_at,
    }
    return say((_SAID | TOLD).get(event.tag, _reminder(item, event)).text, **facts)


def _reminder(item: Item, event: Event) -> Words:
    """What a step of the ladder is about: said as it was when the step was taken."""
    for told, words in ((SECOND, _SECOND), (AGAIN, _AGAIN), (UNSURE, TOLD[Tag.REPLY_UNKNOWN])):
        if event.text in map(str, told.values()):
            return words
    return _OWED if item.due_at else _WAITS


def _claim_ends(entry: Entry, desk: Desk) -> datetime:
    timing = desk.policy.timing
    return timing.hours.add(entry.at, timing.claim_ends - timing.claim_warn)


_WAITS = say("#{item} by {author} waits for a first reply.")
_OWED = say("#{item} by {author} waits for a first reply, owed {due}.")
_AGAIN = say("#{item} by {author} is open again and waits.")
_SECOND = say("The reply to #{item} by {author} waits for a second approval.")
_SAID = {
    Tag.ITEM_CLAIM_WARNED: say(
        "You handle #{item} by {author}. At {ends} anybody can take it, unless you do something about it."
        " What you wrote stays."
    ),
    Tag.ITEM_ESCALATED: say("{who} escalates #{item} by {author}: {said}"),
    Tag.ITEM_UNTOLD: say(
        "Your escalation of #{item} by {author} did not reach {said}. Please tell them yourself."
    ),
    Tag.ITEM_WOKEN: say("#{item} by {author} is back in the queue. {why}"),
    Tag.ITEM_FOLLOWED_UP: say("We promised {author} to come back to #{item}: {said}"),
    Tag.QUESTION_ANSWERED: say("{who} answered about #{item}: {said}"),
}
