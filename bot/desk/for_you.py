"""For you: what chat tools send to one person, the page keeps for them, as numbers of entries of the trails.

So it says nothing that the trail does not say, and what is erased there is erased here.
"""

from collections.abc import Collection, Sequence

from bot.abilities import Announces
from bot.desk.board import Look
from bot.desk.desk import Desk
from bot.desk.notices import said_of
from bot.desk.rostering import chain
from bot.desk.standing import standing
from bot.domain.handover import Handover
from bot.domain.item import Item
from bot.domain.people import Role
from bot.domain.shift import shares
from bot.domain.timing import Rung
from bot.domain.trail import TeamEntry, TeamEvent, TeamTag
from bot.for_you import ForYouLine, News, SeeForYou
from bot.memory import Dossier, Work
from bot.memory.inbox import InboxLine
from bot.shifting import OpenHandover
from bot.views import Notice
from bot.words import Words, say

PAGE = "web"
"""The page, as people's accounts name it."""
LINES = 10
"""So many are listed."""
NEWEST = 3
"""So many are said at once while the page is open."""
_SAID = {
    TeamTag.HANDOVER_ASKED: say("{who} asks back about #{item} of your handover: {said}"),
    TeamTag.HANDOVER_EXPLAINED: say("{who} explained #{item}: {said}"),
    TeamTag.HANDOVER_REFUSED: say("{who} refused your handover: {said}"),
    TeamTag.HANDOVER_OFFERED: say("{who} offers the handover again that you refused."),
    TeamTag.HANDOVER_TAKEN_OVER: say("{who} has taken over your shift."),
}
"""What is told of a handover to the person whom an entry is about."""
_WAITS = say("The handover of {whom} waits, and nobody has taken it over.")


async def readers(work: Work, desk: Desk, item: Item, rung: Rung) -> frozenset[int]:
    """Those of the people meant who have the page: it keeps for them what they are told."""
    roles = await work.inbox.readers(PAGE)
    if rung.who == "handler":
        return frozenset({item.handler or 0} & roles.keys())
    if rung.who == "leads":
        return frozenset(person for person, role in roles.items() if role is Role.LEAD)
    channels = desk.policy.channels(item.platform, item.source, item.triage)
    rooms = {name for surface, name in channels if surface == PAGE}
    if rung.who != "channel" or not rooms:
        return frozenset()
    able = {person for person, role in roles.items() if role >= Role.RESPONDER}
    # Where the ladder begins with the handler, they were told before everybody.
    asked = any(one.who == "handler" for one in desk.policy.timing.ladder)
    return await _in_the_room(work, able - {item.handler} if asked else able, rooms)


async def _in_the_room(work: Work, able: set[int], rooms: Collection[str]) -> frozenset[int]:
    """Those of them who look after these channels now; where none of them is on shift, all."""
    running = await work.shifts.running()
    on = {stint.person for stint in running if not stint.channels or not stint.channels.isdisjoint(rooms)}
    return frozenset(able & on or able)


async def tell_of_handover(work: Work, kept: Handover, events: Sequence[TeamEvent], last: int) -> None:
    """Keep what was just written into a handover's trail for the people whom it is about."""
    told = [(last - len(events) + number, event) for number, event in enumerate(events, start=1)]
    meant = [(seq, one) for seq, one in told if one.tag in _SAID and one.whom not in {0, one.actor.person}]
    if meant:
        roles = await work.inbox.readers(PAGE)
        for seq, event in meant:
            await work.inbox.add({event.whom} & roles.keys(), InboxLine(handover=kept.id, seq=seq))


async def readers_of_handover(work: Work, handover: Handover, rung: Rung) -> frozenset[int]:
    """The people with the page whom a step of the ladder about a late handover is for."""
    roles = await work.inbox.readers(PAGE)
    if rung.who == "leads":
        return frozenset(person for person, role in roles.items() if role is Role.LEAD)
    running = [one for one in await work.shifts.running() if shares(one.channels, handover.channels)]
    on = frozenset({one.person for one in running} & roles.keys()) - {handover.outgoing}
    if on or rung.who != "channel":
        return on if rung.who in {"handler", "channel"} else frozenset()
    able = frozenset(person for person, role in roles.items() if role >= Role.RESPONDER)
    return able - {handover.outgoing}


def tells_channels(desk: Desk, channels: frozenset[str]) -> bool:
    """Whether a chat tool shows the handovers of these channels, none for all, and what is said in them."""
    speaking = [name for name, surface in desk.surfaces.items() if isinstance(surface, Announces)]
    rooms = {room for name in speaking for room in desk.policy.rooms(name)}
    return bool(rooms & channels if channels else rooms)


async def reads_the_page(work: Work, person: int) -> bool:
    """Whether what is kept for them reaches them."""
    return person in await work.inbox.readers(PAGE)


# Reading it


async def news(look: Look) -> News:
    """What they have not seen."""
    count = await look.work.inbox.unseen(look.person.id)
    lines = await _drawn(look, await look.work.inbox.latest(look.person.id, NEWEST)) if count else []
    return News(count=count, lines=tuple(line for line in lines if line.unseen))


async def for_you(look: Look) -> tuple[ForYouLine, ...]:
    """The last ones: first those that they have not seen."""
    return tuple(await _drawn(look, await look.work.inbox.latest(look.person.id, LINES)))


async def see(look: Look, command: SeeForYou) -> Notice:
    """They have seen these."""
    await look.work.inbox.see(look.person.id, command.numbers)
    return Notice(words=say("Noted."))


async def _drawn(look: Look, lines: Sequence[InboxLine]) -> list[ForYouLine]:
    items = list(dict.fromkeys(line.item for line in lines if line.item))
    dossiers = {one.item.id: one for one in await look.work.items.dossiers(items)}
    drawn = []
    for line in lines:
        words = await _words(look, line, dossiers)
        if words is not None:
            drawn.append(_line(look, line, words, dossiers.get(line.item)))
    return drawn


def _line(look: Look, line: InboxLine, words: Words, found: Dossier | None) -> ForYouLine:
    shows = OpenHandover(handover=line.handover) if line.handover else None
    stands = standing(found.item) if found else None
    return ForYouLine(
        number=line.id,
        words=words,
        at=line.at or look.work.now,
        item=line.item,
        shows=shows,
        stands=stands,
        unseen=not line.seen,
    )


async def _words(look: Look, line: InboxLine, dossiers: dict[int, Dossier]) -> Words | None:
    if line.item:
        found = dossiers.get(line.item)
        return said_of(found, line.seq, look.desk) if found else None
    handover = await look.work.handovers.get(line.handover)
    # A long shift has thousands of entries, and an open page looks often.
    entry = await look.work.team_trail.entry(chain(handover.stint), line.seq)
    return await _of_handover(look, entry) if entry else None


async def _of_handover(look: Look, entry: TeamEntry) -> Words:
    event = entry.event
    who, whom = [await look.work.people.get(one) for one in (event.actor.person, event.whom)]
    names = {"who": who.name if who else "", "whom": whom.name if whom else ""}
    return say(_SAID.get(event.tag, _WAITS).text, item=event.item, said=event.text, **names)
