"""The note of a handover, built as I-PASS: how grave, what is open, what to do and to watch, read-back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import shifting
from bot.abilities import Recounts
from bot.desk.desk import Desk
from bot.desk.drawing import line
from bot.desk.handover_due import last_said, owed
from bot.desk.handover_paper import GRAVE, Paper, unspoken
from bot.domain.handover import Answer, Reply, State
from bot.domain.people import Person, Role, signed
from bot.domain.shift import ShiftSums
from bot.domain.trail import TeamEntry, TeamEvent, TeamTag
from bot.memory import Dossier
from bot.shift_views import Figure, HandoverLine, HandoverNote, Press
from bot.views import ThreadLine
from bot.words import Words, say

MOST_LINES = 20
FEW = 10
"""So many items of high risk are spoken about one by one."""
_NUMBER, _SPAN = "{number}", "{span}"


@dataclass(frozen=True)
class Reader:
    """For whom a note is drawn: for one person, or for everybody in a room."""

    desk: Desk
    now: datetime
    person: Person | None = None
    room: tuple[str, str] | None = None
    """Surface and channel."""

    def sees(self, dossier: Dossier) -> bool:
        """Whether an item may be shown there."""
        return self.room is None or self.desk.policy.may_show(dossier.item, *self.room)


def draw_note(paper: Paper, reader: Reader, said: Words | None = None) -> HandoverNote:
    """The note."""
    handover, seen = paper.handover, [one for one in paper.open if reader.sees(one)]
    quotable = all(map(reader.sees, paper.sources))
    lines = [_line(one, paper, reader) for one in seen]
    # What nobody has spoken about yet comes first: not every chat tool has room for all of them.
    grave = sorted((one for one in lines if one.risk in GRAVE), key=lambda one: one.answer is not None)
    rest = [one for one in lines if one.risk not in GRAVE]
    owing = [one for one in (*paper.open, *paper.promised) if reader.sees(one)]
    promised = _owed((one for one in owing if one.item.pace.follow_at), paper, reader)
    due = _owed((one for one in owing if not one.item.pace.follow_at), paper, reader)
    hidden = sum(not reader.sees(one) for one in paper.promised) + paper.more_promised
    return HandoverNote(
        handover=handover.id,
        outgoing=paper.names.get(handover.outgoing, ""),
        incoming=paper.names.get(handover.incoming or 0, ""),
        begins=paper.stint.begins,
        until=paper.stint.until,
        state=handover.state.value,
        state_words=handover.state.sentence,
        quiet=paper.quiet,
        severity=tuple(_severity(paper, reader)),
        grave=tuple(grave),
        open=tuple(rest[:MOST_LINES]),
        more=paper.more + len(rest[MOST_LINES:]) + len(paper.open) - len(seen),
        promised=tuple(promised[:MOST_LINES]),
        due=tuple(due[:MOST_LINES]),
        more_due=len(promised[MOST_LINES:]) + len(due[MOST_LINES:]) + hidden,
        watch=handover.watch,
        words=handover.words if quotable or not handover.proposed.kept else "",
        proposed=handover.unread if quotable else "",
        proposed_by=_proposed_by(paper),
        reason=handover.reason,
        figures=tuple(_figures(paper.sums)),
        history=tuple(_told(entry, paper, reader) for entry in paper.entries),
        earlier=paper.entries[0].seq - 1 if paper.entries else 0,
        buttons=tuple(_buttons(paper, reader)),
        said=said,
    )


def _line(dossier: Dossier, paper: Paper, reader: Reader) -> HandoverLine:
    plain, answer = line(dossier), paper.answers.get(dossier.item.id)
    last, text, at = last_said(dossier)
    return HandoverLine(
        item=plain.item,
        status=plain.status,
        author=plain.author,
        wants=plain.excerpt,
        last=last,
        last_text=text,
        last_at=at,
        due=plain.due,
        handler=plain.handler,
        urgency=plain.urgency,
        risk=dossier.item.triage.risk,
        answer=_answer(answer, paper.names) if answer else None,
        question=answer.question if answer else "",
        explained=answer.explained if answer else "",
        buttons=tuple(_item_buttons(dossier, paper, reader)),
    )


def _owed(dossiers: Iterable[Dossier], paper: Paper, reader: Reader) -> list[HandoverLine]:
    """What has to happen about these by when, the soonest first."""
    found = [(when, one.item.id, what, one) for one in dossiers for when, what in owed(one)]
    found.sort(key=lambda told: told[:2])
    return [
        replace(_line(one, paper, reader), due=when, what=what, buttons=()) for when, _, what, one in found
    ]


def _proposed_by(paper: Paper) -> Words:
    """Who drafted the words, as long as nobody has read them."""
    name = paper.names.get(paper.handover.outgoing, "")
    model = paper.handover.proposed.by
    return say("Drafted by {model}, not read by {name} yet", model=model, name=name)


def _answer(answer: Answer, names: Mapping[int, str]) -> Words:
    name = names.get(answer.person, "")
    if answer.reply is Reply.MINE:
        return say("{name} has it now", name=name)
    if answer.reply is Reply.POOL:
        return say("{name} leaves it to the pool", name=name)
    return say("{name} asks back", name=name)


def _severity(paper: Paper, reader: Reader) -> Iterator[Figure]:
    yield _figure(say("High risk"), len(paper.grave), alarming=bool(paper.grave))
    yield _figure(say("Overdue"), paper.late, alarming=bool(paper.late))
    yield _figure(say("Still open"), len(paper.open) + paper.more)
    if paper.came:
        yield _figure(say("Came since the shift ended"), paper.came)
    if paper.came_grave:
        yield _figure(say("Of these of high risk"), paper.came_grave, alarming=True)
    for channel, waiting in paper.storms.items():
        title = reader.desk.policy.channel_titles.get(channel, channel)
        words = say("A storm: comments that wait for their thread in {channel}", channel=title)
        yield _figure(words, waiting, alarming=True)
    for channel, came in paper.rushes.items():
        title = reader.desk.policy.channel_titles.get(channel, channel)
        words = say("Storm in {channel}, comments in 15 minutes", channel=title)
        yield _figure(words, came, alarming=True)


def _figures(sums: ShiftSums) -> Iterator[Figure]:
    yield _figure(say("Received"), sums.received)
    yield _figure(say("Answered"), sums.answered)
    yield _figure(say("No reply needed"), sums.dismissed)
    yield _time(say("First reply, median"), sums.median_first_reply)
    yield _time(say("Longest wait"), sums.longest_wait)


def _figure(label: Words, number: int, *, alarming: bool = False) -> Figure:
    return Figure(label=label, value=Words(_NUMBER, {"number": number}), alarming=alarming)


def _time(label: Words, seconds: float | None) -> Figure:
    if seconds is None:
        return Figure(label=label, value=say("none"))
    return Figure(label=label, value=Words(_SPAN, {"span": timedelta(seconds=seconds)}))


def _told(entry: TeamEntry, paper: Paper, reader: Reader) -> ThreadLine:
    event = entry.event
    about = f"#{event.item} " if event.item else ""
    return ThreadLine(
        at=entry.at,
        who=signed(event.actor, paper.names),
        what=event.tag.sentence,
        text=f"{about}{event.text if _may_read(event, paper, reader) else ''}".strip(),
    )


def _may_read(event: TeamEvent, paper: Paper, reader: Reader) -> bool:
    """Whether what was typed may be read there: not in a room that may not see what it is about."""
    if reader.room is None:
        return True
    seen = {one.item.id for one in (*paper.open, *paper.promised) if reader.sees(one)}
    # What a model had drafted stands in the note itself, as far as this room may read it.
    return event.item in seen if event.item else event.tag is not TeamTag.HANDOVER_KEPT


def _item_buttons(dossier: Dossier, paper: Paper, reader: Reader) -> Iterator[Press]:
    """Mine, Pool, Ask back for whoever comes; an answer to a question for whoever goes."""
    handover, number, whole = paper.handover, dossier.item.id, paper.handover.id
    if dossier.item.triage.risk not in GRAVE or not _works(reader.person):
        return
    answer = paper.answers.get(number)
    if handover.state in {State.OPEN, State.ASKED} and _is_not(reader.person, handover.outgoing):
        yield Press(label=say("Mine"), command=shifting.TakeMine(handover=whole, number=number))
        yield Press(label=say("Pool"), command=shifting.LeaveToPool(handover=whole, number=number))
        yield Press(label=say("Ask back"), command=shifting.AskBack(handover=whole, number=number))
    if answer and answer.pending and _may_be(reader.person, handover.outgoing):
        yield Press(
            label=say("Explain"), command=shifting.Explain(handover=whole, number=number), style="primary"
        )


def _buttons(paper: Paper, reader: Reader) -> Iterator[Press]:
    handover, person = paper.handover, reader.person
    if not handover.open or not _works(person):
        return
    number = handover.id
    if handover.state is not State.REFUSED and _is_not(person, handover.outgoing):
        label = say("Taken over: nothing is open") if paper.quiet else say("Taken over: I have it")
        yield Press(label=label, command=shifting.TakeOverShift(handover=number), style="primary")
        yield Press(label=say("Refuse"), command=shifting.RefuseShift(handover=number))
        yield from _all_others(paper)
    if _may_be(person, handover.outgoing):
        if handover.state is State.REFUSED:
            again = shifting.OfferAgain(handover=number)
            yield Press(label=say("Offer again"), command=again, style="primary")
        yield Press(label=say("Own words"), command=shifting.WriteWords(handover=number))
        if isinstance(reader.desk.drafter, Recounts) and not handover.words and not paper.nothing_left:
            yield Press(label=say("Draft anew"), command=shifting.DraftWords(handover=number))
        yield Press(label=say("To watch"), command=shifting.WriteWatch(handover=number))
    if person is not None and person.id == handover.outgoing and paper.stint.ended_at is None:
        yield Press(label=say("End my shift"), command=shifting.EndShift())


def _all_others(paper: Paper) -> Iterator[Press]:
    """In a storm nobody speaks about hundreds one by one; a few are read back singly."""
    count, whole = len(unspoken(paper)), paper.handover.id
    if count > FEW:
        pool = say("All {count} others: pool", count=count)
        yield Press(label=pool, command=shifting.RestToPool(handover=whole))
        yield Press(
            label=say("All {count} others: mine", count=count), command=shifting.RestMine(handover=whole)
        )


def _works(person: Person | None) -> bool:
    return person is None or person.role >= Role.RESPONDER


def _is_not(person: Person | None, other: int) -> bool:
    return person is None or person.id != other


def _may_be(person: Person | None, other: int) -> bool:
    return person is None or person.id == other
