"""Shifts and handovers as plain text."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from bot.shift_views import Figure, HandoverLine, HandoverNote, ShiftLine, ShiftView
from bot.words import Words, say

Say = Callable[[Words], str]
Plain = Callable[[str], str]


def shift_text(view: ShiftView, tell: Say, plain: Plain) -> list[str]:
    """Who is on, who comes, who is away."""
    on = [_shift(line, tell, plain) for line in view.on] or [tell(say("Nobody is on shift."))]
    coming = [_shift(line, tell, plain) for line in view.coming]
    said = [tell(view.said)] if view.said else []
    remarks = [f"! {tell(words)}" for words in view.remarks]
    return [*said, *on, *_under(say("Next"), coming, tell), *map(tell, view.away), *remarks]


def note_lines(view: HandoverNote, tell: Say, plain: Plain) -> list[str]:
    """The note of a handover."""
    # What people typed stands in our own sentences, too.
    return list(_note(view, lambda words: plain(tell(words)), plain))


def _note(view: HandoverNote, tell: Say, plain: Plain) -> Iterator[str]:
    yield from _head(view, tell, plain)
    if view.quiet:
        yield tell(say("A quiet shift: nothing is open, nothing is of high risk, no storm."))
    else:
        yield from _under(say("How grave"), (_figure(one, tell) for one in view.severity), tell)
    yield from (text for line in view.grave for text in _line(line, tell, plain))
    rest = (text for line in view.open for text in _line(line, tell, plain))
    yield from _under(say("Also open"), rest, tell)
    if view.more:
        yield tell(say("{count} more are open: see /queue.", count=view.more))
    yield from _times(view, tell, plain)
    yield from _words(view, tell, plain)
    yield from _under(say("The shift in numbers"), (_figure(one, tell) for one in view.figures), tell)


def _head(view: HandoverNote, tell: Say, plain: Plain) -> Iterator[str]:
    """From whom to whom, of which hours, and what came of it."""
    if view.said:
        yield tell(view.said)
    until = tell(_when(view.until)) if view.until else "…"
    told = (
        tell(say("Handover of {name}", name=plain(view.outgoing))),
        f"{tell(_when(view.begins))} – {until}",
        tell(view.state_words),
        plain(view.incoming),
    )
    yield " · ".join(filter(None, told))
    if view.reason:
        yield f"{tell(say('Refused'))}: {plain(view.reason)}"


def _times(view: HandoverNote, tell: Say, plain: Plain) -> Iterator[str]:
    """What has to happen by when."""
    promised, due = ([_due(line, tell, plain) for line in lines] for lines in (view.promised, view.due))
    yield from _under(say("What we promised"), promised, tell)
    yield from _under(say("What has to happen by when"), due, tell)
    if view.more_due:
        yield tell(
            say("{count} further times are not told here: see /queue and /queue parked.", count=view.more_due)
        )


def _words(view: HandoverNote, tell: Say, plain: Plain) -> Iterator[str]:
    """What the outgoing person wrote, or what was drafted for them."""
    yield from _under(say("To watch"), (f"! {plain(line)}" for line in view.watch), tell)
    if view.words:
        yield from _under(say("In their own words"), [plain(view.words)], tell)
    if view.proposed and view.proposed_by:
        drafted = [f"({tell(view.proposed_by)})", plain(view.proposed)]
        yield from _under(say("Words for the next shift"), drafted, tell)


def _under(heading: Words, lines: Iterable[str], tell: Say) -> Iterator[str]:
    """Lines with a heading, where there are any."""
    for number, line in enumerate(lines):
        if not number:
            yield f"{tell(heading)}:"
        yield line


def _shift(line: ShiftLine, tell: Say, plain: Plain) -> str:
    until = tell(_when(line.until)) if line.until else "…"
    facts = [plain(line.name), f"{tell(_when(line.begins))} – {until}", plain(", ".join(line.channels))]
    if line.instead_of:
        facts.append(tell(say("instead of {name}", name=plain(line.instead_of))))
    if line.number:
        facts.append(f"/shift cancel {line.number}")
    return f"  {' · '.join(filter(None, facts))}"


def _line(line: HandoverLine, tell: Say, plain: Plain) -> Iterator[str]:
    """What they want, where it stands and whose it is; what was said last, and what the next shift said."""
    due = tell(say("Due {when}", when=line.due)) if line.due else ""
    answer = f"→ {tell(line.answer)}" if line.answer else ""
    facts = filter(None, (tell(line.status), plain(line.handler), due, answer))
    yield f"  #{line.item} {plain(line.author)}: {_flat(line.wants, plain)} · {' · '.join(facts)}"
    if line.last:
        told = ", ".join(filter(None, (tell(line.last), tell(_when(line.last_at)) if line.last_at else "")))
        yield f"      {told}{f': {_flat(line.last_text, plain)}' if line.last_text else ''}"
    for label, text in ((say("Asked back"), line.question), (say("Explained"), line.explained)):
        if text:
            yield f"      {tell(label)}: {_flat(text, plain)}"


def _flat(text: str, plain: Plain) -> str:
    return " ".join(plain(text).split())


def _due(line: HandoverLine, tell: Say, plain: Plain) -> str:
    when, what = (tell(_when(line.due)) if line.due else "–", tell(line.what) if line.what else "")
    whose = plain(line.handler) or tell(say("nobody yet"))
    facts = filter(None, (when, f"#{line.item} {plain(line.author)}", what, whose))
    return f"  {' · '.join(facts)}"


def _when(at: datetime) -> Words:
    return Words("{when}", {"when": at})


def _figure(figure: Figure, tell: Say) -> str:
    return f"  {tell(figure.label)}: {tell(figure.value)}"
