"""Draws shifts, and what one shift tells the next."""

from collections.abc import Iterator, Sequence

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.acts import open_button, press
from adapters.surfaces.teams.card import URGENCY, rest, thread_line
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.lists import ending, heading
from adapters.surfaces.teams.pen import Pen
from bot.views import Figure, HandoverLine, HandoverNote, ShiftLine, ShiftView
from bot.words import say

EXCERPT = 200
"""Units of a comment or answer in its line."""
WATCHED = 120
"""Units of each line to watch that are drawn before anything is left out: excerpts are cut first."""
LEAST_PROMISED, LEAST_DUE = 10, 6
"""And so many lines. With very little room it is half of that, or a fifth."""
TIGHT, TIGHTEST = 60, 40
"""Units of a text there."""


def draw_shifts(view: ShiftView, pen: Pen) -> Iterator[Json]:
    """Who is on, who comes, who is away."""
    yield heading(pen.say("Shifts"))
    if view.said:
        yield kit.box([kit.said(pen.tell(view.said), weight="bolder")], style="good")
    yield kit.said(pen.say("On now"), weight="bolder")
    yield from _people(view.on, pen)
    if view.coming:
        yield kit.said(pen.say("Next"), weight="bolder")
        yield from _people(view.coming, pen)
    yield from (kit.said(pen.tell(one), spacing="small") for one in view.away)
    yield from (kit.said(f"⚠ {pen.tell(one)}", color="warning", spacing="small") for one in view.remarks)
    yield from kit.row([press(one, pen) for one in view.buttons])


def draw_handover(view: HandoverNote, pen: Pen) -> Iterator[Json]:
    """How grave it is, what is open, what is to do, what to watch, and who has it."""
    yield heading(handover_title(view, pen))
    yield kit.line(
        kit.runs(pen.tell(view.state_words), weight="bolder"),
        kit.runs(f" · {pen.moment(view.begins)} – {pen.moment(view.until) if view.until else '…'}"),
        spacing="small",
    )
    yield from _said(view, pen)
    yield from _figures(view.severity, pen)
    yield from _words(view, pen)
    yield from _lines(pen.say("To be spoken about"), view.grave, pen, style="attention")
    yield from _times(view, pen)
    yield from _lines(pen.say("Also open"), view.open, pen)
    if view.more:
        yield kit.small(pen.say("{count} more", count=view.more))
    yield from kit.row([press(one, pen) for one in view.buttons], spacing="medium")
    yield from pen.fold(pen.label(say("Numbers of the shift")), [*_figures(pen.some(view.figures), pen)])
    history = [thread_line(one, pen) for one in pen.some(view.history)]
    yield from pen.fold(pen.label(say("What happened to it")), history)
    yield from rest(0, pen)


def handover_title(view: HandoverNote, pen: Pen) -> str:
    """From whom to whom."""
    outgoing = pen.line(view.outgoing)
    if view.incoming:
        return pen.say("Handover from {outgoing} to {incoming}", outgoing=outgoing, incoming=view.incoming)
    return pen.say("Handover from {outgoing}", outgoing=outgoing)


def _people(lines: Sequence[ShiftLine], pen: Pen) -> Iterator[Json]:
    if not lines:
        yield kit.said(pen.say("Nobody."), isSubtle=True)
    for one in pen.some(lines):
        span = f"{pen.moment(one.begins)} – {pen.moment(one.until) if one.until else '…'}"
        more = [pen.say("instead of {name}", name=one.instead_of)] if one.instead_of else []
        more += [pen.line(", ".join(one.channels))] if one.channels else []
        more += [f"/shift cancel {one.number}"] if one.number else []
        yield kit.line(
            kit.runs(pen.line(one.name), weight="bolder"),
            kit.runs(" · ".join(["", span, *more]), isSubtle=True),
            spacing="small",
        )


def _said(view: HandoverNote, pen: Pen) -> Iterator[Json]:
    """What was just done, why it was refused, and that nothing is open."""
    if view.said:
        yield kit.box([kit.said(pen.tell(view.said), weight="bolder")], style="good")
    if view.reason:
        refused = kit.said(pen.say("Refused because:"), weight="bolder")
        yield kit.box([refused, *pen.public(view.reason)], style="attention")
    if view.quiet:
        yield kit.said(pen.say("It was quiet: nothing is open."))


def _words(view: HandoverNote, pen: Pen) -> Iterator[Json]:
    """What the outgoing person wrote."""
    if view.words:
        who = kit.said(f"{pen.line(view.outgoing)}:", weight="bolder")
        yield kit.box([who, *pen.public(view.words)], style="emphasis")
    if view.proposed and view.proposed_by:
        who = kit.said(f"🤖 {pen.tell(view.proposed_by)}", weight="bolder", color="warning")
        yield kit.box([who, *pen.public(view.proposed)], style="emphasis")
    if view.watch:
        longest = max(_least(WATCHED, pen), pen.room.text)
        lines = [kit.said(f"👁 {pen.brief(one, longest)}", spacing="small") for one in view.watch]
        yield kit.box([kit.said(pen.say("To watch"), weight="bolder"), *lines], style="emphasis")


def _figures(many: Sequence[Figure], pen: Pen) -> Iterator[Json]:
    for one in many:
        style = {"color": "attention"} if one.alarming else {}
        value = kit.runs(f"{'⚠ ' if one.alarming else ''}{pen.tell(one.value)}", weight="bolder", **style)
        yield kit.line(value, kit.runs(f"  {pen.tell(one.label)}"), spacing="small")


def _lines(title: str, lines: Sequence[HandoverLine], pen: Pen, style: str = "default") -> Iterator[Json]:
    """Items, the gravest first."""
    if not lines:
        return
    shown = lines[: pen.room.lines]
    pieces = [piece for number, one in enumerate(shown) for piece in _line(one, pen, first=not number)]
    end = ending(tuple(lines), pen, more=False)
    yield kit.box([kit.said(title, weight="bolder"), *pieces, *end], style=style, spacing="medium")


def _times(view: HandoverNote, pen: Pen) -> Iterator[Json]:
    """What we promised, what else has to happen by when, and how much of it has no room."""
    kept, most = (max(_least(many, pen), pen.room.lines) for many in (LEAST_PROMISED, LEAST_DUE))
    yield from _due(pen.say("What we promised"), view.promised[:kept], pen)
    yield from _due(pen.say("Due next"), view.due[:most], pen)
    left = view.more_due + len(view.promised[kept:]) + len(view.due[most:])
    if left:
        yield kit.small(
            pen.say("{count} further times are not told here: see /queue and /queue parked.", count=left)
        )


def _least(much: int, pen: Pen) -> int:
    return much if pen.room.text >= TIGHT else much // (2 if pen.room.text >= TIGHTEST else 5)


def _due(title: str, lines: Sequence[HandoverLine], pen: Pen) -> Iterator[Json]:
    """Until when something has to happen. The items themselves stand elsewhere in the note."""
    if lines:
        yield kit.said(title, weight="bolder", spacing="medium")
    for one in lines:
        when = pen.when(one.due) if one.due else "–"
        whose = pen.line(one.handler) if one.handler else pen.say("Nobody.")
        what = f" · {pen.tell(one.what)}" if one.what else ""
        yield kit.said(f"{when} · #{one.item} · {pen.line(one.author)}{what} · {whose}", spacing="small")


def _line(line: HandoverLine, pen: Pen, *, first: bool) -> Iterator[Json]:
    head = kit.runs(f"{URGENCY.get(line.urgency, '')}#{line.item} · ")
    wants = kit.runs(f": {pen.brief(line.wants, min(EXCERPT, pen.room.text))}")
    yield kit.line(head, kit.runs(pen.line(line.author), weight="bolder"), wants, separator=not first)
    yield kit.small(" · ".join(_facts(line, pen)))
    for mark, text in (("❓", line.question), ("↳", line.explained)):
        if text:
            yield kit.said(f"{mark} {pen.brief(text, pen.room.text)}", spacing="small")
    buttons = [open_button(line.item, pen), *(press(one, pen) for one in line.buttons)]
    yield from kit.row(buttons, spacing="small")


def _facts(line: HandoverLine, pen: Pen) -> Iterator[str]:
    yield pen.tell(line.status)
    if line.due:
        yield pen.say("Due {when}", when=pen.when(line.due))
    if line.risk in {"high", "crisis"}:
        yield pen.say("High risk")
    if line.handler:
        yield pen.line(line.handler)
    if line.answer:
        yield pen.tell(line.answer)
    if line.last:
        at = f"{pen.moment(line.last_at)} " if line.last_at else ""
        text = f": {pen.brief(line.last_text, min(EXCERPT, pen.room.text))}" if line.last_text else ""
        yield f"{at}{pen.tell(line.last)}{text}"
