"""Fetch: read a source; keep what is new, edited, gone or answered, with the cursor, in one transaction."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk.desk import DRAFTS, Desk, show_lane
from bot.desk.own import saw_ours_again, saw_ours_gone
from bot.desk.seeing import saw_again, saw_answer, saw_gone
from bot.desk.timekeeping import wake_for_author
from bot.domain.audit import Event, Tag
from bot.domain.clocks import first_pace
from bot.domain.community import Comment, OwnReply, Page
from bot.domain.item import Change, Item, Triage
from bot.domain.policy import Watch
from bot.domain.values import STRANGER
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
    ways = (watch.channels, *(route.channels for route in desk.policy.routes))
    for surface, channel in dict.fromkeys(room for way in ways for room in way):
        await desk.wake_lane(show_lane(surface, channel))
    # Also what was edited, or came back, may want a draft.
    await desk.wake_lane(DRAFTS)


async def take_page(work: Work, desk: Desk, watch: Watch, page: Page) -> int:
    """Keep a page and its cursor; how many comments were new."""
    comments = _last_of_each(page.comments)
    ids = {c.id for c in comments} | {c.parent for c in comments if c.ours} | set(page.gone)
    known = await work.intake.known(watch.source, ids)
    fresh = [comment for comment in comments if comment.id not in known]
    ours = [comment for comment in fresh if comment.ours]
    await work.intake.take_ours(ours, {one.id for one in ours if _is_forgotten(one.parent, known)})
    strangers = {comment.id: comment for comment in fresh if not comment.ours}
    taken = await _take_new(work, desk, watch, list(strangers.values()))
    known |= {item.remote: _now_known(item, strangers[item.remote]) for item in taken}
    for comment in comments:
        await _take_again(work, desk, comment, known)
    await _take_gone(work, watch, {gone: known[gone] for gone in page.gone if gone in known})
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
        earlier = await work.intake.earlier([comment for comment in some if _is_somebody(comment)])
        authors = {comment.author.id for comment in some if comment.author.id}
        met = await work.intake.met(watch.source.platform, authors)
        new = [replace(_new_item(desk, watch, one), met=met.get(one.author.id, STRANGER)) for one in some]
        items = await work.intake.take([replace(one, follows=earlier.get(one.comment.id)) for one in new])
        await wake_for_author(work, desk, items)
        taken += await _inherited(work, items)
    return taken


def _is_somebody(comment: Comment) -> bool:
    """Visitors without an account may share a name; only within a conversation it is the same person."""
    return bool(comment.author.id or (comment.author.name and comment.parent))


async def _inherited(work: Work, items: Sequence[Item]) -> list[Item]:
    """A follow-up is claimed for whoever handles the thread that it joins; that has its entry too."""
    claimed = [item for item in items if item.handler is not None]
    events = {item.id: Event(tag=Tag.ITEM_CLAIMED, version=1, text=f"#{item.follows}") for item in claimed}
    changes = [Change(item=item, events=(events[item.id],)) for item in claimed]
    kept = {item.id: item for item in await work.items.keep(*changes)}
    return [kept.get(item.id, item) for item in items]


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
    source = (watch.source.platform, watch.source.name)
    promised = desk.policy.promised(source, triage, comment.published)
    return NewItem(
        comment=comment,
        triage=triage,
        due_at=promised.due_at,
        pace=first_pace(promised, desk.policy.timing),
        channels=desk.policy.channels(watch.source.platform, watch.source.name, triage),
        wants_draft=triage.needs_reply,
    )


async def _take_again(work: Work, desk: Desk, comment: Comment, known: dict[str, Known]) -> None:
    """A comment that may be known already: see what changed."""
    before = known.get(comment.id)
    if comment.ours:
        above = known.get(comment.parent)
        if above and above.item:
            said = replace(comment, text="") if above.erased else comment
            await saw_answer(work, above.item, own_reply(said))
            if before:
                await saw_ours_again(work, above.item, before, comment)
    elif before and before.item:
        await saw_again(work, desk, before, comment)


def _is_forgotten(comment: str, known: Mapping[str, Known]) -> bool:
    """Our reply greets and quotes the person whose words were erased."""
    return comment in known and known[comment].erased


def own_reply(comment: Comment) -> OwnReply:
    """A comment of ours, as a reply."""
    return OwnReply(
        id=comment.id, text=comment.text, url=comment.url, at=comment.published, held=comment.held
    )


async def _take_gone(work: Work, watch: Watch, gone: Mapping[str, Known]) -> None:
    fresh = {remote: known for remote, known in gone.items() if not known.gone}
    await work.intake.set_gone([known.number for known in fresh.values()], gone=True)
    for known in fresh.values():
        if known.item:
            await saw_gone(work, known.item)
    ours = {remote: known for remote, known in fresh.items() if not known.item}
    await saw_ours_gone(work, watch.source, ours)
