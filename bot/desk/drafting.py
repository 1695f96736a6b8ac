"""Drafting: a few at a time, most urgent first. A draft is no effect: writing it twice harms nobody."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.seeing import want_threads
from bot.domain.audit import Tag
from bot.domain.item import Change, Draft, Item, suggest, suggest_nothing
from bot.domain.triaging import looked_closer
from bot.memory import Dossier, Work
from bot.ports import DraftRequest, DraftResult

LEASE = timedelta(seconds=120)
"""How long a draft may take before somebody else tries."""
RECENT = 20
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
    dossiers = await work.items.dossiers([item.id for item in items])
    return [replace(await _request(work, desk, dossier, recent), facts=facts) for dossier in dossiers]


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
    for then, result in zip(asked, results, strict=True):
        looked = _looked(items[then.id], then.version, result)
        item = looked.item
        if result.text is None:
            change = suggest_nothing(item, then.ask, result.note)
        else:
            drafts[item.id] = _draft(work, item, then.version, result)
            change = suggest(item, then.ask, drafts[item.id])
        changes.append(replace(change, events=(*looked.events, *change.events)))
    await work.items.add_drafts(drafts)
    await work.items.keep(*[change for change in changes if change.events])
    for change in changes:
        if any(event.tag is Tag.ITEM_TRIAGED for event in change.events) and change.item.open:
            await want_threads(work, desk, change.item)


def _looked(item: Item, version: int, result: DraftResult) -> Change:
    """What the writer made of the comment itself."""
    if result.triage is None:
        return Change(item=item, events=())
    return looked_closer(item, result.triage, version)


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
