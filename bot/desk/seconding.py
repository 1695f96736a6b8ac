"""Seconding: who may give the second of two approvals, and a first word to them; the ladder goes on."""

from bot.desk.case import Case
from bot.desk.claiming import tell_person
from bot.desk.joining import EMAIL
from bot.desk.rostering import roster_now
from bot.domain.agreeing import not_second
from bot.domain.audit import Entry, Tag
from bot.domain.item import Item
from bot.domain.people import Person, may
from bot.domain.shift import shares
from bot.domain.status import Action
from bot.ports import Wake

MOST = 5
"""So many are told of one text at most: what everybody is told, nobody feels meant by."""
ENOUGH = 3
"""Whoever has more than so many to decide on already is not told of each further one."""


async def seconds(case: Case, item: Item) -> list[Person]:
    """Who may say the second yes: of those who are on now, where the team works in shifts."""
    least, entries = case.desk.policy.rule(item.triage).least, await case.work.items.trail(item.id)
    known = await _known(case)
    able = [
        person
        for person in await case.work.people.all()
        if person.role >= least and may(person.role, Action.APPROVE) and person.id in known
    ]
    free = [person for person in able if not_second(item, person, entries) is None]
    there = await _there(case, item)
    return free if there is None else [person for person in free if person.id in there]


async def _known(case: Case) -> set[int]:
    """Who can come in on an account of which we know whose it is: from another, no yes would count."""
    proven = await case.work.people.surfaces(proven=True)
    return {person for person, surfaces in proven.items() if surfaces - {EMAIL}}


async def _there(case: Case, item: Item) -> set[int] | None:
    """Who is on for the channels of an item; None where nobody works in shifts."""
    running = await case.work.shifts.running()
    roster = await roster_now(case.work, case.desk)
    if not (running or roster.rows or roster.planned):
        return None
    channels = case.desk.policy.channels(item.platform, item.source, item.triage)
    here = frozenset(name for _, name in channels)
    return {stint.person for stint in running if shares(stint.channels, here)}


async def tell_seconds(case: Case, item: Item, people: list[Person]) -> tuple[Wake, ...]:
    """A private word to some of them, not always the same ones, and once for each text."""
    if _wanted_before(item, await case.work.items.trail(item.id)):
        return ()
    first = item.id % max(len(people), 1)
    wakes: list[Wake] = []
    for person in [*people[first:], *people[:first]][:MOST]:
        if not await _busy(case, person):
            wakes += await tell_person(case, item, person.id)
    return tuple(wakes)


async def _busy(case: Case, person: Person) -> bool:
    beyond = case.desk.policy.beyond(person.role)
    return len(await case.work.queue.second(person, beyond, ENOUGH + 1)) > ENOUGH


def _wanted_before(item: Item, entries: list[Entry]) -> bool:
    """Whether somebody wanted a second yes to this text for this version of the comment already."""
    events = [entry.event for entry in entries if entry.event.tag is Tag.REPLY_SECOND_WANTED]
    return sum((event.draft, event.version) == (item.draft, item.version) for event in events) > 1
