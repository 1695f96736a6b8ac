"""What came of a post: happened, refused, later or unclear; and what is unclear is looked up."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.telling import reached, tell_there
from bot.domain import posting, retrying
from bot.domain.audit import Tag
from bot.domain.community import Comment, Posted, Sight
from bot.domain.effect import Effect, Kind, State, find_ours
from bot.domain.item import Change, Item
from bot.domain.people import Actor
from bot.domain.retrying import PutOff
from bot.domain.status import Status
from bot.domain.timing import Rung
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.memory import Work
from bot.ports import Platform
from bot.words import Words

log = logging.getLogger("augenhoehe.posting")
FEW_TRIES = 3
MANY_LOOKS = 10
"""After so many failed looks a person is asked."""
_WHOM = ("handler", "channel", "leads")
"""Who is told when a person has to do something: the first of them that can be reached."""


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


def wait_after_look(tries: int) -> timedelta:
    """How long to wait once it is known that a try without an answer did nothing.

    An answer may get lost now and then; one that never comes must not be asked for all the time.
    """
    return timedelta(seconds=0 if tries <= FEW_TRIES else min(30 * 2 ** (tries - FEW_TRIES - 1), 600))


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
            await _unclear(work, item, why)
    elif isinstance(error, Refused):
        await refuse(work, job, item, error.words)
    else:
        # What may be done twice without harm is simply tried again, also after a lost answer.
        due_at = work.now + wait_after(error, effect.tries)
        if reply:
            await _give_back(work, job, item, due_at, error)
        elif await work.effects.settle(
            effect, effect.token, State.WANTED, due_at=_settled(work, job, due_at)
        ):
            await put_off(work, job, item, error)
    if isinstance(error, NeedsPerson):
        log.warning("a person must act", extra={"platform": job.item.platform})


async def _unclear(work: Work, item: Item, why: str) -> None:
    """Nobody knows yet whether it is public; the card says that it is on its way."""
    if retrying.is_news(await work.items.trail(item.id), Kind.REPLY, {Tag.REPLY_UNCLEAR}, why):
        await work.items.keep(posting.unclear(item, why))


async def refuse(work: Work, job: Job, item: Item, why: Words) -> None:
    """It is not done, and card or trail say why, unless that is settled already."""
    if await work.effects.settle(job.effect, job.effect.token, State.REFUSED):
        reply, said = job.effect.kind is Kind.REPLY, str(why)
        await work.items.keep(
            posting.refuse(item, said) if reply else posting.told(item, Tag.EFFECT_REFUSED, said)
        )


def _settled(work: Work, job: Job, due_at: datetime) -> datetime:
    """Not before a look is sure to see what an earlier try did."""
    return max(due_at, work.now + timedelta(seconds=job.platform.limits.settling))


async def _give_back(
    work: Work, job: Job, item: Item, due_at: datetime, error: OutsideError | None = None
) -> None:
    """To be sent again; not if the comment was edited meanwhile, which makes the approval void."""
    state = State.REFUSED if posting.outdated(item) else State.WANTED
    if await work.effects.settle(job.effect, job.effect.token, state, due_at=due_at):
        off = await _known_of(work, job, error)
        back = posting.give_back(item, due_at, str(error.words) if error else "")
        await _keep(work, job, back, tell=off.tell and back.item.status is Status.APPROVED)


async def put_off(work: Work, job: Job, item: Item, error: OutsideError) -> None:
    """It could not be done yet and is tried again: card and trail say why."""
    off, why = await _known_of(work, job, error), str(error.words)
    reply = job.effect.kind is Kind.REPLY
    later = posting.delayed(item, why) if reply else posting.told(item, Tag.EFFECT_UNCLEAR, why)
    stands = item.status is Status.APPROVED or not reply
    if stands and (off.write or later.item != item):
        await _keep(work, job, later, tell=off.tell)


async def _known_of(work: Work, job: Job, error: OutsideError | None) -> PutOff:
    entries, why = await work.items.trail(job.item.id), str(error.words) if error else ""
    person = isinstance(error, NeedsPerson)
    return retrying.put_off(entries, job.effect.kind, why, work.now, person=person)


async def _keep(work: Work, job: Job, change: Change, *, tell: bool) -> None:
    """Keep it, and have whoever handles the item told of it; where they cannot be, those above them."""
    (item,) = await work.items.keep(change)
    for who in _WHOM if tell else ():
        reach = await reached(work, job.desk, item, Rung(who=who))
        if reach:
            work.stale_lanes.update(wake.key for wake in await tell_there(work, item, reach))
            break


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
    due_at = _settled(work, job, work.now)
    await work.effects.settle(job.effect, job.effect.token, State.WANTED, due_at=due_at)


async def _abandoned(work: Work, job: Job) -> None:
    """Whoever was sending is silent for longer than a call may take: look, once the platform has settled."""
    look_at = work.now + timedelta(seconds=job.platform.limits.settling)
    if await work.effects.settle(job.effect, job.effect.token, State.UNCLEAR, look_at=look_at):
        await _unclear(work, await work.items.get(job.item.id), "")


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
        await _give_back(work, job, item, work.now + wait_after_look(effect.tries))
    else:
        await _lose(work, job, "")


async def _lose(work: Work, job: Job, why: str) -> None:
    item = await work.items.get(job.item.id)
    if await work.effects.settle(job.effect, job.effect.token, State.UNKNOWN):
        await _keep(work, job, posting.lose(item, why), tell=True)
        job.desk.tally.count("unknown_effects")
