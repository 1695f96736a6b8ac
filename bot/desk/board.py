"""Looking: the queue in one screen, lists, logs and dialogs. Nothing here changes anything but `next`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import commands
from bot.abilities import Warns
from bot.desk import glance, questions, troubles
from bot.desk.desk import Desk
from bot.desk.drawing import draw, line, thread_line
from bot.desk.rostering import shift_lines
from bot.domain.audit import first_fault
from bot.domain.people import Actor, Person, Role, may
from bot.domain.status import OPEN, Action, Status
from bot.errors import NotAllowed, NotFound
from bot.memory import Dossier, Work
from bot.views import (
    Board,
    ChannelView,
    Count,
    HelpView,
    ItemCard,
    ItemLine,
    ItemList,
    LogView,
)
from bot.words import Words, say, stored

PAGE = 50
"""Cards of a channel at a time."""
SECOND = say("Waiting for your second approval")
MOST_COUNTED = 1000
LINES = 20
"""Lines of a list at a time."""
COMMANDS: tuple[tuple[str, Words], ...] = (
    ("/queue", say("The queue in one screen: how many, how old, how late, and mine")),
    ("/queue next", say("The most urgent comment that nobody handles becomes mine")),
    ("/queue mine", say("What I handle")),
    ("/queue home", say("My own page: what is overdue, mine, and waiting")),
    ("/queue item 42", say("One comment with its thread")),
    ("/queue quiet", say("What needs no reply: look at it, close it or hand it over together")),
    ("/queue author 42", say("Who wrote comment 42: what else, and what we replied")),
    ("/queue grants", say("Pictures and videos that we may use: who said so, when, for what")),
    ("/queue sign – Kim", say("Drafts of what I handle end with it; without a name: with nothing")),
    ("/queue languages de en", say("Give me comments in these languages next; without any: all")),
    ("/queue search words", say("Comments and replies with these words (leads)")),
    ("/queue log 42", say("Who did what to a comment, when")),
    (
        '/queue fact "Server down until 18:00" until 18:00',
        say("Drafts know it until then; for good if nothing is said; a question may stand before the answer"),
    ),
    ("/queue facts", say("What drafts were told so, by whom and until when")),
    ("/queue forget 3", say("Drafts are not told fact 3 any more")),
    ("/shift", say("Who is on, who comes next, who is away")),
    ("/shift start until 18:00", say("My shift begins now; /shift end ends it and hands over")),
    ("/shift plan Kim 30.11. 14:00-22:00", say("A single shift; /shift cancel 7 takes it back")),
    (
        "/shift absent Kim 24.12...26.12. substitute Alex",
        say("Somebody is away, and who stands in; /shift back Kim ends it"),
    ),
    ("/handover", say("What my shift leaves to the next one, or what waits to be taken over")),
    ("/queue parked", say("What waits for a moment, a commenter or an answer, and when it comes back")),
    ("/report week", say("The numbers of a day, a week, or 2026-11-01..2026-11-15")),
    ("/queue help", say("This help")),
)


@dataclass(frozen=True)
class Look:
    """Somebody looks at something."""

    work: Work
    desk: Desk
    person: Person
    surface: str = ""

    @property
    def actor(self) -> Actor:
        """Who it is, as the trail names them."""
        return Actor(person=self.person.id, surface=self.surface)


async def dossier(work: Work, item: int) -> Dossier:
    """What a card is drawn from.

    Raises:
        NotFound: there is no such item.
    """
    found = await work.items.dossiers([item])
    if not found:
        raise NotFound(say("There is no item {number}.", number=item))
    return found[0]


async def show_item(look: Look, command: commands.ShowItem) -> ItemCard:
    """One card with its thread."""
    return draw(await dossier(look.work, command.item), look.desk, look.person)


async def show_channel(look: Look, command: commands.ShowChannel) -> ChannelView:
    """The cards of a channel, newest last."""
    numbers = await look.work.queue.in_channel("web", command.channel, command.before, PAGE + 1)
    dossiers = await look.work.items.dossiers(list(reversed(numbers[:PAGE])))
    here = [one for one in dossiers if look.desk.policy.may_show(one.item, "web", command.channel)]
    cards = [draw(one, look.desk, look.person) for one in here if command.closed or one.item.open]
    waiting = await look.work.queue.unshown(command.channel)
    return ChannelView(
        channel=command.channel,
        cards=tuple(cards),
        older=len(numbers) > PAGE,
        waiting=waiting,
        questions=await questions.open_in(look.work, "web", command.channel),
    )


async def show_queue(look: Look, command: commands.ShowQueue) -> Board:
    """The queue in one screen, for one person or for a room."""
    counts = await look.work.queue.counts(look.person.id)
    by_status = [
        # Among what is approved may be what goes out tomorrow only.
        Count(label=say("Approved") if status is Status.APPROVED else status.sentence, number=number)
        for status in Status
        if status in OPEN and (number := counts.by_status.get(status.value))
    ]
    more = [
        Count(label=say("Overdue"), number=counts.overdue, alarming=counts.overdue > 0),
        Count(label=say("Not claimed"), number=counts.unclaimed),
        *([] if command.room else [Count(label=say("Mine"), number=counts.mine)]),
        *([] if command.room else await waits_for_my_second(look)),
        *await _parked(look),
    ]
    oldest = await _oldest(look, counts.oldest, command.room)
    numbers = [] if command.room else await look.work.queue.mine(look.person.id, LINES)
    mine = await look.work.items.dossiers(numbers)
    return Board(
        counts=(*by_status, *more),
        oldest=oldest,
        mine=tuple(line(one) for one in mine),
        parts=await said_of_parts(look),
        urgencies=await glance.urgencies(look.work),
        storms=await glance.storms(look.work, look.desk),
        today=await glance.today(look.work, look.desk),
        shift=await shift_lines(look.work, look.desk, 0 if command.room else look.person.id),
    )


async def _oldest(look: Look, number: int | None, room: str) -> ItemLine | None:
    """What waits longest, unless a strict route keeps it out of the room that reads this."""
    found = await look.work.items.dossiers([number] if number else [])
    shown = [one for one in found if not room or look.desk.policy.may_show(one.item, look.surface, room)]
    return line(shown[0]) if shown else None


async def _parked(look: Look) -> list[Count]:
    """How many wait outside the queue."""
    clocks = look.work.clocks
    counts = (
        Count(label=say("Parked"), number=await clocks.parked_number()),
        Count(label=say("Promised to come back"), number=await clocks.promised_number()),
    )
    return [count for count in counts if count.number]


async def waits_for_my_second(look: Look) -> list[Count]:
    """How many replies wait for a second approval that this person may give."""
    number = len(await second(look, MOST_COUNTED))
    return [Count(label=SECOND, number=number, alarming=True)] if number else []


async def second(look: Look, limit: int) -> list[int]:
    """Items that wait for a second approval from whoever looks."""
    if not may(look.person.role, Action.APPROVE):
        return []
    return await look.work.queue.second(look.person, look.desk.policy.beyond(look.person.role), limit)


async def said_of_parts(look: Look) -> tuple[Words, ...]:
    """Stand-ins, sources that cannot be read now, and held posting, said where people look."""
    work = look.work
    readings = [reading for reading in await work.sources.all() if reading.failing]
    said = [
        say("{source} cannot be read: {why}", source=reading.source.name, why=stored(reading.failing))
        for reading in readings
    ]
    if await work.holds_posting():
        said.append(say("Posting is held since a backup was restored, until a lead releases it."))
    said += await troubles.said(work)
    writer = look.desk.drafter
    problem = writer.problem() if isinstance(writer, Warns) else None
    said += [problem] if problem else []
    return (*(stored(part) for part in look.desk.policy.parts), *said)


async def mine(look: Look, _: commands.Mine) -> ItemList:
    """The open items that I handle."""
    return await _list(look.work, say("Mine"), await look.work.queue.mine(look.person.id, LINES + 1))


async def search(look: Look, command: commands.Search) -> ItemList:
    """Items with these words."""
    if look.person.role < Role.LEAD:
        raise NotAllowed(say("Searching across everything is for leads. Please ask one of them."))
    numbers = await look.work.queue.search(command.words, LINES + 1)
    return await _list(look.work, say("Found for “{words}”", words=command.words), numbers)


async def _list(work: Work, title: Words, numbers: Sequence[int]) -> ItemList:
    dossiers = await work.items.dossiers(list(numbers[:LINES]))
    return ItemList(title=title, lines=tuple(line(one) for one in dossiers), more=len(numbers) > LINES)


async def show_log(look: Look, command: commands.ShowLog) -> LogView:
    """The audit trail of an item, and whether it is whole."""
    found = await dossier(look.work, command.item)
    fault = first_fault(found.entries, found.item.audit_head, found.item.audit_count)
    lines = tuple(thread_line(entry, found) for entry in found.entries)
    return LogView(item=command.item, lines=lines, whole=fault is None)


async def show_help(_look: Look, _: commands.Help) -> HelpView:
    """What can be asked."""
    return HelpView(lines=COMMANDS)
