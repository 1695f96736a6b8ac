"""Posting: what a person approved goes out once, after a last look; what is unclear is looked up."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.abilities import Likes
from bot.desk.desk import DRAFTS, Desk
from bot.desk.judging import LOOKED_AT, judge
from bot.desk.lanes import Fence, wait_for_slot
from bot.desk.poison import Poisoned, about, put_aside
from bot.desk.risk import outgrown
from bot.desk.settling import Job, put_off, record, record_error, refuse, resolve, wait_after
from bot.domain import posting
from bot.domain.community import OwnReply, Posted, Sight
from bot.domain.effect import Kind, State
from bot.domain.item import Change, Draft, Item
from bot.domain.people import Actor
from bot.errors import OutsideError, Refusal, Refused, TryLater, Unclear
from bot.memory import Work
from bot.ports import Approved, Corrects, Deletes, Hides, Platform
from bot.words import say

log = logging.getLogger("augenhoehe.posting")
NOT_YET = timedelta(minutes=1)
"""How soon one is tried again at the earliest that was due and may not go."""
HELD_BATCH = 500
"""How many effects are searched for one to look up, while posting is held."""


async def post_step(desk: Desk, lane: str) -> bool:
    """Do what is most urgent on a platform; False when nothing was due."""
    platform = desk.platforms.get(lane.removeprefix("post:"))
    if platform is None:
        return False
    try:
        return await _post_next(desk, platform, lane)
    except Poisoned as poisoned:
        await put_aside(desk, poisoned.effect, poisoned.error)
        return True


async def _post_next(desk: Desk, platform: Platform, lane: str) -> bool:
    job = await _next(desk, platform, lane)
    if job and platform.limits.interval:
        await wait_for_slot(desk, lane, platform.limits.interval)
        # While the slot was waited for, something more urgent may have come.
        job = await _next(desk, platform, lane)
    if job is None:
        return False
    with about(job.effect):
        if job.effect.state is State.WANTED:
            return await _send(job)
        await resolve(job)
    return True


async def _next(desk: Desk, platform: Platform, lane: str) -> Job | None:
    async with desk.looking() as work:
        held = await work.holds_posting()
        due = await work.effects.due(
            lane, HELD_BATCH if held else 1, timedelta(seconds=platform.limits.lease)
        )
        # While posting is held, what may have happened already is still looked up: the release waits for it.
        due = [effect for effect in due if not held or effect.state is not State.WANTED]
        if not due:
            return None
        with about(due[0]):
            item = await work.items.get(due[0].item)
            comment = await work.items.comment(item)
        desk.tally.wait("task", (work.now - due[0].due_at).total_seconds())
    return Job(desk, platform, due[0], item, comment)


# Before it goes: the last look


async def _send(job: Job) -> bool:
    """Look, fence, claim, call, record: in this order. False when it could not be claimed."""
    try:
        sight = await job.platform.look(job.comment) if job.effect.kind in LOOKED_AT else None
    except OutsideError as error:
        await _later(job, error)
        return True
    fence, token = Fence(job.platform.limits.lease), secrets.token_hex(8)
    verdict = await job.desk.keep(lambda work: _claim(work, job, token, sight))
    if verdict.draft is not None:
        claimed = replace(job, effect=replace(job.effect, token=token, state=State.SENDING))
        await _do(claimed, verdict.draft, fence)
    return verdict.moved


@dataclass(frozen=True)
class Verdict:
    """What the claim came to: the draft to send, or none; and whether anything moved."""

    draft: Draft | None = None
    moved: bool = True


NOT_OURS = Verdict(moved=False)
VOID = Verdict()


async def _later(job: Job, error: OutsideError) -> None:
    """Nothing was sent, and nothing is known to stand against it: try again, and say so on the card."""
    await job.desk.keep(lambda work: _delay(work, job, error))


async def _delay(work: Work, job: Job, error: OutsideError) -> None:
    item = await work.items.get(job.item.id)
    if isinstance(error, Refused) and job.effect.kind is not Kind.REPLY and not job.effect.tries:
        await refuse(work, job, item, error.words)
        return
    due_at = work.now + wait_after(error, job.effect.tries)
    if await work.effects.settle(job.effect, job.effect.token, State.WANTED, due_at=due_at):
        await put_off(work, job, item, error)


# The call


async def _do(job: Job, draft: Draft, fence: Fence) -> None:
    """Call, and record what came of it."""
    try:
        posted = await _call(job, draft, fence)
    except OutsideError as error:
        failed = error
        await job.desk.keep(lambda work: record_error(work, job, failed))
    else:
        await job.desk.keep(lambda work: record(work, job, posted, draft.text))
        if job.effect.kind is Kind.DELETE_REPLY:
            await job.desk.wake_lane(DRAFTS)


_NO_TEXT = Draft(number=0, text="", origin="person", version=0, at=posting.NEVER)


async def _claim(work: Work, job: Job, token: str, sight: Sight | None) -> Verdict:
    """Judge and claim: one transaction in which everything must hold, also what the look has just seen."""
    if await work.holds_posting() or not await _still_wanted(work, job):
        return NOT_OURS
    item: Item | None = await work.items.get(job.item.id)
    if item and sight is not None:
        item = await judge(work, job, item, sight)
    if item is None:
        return VOID
    change = await _begin(work, job, item)
    if change is None or not await work.effects.claim([job.effect.id], token):
        return NOT_OURS
    await work.items.keep(*change)
    return Verdict(draft=await work.items.draft(item.id, job.effect.draft) if job.effect.draft else _NO_TEXT)


async def _begin(work: Work, job: Job, item: Item) -> list[Change] | None:
    """What becomes of the item as this effect begins; None when the domain says no."""
    if job.effect.kind is not Kind.REPLY:
        return []
    voided = await outgrown(work, job.desk, item)
    if voided is not None:
        await work.items.keep(voided)
        return None
    try:
        return [posting.start(item, work.now)]
    except Refusal:
        log.info("not sent: no longer approved", extra={"item": item.id})
        # Not before it may: meanwhile the others have their turn.
        later = max(item.post_at or work.now, work.now + NOT_YET)
        await work.effects.settle(job.effect, job.effect.token, State.WANTED, due_at=later)
        return None


async def _still_wanted(work: Work, job: Job) -> bool:
    """Whether the effect is the one that was read: a new approval may have opened another meanwhile.

    Only its key tells: SQLite gives the number of a row that was deleted to the next one.
    """
    last = await work.effects.last(job.item.id, [job.effect.kind])
    return last is not None and last.key == job.effect.key


async def _call(job: Job, draft: Draft, fence: Fence) -> Posted:
    if fence.passed:
        raise TryLater(say("There was no time left to send it; it is tried again."), timedelta())
    try:
        async with fence.patience():
            return await _CALLS[job.effect.kind](job, draft)
    except TimeoutError as exc:
        raise Unclear(say("The platform did not answer in time.")) from exc


async def _post(job: Job, draft: Draft) -> Posted:
    return await job.platform.post(_approved(job, draft), job.effect.key)


async def _correct(job: Job, draft: Draft) -> Posted:
    assert isinstance(job.platform, Corrects)  # noqa: S101  # the button exists only there
    return await job.platform.correct(job.comment, _own(job.item), _approved(job, draft))


async def _delete(job: Job, _: Draft) -> Posted:
    assert isinstance(job.platform, Deletes)  # noqa: S101  # the button exists only there
    await job.platform.delete_reply(job.comment, _own(job.item))
    return Posted(id=job.item.reply)


async def _like(job: Job, _: Draft) -> Posted:
    assert isinstance(job.platform, Likes)  # noqa: S101  # the button exists only there
    await job.platform.like(job.comment)
    return Posted(id=job.item.remote)


async def _hide(job: Job, _: Draft) -> Posted:
    assert isinstance(job.platform, Hides)  # noqa: S101  # the button exists only there
    await (job.platform.hide if job.effect.kind is Kind.HIDE else job.platform.unhide)(job.comment)
    return Posted(id=job.item.remote)


_CALLS: dict[Kind, Callable[[Job, Draft], Awaitable[Posted]]] = {
    Kind.REPLY: _post,
    Kind.CORRECT: _correct,
    Kind.DELETE_REPLY: _delete,
    Kind.HIDE: _hide,
    Kind.UNHIDE: _hide,
    Kind.LIKE: _like,
}


def _approved(job: Job, draft: Draft) -> Approved:
    by = Actor(person=job.effect.person, surface=job.effect.surface)
    return Approved(comment=job.comment, text=draft.text, by=by, at=draft.at)


def _own(item: Item) -> OwnReply:
    return OwnReply(id=item.reply, text=item.reply_text, url=item.reply_url)
