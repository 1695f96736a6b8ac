"""Asking a model for the words of a handover: outside any transaction, and never over what a person wrote."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.abilities import OpenItem, Recounted, RecountRequest, Recounts
from bot.desk.desk import Desk
from bot.desk.drawing import line
from bot.desk.handover_due import last_said
from bot.desk.handover_keeping import keep_entries
from bot.desk.handover_paper import GRAVE, Paper, read_paper
from bot.desk.poison import POISON
from bot.desk.shift_telling import WAKE
from bot.domain.audit import Tag
from bot.domain.handover import Handover, propose
from bot.domain.proposed import Proposed
from bot.memory import Dossier, Work
from bot.words import say

log = logging.getLogger("augenhoehe.shifts")
BROKEN = say("Something went wrong while words were drafted. “Draft anew” tries again.")
LEASE = timedelta(seconds=120)
"""How long the writer may take before it is asked again: whoever asked may have been killed."""
AT_ONCE = 4
MOST_TOLD = 12
"""Items that a writer is told of."""
MOST_NOTES = 3
"""Notes of each of them, the latest."""


async def words_step(desk: Desk) -> bool:
    """Have words proposed for the handovers that want some; False when none did."""
    async with desk.work() as work:
        due = await work.handovers.wanting_words(AT_ONCE, LEASE)
    if not due:
        return False
    answers = await asyncio.gather(*(_answer(desk, one) for one in due), return_exceptions=True)
    changed, troubles = False, []
    # One by one: what is paid for is kept, whatever became of the others.
    for then, answer in zip(due, answers, strict=True):
        if isinstance(answer, BaseException):
            troubles.append(answer)
        else:
            changed = await _kept(desk, then, answer) or changed
    await desk.rouse(*([WAKE] if changed else []))
    for trouble in troubles:
        raise trouble  # it passes: the lease has this one asked again
    return True


async def _answer(desk: Desk, handover: Handover) -> Recounted:
    try:
        async with desk.looking() as work:
            request = await _request(work, desk, handover)
        if request is None or not isinstance(desk.drafter, Recounts):
            return Recounted(text=None, model="")
        return await desk.drafter.recount(request)
    except POISON as error:
        return _none(handover, error)


def _none(handover: Handover, error: Exception) -> Recounted:
    """No words: asked again by itself, it would be paid for again and again. A person may ask."""
    # Without its own words, which may quote a person.
    log.warning("no words drafted", extra={"handover": handover.id, "error": type(error).__name__})
    return Recounted(text=None, model="", note=BROKEN.text)


async def _kept(desk: Desk, then: Handover, answer: Recounted) -> bool:
    """Keep what came of one request; whether any card has to follow."""
    try:
        return await desk.keep(lambda work: _record(work, then, answer))
    except POISON as error:
        none = _none(then, error)
        return await desk.keep(lambda work: _record(work, then, none))


async def _record(work: Work, then: Handover, answer: Recounted) -> bool:
    """Keep it, unless somebody was faster."""
    change = propose(await work.handovers.get(then.id), _proposed(then, answer)) if answer.text else None
    if change is None:
        await work.handovers.no_words(then.id, then.proposed.ask, answer.note)
        return False
    await keep_entries(work, change)
    return True


def _proposed(then: Handover, answer: Recounted) -> Proposed:
    return Proposed(
        ask=then.proposed.ask,
        words=answer.text or "",
        by=answer.model,
        prompt=answer.prompt,
        items=answer.items,
    )


async def _request(work: Work, desk: Desk, handover: Handover) -> RecountRequest | None:
    """What the writer is told; None when there is nothing to be said, or somebody has said it."""
    if handover.words or not handover.open:
        return None
    paper = await read_paper(work, handover)
    outgoing = await work.people.get(handover.outgoing)
    if paper.nothing_left or outgoing is None:
        return None
    told = _told(paper)
    titles, storms = desk.policy.channel_titles, {**paper.rushes, **paper.storms}
    return RecountRequest(
        language=outgoing.language,
        now=work.now,
        zone=desk.policy.zone,
        sums=paper.sums,
        storms={titles.get(channel, channel): many for channel, many in storms.items()},
        items=tuple(_item(one) for one in told),
        more=paper.more + len(paper.open) + len(paper.promised) - len(told),
        names=tuple(filter(None, paper.names.values())),
    )


def _told(paper: Paper) -> Sequence[Dossier]:
    """What is grave first, then what was promised, and then the rest."""
    grave = [one for one in paper.open if one.item.triage.risk in GRAVE]
    rest = [one for one in paper.open if one.item.triage.risk not in GRAVE]
    return [*grave, *paper.promised, *rest][:MOST_TOLD]


def _item(dossier: Dossier) -> OpenItem:
    item, plain = dossier.item, line(dossier)
    last, last_text, last_at = last_said(dossier)
    notes = [one.event.text for one in dossier.entries if one.event.tag is Tag.NOTE_WRITTEN]
    return OpenItem(
        number=item.id,
        triage=item.triage,
        status=str(plain.status),
        author=dossier.comment.author.name,
        comment=dossier.comment.text,
        due=plain.due,
        handler=plain.handler,
        last=str(last or ""),
        last_text=last_text,
        last_at=last_at,
        notes=tuple(filter(None, notes))[-MOST_NOTES:],
        promise=item.pace.promise,
        follow_at=item.pace.follow_at,
    )
