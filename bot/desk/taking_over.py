"""Taking a shift over: what the incoming person says about each item, and the read-back."""

from dataclasses import replace

from bot import shifting
from bot.desk.board import Look
from bot.desk.for_you import reads_the_page, tells_channels
from bot.desk.handover_keeping import keep_and_tell, keep_change, note_for, required, why_barred
from bot.desk.handover_paper import GRAVE, Paper, read_paper
from bot.desk.rostering import COMES_NEXT, begin_shift, ended, own_stint_alone
from bot.desk.signing import sign_draft
from bot.desk.telling import tell
from bot.domain import handover as moves
from bot.domain import item as item_moves
from bot.domain.handover import Answer, Reply, State
from bot.domain.item import Change, Item
from bot.domain.people import Actor
from bot.domain.shift import Stint
from bot.domain.status import WORKABLE
from bot.domain.ticking import HANDLER
from bot.errors import NotAllowed, NotFound, Refusal
from bot.shift_views import HandoverNote
from bot.words import Words, say

MOST_LEFT = 10_000
"""Items of the outgoing person that go back to the pool at once."""


async def take_mine(look: Look, command: shifting.TakeMine) -> HandoverNote:
    """This item is mine now."""
    paper = await coming(look, command)
    item = await _spoken_of(look, paper, command.number)
    taken = item_moves.claim if item.handler in {None, look.person.id} else item_moves.take_over
    return await _said_of(look, paper, taken(item, look.actor), Reply.MINE, say("You handle it now."))


async def leave_to_pool(look: Look, command: shifting.LeaveToPool) -> HandoverNote:
    """This item waits for whoever takes it; somebody else of the team who handles it keeps it."""
    paper = await coming(look, command)
    item = await _spoken_of(look, paper, command.number)
    theirs = item.handler in {paper.handover.outgoing, look.person.id}
    change = released(item, look.actor) if theirs else Change(item=item, events=())
    return await _said_of(look, paper, change, Reply.POOL, say("Left to the pool: anyone can take it."))


async def ask_back(look: Look, command: shifting.AskBack) -> HandoverNote:
    """A question about an item, before I take it."""
    paper = await coming(look, command)
    item = await _spoken_of(look, paper, command.number)
    change = Change(item=item, events=())
    return await _said_of(look, paper, change, Reply.ASK, await _asked(look, paper), required(command.text))


async def _asked(look: Look, paper: Paper) -> Words:
    """How whoever hands over gets to know of a question."""
    name = paper.names.get(paper.handover.outgoing, "")
    if tells_channels(look.desk, paper.handover.channels):
        return say("Asked back. {name} is told in the channel.", name=name)
    if await reads_the_page(look.work, paper.handover.outgoing):
        return say("Asked back. {name} reads it on their page.", name=name)
    return say("Asked back. {name} could not be told from here: please tell them yourself.", name=name)


async def refuse_shift(look: Look, command: shifting.RefuseShift) -> HandoverNote:
    """I do not take it like this, and say why."""
    paper = await coming(look, command)
    change = moves.refuse(paper.handover, look.actor, required(command.text), look.work.now)
    return await keep_and_tell(
        look, change, say("Refused. It stays with the outgoing shift until it is offered again.")
    )


async def take_over_shift(look: Look, command: shifting.TakeOverShift) -> HandoverNote:
    """Read back: it is mine from now on. What the outgoing person still handled goes back to the pool."""
    paper = await coming(look, command)
    change = moves.take_over(paper.handover, paper.answers, paper.grave, look.actor, look.work.now)
    left = (*paper.numbers, *(one.item.id for one in paper.promised))
    fixed = replace(change.handover, items=left, sums=paper.sums)
    await keep_change(look, replace(change, handover=fixed))
    await ended(look.work, paper.stint, look.work.now, look.actor)
    await _let_go(look, paper)
    if await own_stint_alone(look.work, look.person.id) is None:
        mine = Stint(person=look.person.id, name=look.person.name, begins=look.work.now)
        await begin_shift(look.work, look.desk, look.actor, mine, early=COMES_NEXT)
    words = say("Taken over from {name}.", name=paper.names.get(paper.handover.outgoing, ""))
    if paper.quiet:
        words = say("Taken over: a quiet shift, nothing is open.")
    return await note_for(look, await look.work.handovers.get(command.handover), words)


async def _said_of(
    look: Look, paper: Paper, change: Change, reply: Reply, words: Words, question: str = ""
) -> HandoverNote:
    """Keep what the incoming person said about an item, together with what it does to the item."""
    said = Answer(
        item=change.item.id, reply=reply, person=look.person.id, at=look.work.now, question=question
    )
    told = moves.answer(paper.handover, paper.answers, look.actor, said)
    before = (await look.work.items.get(change.item.id)).handler
    if change.events:
        (item,) = await look.work.items.keep(change)
        if reply is Reply.MINE:
            await sign_draft(look.work, look.desk, item, look.person, look.actor)
            await _tell_colleague(look, paper, item, before)
    return await keep_and_tell(look, told, words)


async def _tell_colleague(look: Look, paper: Paper, item: Item, before: int | None) -> None:
    """Whoever it is taken from reads so; but for whoever hands it over, and has gone home."""
    if before not in {None, look.person.id, paper.handover.outgoing}:
        told = await tell(look.work, look.desk, replace(item, handler=before), HANDLER)
        # Woken with the cards that follow, once all of this is kept.
        look.work.stale_lanes.update(wake.key for wake in told)


async def coming(look: Look, command: shifting.OnShift) -> Paper:
    """The handover, for somebody who may take it over.

    Raises:
        Refusal: they may not, or somebody has.
    """
    paper = await read_paper(look.work, await look.work.handovers.get(command.handover))
    handover = paper.handover
    if handover.state is State.TAKEN_OVER:
        name = paper.names.get(handover.incoming or 0, "")
        raise Refusal(
            say("{name} has taken this shift over already, at {when}.", name=name, when=handover.settled_at)
        )
    barred = await why_barred(look, handover)
    if barred is not None:
        raise NotAllowed(barred)
    return paper


async def _spoken_of(look: Look, paper: Paper, number: int) -> Item:
    """An item of high risk, locked.

    Raises:
        NotFound: it is not one of this handover.
    """
    if number not in paper.numbers:
        raise NotFound(say("#{item} is not open any more, or not part of this handover.", item=number))
    item = await look.work.items.get(number)
    if item.triage.risk not in GRAVE:
        raise Refusal(
            say("#{item} is not of high risk any more: nothing has to be said about it.", item=number)
        )
    return item


def released(item: Item, by: Actor) -> Change:
    """Taken from the outgoing person, and given back for everybody."""
    taken = item_moves.take_over(item, by) if item.handler != by.person else Change(item=item, events=())
    free = item_moves.release(taken.item, by)
    return replace(free, events=(*taken.events, *free.events))


async def _let_go(look: Look, paper: Paper) -> None:
    """What the outgoing person still handles, nobody has approved, and waits for nothing else."""
    handover = paper.handover
    numbers = await look.work.shift_reading.handled_by(handover.outgoing, handover.channels, MOST_LEFT)
    items = await look.work.items.get_many(numbers)
    held = [item for item in items.values() if item.handler == handover.outgoing]
    theirs = [item for item in held if item.status in WORKABLE and not item.pace.parked]
    if theirs:
        await look.work.items.keep(*(released(item, look.actor) for item in theirs))
