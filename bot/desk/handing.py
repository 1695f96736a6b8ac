"""Handing a shift over: opening, the outgoing person's words, and the read-back of the incoming one."""

from dataclasses import replace

from bot import shifting
from bot.desk.board import Look
from bot.desk.desk import Desk
from bot.desk.handover_keeping import (
    fitting,
    keep_and_tell,
    note_for,
    recounts,
    required,
    why_barred,
)
from bot.desk.handover_paper import Paper, read_paper, scope, sums
from bot.desk.rostering import COMES_NEXT, chain, ended, own_stint, own_stint_alone, roster_now
from bot.domain import handover as moves
from bot.domain.handover import Handover, HandoverChange
from bot.domain.people import PROGRAM, Actor, Role
from bot.domain.shift import Stint
from bot.domain.trail import TeamEvent, TeamTag
from bot.errors import NotAllowed, Refusal
from bot.memory import Work
from bot.shift_views import HandoverNote
from bot.views import Form, Notice, View
from bot.words import Words, say, stored

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
        return await note_for(look, await opened(look.work, stint, look.actor, drafts=recounts(look.desk)))
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
    stint = await own_stint_alone(look.work, look.person.id)
    if stint is None:
        raise Refusal(say("You are not on shift. /shift shows who is on."))
    await ended(look.work, stint, look.work.now, look.actor)
    handover = await left(look.work, stint, look.actor, drafts=recounts(look.desk))
    if not handover.open:
        return await note_for(look, handover, say("Your shift ended. It was handed over already."))
    return await note_for(look, handover, await _goodbye(look, handover))


async def _goodbye(look: Look, handover: Handover) -> Words:
    """A rest well earned; unless something grave stays, and nobody is on or comes."""
    grave, now = (await read_paper(look.work, handover)).grave, look.work.now
    following = (await roster_now(look.work, look.desk)).next(now, handover.channels)
    soon = following is not None and following.begins - now <= COMES_NEXT
    if not grave or soon or await look.work.shifts.running():
        return say("Your shift ended. Have a good rest: the handover waits for the next one.")
    return say(
        "Your shift ended, and nobody is on or comes soon: {count} of high risk stay open. "
        "Please tell somebody who can look at them.",
        count=len(grave),
    )


async def opened(work: Work, stint: Stint, by: Actor = PROGRAM, *, drafts: bool = False) -> Handover:
    """The handover of a shift, opened if it is not yet; with `drafts`, a model is asked for words."""
    found = await work.handovers.of_stint(stint.id)
    if found is not None:
        return found
    fresh = Handover(stint=stint.id, outgoing=stint.person, channels=stint.channels, opened_at=work.now)
    kept = await work.handovers.open(fresh)
    if kept is None:  # somebody was faster
        return await opened(work, stint, by, drafts=drafts)
    event = TeamEvent(tag=TeamTag.HANDOVER_OPENED, actor=by, whom=stint.person)
    await work.team_trail.write(chain(stint.id), event)
    if drafts:
        await work.handovers.want_words(kept.id)
    return await work.handovers.get(kept.id)


async def left(work: Work, stint: Stint, by: Actor = PROGRAM, *, drafts: bool = False) -> Handover:
    """The handover of a shift that has ended: what it leaves behind is fixed now."""
    handover = await work.handovers.get((await opened(work, stint, by, drafts=drafts)).id)
    if handover.items is not None or not handover.open:
        return handover
    over = await work.shifts.get(stint.id) or stint
    fixed = replace(handover, items=await scope(work, over), sums=await sums(work, over))
    kept = await work.handovers.keep(HandoverChange(handover=fixed, events=()))
    if drafts and not kept.words:
        # What was drafted in the middle of the shift stands until there is something newer.
        await work.handovers.want_words(kept.id)
    return kept


# The outgoing person


async def write_words(look: Look, command: shifting.WriteWords) -> HandoverNote:
    """My own words for the next shift."""
    paper = await _mine(look, command)
    change = moves.write(paper.handover, look.actor, words=fitting(command.text), seen=command.number)
    apart = any(look.desk.policy.keeps_apart(one.item) for one in paper.sources)
    told = _APART if apart and change.handover.proposed.kept else say("Your words are noted.")
    return await keep_and_tell(look, change, told)


async def draft_words(look: Look, command: shifting.DraftWords) -> HandoverNote:
    """A language model proposes words, or others than before."""
    paper = await _mine(look, command)
    moves.after(paper.handover.state, moves.Move.WRITE)
    if not recounts(look.desk):
        raise Refusal(say("There is no language model that could draft words."))
    if paper.handover.words:
        raise Refusal(say("Words of a person stand there already; a draft never takes their place."))
    await look.work.handovers.want_words(paper.handover.id)
    return await note_for(look, paper.handover, say("Words are being drafted; they will stand in the note."))


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
        look, moves.offer(paper.handover, look.actor, look.work.now), say("The handover is offered again.")
    )


async def open_shift_form(look: Look, command: shifting.OpenShiftForm) -> Form:
    """The dialog of a button that needs a text."""
    wish = command.wish
    handover = await look.work.handovers.get(wish.handover)
    answers = await look.work.handovers.answers(handover.id)
    title, label, hint = _FORMS[type(wish)]
    hint = _of_draft(handover, look.desk) or hint if isinstance(wish, shifting.WriteWords) else hint
    words = handover.words or handover.unread
    if isinstance(wish, shifting.WriteWords):
        drafted = handover.unread or handover.proposed.kept
        wish = replace(wish, number=handover.proposed.ask if drafted else 0)
    starts = {shifting.WriteWords: words, shifting.WriteWatch: "\n".join(handover.watch)}
    explains = isinstance(wish, shifting.Explain) and wish.number in answers
    asked = answers[wish.number].question if explains else ""
    return Form(
        title=title,
        label=Words("{question}", {"question": asked}) if asked else label,
        command=wish,
        text=starts.get(type(wish), ""),
        hint=hint,
        submit=_SUBMITS.get(type(wish), say("Keep it")),
    )


def _of_draft(handover: Handover, desk: Desk) -> Words | None:
    """What the outgoing person has to know of the draft of their words."""
    proposed = handover.proposed
    if handover.unread:
        return say(
            "Drafted by {model}. Change what you like: once you keep it, the words are yours.",
            model=proposed.by,
        )
    if handover.words or not recounts(desk):
        return None
    if proposed.due:
        return say("A language model is drafting words now. What you write here stays.")
    return stored(proposed.note) if proposed.note else None


_APART = say(
    "Your words are noted. They began as a draft about a comment that not every channel may show:"
    " where it may not stand, they do not stand either."
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
_SUBMITS: dict[type[Wish], Words] = {
    shifting.AskBack: say("Send the question"),
    shifting.Explain: say("Send the answer"),
    shifting.RefuseShift: say("Refuse the handover"),
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
