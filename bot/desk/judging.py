"""Judging: the last look before something is public under our name. A yes is for what the person saw."""

from bot.desk.calling_off import NOT_LIKED
from bot.desk.own import CHANGED_MEANWHILE
from bot.desk.seeing import saw_again, saw_answer, saw_gone
from bot.desk.settling import Job, record, refuse
from bot.domain import posting
from bot.domain.community import Comment, OwnReply, Posted, Sight, Source
from bot.domain.effect import Kind, find_strange, normalised
from bot.domain.item import Draft, Item
from bot.domain.status import Action, Status, allowed
from bot.memory import Known, Work
from bot.words import Words, say

LOOKED_AT = frozenset({Kind.REPLY, Kind.LIKE, Kind.CORRECT})
"""What makes something public: a text, or that we like one."""
_EDITED = say("The comment was edited after the correction was approved. Nothing was sent.")
_GONE = say("The comment was deleted after the correction was approved. Nothing was sent.")


async def judge(work: Work, job: Job, item: Item, sight: Sight) -> Item | None:
    """Keep what the look found; the item as it is then, or None when nothing goes out."""
    match job.effect.kind:
        case Kind.LIKE:
            return await _judge_like(work, job, item, sight)
        case Kind.CORRECT:
            return await _judge_correction(work, job, item, sight)
        case _:
            return await _judge_reply(work, job, item, sight)


# A reply


async def _judge_reply(work: Work, job: Job, item: Item, sight: Sight) -> Item | None:
    if item.status is not Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, job.effect.turn)
        return None
    strange = find_strange(sight, item.known) if sight.comment else None
    if strange is not None:
        await saw_answer(work, item.id, strange)
        return None
    seen = await _saw(work, job, item, await _known(work, item), sight.comment)
    if seen.status is Status.APPROVED:
        return seen
    await work.effects.drop(item.id, Kind.REPLY, job.effect.turn)
    return None


# A like


async def _judge_like(work: Work, job: Job, item: Item, sight: Sight) -> Item | None:
    """It is given to the words that somebody closed with it, while they are closed, and to no others."""
    if sight.liked:
        # Done by an earlier try whose answer was lost.
        await record(work, job, Posted(id=item.remote), "")
        return None
    seen = await _saw(work, job, item, await _known(work, item), sight.comment)
    if posting.may_like(seen, [entry.event for entry in await work.items.trail(item.id)]):
        return seen
    await refuse(work, job, seen, NOT_LIKED)
    return None


# A correction


async def _judge_correction(work: Work, job: Job, item: Item, sight: Sight) -> Item | None:
    """It replaces the reply that the person saw, beneath the comment that they saw."""
    draft = await work.items.draft(item.id, job.effect.draft)
    ours = next((reply for reply in sight.replies if reply.id == item.reply), None)
    if ours and _same(ours.text, draft.text) and not _same(item.reply_text, draft.text):
        # Done by an earlier try whose answer was lost.
        await record(work, job, Posted(id=ours.id, url=ours.url, held=ours.held), draft.text)
        return None
    known = await _known(work, item)
    seen = await _saw(work, job, item, known, sight.comment)
    against = _against(seen, draft, known, sight)
    if against is None and not known.erased and not (ours and _same(ours.text, seen.reply_text)):
        seen, against = await _changed(work, seen, ours), CHANGED_MEANWHILE
    if against is None:
        return seen
    await refuse(work, job, seen, against)
    return None


def _against(item: Item, draft: Draft, known: Known, sight: Sight) -> Words | None:
    """What about the comment stands against a correction; nothing that whoever approved it knew."""
    if draft.version != item.version:
        return _EDITED
    return _GONE if sight.comment is None and not known.gone else None


async def _changed(work: Work, item: Item, ours: OwnReply | None) -> Item:
    """What our reply says there now is on the card, so that it can be corrected by who has read it."""
    if ours is None:
        return item
    (kept,) = await work.items.keep(posting.reply_edited(item, ours.text))
    return kept


def _same(one: str, other: str) -> bool:
    return normalised(one) == normalised(other)


# What all of them share


async def _known(work: Work, item: Item) -> Known:
    """The comment as we kept it before this look."""
    source = Source(platform=item.platform, name=item.source)
    return (await work.intake.known(source, [item.remote]))[item.remote]


async def _saw(work: Work, job: Job, item: Item, known: Known, now: Comment | None) -> Item:
    """Keep an edit or a deletion that the look found before any fetch did; the item as it is then."""
    if now is None:
        if known.gone and not allowed(item.status, Action.SEE_GONE):
            return item
        await work.intake.set_gone([known.number], gone=True)
        await saw_gone(work, item.id)
    elif not await saw_again(work, job.desk, known, now):
        return item
    return await work.items.get(item.id)
