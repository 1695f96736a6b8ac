"""A second first look: what an edit makes of an item's urgency and risk."""

from dataclasses import replace
from datetime import datetime

from bot.domain.item import Item, Triage

RISKS = ("low", "normal", "high", "crisis")
"""From harmless to grave."""


def retriaged(item: Item, triage: Triage, due_at: datetime | None) -> tuple[Item, bool]:
    """The item after its comment was looked at anew, and whether it has become graver.

    What was once urgent or risky stays so: whoever softens a threat has still made it.
    """
    risk = max(triage.risk, item.triage.risk, key=RISKS.index)
    urgency = max(triage.urgency, item.triage.urgency)
    graver = (risk, urgency) != (item.triage.risk, item.triage.urgency) and triage.needs_reply
    new = replace(triage, risk=risk, urgency=urgency)
    return replace(item, triage=new, due_at=item.due_at or due_at), graver
