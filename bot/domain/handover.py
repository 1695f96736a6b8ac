"""A handover: what one shift tells the next, and the next reads back. Every move is a row of one table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Actor
from bot.domain.proposed import UNASKED, Proposed
from bot.domain.shift import ShiftSums
from bot.domain.trail import TeamEvent, TeamTag
from bot.domain.tried import Tried
from bot.errors import Refusal
from bot.words import Spoken, Words, say

LATE = timedelta(minutes=10)
"""How long after the incoming shift began a handover may wait."""
LONGEST_WORDS = 2000
MOST_WATCHED = 10
MOST_NAMED = 20


class State(Spoken):
    """Where a handover stands."""

    OPEN = "open", say("Waits for the next shift")
    ASKED = "asked", say("The next shift has asked back")
    REFUSED = "refused", say("The next shift refused it")
    TAKEN_OVER = "taken_over", say("The next shift has taken over")


class Move(StrEnum):
    """What can happen to a handover."""

    WRITE = "write"
    ANSWER = "answer"
    ASK = "ask"
    SETTLE = "settle"
    """The last question is answered."""
    REFUSE = "refuse"
    OFFER = "offer"
    TAKE_OVER = "take_over"


_S, _M = State, Move
MOVES: dict[tuple[State, Move], State] = {
    **{(state, _M.WRITE): state for state in (_S.OPEN, _S.ASKED, _S.REFUSED)},
    **{(state, _M.ANSWER): state for state in (_S.OPEN, _S.ASKED)},
    **{(state, _M.ASK): _S.ASKED for state in (_S.OPEN, _S.ASKED)},
    (_S.ASKED, _M.SETTLE): _S.OPEN,
    **{(state, _M.REFUSE): _S.REFUSED for state in (_S.OPEN, _S.ASKED)},
    (_S.REFUSED, _M.OFFER): _S.OPEN,
    (_S.OPEN, _M.TAKE_OVER): _S.TAKEN_OVER,
}
REASONS: dict[State, Words] = {
    _S.OPEN: say("It waits for the next shift."),
    _S.ASKED: say("The next shift has asked back, and that is not settled yet."),
    _S.REFUSED: say("The next shift refused it; whoever hands over has to offer it again."),
    _S.TAKEN_OVER: say("It is taken over already."),
}


@dataclass(frozen=True, kw_only=True)
class Handover:
    """What one shift leaves to the next."""

    id: int = 0
    row: int = 1
    """Counts changes; what is shown of it in channels follows."""
    stint: int
    """The shift that ends."""
    outgoing: int
    incoming: int | None = None
    """Who took it over, or refused it."""
    channels: frozenset[str] = frozenset()
    state: State = State.OPEN
    opened_at: datetime
    """Since when it waits; once it was refused, since it was offered again."""
    words: str = ""
    """Those of the outgoing person."""
    proposed: Proposed = UNASKED
    watch: tuple[str, ...] = ()
    reason: str = ""
    """Why it was refused."""
    items: tuple[int, ...] | None = None
    """What was open or promised as the shift ended; None while it still runs."""
    sums: ShiftSums | None = None
    """The numbers of the shift as it ended; None while it still runs."""
    settled_at: datetime | None = None
    reminded_at: datetime | None = None
    rungs: int = 0
    """How many steps of the ladder were taken."""
    tried: Mapping[str, Tried] = field(default_factory=dict)
    """For whom the step that is due was tried, and what came of it."""

    @property
    def taken(self) -> int:
        """The steps of the ladder that were taken, also by a release that knew no more than one."""
        return max(self.rungs, 1 if self.reminded_at else 0)

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state is not State.TAKEN_OVER

    @property
    def unread(self) -> str:
        """Words that a model proposes and the outgoing person has not read yet."""
        return "" if self.words else self.proposed.words


class Reply(StrEnum):
    """What the incoming person says about one item."""

    MINE = "mine"
    POOL = "pool"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the incoming person said about an item that has to be spoken about."""

    item: int
    reply: Reply
    person: int
    at: datetime
    question: str = ""
    explained: str = ""

    @property
    def pending(self) -> bool:
        """A question that the outgoing person has not answered."""
        return self.reply is Reply.ASK and not self.explained

    @property
    def settles(self) -> bool:
        """It says whose the item is."""
        return self.reply is not Reply.ASK


@dataclass(frozen=True, kw_only=True)
class HandoverChange:
    """A new state of a handover, what happened, and what was said about an item if that is what it was."""

    handover: Handover
    events: tuple[TeamEvent, ...]
    answer: Answer | None = None
    further: tuple[Answer, ...] = ()
    """What was said about further items at once."""


Answers = Mapping[int, Answer]
_TAGS = {
    Reply.MINE: TeamTag.HANDOVER_MINE,
    Reply.POOL: TeamTag.HANDOVER_POOL,
    Reply.ASK: TeamTag.HANDOVER_ASKED,
}


def after(state: State, move: Move) -> State:
    """Where a move leads.

    Raises:
        Refusal: it is not possible now.
    """
    try:
        return MOVES[state, move]
    except KeyError:
        raise Refusal(
            say("That is not possible for this handover now. {reason}", reason=REASONS[state])
        ) from None


def write(
    handover: Handover,
    by: Actor,
    *,
    words: str | None = None,
    watch: Sequence[str] | None = None,
    seen: int = 0,
) -> HandoverChange:
    """The outgoing person's own words, from a draft that they have seen or not, or what is to be watched."""
    after(handover.state, Move.WRITE)
    if words is not None:
        read = handover.proposed.read(words, handover.words, seen)
        told = replace(handover, words=words, proposed=read)
        tag = TeamTag.HANDOVER_KEPT if read.kept else TeamTag.HANDOVER_WRITTEN
        event = TeamEvent(tag=tag, actor=by, text=words)
    else:
        lines = tuple(watch or ())
        told = replace(handover, watch=lines)
        event = TeamEvent(tag=TeamTag.HANDOVER_WATCH, actor=by, text="\n".join(lines))
    return HandoverChange(handover=told, events=(event,))


def propose(handover: Handover, given: Proposed) -> HandoverChange | None:
    """A model's words; None when somebody was faster: a person who wrote, a later request, the next shift."""
    if handover.words or not handover.open or handover.proposed.ask != given.ask:
        return None
    model = f"{given.by} ({given.prompt})"
    event = TeamEvent(tag=TeamTag.HANDOVER_DRAFTED, whom=handover.outgoing, text=model)
    told = replace(handover, proposed=handover.proposed.followed_by(given))
    return HandoverChange(handover=told, events=(event,))


def answer(handover: Handover, answers: Answers, by: Actor, said: Answer) -> HandoverChange:
    """The incoming person says whose an item is now, or asks back about it."""
    state = after(handover.state, Move.ASK if said.reply is Reply.ASK else Move.ANSWER)
    told = replace(handover, state=_settled(state, {**answers, said.item: said}))
    event = TeamEvent(
        tag=_TAGS[said.reply], actor=by, whom=handover.outgoing, item=said.item, text=said.question
    )
    return HandoverChange(handover=told, events=(event,), answer=said)


def answer_all(handover: Handover, by: Actor, said: Sequence[Answer]) -> HandoverChange:
    """The incoming person says whose many items are, at once; each has its entry."""
    told = replace(handover, state=after(handover.state, Move.ANSWER))
    events = [
        TeamEvent(tag=_TAGS[one.reply], actor=by, whom=handover.outgoing, item=one.item) for one in said
    ]
    return HandoverChange(handover=told, events=tuple(events), further=tuple(said))


def explain(handover: Handover, answers: Answers, by: Actor, item: int, text: str) -> HandoverChange:
    """A question is answered; the incoming person still has to say whose the item is."""
    asked = answers.get(item)
    if asked is None or not asked.pending:
        raise Refusal(say("Nobody asked back about #{item}.", item=item))
    told = replace(asked, explained=text)
    state = _settled(after(handover.state, Move.ANSWER), {**answers, item: told})
    event = TeamEvent(tag=TeamTag.HANDOVER_EXPLAINED, actor=by, whom=asked.person, item=item, text=text)
    return HandoverChange(handover=replace(handover, state=state), events=(event,), answer=told)


def refuse(handover: Handover, by: Actor, reason: str, at: datetime) -> HandoverChange:
    """The next shift does not take it like this; it stays with the outgoing one, who can offer it again."""
    told = replace(
        handover,
        state=after(handover.state, Move.REFUSE),
        incoming=by.person,
        reason=reason,
        settled_at=at,
    )
    event = TeamEvent(tag=TeamTag.HANDOVER_REFUSED, actor=by, whom=handover.outgoing, text=reason)
    return HandoverChange(handover=told, events=(event,))


def offer(handover: Handover, by: Actor, at: datetime) -> HandoverChange:
    """Offer a refused one again: from now on it waits anew, and is reminded of anew."""
    told = replace(
        handover,
        state=after(handover.state, Move.OFFER),
        incoming=None,
        reason="",
        settled_at=None,
        opened_at=at,
        reminded_at=None,
        rungs=0,
    )
    event = TeamEvent(tag=TeamTag.HANDOVER_OFFERED, actor=by, whom=handover.incoming or 0)
    return HandoverChange(handover=told, events=(event,))


def take_over(
    handover: Handover, answers: Answers, grave: Collection[int], by: Actor, at: datetime
) -> HandoverChange:
    """Read back: the next shift has it from now on.

    Raises:
        Refusal: something grave was not spoken about yet; the words say which.
    """
    unsaid = unanswered(answers, grave)
    if unsaid and handover.state in {State.OPEN, State.ASKED}:
        numbers = ", ".join(f"#{number}" for number in unsaid[:MOST_NAMED])
        numbers += " …" if len(unsaid) > MOST_NAMED else ""
        raise Refusal(
            say("Not yet: please say Mine or Pool for {items} first. They are of high risk.", items=numbers)
        )
    # A question about what is done by now holds nobody up.
    state = _settled(handover.state, {number: answers[number] for number in grave if number in answers})
    told = replace(handover, state=after(state, Move.TAKE_OVER), incoming=by.person, settled_at=at)
    event = TeamEvent(tag=TeamTag.HANDOVER_TAKEN_OVER, actor=by, whom=handover.outgoing)
    return HandoverChange(handover=told, events=(event,))


def unanswered(answers: Answers, grave: Collection[int]) -> list[int]:
    """Items of high risk of which nobody has said whose they are."""
    return sorted(number for number in grave if number not in answers or not answers[number].settles)


def _settled(state: State, answers: Answers) -> State:
    """Asked back, as long as any question waits."""
    waiting = any(one.pending for one in answers.values())
    return after(state, Move.SETTLE) if state is State.ASKED and not waiting else state
