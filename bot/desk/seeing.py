"""Seeing: what the world did to a comment that we know. By a fetch, or by the last look before a reply."""

from dataclasses import dataclass

from bot.desk.calling_off import NOT_LIKED, call_off
from bot.desk.desk import Desk
from bot.desk.telling import tell
from bot.desk.threads import never_show, want_threads
from bot.desk.timekeeping import wake_for_author
from bot.domain.audit import Event, Tag
from bot.domain.community import Comment, OwnReply, Posted
from bot.domain.effect import Kind, State, normalised
from bot.domain.item import Change, Item
from bot.domain.parking import stirred
from bot.domain.posting import answered_elsewhere, comment_edited, comment_gone, comment_returned, confirm
from bot.domain.status import Action, Status, allowed
from bot.domain.ticking import HANDLER
from bot.domain.timing import owed
from bot.domain.triaging import retriaged
from bot.memory import Known, Work


async def saw_again(work: Work, desk: Desk, before: Known, comment: Comment) -> bool:
    """A known comment as it is now: keep an edit, a return or a decision of the moderation. True if any."""
    if before.item is None or before.is_as(comment):
        return False
    item = await work.items.get(before.item)
    edited = not before.says(comment)
    await work.intake.edited(before.number, comment, version=item.version if edited else 0)
    if edited and item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    was = item
    for step in _steps(work, desk, before, comment):
        (item,) = await work.items.keep(step.apply(item))
        if step.tag is Tag.COMMENT_EDITED and was.pace.parked and not item.pace.parked:
            # Woken with the cards that follow, once all of this is kept.
            work.stale_lanes.update(wake.key for wake in await tell(work, desk, item, HANDLER))
    if edited:
        await wake_for_author(work, desk, [item])
    if edited and was.status is Status.DISMISSED:
        item = await call_off(work, item, Kind.LIKE, NOT_LIKED)
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
        looked_at, graver = retriaged(item, triage)
        source = (item.platform, item.source)
        promised = self.desk.policy.promised(source, looked_at.triage, self.work.now)
        edited = comment_edited(owed(looked_at, promised), self.work.now, graver=graver)
        return stirred(edited, self.work.now, graver=graver)


def _steps(work: Work, desk: Desk, before: Known, comment: Comment) -> list[_Step]:
    tags = []
    if before.gone:
        tags.append(Tag.COMMENT_RETURNED)
    if not before.says(comment):
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
    await never_show(work, item)
    await work.items.keep(answered_elsewhere(item, reply))
    return True


async def _settled_by_sight(work: Work, item: Item, reply: OwnReply) -> bool:
    """A reply that nobody knew the fate of turns up: if it is word for word what was sent, all is clear."""
    effect = await work.effects.last(item.id, [Kind.REPLY])
    if effect is None:
        return False
    draft = await work.items.draft(item.id, effect.draft)
    if normalised(draft.text) != normalised(reply.text):
        return False
    await work.items.keep(confirm(item, Posted(id=reply.id, url=reply.url, held=reply.held), draft.text))
    await work.effects.settle(effect, effect.token, State.SENT, remote=reply.id, url=reply.url)
    return True


async def saw_gone(work: Work, number: int) -> None:
    """The public can no longer read the comment."""
    item = await work.items.get(number)
    if item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    await never_show(work, item)
    await work.items.keep(comment_gone(item))
