"""What came of a post: happened, refused, later or unclear; and what is unclear is looked up."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.community import Comment, Posted, Sight
from bot.domain.effect import Effect, Kind, State, find_ours
from bot.domain.item import Change, Item
from bot.domain.people import Actor
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.memory import Work
from bot.ports import Platform

log = logging.getLogger("augenhoehe.posting")
MANY_LOOKS = 10
"""After so many failed looks a person is asked."""


@dataclass(frozen=True)
class Job:
    """One effect on a platform, with all that it needs."""

    desk: Desk
    platform: Platform
    effect: Effect
    item: Item
    comment: Comment


def wait_after(error: OutsideError, tries: int) -> timedelta:
    """How long to wait before the next try."""
    if isinstance(error, TryLater):
        return max(error.after, timedelta(seconds=1))
    # One lost answer says little about the next; a comment that somebody wants hidden should not wait.
    first = 2 if isinstance(error, Unclear) else 30
    return timedelta(seconds=min(first * 2**tries, 600))


async def record(work: Work, job: Job, posted: Posted, text: str) -> None:
    """It happened. Written only by the holder of the claim."""
    effect = job.effect
    if not await work.effects.settle(effect, effect.token, State.SENT, remote=posted.id, url=posted.url):
        return
    item = await work.items.get(job.item.id)
    await work.items.keep(_happened(job, item, posted, text, work.now))
    job.desk.tally.count("posts", kind=effect.kind.value, platform=item.platform)


def _happened(job: Job, item: Item, posted: Posted, text: str, at: datetime) -> Change:
    by = Actor(person=job.effect.person, surface=job.effect.surface)
    match job.effect.kind:
        case Kind.CORRECT:
            return posting.corrected(item, posted, text, by)
        case Kind.DELETE_REPLY:
            return posting.reply_deleted(item, by, at)
        case Kind.HIDE | Kind.UNHIDE:
            return posting.hidden(item, by, now_hidden=job.effect.kind is Kind.HIDE)
        case Kind.LIKE:
            return posting.liked(item, by)
        case _:
            return posting.confirm(item, posted, text)


async def record_error(work: Work, job: Job, error: OutsideError) -> None:
    """It did not happen, or perhaps it did. Written only by the holder of the claim."""
    item, effect, why = await work.items.get(job.item.id), job.effect, str(error.words)
    reply = effect.kind is Kind.REPLY
    if isinstance(error, Unclear) and reply:
        look_at = work.now + timedelta(seconds=job.platform.limits.settling)
        if await work.effects.settle(effect, effect.token, State.UNCLEAR, look_at=look_at):
            await work.items.keep(posting.unclear(item, why))
    elif isinstance(error, Refused):
        if await work.effects.settle(effect, effect.token, State.REFUSED):
            refused = posting.refuse(item, why) if reply else posting.told(item, Tag.EFFECT_REFUSED, why)
            await work.items.keep(refused)
    else:
        # What may be done twice without harm is simply tried again, also after a lost answer.
        due_at = work.now + wait_after(error, effect.tries)
        if reply:
            await _give_back(work, job, item, due_at, why)
        elif await work.effects.settle(effect, effect.token, State.WANTED, due_at=due_at):
            await work.items.keep(posting.told(item, Tag.EFFECT_UNCLEAR, why))
    if isinstance(error, NeedsPerson):
        log.warning("a person must act", extra={"platform": job.item.platform})


async def _give_back(work: Work, job: Job, item: Item, due_at: datetime, why: str) -> None:
    """To be sent again; not if the comment was edited meanwhile, which makes the approval void."""
    state = State.REFUSED if posting.outdated(item) else State.WANTED
    if await work.effects.settle(job.effect, job.effect.token, state, due_at=due_at):
        await work.items.keep(posting.give_back(item, due_at, why))


# What is unclear


async def resolve(job: Job) -> None:
    """An effect whose fate nobody knows: look, and never send again unless it certainly did not happen."""
    if job.effect.kind is not Kind.REPLY:
        await job.desk.keep(lambda work: _repeat(work, job))
        return
    if job.effect.state is State.SENDING:
        await job.desk.keep(lambda work: _abandoned(work, job))
        return
    try:
        sight = await job.platform.look(job.comment)
    except OutsideError as error:
        failed = error
        await job.desk.keep(lambda work: _look_later(work, job, failed))
        return
    await job.desk.keep(lambda work: _decide(work, job, sight))


async def _repeat(work: Work, job: Job) -> None:
    await work.effects.settle(job.effect, job.effect.token, State.WANTED, due_at=work.now)


async def _abandoned(work: Work, job: Job) -> None:
    """Whoever was sending is silent for longer than a call may take: look, once the platform has settled."""
    look_at = work.now + timedelta(seconds=job.platform.limits.settling)
    if await work.effects.settle(job.effect, job.effect.token, State.UNCLEAR, look_at=look_at):
        await work.items.keep(posting.unclear(await work.items.get(job.item.id), ""))


async def _look_later(work: Work, job: Job, error: OutsideError) -> None:
    wait = wait_after(error, job.effect.tries)
    tries = job.effect.tries + 1
    if tries > MANY_LOOKS:
        await _lose(work, job, str(error.words))
        return
    facts = {"look_at": work.now + wait, "tries": tries}
    await work.effects.settle(job.effect, job.effect.token, State.UNCLEAR, **facts)


async def _decide(work: Work, job: Job, sight: Sight) -> None:
    item = await work.items.get(job.item.id)
    draft = await work.items.draft(item.id, job.effect.draft)
    ours = find_ours(sight, job.effect.key, draft.text, item.known)
    effect = job.effect
    if ours is not None:
        facts = {"remote": ours.id, "url": ours.url}
        if await work.effects.settle(effect, effect.token, State.SENT, **facts):
            await work.items.keep(
                posting.confirm(item, Posted(id=ours.id, url=ours.url, held=ours.held), draft.text)
            )
    elif sight.complete:
        # It certainly did not happen: back to approved, where the claim checks everything anew.
        await _give_back(work, job, item, work.now, "")
    else:
        await _lose(work, job, "")


async def _lose(work: Work, job: Job, why: str) -> None:
    item = await work.items.get(job.item.id)
    if await work.effects.settle(job.effect, job.effect.token, State.UNKNOWN):
        await work.items.keep(posting.lose(item, why))
        job.desk.tally.count("unknown_effects")
