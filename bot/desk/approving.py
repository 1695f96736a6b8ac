"""Approving: one person says yes, or two do where the risk or the wording asks for a second pair of eyes."""

from dataclasses import replace
from datetime import datetime

from bot import commands
from bot.desk.case import Case, Done, drop_reply, effect_of, keep, open_turn
from bot.desk.claiming import tell_person
from bot.desk.desk import post_lane
from bot.desk.presenting import handled_by
from bot.desk.seconding import seconds, tell_seconds
from bot.desk.vetting import check_length, ticked, wants_second, worded
from bot.domain import agreeing
from bot.domain.audit import Event
from bot.domain.effect import Kind
from bot.domain.item import Draft, Item
from bot.domain.moments import comes_back
from bot.domain.people import ROLES, Role
from bot.domain.status import WORKABLE, Action, Status, after
from bot.errors import NotAllowed, Refusal
from bot.ports import Wake
from bot.words import Words, say

Yes = commands.Approve | commands.ApproveLater


async def approve(case: Case, command: commands.Approve) -> Done:
    """Post exactly the draft that was seen, when the undo window is over, or ask for the second yes."""
    return replace(await _decide(case, command, None), onward=command.onward)


async def approve_later(case: Case, command: commands.ApproveLater) -> Done:
    """The same, and it goes out at a given moment or with the next service hours."""
    after(case.item.status, Action.POST_LATER)
    return await _decide(case, command, _later(case, command.text.strip()))


def _later(case: Case, text: str) -> datetime:
    if not text:
        return case.desk.policy.timing.hours.next_open(case.work.now)
    return comes_back(text, case.work.now, case.desk.policy.timing.hours, case.desk.policy.zone)


async def _decide(case: Case, command: Yes, later: datetime | None) -> Done:
    check_role(case)
    question = None if command.agreed else await handled_by_another(case)
    if question is not None:
        raise Refusal(question)
    item = case.item
    if item.draft and item.status in WORKABLE:
        draft = await case.work.items.draft(item.id, item.draft)
        if wants_second(case.desk, item, draft, case.person):
            return await _ask_second(case, command, draft, later)
        if worded(draft):  # whoever wrote it is the first of two
            await _check_linked(case)
    return await _approve(case, command, later)


async def _ask_second(case: Case, command: Yes, draft: Draft, later: datetime | None) -> Done:
    """The first of two says yes."""
    seen = (command.draft, command.version)
    change = agreeing.ask_second(case.item, case.by, seen, case.work.now, later)
    if later and isinstance(command, commands.ApproveLater) and not command.text.strip():
        change = agreeing.meant_for_hours(change)
    await _check_linked(case)
    ticks = _checked(case, command, draft)
    item = await keep(case, replace(change, events=(*ticks, *change.events)))
    people = await seconds(case, item)
    said = _first_said(item)
    if not people:
        return Done(Words("{said} {but}", {"said": said, "but": _NOBODY}))
    return Done(said, await tell_seconds(case, item, people))


_NOBODY = say("Nobody else who may do that is on now: please tell somebody.")


def _first_said(item: Item) -> Words:
    when = agreeing.planned(item)
    if when is None:
        return say("Noted. A second person has to approve it: it goes out when they do.")
    return say("Noted. It goes out when a second person approves it too, not before {when}.", when=when)


async def _approve(case: Case, command: Yes, later: datetime | None) -> Done:
    """The only yes that is needed, or the second of two."""
    if case.item.status is Status.AWAITING:
        await _check_second(case)
        later = await _in_hours(case)
    window = case.desk.policy.window(case.item.triage)
    seen = (command.draft, command.version)
    change = agreeing.approve(case.item, case.by, seen, case.work.now, window, later)
    # An item that was never approved has no reply on its way.
    turn = await open_turn(case, (Kind.REPLY,)) if case.item.turn else 1
    item = replace(change.item, turn=turn)
    draft = await case.work.items.draft(item.id, item.draft)
    ticks = _checked(case, command, draft)
    await keep(case, replace(change, item=item, events=(*ticks, *change.events)))
    await case.work.effects.want(effect_of(case, Kind.REPLY, item.turn, draft.number, item.post_at))
    case.desk.tally.count("approvals")
    wait = (item.post_at or case.work.now) - case.work.now
    wakes = (Wake("pump", post_lane(item.platform), wait),)
    if not wait:
        return Done(say("Approved. It goes out now."), wakes)
    return Done(say("Approved. It goes out at {when}.", when=item.post_at), wakes)


async def _in_hours(case: Case) -> datetime | None:
    """The next service hours, where the first yes was said for them; they may be over by now."""
    if not agreeing.is_for_hours(await case.work.items.trail(case.item.id)):
        return None
    return case.desk.policy.timing.hours.next_open(max(case.work.now, case.item.post_at or case.work.now))


def _checked(case: Case, command: Yes, draft: Draft) -> tuple[Event, ...]:
    check_length(case.desk, case.item, draft.text)
    return ticked(draft, case.item, case.by, checked=command.checked)


async def handled_by_another(case: Case) -> Words | None:
    """What is asked of whoever approves what somebody else handles. A second yes is another's anyway."""
    handler = case.item.handler
    if handler in {None, case.person.id} or case.item.status not in WORKABLE:
        return None
    found = await case.work.people.get(handler or 0)
    return handled_by(found.name if found else "?")


async def take_back(case: Case, _: commands.TakeBack) -> Done:
    """Undo the approval, while the reply has not gone out."""
    change = agreeing.take_back(agreeing.as_now(case.item, case.person), case.by)
    if case.item.status is Status.APPROVED:
        await drop_reply(case)
    await keep(case, change)
    return Done(say("Taken back. Nothing was sent."))


async def decline(case: Case, command: commands.Decline) -> Done:
    """The second of two says no."""
    reason = command.text.strip()
    if not reason:
        raise Refusal(say("Please say why: whoever approved it first reads it."))
    seen = (command.draft, command.version)
    change = agreeing.decline(agreeing.as_now(case.item, case.person), case.by, reason, seen)
    item = await keep(case, change)
    wakes = await tell_person(case, item, await _first_giver(case))
    return Done(say("Declined. Nothing was sent."), wakes)


async def _first_giver(case: Case) -> int | None:
    """Whoever approved it first, under the number that they come in with now."""
    first = case.item.first
    if first is None:
        return None
    them = [one for one in await case.work.people.all() if one.did(first.by.person, first.at)]
    return max(them, key=lambda one: (one.role > Role.GUEST, one.id == first.by.person)).id


def check_role(case: Case) -> None:
    """Refuse whoever may not approve where the risk is as high as here.

    Raises:
        NotAllowed: the settings name a higher role for this risk.

    """
    least = case.desk.policy.rule(case.item.triage).least
    if case.person.role < least:
        words = say(
            "At this risk, approving needs the role “{role}”; yours is “{yours}”.",
            role=ROLES[least],
            yours=ROLES[case.person.role],
        )
        raise NotAllowed(words)


async def _check_second(case: Case) -> None:
    await _check_linked(case)
    agreeing.check_second(case.item, case.person, await case.work.items.trail(case.item.id))


async def _check_linked(case: Case) -> None:
    """Where two people have to approve, nobody does on an account of which we do not know whose it is.

    Raises:
        NotAllowed: no lead and no verified address says so.

    """
    if not await case.work.people.proven(case.by.surface, case.account):
        raise NotAllowed(
            say(
                "Two people have to approve this, and nobody has said yet whose this account is."
                " A lead can link it; nothing was changed."
            )
        )
