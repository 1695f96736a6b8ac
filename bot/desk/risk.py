"""Setting an item's risk by hand: anybody raises it, a lead lowers it and says why."""

from bot import commands
from bot.desk.case import Case, Done, keep
from bot.desk.desk import Desk, show_lane
from bot.desk.seeing import want_threads
from bot.domain import risk as grading
from bot.domain.effect import Kind
from bot.domain.item import Change, Item
from bot.domain.people import Role
from bot.domain.status import AGREED, Status
from bot.memory import Work
from bot.ports import Wake
from bot.words import say


async def raise_risk(case: Case, command: commands.RaiseRisk) -> Done:
    """It is graver than it looks. What was approved for less is void."""
    change = grading.raise_risk(case.item, case.by, command.risk, command.text.strip())
    change = Change(item=case.desk.policy.owing(change.item), events=change.events)
    voided = await outgrown(case.work, case.desk, change.item)
    if voided is not None:
        change = Change(item=voided.item, events=(*change.events, *voided.events))
    item = await keep(case, change)
    wakes = await _shown_anew(case, item)
    if voided is not None:
        return Done(say("The risk is raised. It has to be approved anew."), wakes)
    return Done(say("The risk is raised: {risk}.", risk=grading.NAMES[item.triage.risk]), wakes)


async def lower_risk(case: Case, command: commands.LowerRisk) -> Done:
    """It is less grave than it looks."""
    change = grading.lower_risk(case.item, case.by, command.risk, command.text.strip())
    item = await keep(case, change)
    wakes = await _shown_anew(case, item)
    return Done(say("The risk is lowered: {risk}.", risk=grading.NAMES[item.triage.risk]), wakes)


async def _shown_anew(case: Case, item: Item) -> tuple[Wake, ...]:
    """Another risk may belong into other channels."""
    await want_threads(case.work, case.desk, item)
    channels = case.desk.policy.channels(item.platform, item.source, item.triage)
    return tuple(Wake("pump", show_lane(surface, channel)) for surface, channel in channels)


async def outgrown(work: Work, desk: Desk, item: Item) -> Change | None:
    """An approval that is not enough any more becomes void, and its reply is not sent; None if it is."""
    if item.status not in AGREED:
        return None
    rule = desk.policy.rule(item.triage)
    if not grading.lacking(item, rule, await _role(work, item, rule)):
        return None
    if item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    return grading.outgrown(item)


async def _role(work: Work, item: Item, rule: grading.RiskRule) -> Role:
    """The role of whoever agreed last; not asked for where every approver's yes is enough."""
    agreed = item.approval or item.first
    if agreed is None or rule.least <= Role.APPROVER:
        return Role.APPROVER
    person = await work.people.get(agreed.by.person)
    return person.role if person else Role.GUEST
