"""Draws shifts and handovers."""

from collections.abc import Iterable, Iterator

from adapters.surfaces._text import inert, short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.card import URGENCY, open_button, thread_line
from adapters.surfaces.slack.pen import LONGEST_LINE, Pen
from bot.commands import to_button
from bot.views import Figure, HandoverLine, HandoverNote, Press, ShiftLine, ShiftView
from bot.words import Words

MOST_LINES = 15
MOST_GRAVE = 8
"""Items of high risk that are drawn with their buttons; the web page has all of them."""
LEAST_PROMISED, LEAST_DUE = 10, 6
"""So many are drawn before lines are left out: excerpts are cut first. With the least room it is a fifth."""
WIDEST = 6000
"""The room of a message with little in it: with less room, fewer lines are drawn."""
MOST_HISTORY = 4
TIGHT = 100
"""With so little room only what has to be spoken about says where it stands, and there are no numbers."""


def shift_title(pen: Pen) -> str:
    """The view in one line."""
    return pen.say("Who is on")


def note_title(view: HandoverNote, pen: Pen) -> str:
    """The note in one line."""
    said = pen.say("Handover of {name}", name=pen.line(view.outgoing))
    return f"{said} · {pen.tell(view.state_words)}"


def draw_shift(view: ShiftView, pen: Pen) -> Iterator[Block]:
    """Who is on, who comes, who is away."""
    yield kit.header(shift_title(pen))
    yield from _said(view.said, pen)
    if view.on:
        yield _points(_shift(line, pen) for line in view.on[:MOST_LINES])
    else:
        yield kit.section(pen.say("Nobody is on shift."))
    for title, lines in (
        (pen.say("Next"), [_shift(line, pen) for line in view.coming]),
        (pen.say("Away"), [pen.tell(words) for words in view.away]),
        (pen.say("To be mended"), [pen.tell(words) for words in view.remarks]),
    ):
        if lines:
            yield kit.section(title)
            yield _points(lines[:MOST_LINES])
    yield from kit.actions([_button(press, pen) for press in view.buttons])


def draw_note(view: HandoverNote, pen: Pen) -> Iterator[Block]:
    """The note: what every section of it says, and the buttons of the read-back."""
    yield kit.header(f"🤝 {note_title(view, pen)}")
    yield from _said(view.said, pen)
    numbers = view.figures if pen.room > TIGHT else ()
    yield kit.context(_span(view, pen), *(_figure(one, pen) for one in numbers))
    if view.quiet:
        yield kit.section(pen.say("A quiet shift: nothing is open, nothing is of high risk, no storm."))
    else:
        yield from _open(view, pen)
    if view.watch:
        yield kit.section(pen.say("To watch"))
        yield _points(map(pen.text, view.watch))
    for title, text in ((pen.say("In their own words"), view.words), (pen.say("Refused"), view.reason)):
        if text:
            yield kit.rich(kit.line(kit.leaf(title, "bold")), kit.quote(pen.text(text)))
    if view.proposed and view.proposed_by:
        title = f"🤖 {pen.tell(view.proposed_by)}"
        yield kit.rich(kit.line(kit.leaf(title, "bold")), kit.quote(pen.text(view.proposed)))
    yield from kit.actions([_button(press, pen) for press in view.buttons])
    if view.history and pen.room > TIGHT:
        yield kit.context(*(thread_line(one, pen) for one in view.history[-_most(MOST_HISTORY, pen) :]))


def _open(view: HandoverNote, pen: Pen) -> Iterator[Block]:
    yield kit.section(pen.say("How grave"))
    yield _points(_figure(one, pen) for one in view.severity)
    grave, most = _most(MOST_GRAVE, pen), _most(MOST_LINES, pen)
    for line in view.grave[:grave]:
        yield from _grave(line, pen)
    if view.open:
        yield kit.section(pen.say("Also open"))
        yield _points(_line(line, pen) for line in view.open[:most])
    left = view.more + len(view.open[most:]) + len(view.grave[grave:])
    if left:
        yield kit.context(pen.say("{count} more are open: see /queue.", count=left))
    yield from _times(view, pen)


def _times(view: HandoverNote, pen: Pen) -> Iterator[Block]:
    """What we promised, what else has to happen by when, and how much of it has no room."""
    part, most = 1 if pen.room >= TIGHT else 5, _most(MOST_LINES, pen)
    kept, most = max(LEAST_PROMISED // part, most), max(LEAST_DUE // part, most)
    if view.promised:
        yield kit.section(pen.say("What we promised"))
        yield _points(_due(line, pen) for line in view.promised[:kept])
    if view.due:
        yield kit.section(pen.say("What has to happen by when"))
        yield _points(_due(line, pen) for line in view.due[:most])
    left = view.more_due + len(view.promised[kept:]) + len(view.due[most:])
    if left:
        yield kit.context(
            pen.say("{count} further times are not told here: see /queue and /queue parked.", count=left)
        )


def _most(most: int, pen: Pen) -> int:
    return max(2, most * pen.room // WIDEST)


def _grave(line: HandoverLine, pen: Pen) -> Iterator[Block]:
    said = [_line(line, pen, stands=True)]
    if line.answer:
        said.append(f"→ {pen.tell(line.answer)}")
    said += [f"? {pen.text(line.question)}"] if line.question else []
    said += [f"! {pen.text(line.explained)}"] if line.explained else []
    yield kit.section("\n".join(said), open_button(line.item, pen))
    yield from kit.actions([_button(press, pen) for press in line.buttons])


def _line(line: HandoverLine, pen: Pen, *, stands: bool = False) -> str:
    """What they want, where it stands and whose it is, and what was said last, to whom and when."""
    wants = f"{URGENCY.get(line.urgency, '')}#{line.item} {pen.line(line.author)}: {pen.text(line.wants)}"
    if stands or pen.room > TIGHT:
        facts = " · ".join(filter(None, (pen.reader.catalogue.say(line.status), line.handler)))
        wants += f"\n{short(pen.line(facts), min(LONGEST_LINE, pen.room // 2))}"
    if line.last is None or not (stands or pen.room > TIGHT):
        return wants
    when = pen.reader.catalogue.moment(line.last_at) if line.last_at else ""
    told = f": {pen.text(line.last_text)}" if line.last_text else ""
    return f"{wants}\n{pen.tell(line.last)}, {when}{told}"


def _due(line: HandoverLine, pen: Pen) -> str:
    when = pen.when(line.due) if line.due else ""
    longest = min(LONGEST_LINE, pen.room // 2)
    whose = short(pen.line(line.handler), longest) if line.handler else pen.say("nobody yet")
    what = f" · {pen.tell(line.what)}" if line.what and pen.room > TIGHT else ""
    return f"{when} · #{line.item} {short(pen.line(line.author), longest)}{what} · {whose}"


def _shift(line: ShiftLine, pen: Pen) -> str:
    begins = pen.reader.catalogue.moment(line.begins)
    until = pen.reader.catalogue.moment(line.until) if line.until else "…"
    facts = [pen.line(line.name), f"{begins} – {until}", ", ".join(map(pen.line, line.channels))]
    if line.instead_of:
        facts.append(pen.say("instead of {name}", name=pen.line(line.instead_of)))
    if line.number:
        facts.append(f"/shift cancel {line.number}")
    return " · ".join(filter(None, facts))


def _span(view: HandoverNote, pen: Pen) -> str:
    until = pen.reader.catalogue.moment(view.until) if view.until else "…"
    return f"{pen.reader.catalogue.moment(view.begins)} – {until}"


def _figure(figure: Figure, pen: Pen) -> str:
    return f"{'⚠ ' if figure.alarming else ''}{pen.tell(figure.label)}: {pen.tell(figure.value)}"


def _said(said: Words | None, pen: Pen) -> Iterator[Block]:
    if said:
        yield kit.section(f"✔ {pen.tell(said)}")


def _points(lines: Iterable[str]) -> Block:
    return kit.rich(kit.listed(lines))


def _button(press: Press, pen: Pen) -> Block:
    carried = to_button(press.command)
    return kit.button(inert(pen.tell(press.label)), f"do:{carried}", carried, style=press.style)
