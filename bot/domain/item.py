"""An item: one comment and our work on it. Every move returns a Change: the new item and what happened."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audit import Event, Tag
from bot.domain.pace import UNTOUCHED, Pace
from bot.domain.people import PROGRAM, Actor
from bot.domain.status import OPEN, WORKABLE, Action, Status, after
from bot.domain.values import STRANGER, Acquaintance, Approval, Draft, Triage, Urgency
from bot.errors import Refusal, Stale
from bot.words import say

__all__ = ["Acquaintance", "Approval", "Change", "Draft", "Item", "Triage", "Urgency"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """The unit of the queue."""

    id: int
    row: int
    """Counts changes of the row; guards the transaction, never a button."""
    platform: str
    source: str
    comment: int
    """The number under which we keep the comment."""
    remote: str
    """The comment's id on its platform."""
    version: int
    """The comment's version: 1 when it came, one more for every edit."""
    status: Status
    published: datetime
    triage: Triage
    met: Acquaintance = STRANGER
    due_at: datetime | None = None
    """When a first reply is owed; None when none is."""
    handler: int | None = None
    follows: int | None = None
    """The item whose thread this one joins: an earlier comment of the same person beneath the same post."""
    draft: int = 0
    """The number of the draft that stands on the card; 0 for none."""
    drafts: int = 0
    """How many drafts were written so far."""
    ask: int = 0
    """Counts the requests for a draft; a draft for an older request changes nothing."""
    ask_due: datetime | None = None
    """When the drafter should (again) try; None when no draft is wanted."""
    instruction: str = ""
    draft_note: str = ""
    """Why there is no draft, as the writer said it."""
    first: Approval | None = None
    """The first of two approvals, where two are wanted; it stays beside the second one."""
    approval: Approval | None = None
    post_at: datetime | None = None
    """When the reply may go out; beside a first approval, when it is meant to."""
    turn: int = 0
    """The turn of the last approval: a further reply is a further turn."""
    reply: str = ""
    """The platform's id of our public reply, or ""."""
    reply_url: str = ""
    reply_text: str = ""
    """What is public under our name, word for word."""
    reply_by: Actor | None = None
    known: tuple[str, ...] = ()
    """The platform's ids of all replies beneath the comment that are accounted for."""
    hidden: bool = False
    risk_by: int = 0
    """Who set the risk by hand; 0 for nobody."""
    writing_by: int = 0
    """Who has the dialog of the draft open; a light fact beside the row, which guards nothing."""
    writing_at: datetime | None = None
    reason: str = ""
    """Why it was closed, failed or became unclear."""
    stale_draft: bool = False
    """The comment was edited after the draft on the card was written."""
    pace: Pace = UNTOUCHED
    """What the clock knows about it: reminders, its claim, parking."""
    audit_head: str = ""
    audit_count: int = 0

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN


@dataclass(frozen=True, kw_only=True)
class Change:
    """A new state of an item, and the events that led there. They are kept together or not at all."""

    item: Item
    events: tuple[Event, ...]
    replied_at: datetime | None = None
    """When the public could read our reply, where that was before this is written down."""


def _event(item: Item, tag: Tag, actor: Actor, text: str = "", draft: int | None = None) -> Event:
    number = item.draft if draft is None else draft
    return Event(tag=tag, actor=actor, draft=number, version=item.version, text=text)


def check_read(item: Item, version: int) -> None:
    """Whoever does something about what a comment says has read what it says now.

    Raises:
        Stale: it was edited since.
    """
    if version != item.version:
        raise Stale(say("The comment was edited after you saw it. Nothing was sent. Please read it again."))


def check_seen(item: Item, draft: int, version: int) -> None:
    check_read(item, version)
    if draft != item.draft:
        raise Stale(say("There is a newer draft than the one you saw. Nothing was sent. Please look again."))


# Who handles it


def claim(item: Item, by: Actor) -> Change:
    """Take an item that nobody handles; taking one's own again changes nothing."""
    after(item.status, Action.CLAIM)
    if item.handler == by.person:
        return Change(item=item, events=())
    if item.handler is not None:
        raise Refusal(say("Someone else handles this already. Take over if that is agreed."))
    return Change(item=replace(item, handler=by.person), events=(_event(item, Tag.ITEM_CLAIMED, by),))


def release(item: Item, by: Actor) -> Change:
    """Give back an item."""
    after(item.status, Action.RELEASE)
    if item.handler != by.person:
        raise Refusal(say("You do not handle this item, so there is nothing to release."))
    return Change(item=replace(item, handler=None), events=(_event(item, Tag.ITEM_RELEASED, by),))


def take_over(item: Item, by: Actor) -> Change:
    """Take an item from whoever handles it."""
    after(item.status, Action.TAKE_OVER)
    return Change(item=replace(item, handler=by.person), events=(_event(item, Tag.ITEM_TAKEN_OVER, by),))


def hand_over(item: Item, by: Actor, to: tuple[int, str], word: str) -> Change:
    """Give an item to somebody, by number and name, with a word to them."""
    after(item.status, Action.HAND_TO)
    person, name = to
    if item.handler == person:
        raise Refusal(say("{name} handles it already.", name=name))
    said = f"→ {name}: {word}" if word else f"→ {name}"
    return Change(item=replace(item, handler=person), events=(_event(item, Tag.ITEM_HANDED_OVER, by, said),))


def claimed(item: Item, by: Actor) -> tuple[Item, tuple[Event, ...]]:
    """Deciding claims implicitly, if nobody handles the item."""
    if item.handler is not None:
        return item, ()
    return replace(item, handler=by.person), (_event(item, Tag.ITEM_CLAIMED, by),)


def unapproved(item: Item) -> Item:
    """The item without anybody's yes to a text."""
    return replace(item, first=None, approval=None, post_at=None)


# Drafts


def ask_draft(item: Item, by: Actor, instruction: str, at: datetime) -> Change:
    """Want a new draft; an approval becomes void."""
    asked = replace(
        unapproved(item),
        status=after(item.status, Action.REDRAFT),
        ask=item.ask + 1,
        ask_due=at,
        instruction=instruction,
        reason="",
    )
    return Change(item=asked, events=(_event(item, Tag.DRAFT_ASKED, by, instruction),))


def suggest(item: Item, ask: int, draft: Draft) -> Change:
    """A writer's draft arrives. One for an older request or version is kept and changes nothing else."""
    counted = replace(item, drafts=draft.number)
    late = ask != item.ask or draft.version != item.version or item.status not in WORKABLE
    if late:
        return Change(item=counted, events=(_event(item, Tag.DRAFT_LATE, PROGRAM, draft=draft.number),))
    drafted = replace(
        counted,
        status=after(item.status, Action.SUGGEST),
        draft=draft.number,
        ask_due=None,
        draft_note="",
        stale_draft=False,
        reason="",
    )
    return Change(item=drafted, events=(_event(drafted, Tag.DRAFT_WRITTEN, PROGRAM),))


def suggest_nothing(item: Item, ask: int, note: str) -> Change:
    """The writer has nothing fitting: a valid answer, said on the card."""
    if ask != item.ask:
        return Change(item=item, events=())
    told = replace(item, ask_due=None, draft_note=note)
    return Change(item=told, events=(_event(item, Tag.DRAFT_NONE, PROGRAM, note),))


def edit(item: Item, by: Actor, draft: Draft, seen: tuple[int, int]) -> Change:
    """A person wrote a draft; an approval becomes void. `seen` is the draft and version in their dialog."""
    status = after(item.status, Action.EDIT)
    check_seen(item, *seen)
    item, taken = claimed(item, by)
    edited = replace(
        unapproved(item),
        status=status,
        draft=draft.number,
        drafts=draft.number,
        ask=item.ask + 1,
        ask_due=None,
        draft_note="",
        reason="",
        stale_draft=False,
    )
    return Change(item=edited, events=(*taken, _event(edited, Tag.DRAFT_EDITED, by)))


# No reply by us


def dismiss(item: Item, by: Actor, reason: str, version: int) -> Change:
    """Close it: no reply needed, for the version of the comment that was seen."""
    status = after(item.status, Action.DISMISS)
    if version != item.version:
        raise Stale(say("The comment was edited after you saw it. It was not closed. Please read it again."))
    closed = replace(item, status=status, reason=reason, ask=item.ask + 1, ask_due=None)
    return Change(item=closed, events=(_event(item, Tag.ITEM_DISMISSED, by, reason),))


def reopen(item: Item, by: Actor, at: datetime) -> Change:
    """Bring it back into the queue, for a first or a further reply."""
    status = after(item.status, Action.REOPEN)
    again = replace(
        unapproved(item),
        status=status,
        handler=by.person,
        draft=0,
        ask=item.ask + 1,
        ask_due=at,
        instruction="",
        reason="",
    )
    return Change(item=again, events=(_event(item, Tag.ITEM_REOPENED, by),))


def note(item: Item, by: Actor, text: str) -> Change:
    """Write an internal note; it never leaves the house."""
    after(item.status, Action.NOTE)
    return Change(item=item, events=(_event(item, Tag.NOTE_WRITTEN, by, text),))
