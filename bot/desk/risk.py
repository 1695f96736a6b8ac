"""Setting an item's risk by hand: anybody raises it, a lead lowers it and says why."""

from bot import commands
from bot.desk.case import Case, Done, keep
from bot.desk.desk import Desk, show_lane
from bot.desk.threads import want_threads
from bot.domain import risk as grading
from bot.domain.agreeing import not_second
from bot.domain.effect import Kind
from bot.domain.item import Approval, Change, Item
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
    role = await _lowest_role(work, item)
    lost = role < Role.APPROVER or await _no_second(work, item)
    if not lost and not grading.lacking(item, desk.policy.rule(item.triage), role):
        return None
    if item.status is Status.APPROVED:
        await work.effects.drop(item.id, Kind.REPLY, item.turn)
    return grading.outgrown(item, lost=lost)


async def _no_second(work: Work, item: Item) -> bool:
    """Whether the second of two turned out to be who approved or wrote it before, on another account."""
    yes = item.approval
    if yes is None or item.first is None:
        return False
    entries, people = await work.items.trail(item.id), await work.people.all()
    known = [one for one in people if one.did(yes.by.person, yes.at)]
    return any(not_second(item, one, entries) is not None for one in known)


async def _lowest_role(work: Work, item: Item) -> Role:
    """The lowest role that those who agreed have now: nobody's yes counts for more than they may."""
    agreed = [one for one in (item.first, item.approval) if one is not None]
    return min([await _role(work, one) for one in agreed], default=Role.APPROVER)


async def _role(work: Work, yes: Approval) -> Role:
    """Somebody may be known under another number by now."""
    person = await work.people.get(yes.by.person)
    if person and person.role >= Role.APPROVER:
        return person.role
    return max(
        (one.role for one in await work.people.all() if one.did(yes.by.person, yes.at)), default=Role.GUEST
    )
