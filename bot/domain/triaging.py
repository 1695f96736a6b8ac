"""A second first look: what an edit, or a model, makes of an item's urgency and risk."""

from dataclasses import replace
from datetime import datetime

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item, Triage

RISKS = ("low", "normal", "high", "crisis")
"""From harmless to grave."""
ROUTED = frozenset({"crisis", "hate", "health", "legal", "press", "minor"})
"""Kinds that go to a person; nobody but a person takes them away again."""


def retriaged(item: Item, triage: Triage, due_at: datetime | None = None) -> tuple[Item, bool]:
    """The item after its comment was looked at anew, and whether it has become graver.

    What was once urgent or risky stays so: whoever softens a threat has still made it. That a person
    lowered the risk held for the text as it was.
    """
    risk = max(triage.risk, item.triage.risk, key=RISKS.index)
    urgency = max(triage.urgency, item.triage.urgency)
    graver = (risk, urgency) != (item.triage.risk, item.triage.urgency) and triage.needs_reply
    new = replace(triage, risk=risk, urgency=urgency)
    return replace(item, triage=new, due_at=item.due_at or due_at), graver


def closer(rules: Triage, model: Triage) -> Triage:
    """What a model's look adds to the rules': another kind, or more care, and never less care.

    Where the rules send a comment to a person, it stays there.
    """
    kept = rules.kind in ROUTED and model.kind not in {"crisis", rules.kind}
    return replace(
        rules if kept else model,
        urgency=max(rules.urgency, model.urgency),
        risk=max(rules.risk, model.risk, key=RISKS.index),
        language=rules.language,
        needs_reply=rules.needs_reply or model.needs_reply,
    )


def looked_closer(item: Item, triage: Triage, version: int) -> Change:
    """A model has looked at this version of the comment. What was found before still counts."""
    if version != item.version or triage == item.triage:
        return Change(item=item, events=())
    found = closer(item.triage, triage)
    if item.risk_by:
        # A person has judged this very text: a model neither softens nor sharpens that.
        found = replace(found, risk=item.triage.risk, urgency=item.triage.urgency)
    told = Event(tag=Tag.ITEM_TRIAGED, version=version, text=found.why)
    return Change(item=replace(item, triage=found), events=(told,))
