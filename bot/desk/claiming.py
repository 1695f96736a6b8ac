"""Who handles an item: claim, release, take over, hand over, skip, and the next one that fits."""

from dataclasses import replace
from datetime import timedelta

from bot import commands
from bot.desk.case import Case, Done, keep
from bot.desk.desk import Desk
from bot.desk.rostering import own_stint
from bot.desk.signing import sign_draft
from bot.desk.telling import tell
from bot.domain import item as moves
from bot.domain.item import Item
from bot.domain.item import claim as claimed_by
from bot.domain.people import Actor, Person, Role
from bot.domain.status import WORKABLE
from bot.domain.timing import Rung
from bot.errors import NotFound, Refusal
from bot.memory import Work
from bot.ports import Wake
from bot.words import say

HIDDEN = timedelta(minutes=30)
"""How long somebody is not offered what they skipped."""
WRITES = timedelta(minutes=10)
"""How long somebody who opened a dialog is said to be writing."""
_THEM = Rung(who="handler")


async def claim(case: Case, _: commands.Claim) -> Done:
    """Take the item."""
    item = await keep(case, moves.claim(case.item, case.by))
    await sign_draft(case.work, case.desk, item, case.person, case.by)
    return Done(say("You handle it now."))


async def release(case: Case, _: commands.Release) -> Done:
    """Give the item back."""
    await keep(case, moves.release(case.item, case.by))
    return Done(say("Released: anyone can take it."))


async def take_over(case: Case, _: commands.TakeOver) -> Done:
    """Take the item from whoever handles it, who is told."""
    before = case.item.handler
    item = await keep(case, moves.take_over(case.item, case.by))
    await sign_draft(case.work, case.desk, item, case.person, case.by)
    return Done(say("You handle it now."), await tell_person(case, item, before))


async def hand_to(case: Case, command: commands.HandTo) -> Done:
    """Give the item to somebody else, who is told."""
    to = await teammate(case.work, command.person)
    item = await keep(case, moves.hand_over(case.item, case.by, (to.id, to.name), command.text.strip()))
    await sign_draft(case.work, case.desk, item, to, case.by)
    return Done(say("{name} handles it now.", name=to.name), await tell_person(case, item, to.id))


async def teammate(work: Work, number: str) -> Person:
    """Somebody on the team to whom items can be given.

    Raises:
        NotFound: nobody has this number.
        Refusal: they may only look.

    """
    found = await work.people.get(commands.number_of(number)) if number.isdecimal() else None
    if found is None:
        raise NotFound(say("Please choose somebody on the team."))
    if found.role < Role.RESPONDER:
        raise Refusal(say("{name} may only look.", name=found.name))
    return found


async def skip(case: Case, _: commands.Skip) -> Done:
    """Do not offer it to this person for a while; whoever handled it gives it back."""
    if case.item.handler == case.person.id:
        await keep(case, moves.release(case.item, case.by))
    await case.work.queue.skip(case.item.id, case.person.id, case.work.now + HIDDEN)
    return Done(say("Skipped: for 30 minutes you are not offered it."), onward=True)


async def tell_person(case: Case, item: Item, person: int | None) -> tuple[Wake, ...]:
    """Have somebody told of the item's last entry, unless it is who did it."""
    if person is None or person == case.person.id:
        return ()
    return tuple(await tell(case.work, case.desk, replace(item, handler=person), _THEM))


async def take_next(work: Work, desk: Desk, person: Person, surface: str) -> int | None:
    """The most urgent item that fits this person and that nobody handles becomes theirs; its number."""
    channels, too_grave = await bounds(work, desk, person)
    while (number := await work.queue.next_for(person, channels, too_grave)) is not None:
        item = await work.items.get(number)
        # Until it was locked, somebody may have taken, closed or parked it: then the next one is looked for.
        if item.handler is None and item.status in WORKABLE and not item.pace.parked:
            by = Actor(person=person.id, surface=surface)
            (mine,) = await work.items.keep(claimed_by(item, by))
            await sign_draft(work, desk, mine, person, by)
            return number
    return None


async def bounds(work: Work, desk: Desk, person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """What somebody is offered: the channels of their shift (none named for all), and not at which risks.

    Those are risks at which more rights are asked for than this person has, and an approver needs elsewhere.
    """
    stint = await own_stint(work, person.id)
    channels = stint.channels if stint else frozenset[str]()
    return channels, desk.policy.beyond(max(person.role, Role.APPROVER))


async def forget_writing(desk: Desk) -> None:
    """Who opened a dialog and never sent it is no longer said to be writing."""
    async with desk.looking() as work:
        anybody = await work.items.anybody_writes(WRITES)
    if anybody:
        await desk.keep(lambda work: work.items.writes_no_more(WRITES))
