"""Asking a model for the words of a handover: outside any transaction, and never over what a person wrote."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.abilities import OpenItem, Recounted, RecountRequest, Recounts
from bot.desk.desk import Desk
from bot.desk.drawing import line
from bot.desk.handover_due import last_said
from bot.desk.handover_keeping import keep_entries
from bot.desk.handover_paper import GRAVE, Paper, read_paper
from bot.desk.shift_telling import WAKE
from bot.domain.audit import Tag
from bot.domain.handover import Handover, propose
from bot.domain.proposed import Proposed
from bot.memory import Dossier, Work

LEASE = timedelta(seconds=120)
"""How long the writer may take before it is asked again: whoever asked may have been killed."""
AT_ONCE = 4
MOST_TOLD = 12
"""Items that a writer is told of."""
MOST_NOTES = 3
"""Notes of each of them, the latest."""

Asked = tuple[Handover, RecountRequest | None]


async def words_step(desk: Desk) -> bool:
    """Have words proposed for the handovers that want some; False when none did."""
    async with desk.work() as work:
        due = await work.handovers.wanting_words(AT_ONCE, LEASE)
    if not due:
        return False
    async with desk.looking() as work:
        asked = [(handover, await _request(work, desk, handover)) for handover in due]
    answers = await asyncio.gather(*(_answer(desk, request) for _, request in asked))
    changed = await desk.keep(lambda work: _record(work, asked, answers))
    await desk.rouse(*([WAKE] if changed else []))
    return True


async def _answer(desk: Desk, request: RecountRequest | None) -> Recounted:
    if request is None or not isinstance(desk.drafter, Recounts):
        return Recounted(text=None, model="")
    return await desk.drafter.recount(request)


async def _record(work: Work, asked: Sequence[Asked], answers: Sequence[Recounted]) -> bool:
    """Keep what came, unless somebody was faster; whether any card has to follow."""
    changed = False
    for (then, _), answer in zip(asked, answers, strict=True):
        change = propose(await work.handovers.get(then.id), _proposed(then, answer)) if answer.text else None
        if change is None:
            await work.handovers.no_words(then.id, then.proposed.ask, answer.note)
        else:
            await keep_entries(work, change)
            changed = True
    return changed


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
    if paper.quiet or outgoing is None:
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
