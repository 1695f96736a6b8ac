"""Risk: what a class asks for before a reply goes out, and people who set an item's class by hand."""

from dataclasses import dataclass, replace

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item, unapproved
from bot.domain.people import Actor, Role
from bot.domain.status import Action, Status, after
from bot.domain.triaging import RISKS
from bot.domain.values import Urgency
from bot.errors import Refusal
from bot.words import Words, say

NAMES: dict[str, Words] = {
    "low": say("Low risk"),
    "normal": say("Normal risk"),
    "high": say("High risk"),
    "crisis": say("Crisis"),
}


@dataclass(frozen=True, kw_only=True)
class RiskRule:
    """What has to be so before a reply to a comment of this class goes out."""

    least: Role = Role.APPROVER
    """Who may approve: this role, or one above it."""
    second: bool = False
    """Two people have to."""


_VOIDED = say("The risk is higher now than when it was approved. Please look again.")
_LOST = say("Whoever approved it may not approve any more. Please look again.")


def raise_risk(item: Item, by: Actor, risk: str, reason: str) -> Change:
    """Anybody on the team may say that it is graver than it looks, and needs somebody's reply."""
    status = after(item.status, Action.RAISE_RISK)
    if _rank(risk) <= _rank(item.triage.risk):
        raise Refusal(say("Its risk is that high already."))
    urgency = max(item.triage.urgency, _urgency(risk))
    owing = replace(item, status=status, triage=replace(item.triage, needs_reply=True))
    return _set(owing, by, (risk, urgency), Tag.RISK_RAISED, reason)


def lower_risk(item: Item, by: Actor, risk: str, reason: str) -> Change:
    """A lead says that it is less grave than it looks, and why."""
    status = after(item.status, Action.LOWER_RISK)
    if _rank(risk) >= _rank(item.triage.risk):
        raise Refusal(say("Its risk is that low already."))
    if not reason:
        raise Refusal(say("Please say why: the reason is kept with the item."))
    urgency = min(item.triage.urgency, _urgency(risk))
    return _set(replace(item, status=status), by, (risk, urgency), Tag.RISK_LOWERED, reason)


def _set(item: Item, by: Actor, to: tuple[str, Urgency], tag: Tag, reason: str) -> Change:
    risk, urgency = to
    graded = replace(item, triage=replace(item.triage, risk=risk, urgency=urgency), risk_by=by.person)
    event = Event(tag=tag, actor=by, version=item.version, text=f"{risk}: {reason}" if reason else risk)
    return Change(item=graded, events=(event,))


def lacking(item: Item, rule: RiskRule, role: Role) -> bool:
    """Whether what was agreed on is not enough for this rule; `role` is the lowest of those who agreed."""
    if role < rule.least:
        return True
    return item.status is Status.APPROVED and rule.second and item.first is None


def outgrown(item: Item, *, lost: bool = False) -> Change:
    """What was agreed on is void: the item has become graver since, or somebody `lost` the right to agree."""
    status, why = after(item.status, Action.VOID), str(_LOST if lost else _VOIDED)
    draft = item.approval.draft if item.approval else item.draft
    event = Event(tag=Tag.REPLY_VOIDED, draft=draft, version=item.version, text=why)
    return Change(item=replace(unapproved(item), status=status, reason=why), events=(event,))


def _rank(risk: str) -> int:
    try:
        return RISKS.index(risk)
    except ValueError:
        words = say("“{risk}” is no risk; choose from {all}.", risk=risk, all=", ".join(RISKS))
        raise Refusal(words) from None


def _urgency(risk: str) -> Urgency:
    return Urgency(_rank(risk))
