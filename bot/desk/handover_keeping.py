"""How changes of a handover are kept, and who may take one over."""

from bot.abilities import Recounts
from bot.desk.board import Look
from bot.desk.desk import Desk
from bot.desk.for_you import tell_of_handover
from bot.desk.handover_note import Reader, draw_note
from bot.desk.handover_paper import read_paper
from bot.desk.rostering import chain, roster_now
from bot.domain import handover as moves
from bot.domain.handover import Handover, HandoverChange
from bot.domain.shift import same, shares
from bot.errors import Refusal
from bot.memory import Work
from bot.shift_views import HandoverNote
from bot.words import Words, say


async def note_for(look: Look, handover: Handover, said: Words | None = None) -> HandoverNote:
    """The note as it is now, for whoever looks."""
    paper = await read_paper(look.work, handover)
    return draw_note(paper, Reader(look.desk, look.work.now, look.person), said)


async def keep_change(look: Look, change: HandoverChange) -> Handover:
    """Keep a new state with its entries, in one transaction."""
    return await keep_entries(look.work, change)


async def keep_entries(work: Work, change: HandoverChange) -> Handover:
    """The same, whoever it comes from."""
    kept = await work.handovers.keep(change)
    last = await work.team_trail.write(chain(kept.stint), *change.events)
    await tell_of_handover(work, kept, change.events, last)
    return kept


def recounts(desk: Desk) -> bool:
    """Whether there is a model that drafts the words of a handover."""
    return isinstance(desk.drafter, Recounts)


async def keep_and_tell(look: Look, change: HandoverChange, words: Words) -> HandoverNote:
    """Keep a new state, and show it with a word about it."""
    return await note_for(look, await keep_change(look, change), words)


async def why_barred(look: Look, handover: Handover) -> Words | None:
    """Why this person may not take it over: somebody else is on, and they are not."""
    if look.person.id == handover.outgoing:
        return say("This is your own handover: somebody else has to take it over.")
    running = [
        stint
        for stint in await look.work.shifts.running()
        if stint.person != handover.outgoing and shares(stint.channels, handover.channels)
    ]
    roster = await roster_now(look.work, look.desk)
    following = roster.next(look.work.now, handover.channels)
    names = [stint.name for stint in running] or ([following.person] if following else [])
    expected = [*names, *([following.person] if following else [])]
    if not names or any(same(name, look.person.name) for name in expected):
        return None
    told = ", ".join(names)
    return say(
        "This handover is for {names}. If you take it instead, begin your shift first: /shift start",
        names=told,
    )


def required(text: str) -> str:
    """A text that has to be there.

    Raises:
        Refusal: it is empty or too long.
    """
    if not text.strip():
        raise Refusal(say("Please write something."))
    return fitting(text)


def fitting(text: str) -> str:
    """A text as it is kept.

    Raises:
        Refusal: it is too long.
    """
    plain = text.strip()
    if len(plain) > moves.LONGEST_WORDS:
        raise Refusal(say("That is too long: at most {longest} characters.", longest=moves.LONGEST_WORDS))
    return plain
