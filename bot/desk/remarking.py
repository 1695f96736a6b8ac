"""What a card says about where the work stands, and which of its approving buttons are whose."""

from bot.desk.desk import Desk
from bot.domain.agreeing import gave_first, not_second, planned
from bot.domain.audit import Tag
from bot.domain.item import Item
from bot.domain.people import Person
from bot.domain.status import Action, Status
from bot.memory import Dossier
from bot.words import Words, say, stored

SETTLED = frozenset({Status.POSTED, Status.ANSWERED})
"""What they have as a reason is a sentence of ours about our reply."""


def remark(dossier: Dossier) -> Words | None:
    """What went wrong, who is waited for, or why it was closed."""
    item = dossier.item
    if item.stale_draft and item.status is Status.DRAFTED:
        return say("The comment was edited after the draft was written. Does the draft still fit?")
    remarks = {
        Status.UNKNOWN: say("Nobody knows whether the reply is public. Please look on the platform."),
        Status.FAILED: say("The platform refused the reply. Edit it, or answer on the platform itself."),
        Status.DISMISSED: say("Closed without a reply: {reason}", reason=stored(item.reason)),
        Status.GONE: say("The comment is no longer on the platform."),
        Status.POSTING: say("The reply is on its way and can no longer be stopped."),
        Status.AWAITING: _awaiting(dossier),
        Status.APPROVED: _approved(item),
    }
    if item.status is Status.DRAFTED and item.reason:
        return _fallen(dossier)
    if item.status in SETTLED and item.reason:
        return stored(item.reason)
    return remarks.get(item.status)


def _approved(item: Item) -> Words:
    if item.reason:
        return say("It could not go out yet; it is tried again. You can still take it back.")
    when = planned(item)
    if when:
        return say("Approved for {when}. Until then you can take it back.", when=when)
    return say("Approved. Until it goes out you can take it back.")


def _awaiting(dossier: Dossier) -> Words:
    item = dossier.item
    name = (dossier.names.get(item.first.by.person, "") if item.first else "") or "?"
    when = planned(item)
    if when:
        return say(
            "{name} approved it for {when}. It goes out when a second person approves it too,"
            " and not before then.",
            name=name,
            when=when,
        )
    return say("{name} approved it. It goes out when a second person approves it too.", name=name)


def _fallen(dossier: Dossier) -> Words:
    """Why what was agreed on holds no longer."""
    fallen = (Tag.REPLY_DECLINED, Tag.REPLY_VOIDED)
    events = [entry.event for entry in dossier.entries if entry.event.tag in fallen]
    if events and events[-1].tag is Tag.REPLY_DECLINED:
        name = dossier.names.get(events[-1].actor.person, "")
        return say("{name} declined it:", name=name or "?")
    return say("The approval became void.")


_SECOND = say("Approve as the second & post")


def label(action: Action, item: Item, desk: Desk) -> Words:
    """What a button says."""
    if action is not Action.APPROVE:
        return action.sentence
    if item.status is Status.AWAITING:
        when = planned(item)
        return say("Approve as the second (goes out from {when} on)", when=when) if when else _SECOND
    if desk.policy.rule(item.triage).second:
        return say("Approve as the first of two")
    return say("Still fits: approve & post") if item.stale_draft else action.sentence


def may_approve(dossier: Dossier, desk: Desk, person: Person) -> bool:
    """Whether this person's yes would count."""
    item = dossier.item
    if person.role < desk.policy.rule(item.triage).least:
        return False
    return item.status is not Status.AWAITING or not_second(item, person, dossier.entries) is None


def may_take_back(item: Item, person: Person) -> bool:
    """The first of two approvals is taken back by whoever gave it."""
    return item.status is not Status.AWAITING or gave_first(item, person)


def may_decline(item: Item, person: Person) -> bool:
    """Whoever approved first takes that back instead."""
    return not gave_first(item, person)


def writing(dossier: Dossier, person: Person | None) -> Words | None:
    """Who has the dialog of the draft open, said to everybody else."""
    item = dossier.item
    if item.writing_at is None or not item.open or (person and person.id == item.writing_by):
        return None
    name = dossier.names.get(item.writing_by, "")
    return say("{name} is writing since {when}.", name=name or "?", when=item.writing_at)
