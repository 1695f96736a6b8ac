"""Shifts and handovers to draw, as rich as they come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import shifting
from bot.views import Figure, HandoverLine, HandoverNote, Press, ShiftLine, ShiftView, ThreadLine
from bot.words import Words, say

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def shift_view(hostile: str = "Hallo") -> ShiftView:
    """Who is on, with everything that can be told."""
    line = ShiftLine(
        name=hostile,
        begins=NOW,
        until=NOW + timedelta(hours=8),
        channels=(hostile,),
        instead_of=hostile,
        number=7,
    )
    told = Words("{what}", {"what": hostile})
    begin = Press(label=say("Begin my shift"), command=shifting.StartShift(), style="primary")
    return ShiftView(on=(line,), coming=(line,), away=(told,), remarks=(told,), buttons=(begin,), said=told)


def handover_line(item: int = 42, hostile: str = "Hallo") -> HandoverLine:
    """An open item of high risk with its buttons."""
    wishes = (shifting.TakeMine, shifting.LeaveToPool, shifting.AskBack, shifting.Explain)
    told = Words("{what}", {"what": hostile})
    return HandoverLine(
        item=item,
        status=told,
        author=hostile,
        wants=hostile,
        last=told,
        last_text=hostile,
        last_at=NOW,
        due=NOW,
        handler=hostile,
        urgency=3,
        risk="high",
        answer=told,
        question=hostile,
        explained=hostile,
        buttons=tuple(Press(label=told, command=wish(handover=7, number=item)) for wish in wishes),
    )


def handover_note(hostile: str = "Hallo", lines: int = 2) -> HandoverNote:
    """A note with everything in it."""
    told = Words("{what}", {"what": hostile})
    figure = Figure(label=told, value=told, alarming=True)
    items = tuple(handover_line(number, hostile) for number in range(1, lines + 1))
    buttons = (shifting.TakeOverShift, shifting.RefuseShift, shifting.WriteWords, shifting.WriteWatch)
    return HandoverNote(
        handover=7,
        outgoing=hostile,
        incoming=hostile,
        begins=NOW - timedelta(hours=8),
        until=None,
        state="asked",
        state_words=told,
        quiet=False,
        severity=(figure,) * 3,
        grave=items,
        open=items,
        more=4,
        due=tuple(replace(one, what=told) for one in items),
        promised=tuple(replace(one, what=told) for one in items[:1]),
        more_due=3,
        watch=(hostile,) * 3,
        words=hostile,
        reason=hostile,
        figures=(figure,) * 5,
        history=(ThreadLine(at=NOW, who=hostile, what=told, text=hostile),) * 5,
        buttons=tuple(Press(label=told, command=wish(handover=7)) for wish in buttons),
        said=told,
    )


def drafted_note(hostile: str = "Hallo", lines: int = 2) -> HandoverNote:
    """The same with words that a model drafted and nobody has read yet."""
    by = Words("Drafted by {model}, not read by {name} yet", {"model": hostile, "name": hostile})
    return replace(handover_note(hostile, lines), words="", proposed=hostile, proposed_by=by)
