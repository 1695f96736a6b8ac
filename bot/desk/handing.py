"""Handing a shift over: opening, the outgoing person's words, and the read-back of the incoming one."""

from dataclasses import replace

from bot import shifting
from bot.desk.board import Look
from bot.desk.handover_keeping import fitting, keep_and_tell, note_for, required, why_barred
from bot.desk.handover_paper import Paper, read_paper, scope
from bot.desk.rostering import chain, ended, own_stint
from bot.domain import handover as moves
from bot.domain.handover import Handover, HandoverChange
from bot.domain.people import PROGRAM, Actor, Role
from bot.domain.shift import Stint
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotAllowed, Refusal
from bot.memory import Work
from bot.shift_views import HandoverNote
from bot.views import Form, Notice, View
from bot.words import Words, say

Wish = shifting.OnShift


async def open_handover(look: Look, command: shifting.OpenHandover) -> View:
    """The handover that waits for me, or the one of my own shift, which is opened if need be."""
    if command.handover:
        return await note_for(look, await look.work.handovers.get(command.handover))
    waiting = await look.work.handovers.open_ones()
    for handover in waiting:
        if handover.outgoing != look.person.id and await why_barred(look, handover) is None:
            return await note_for(look, handover)
    stint = await own_stint(look.work, look.person.id)
    if stint is not None:
        return await note_for(look, await opened(look.work, stint, look.actor))
    # Somebody who went home may still be asked something.
    mine = [one for one in waiting if one.outgoing == look.person.id]
    if mine or waiting:
        return await note_for(look, (mine or waiting)[0])
    return Notice(words=say("No handover waits, and you are not on shift. /shift shows who is on."))


async def end_shift(look: Look, _: shifting.EndShift) -> HandoverNote | Notice:
    """My shift ends now; what is open is handed over.

    Raises:
        Refusal: I am not on.
    """
    stint = await own_stint(look.work, look.person.id)
    if stint is None:
        raise Refusal(say("You are not on shift. /shift shows who is on."))
    await ended(look.work, stint, look.work.now, look.actor)
    handover = await left(look.work, stint, look.actor)
    if not handover.open:
        return await note_for(look, handover, say("Your shift ended. It was handed over already."))
    return await note_for(
        look, handover, say("Your shift ended. Have a good rest: the handover waits for the next one.")
    )


async def opened(work: Work, stint: Stint, by: Actor = PROGRAM) -> Handover:
    """The handover of a shift, opened if it is not yet."""
    found = await work.handovers.of_stint(stint.id)
    if found is not None:
        return found
    fresh = Handover(stint=stint.id, outgoing=stint.person, channels=stint.channels, opened_at=work.now)
    kept = await work.handovers.open(fresh)
    if kept is None:  # somebody was faster
        return await opened(work, stint, by)
    event = TeamEvent(tag=TeamTag.HANDOVER_OPENED, actor=by, whom=stint.person)
    await work.team_trail.write(chain(stint.id), event)
    return kept


async def left(work: Work, stint: Stint, by: Actor = PROGRAM) -> Handover:
    """The handover of a shift that has ended: what it leaves behind is fixed now."""
    handover = await work.handovers.get((await opened(work, stint, by)).id)
    if handover.items is not None or not handover.open:
        return handover
    fixed = replace(handover, items=await scope(work, stint))
    return await work.handovers.keep(HandoverChange(handover=fixed, events=()))


# The outgoing person


async def write_words(look: Look, command: shifting.WriteWords) -> HandoverNote:
    """My own words for the next shift."""
    paper = await _mine(look, command)
    change = moves.write(paper.handover, look.actor, words=fitting(command.text))
    return await keep_and_tell(look, change, say("Your words are noted."))


async def write_watch(look: Look, command: shifting.WriteWatch) -> HandoverNote:
    """What the next shift has to watch, a line each."""
    paper = await _mine(look, command)
    lines = [" ".join(line.split()) for line in fitting(command.text).splitlines() if line.strip()]
    if len(lines) > moves.MOST_WATCHED:
        raise Refusal(say("That is too much to watch: at most {most} lines.", most=moves.MOST_WATCHED))
    change = moves.write(paper.handover, look.actor, watch=lines)
    return await keep_and_tell(look, change, say("Noted what to watch."))


async def explain(look: Look, command: shifting.Explain) -> HandoverNote:
    """The answer to what the next shift asked back."""
    paper = await _mine(look, command)
    text = required(command.text)
    change = moves.explain(paper.handover, paper.answers, look.actor, command.number, text)
    return await keep_and_tell(look, change, say("Your answer is noted."))


async def offer_again(look: Look, command: shifting.OfferAgain) -> HandoverNote:
    """Offer a refused handover again."""
    paper = await _mine(look, command)
    return await keep_and_tell(
        look, moves.offer(paper.handover, look.actor), say("The handover is offered again.")
    )


async def open_shift_form(look: Look, command: shifting.OpenShiftForm) -> Form:
    """The dialog of a button that needs a text."""
    wish = command.wish
    handover = await look.work.handovers.get(wish.handover)
    answers = await look.work.handovers.answers(handover.id)
    title, label, hint = _FORMS[type(wish)]
    starts = {shifting.WriteWords: handover.words, shifting.WriteWatch: "\n".join(handover.watch)}
    explains = isinstance(wish, shifting.Explain) and wish.number in answers
    asked = answers[wish.number].question if explains else ""
    return Form(
        title=title,
        label=Words("{question}", {"question": asked}) if asked else label,
        command=wish,
        text=starts.get(type(wish), ""),
        hint=hint,
        submit=say("Keep it"),
    )


_FORMS: dict[type[Wish], tuple[Words, Words, Words | None]] = {
    shifting.WriteWords: (
        say("Own words"),
        say("For the next shift"),
        say("Stays in the team, never goes to the platform."),
    ),
    shifting.WriteWatch: (
        say("To watch"),
        say("One line each"),
        say("For example: if the delivery post passes 50 comments, call the lead"),
    ),
    shifting.AskBack: (say("Ask back"), say("Your question"), None),
    shifting.Explain: (say("Explain"), say("Your answer"), None),
    shifting.RefuseShift: (say("Refuse the handover"), say("Why, and what is missing?"), None),
}


async def _mine(look: Look, command: Wish) -> Paper:
    """The handover, for the person whose shift it is about, or a lead.

    Raises:
        NotAllowed: it is somebody else's.
    """
    paper = await read_paper(look.work, await look.work.handovers.get(command.handover))
    if look.person.id != paper.handover.outgoing and look.person.role < Role.LEAD:
        name = paper.names.get(paper.handover.outgoing, "")
        raise NotAllowed(say("This is the handover of {name}: they and leads can change it.", name=name))
    return paper
