"""Fetch: read a source; keep what is new, edited, gone or answered, with the cursor, in one transaction."""

import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.desk import DRAFTS, Desk, show_lane
from bot.domain.audit import Event, Tag
from bot.domain.community import Comment, OwnReply, Page, Posted
from bot.domain.effect import Effect, Kind, State, normalised
from bot.domain.item import Change, Item, Triage
from bot.domain.policy import Watch
from bot.domain.posting import answered_elsewhere, comment_edited, comment_gone, comment_returned, confirm
from bot.domain.status import Action, Status, allowed
from bot.domain.triaging import retriaged
from bot.errors import OutsideError, TryLater
from bot.memory import Known, NewItem, Reading, Work
from bot.ports import Wake

log = logging.getLogger("augenhoehe.intake")
TIME_BOX = 10.0
"""Seconds that one task reads pages before it wakes the next."""
MAX_BACKOFF = timedelta(minutes=15)


async def fetch(desk: Desk, watch: Watch) -> None:
    """Read a source until nothing is new, and see to the next reading."""
    started = time.monotonic()
    wait, news = timedelta(), False
    while not wait and time.monotonic() - started < TIME_BOX and not desk.stopping.is_set():
        wait, came = await fetch_once(desk, watch)
        news = news or came
    if news and wait:
        # Not before the last page: an answer may stand on a later one than its comment.
        await _wake_for_new(desk, watch)
    await desk.wake(Wake("poll" if wait else "fetch", source_key(watch), wait))


async def poll(desk: Desk, watch: Watch) -> None:
    """Read a source if it is its time.

    A late or doubled wake ends here: whoever read last has seen to the next one, and the sweep to all.
    """
    if await _is_due(desk, watch):
        await fetch(desk, watch)


async def _is_due(desk: Desk, watch: Watch) -> bool:
    async with desk.looking() as work:
        due = [reading.due for reading in await work.sources.all() if _reads(reading, watch)]
        return not due or due[0] <= work.now


def _reads(reading: Reading, watch: Watch) -> bool:
    here = (watch.source.platform, watch.source.name)
    return (reading.source.platform, reading.source.name) == here


def source_key(watch: Watch) -> str:
    """The name of a source's fetching: `platform:source`."""
    return f"{watch.source.platform}:{watch.source.name}"


async def fetch_once(desk: Desk, watch: Watch) -> tuple[timedelta, bool]:
    """Read one page: how long until the next one, nothing if it is there already; and whether any came."""
    async with desk.work() as work:
        reading = await work.sources.open(watch.source, work.now)
    try:
        page = await desk.platform(watch.source.platform).fetch(watch.source, reading.cursor)
    except OutsideError as error:
        return await _failed(desk, watch, error, reading.fails), False
    new = await desk.keep(lambda work: take_page(work, desk, watch, page))
    if new:
        desk.tally.count("comments_fetched", new, platform=watch.source.platform)
    return timedelta() if page.more else watch.every, bool(page.comments)


async def _failed(desk: Desk, watch: Watch, error: OutsideError, fails: int) -> timedelta:
    wait = max(watch.every, min(watch.every * (1 << min(fails, 8)), MAX_BACKOFF))
    if isinstance(error, TryLater):
        wait = max(wait, error.after)
    log.warning("fetch failed", extra={"source": source_key(watch), "why": type(error).__name__})
    async with desk.work() as work:
        await work.sources.failed(watch.source, str(error.words), work.now + wait)
    return wait


async def _wake_for_new(desk: Desk, watch: Watch) -> None:
    for surface, channel in watch.channels:
        await desk.wake_lane(show_lane(surface, channel))
    # Also what was edited, or came back, may want a draft.
    await desk.wake_lane(DRAFTS)


async def take_page(work: Work, desk: Desk, watch: Watch, page: Page) -> int:
    """Keep a page and its cursor; how many comments were new."""
    comments = _last_of_each(page.comments)
    ids = {c.id for c in comments} | {c.parent for c in comments if c.ours} | set(page.gone)
    known = await work.intake.known(watch.source, ids)
    fresh = [comment for comment in comments if comment.id not in known]
    await work.intake.take_ours([comment for comment in fresh if comment.ours])
    strangers = {comment.id: comment for comment in fresh if not comment.ours}
    taken = await _take_new(work, desk, watch, list(strangers.values()))
    known |= {item.remote: _now_known(item, strangers[item.remote]) for item in taken}
    for comment in comments:
        await _take_again(work, desk, comment, known)
    await _take_gone(work, [known[gone] for gone in dict.fromkeys(page.gone) if gone in known])
    await work.sources.moved(watch.source, page.cursor, work.now + watch.every)
    return len(taken)


def _last_of_each(comments: Sequence[Comment]) -> list[Comment]:
    """Without the repeats that a page may hold; the last word on each counts."""
    return list({comment.id: comment for comment in comments}.values())


def _now_known(item: Item, comment: Comment) -> Known:
    return Known(number=item.comment, item=item.id, text=comment.text, held=comment.held, gone=False)


async def _take_new(work: Work, desk: Desk, watch: Watch, comments: Sequence[Comment]) -> list[Item]:
    taken: list[Item] = []
    for some in _follow_ups_last(comments):
        earlier = await work.intake.earlier(some)
        new = [_new_item(desk, watch, comment) for comment in some]
        taken += await work.intake.take([replace(one, follows=earlier.get(one.comment.id)) for one in new])
    return taken


def _follow_ups_last(comments: Sequence[Comment]) -> list[list[Comment]]:
    """In two lots, so that who writes twice within a page is one thread too."""
    first: dict[tuple[str, str, str], str] = {}
    for comment in comments:
        first.setdefault((comment.post.id, comment.author.id, comment.author.name), comment.id)
    opening = set(first.values())
    lots = [[c for c in comments if c.id in opening], [c for c in comments if c.id not in opening]]
    return [lot for lot in lots if lot]


def _new_item(desk: Desk, watch: Watch, comment: Comment) -> NewItem:
    triage: Triage = desk.drafter.triage(comment)
    return NewItem(
        comment=comment,
        triage=triage,
        due_at=comment.published + watch.target if triage.needs_reply else None,
        channels=watch.channels,
        wants_draft=triage.needs_reply,
    )


async def _take_again(work: Work, desk: Desk, comment: Comment, known: dict[str, Known]) -> None:
    """A comment that may be known already: see what changed."""
    before = known.get(comment.id)
    if comment.ours:
        above = known.get(comment.parent)
        if above and above.item:
            await saw_answer(work, above.item, own_reply(comment))
    elif before and before.item:
        await saw_again(work, desk, before, comment)


def own_reply(comment: Comment) -> OwnReply:
    """A comment of ours, as a reply."""
    return OwnReply(id=comment.id, text=comment.text, url=comment.url, at=comment.published)


async def saw_again(work: Work, desk: Desk, before: Known, comment: Comment) -> bool:
    """A known comment as it is now: keep an edit, a return or a decision of the moderation. True if any."""
    if before.item is None or (before.text, before.held, before.gone) == (comment.text, comment.held, False):
        return False
    item = await work.items.get(before.item)
    edited = before.text != comment.text
    await work.intake.edited(before.number, comment, version=item.version if edited else 0)
    if edited and item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    for step in _steps(work, desk, before, comment):
        (item,) = await work.items.keep(step.apply(item))
    if item.open:
        await want_threads(work, desk, item)
    return True


@dataclass(frozen=True)
class _Step:
    """One thing that happened to a comment, applied to its item."""

    work: Work
    desk: Desk
    comment: Comment
    tag: Tag

    def apply(self, item: Item) -> Change:
        if self.tag is Tag.COMMENT_EDITED:
            return self._edited(item)
        if self.tag is Tag.COMMENT_RETURNED and allowed(item.status, Action.SEE_AGAIN):
            return comment_returned(item, self.work.now)
        return Change(item=item, events=(Event(tag=self.tag, version=item.version),))

    def _edited(self, item: Item) -> Change:
        """An edit is looked at as a new comment would be: a thanks may have become a complaint."""
        triage = self.desk.drafter.triage(self.comment)
        target = self.desk.policy.watch(item.platform, item.source).target
        due_at = self.work.now + target if triage.needs_reply and not item.reply else None
        looked_at, graver = retriaged(item, triage, due_at)
        return comment_edited(looked_at, self.work.now, graver=graver)


def _steps(work: Work, desk: Desk, before: Known, comment: Comment) -> list[_Step]:
    tags = []
    if before.gone:
        tags.append(Tag.COMMENT_RETURNED)
    if before.text != comment.text:
        tags.append(Tag.COMMENT_EDITED)
    if before.held != comment.held:
        tags.append(Tag.COMMENT_HELD if comment.held else Tag.COMMENT_RELEASED)
    return [_Step(work, desk, comment, tag) for tag in tags]


async def saw_answer(work: Work, number: int, reply: OwnReply) -> bool:
    """Our account answered this very comment: it is ours from here, or somebody did it on the platform."""
    item = await work.items.get(number)
    if reply.id in item.known:
        return False
    if item.status is Status.UNKNOWN:
        return await _settled_by_sight(work, item, reply)
    if not allowed(item.status, Action.FIND_ANSWER):
        return False
    if item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    await _never_show(work, item)
    await work.items.keep(answered_elsewhere(item, reply))
    return True


async def _never_show(work: Work, item: Item) -> None:
    """What was settled before it had a thread needs none: so no archive floods a channel."""
    await work.effects.drop(item.id, Kind.SHOW, 1)


async def want_threads(work: Work, desk: Desk, item: Item) -> None:
    """What is work again is shown wherever it has no thread yet."""
    for surface, channel in desk.policy.watch(item.platform, item.source).channels:
        await work.effects.want(
            Effect(
                item=item.id,
                kind=Kind.SHOW,
                lane=show_lane(surface, channel),
                channel=channel,
                surface=surface,
                rank=int(item.triage.urgency),
                key=secrets.token_hex(12),
                due_at=work.now,
            )
        )


async def _settled_by_sight(work: Work, item: Item, reply: OwnReply) -> bool:
    """A reply that nobody knew the fate of turns up: if it is word for word what was sent, all is clear."""
    effect = await work.effects.last(item.id, [Kind.REPLY])
    if effect is None:
        return False
    draft = await work.items.draft(item.id, effect.draft)
    if normalised(draft.text) != normalised(reply.text):
        return False
    await work.items.keep(confirm(item, Posted(id=reply.id, url=reply.url), draft.text))
    await work.effects.settle(effect, effect.token, State.SENT, remote=reply.id, url=reply.url)
    return True


async def _take_gone(work: Work, gone: Sequence[Known]) -> None:
    fresh = [known for known in gone if not known.gone]
    await work.intake.set_gone([known.number for known in fresh], gone=True)
    for known in fresh:
        if known.item:
            await saw_gone(work, known.item)


async def saw_gone(work: Work, number: int) -> None:
    """The public can no longer read the comment."""
    item = await work.items.get(number)
    if item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    await _never_show(work, item)
    await work.items.keep(comment_gone(item))
