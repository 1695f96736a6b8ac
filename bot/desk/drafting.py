"""Drafting: a few at a time, most urgent first. A draft is no effect: writing it twice harms nobody."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk.answered import told_about
from bot.desk.desk import Desk
from bot.desk.signing import signed_for
from bot.desk.threads import want_threads
from bot.domain.audit import Tag
from bot.domain.item import Change, Draft, Item, suggest, suggest_nothing
from bot.domain.triaging import looked_closer
from bot.memory import Dossier, Work
from bot.ports import DraftRequest, DraftResult

LEASE = timedelta(seconds=120)
"""How long a draft may take before somebody else tries."""
RECENT = 200
"""How many of our latest replies a writer is told, so as not to sound like them."""
PRECEDENTS = 3
"""How many of our replies to comments of the same kind a writer is shown, to learn from."""


async def draft_step(desk: Desk) -> bool:
    """Write the drafts that are due; False when none was."""
    async with desk.work() as work:
        due = await work.items.wanting_draft(desk.drafter.parallel, LEASE)
        # What was left behind by a platform that is no longer set up must not hold up the others.
        items = [item for item in due if item.platform in desk.platforms]
        requests = await _requests(work, desk, items)
    results = await asyncio.gather(*(desk.drafter.draft(request) for request in requests))
    if items:
        await desk.keep(lambda work: _record(work, desk, items, results))
        desk.tally.count("drafts", len(items))
    return bool(due)


async def _requests(work: Work, desk: Desk, items: Sequence[Item]) -> list[DraftRequest]:
    if not items:
        return []
    recent = tuple(await work.items.recent_replies(RECENT))
    facts = tuple(await work.knowledge.valid())
    numbers = [item.id for item in items]
    told = await told_about(work, numbers)
    requests = [await _request(work, desk, one, recent) for one in await work.items.dossiers(numbers)]
    return [
        replace(request, facts=(*facts, *told.get(number, ())))
        for number, request in zip(numbers, requests, strict=True)
    ]


async def _request(work: Work, desk: Desk, dossier: Dossier, recent: tuple[str, ...]) -> DraftRequest:
    item = dossier.item
    previous = await work.items.drafts(item.id) if item.drafts else []
    request = request_about(dossier, desk, recent)
    return replace(
        request,
        instruction=item.instruction,
        previous=tuple(draft.text for draft in previous),
        precedents=tuple(await work.items.precedents(item.triage.kind, item.triage.language, PRECEDENTS)),
    )


def request_about(dossier: Dossier, desk: Desk, recent: tuple[str, ...]) -> DraftRequest:
    """What a reply is written for, and checked against."""
    return DraftRequest(
        comment=dossier.comment,
        chain=dossier.chain,
        triage=dossier.item.triage,
        limits=desk.platform(dossier.item.platform).limits,
        recent=recent,
    )


async def _record(work: Work, desk: Desk, asked: Sequence[Item], results: Sequence[DraftResult]) -> None:
    items = await work.items.get_many([item.id for item in asked])
    drafts, changes = {}, []
    for then, written in zip(asked, results, strict=True):
        result = await _unless_forgotten(work, items[then.id], then.ask, written)
        looked = _looked(desk, items[then.id], then.version, result)
        item = looked.item
        if result.text is None:
            change = suggest_nothing(item, then.ask, result.note)
        else:
            written_now = _draft(work, item, then.version, result)
            drafts[item.id] = await _signed(work, desk, item, written_now)
            change = suggest(item, then.ask, drafts[item.id])
        changes.append(replace(change, events=(*looked.events, *change.events)))
    await work.items.add_drafts(drafts)
    await work.items.keep(*[change for change in changes if change.events])
    for change in changes:
        if any(event.tag is Tag.ITEM_TRIAGED for event in change.events) and change.item.open:
            await want_threads(work, desk, change.item)


async def _unless_forgotten(work: Work, item: Item, ask: int, result: DraftResult) -> DraftResult:
    """Without its words, if the comment was erased while it was being answered: they would quote it."""
    if item.ask == ask or (await work.items.comment(item)).text:
        return result
    return replace(result, text=result.text and "", note="", triage=None, warnings=())


def _looked(desk: Desk, item: Item, version: int, result: DraftResult) -> Change:
    """What the writer made of the comment itself."""
    if result.triage is None:
        return Change(item=item, events=())
    looked = looked_closer(item, result.triage, version)
    return replace(looked, item=desk.policy.owing(looked.item)) if looked.events else looked


async def _signed(work: Work, desk: Desk, item: Item, draft: Draft) -> Draft:
    """With the signature of whoever handles the item already."""
    person = await work.people.get(item.handler) if item.handler else None
    return signed_for(desk, item, draft, person)


def _draft(work: Work, item: Item, version: int, result: DraftResult) -> Draft:
    notes = (result.note,) if result.note else ()
    return Draft(
        number=item.drafts + 1,
        text=result.text or "",
        origin=result.origin,
        version=version,
        at=work.now,
        model=result.model,
        prompt=result.prompt,
        warnings=(*notes, *result.warnings),
    )
