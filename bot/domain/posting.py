"""The way out: what happens to an item between approval and the public reply, and when the world moves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.audit import Event, Tag
from bot.domain.community import OwnReply, Posted
from bot.domain.item import Approval, Change, Item, unapproved
from bot.domain.people import PROGRAM, Actor
from bot.domain.status import AGREED, Action, Status, after, allowed
from bot.errors import Refusal
from bot.words import say

_HELD = say(
    "The platform holds our reply back, for moderation or as spam: the public does not see it yet."
    " Please look there."
)
_GONE = say("Our reply was deleted on the platform itself.")
NEVER = datetime.min.replace(tzinfo=UTC)
"""A time for what has none."""


def _event(item: Item, tag: Tag, actor: Actor = PROGRAM, text: str = "") -> Event:
    draft = item.approval.draft if item.approval else item.draft
    return Event(tag=tag, actor=actor, draft=draft, version=item.version, text=text)


def still_approved(item: Item) -> Approval:
    """The approval that holds for the comment as it is now.

    Raises:
        Refusal: there is none, or it was given for another version of the comment.

    """
    approval = item.approval
    if item.status is not Status.APPROVED or approval is None:
        raise Refusal(say("It is not approved."))
    if (approval.draft, approval.version) != (item.draft, item.version):
        raise Refusal(say("The approval was given for another text or another version of the comment."))
    return approval


def start(item: Item, now: datetime) -> Change:
    """The reply goes on its way; from here it cannot be taken back."""
    still_approved(item)
    if item.post_at is None or item.post_at > now:
        raise Refusal(say("It is not yet time to post it."))
    going = replace(item, status=after(item.status, Action.START))
    return Change(item=going, events=(_event(item, Tag.REPLY_SENDING),))


def void(item: Item, why: str) -> Change:
    """The world changed under an approval: it no longer holds, and the card says why."""
    status = after(item.status, Action.VOID)
    voided = replace(unapproved(item), status=status, reason=why)
    return Change(item=voided, events=(_event(item, Tag.REPLY_VOIDED, text=why),))


def outdated(item: Item) -> bool:
    """Whether the comment was edited while the reply was on its way: nobody approved it for that."""
    return item.approval is None or item.approval.version != item.version


def give_back(item: Item, post_at: datetime, why: str) -> Change:
    """The reply certainly did not go out; it stays approved, unless the comment was edited meanwhile."""
    back = replace(item, status=after(item.status, Action.GIVE_BACK), post_at=post_at, reason=why)
    given_back = _event(item, Tag.REPLY_GIVEN_BACK, text=why)
    if outdated(item):
        voided = void(back, "")
        return Change(item=voided.item, events=(given_back, *voided.events))
    return Change(item=back, events=(given_back,))


def told(item: Item, tag: Tag, why: str) -> Change:
    """Something about an effect that leaves the item as it is."""
    return Change(item=item, events=(Event(tag=tag, version=item.version, text=why),))


def delayed(item: Item, why: str) -> Change:
    """The reply could not go out yet; it stays approved, and the card says why."""
    return Change(item=replace(item, reason=why), events=(_event(item, Tag.REPLY_GIVEN_BACK, text=why),))


def confirm(item: Item, posted: Posted, text: str) -> Change:
    """The platform took the reply: it is public, or held back there."""
    by = item.approval.by if item.approval else PROGRAM
    done = replace(
        unapproved(item),
        status=after(item.status, Action.CONFIRM),
        reply=posted.id,
        reply_url=posted.url,
        known=(*item.known, posted.id),
        reply_text=text,
        reply_by=by,
        reason=_held(posted.held),
    )
    return Change(item=done, events=(_event(item, Tag.REPLY_HELD if posted.held else Tag.REPLY_POSTED),))


def _held(held: bool) -> str:  # noqa: FBT001  # a field of what a platform tells
    return str(_HELD) if held else ""


def unclear(item: Item, why: str) -> Change:
    """No answer came: it stays on its way until somebody has looked."""
    return Change(item=item, events=(_event(item, Tag.REPLY_UNCLEAR, text=why),))


def lose(item: Item, why: str) -> Change:
    """Looking did not settle it: a person has to."""
    lost = replace(item, status=after(item.status, Action.LOSE), reason=why)
    return Change(item=lost, events=(_event(item, Tag.REPLY_UNKNOWN, text=why),))


def refuse(item: Item, why: str) -> Change:
    """The platform said no for good."""
    refused = replace(unapproved(item), status=after(item.status, Action.REFUSE), reason=why)
    return Change(item=refused, events=(_event(item, Tag.REPLY_REFUSED, text=why),))


def settle_posted(item: Item, by: Actor, text: str) -> Change:
    """A person looked: the reply is public."""
    done = replace(
        unapproved(item),
        status=after(item.status, Action.SETTLE_POSTED),
        reply_text=text,
        reply_by=item.approval.by if item.approval else by,
        reason="",
    )
    return Change(item=done, events=(_event(item, Tag.REPLY_SETTLED_POSTED, by),))


def settle_not_posted(item: Item, by: Actor) -> Change:
    """A person looked: the reply is not public. A new approval is needed."""
    status = after(item.status, Action.SETTLE_NOT_POSTED)
    again = replace(unapproved(item), status=status, reason="")
    return Change(item=again, events=(_event(item, Tag.REPLY_SETTLED_NOT_POSTED, by),))


def corrected(item: Item, posted: Posted, text: str, by: Actor) -> Change:
    """Our public reply has another text now; unless it was deleted there at the same moment."""
    if not item.reply:
        return Change(item=item, events=(_event(item, Tag.REPLY_CORRECTED, by),))
    url = posted.url or item.reply_url
    done = replace(item, reply_text=text, reply_url=url, reply_by=by, reason=_held(posted.held))
    events = (_event(item, Tag.REPLY_CORRECTED, by),)
    return Change(item=done, events=(*events, _event(item, Tag.REPLY_HELD)) if posted.held else events)


def reply_deleted(item: Item, by: Actor, at: datetime) -> Change:
    """Our public reply was taken down: the item is open again, for a better one."""
    status = after(item.status, Action.REOPEN)
    known = tuple(reply for reply in item.known if reply != item.reply)
    cleared = replace(item, reply="", reply_url="", reply_text="", reply_by=None, known=known)
    again = replace(cleared, status=status, draft=0, ask=item.ask + 1, ask_due=at)
    return Change(item=again, events=(_event(item, Tag.REPLY_DELETED, by),))


def hidden(item: Item, by: Actor, *, now_hidden: bool) -> Change:
    """The comment was hidden from the public, or shown again."""
    tag = Tag.COMMENT_HIDDEN if now_hidden else Tag.COMMENT_UNHIDDEN
    return Change(item=replace(item, hidden=now_hidden), events=(_event(item, tag, by),))


def may_like(item: Item, events: Sequence[Event]) -> bool:
    """Whether a like that was asked for is given: nothing happened since to what was closed with it."""
    opened = {Tag.ITEM_REOPENED, Tag.COMMENT_RETURNED}
    found = [event for event in events if event.tag is Tag.COMMENT_LIKE_ASKED or event.tag in opened]
    asked = bool(found) and found[-1].tag is Tag.COMMENT_LIKE_ASKED and found[-1].version == item.version
    return asked and item.status is Status.DISMISSED


def liked(item: Item, by: Actor) -> Change:
    """The comment has our like."""
    return Change(item=item, events=(_event(item, Tag.COMMENT_LIKED, by),))


def ask(item: Item, action: Action, tag: Tag, by: Actor) -> Change:
    """A person wants something done to a comment or a reply; the program will see to it."""
    after(item.status, action)
    return Change(item=item, events=(_event(item, tag, by),))


# The world moves


def answered_elsewhere(item: Item, reply: OwnReply) -> Change:
    """Our account answered this very comment on the platform itself."""
    status = after(item.status, Action.FIND_ANSWER)
    if status is item.status:
        return _answered_again(item, reply)
    done = replace(
        unapproved(item),
        status=status,
        reply=reply.id,
        reply_url=reply.url,
        known=(*item.known, reply.id),
        reply_text=reply.text,
        reply_by=None,
        ask=item.ask + 1,
        ask_due=None,
        reason=_held(reply.held),
    )
    event = _event(item, Tag.ITEM_ANSWERED_ELSEWHERE)
    return Change(item=done, events=(event,), replied_at=reply.at)


def _answered_again(item: Item, reply: OwnReply) -> Change:
    """One more reply of ours beneath an answered comment; or the one of which only a person knew so far."""
    known = (*item.known, reply.id)
    if not item.reply and item.status in {Status.POSTED, Status.ANSWERED}:
        told = replace(item, known=known, reply=reply.id, reply_url=reply.url, reply_text=reply.text)
        found = replace(told, reason=_held(reply.held))
        return Change(item=found, events=(_event(item, Tag.ITEM_ANSWERED_ELSEWHERE),))
    noted = replace(item, known=known)
    return Change(item=noted, events=(_event(item, Tag.ITEM_ANSWERED_ELSEWHERE),))


def reply_edited(item: Item, text: str) -> Change:
    """Somebody changed our reply on the platform itself: nobody here approved what it says now."""
    now = replace(item, reply_text=text, reply_by=None)
    return Change(item=now, events=(_event(item, Tag.REPLY_EDITED_ELSEWHERE),))


def reply_gone(item: Item) -> Change:
    """Somebody deleted our reply on the platform itself. If it comes back, it is found anew."""
    known = tuple(reply for reply in item.known if reply != item.reply)
    without = replace(item, reply="", reply_url="", reply_text="", reply_by=None, known=known)
    return Change(item=replace(without, reason=str(_GONE)), events=(_event(item, Tag.REPLY_GONE),))


def reply_held(item: Item) -> Change:
    """The platform holds our reply back."""
    return Change(item=replace(item, reason=str(_HELD)), events=(_event(item, Tag.REPLY_HELD),))


def reply_released(item: Item) -> Change:
    """The platform lets our reply be seen."""
    return Change(item=replace(item, reason=""), events=(_event(item, Tag.REPLY_POSTED),))


def comment_edited(item: Item, at: datetime, *, graver: bool = False) -> Change:
    """The commenter changed their text: an approval for the old one is void.

    What was closed as harmless comes back when it has become `graver`.

    A draft that is being written would fit no longer, so a new one is asked for.
    """
    seen = replace(item, version=item.version + 1, stale_draft=item.draft > 0)
    events = [_event(seen, Tag.COMMENT_EDITED)]
    if item.status in AGREED:
        voided = replace(unapproved(seen), status=after(item.status, Action.VOID), reason="")
        return Change(item=voided, events=(*events, _event(seen, Tag.REPLY_VOIDED)))
    if item.status is Status.DISMISSED and graver:
        back = replace(seen, status=after(item.status, Action.SEE_AGAIN), reason="")
        reopened = replace(back, ask=item.ask + 1, ask_due=at)
        return Change(item=reopened, events=(*events, _event(seen, Tag.ITEM_REOPENED)))
    if item.status is Status.NEW or item.ask_due is not None:
        seen = replace(seen, ask=item.ask + 1, ask_due=at)
    return Change(item=seen, events=tuple(events))


def comment_gone(item: Item) -> Change:
    """The public can no longer read the comment."""
    events: tuple[Event, ...] = (_event(item, Tag.COMMENT_DELETED),)
    if not allowed(item.status, Action.SEE_GONE):
        return Change(item=item, events=events)
    if item.status in AGREED:
        events = (*events, _event(item, Tag.REPLY_VOIDED))
    status = after(item.status, Action.SEE_GONE)
    gone = replace(unapproved(item), status=status, ask=item.ask + 1, ask_due=None)
    return Change(item=replace(gone, reason=""), events=events)


def comment_returned(item: Item, at: datetime) -> Change:
    """The comment can be read again."""
    status = after(item.status, Action.SEE_AGAIN)
    back = replace(item, status=status, ask=item.ask + 1, ask_due=at)
    return Change(item=back, events=(_event(item, Tag.COMMENT_RETURNED),))
