"""Shifts and handovers as plain text."""

from collections.abc import Callable
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
    following = [tell(say("Next")), *coming] if coming else []
    return [*said, *on, *following, *map(tell, view.away), *remarks]


def note_lines(view: HandoverNote, tell: Say, plain: Plain) -> list[str]:
    """The note of a handover."""
    head = tell(say("Handover of {name}", name=plain(view.outgoing)))
    quiet = say("A quiet shift: nothing is open, nothing is of high risk, no storm.")
    lines = [*([tell(view.said)] if view.said else []), f"{head} · {tell(view.state_words)}"]
    lines += [tell(quiet)] if view.quiet else [_figure(one, tell) for one in view.severity]
    lines += [_line(line, tell, plain) for line in (*view.grave, *view.open)]
    lines += [_due(line, tell, plain) for line in view.due]
    lines += [f"! {plain(line)}" for line in view.watch]
    lines += [plain(view.words)] if view.words else []
    if view.proposed and view.proposed_by:
        lines += [f"({tell(view.proposed_by)})", plain(view.proposed)]
    return lines + [_figure(one, tell) for one in view.figures]


def _shift(line: ShiftLine, tell: Say, plain: Plain) -> str:
    until = tell(_when(line.until)) if line.until else "…"
    return f"  {plain(line.name)} · {tell(_when(line.begins))} – {until}"


def _line(line: HandoverLine, tell: Say, plain: Plain) -> str:
    answer = f" → {tell(line.answer)}" if line.answer else ""
    due = f" · {tell(say('Due {when}', when=line.due))}" if line.due else ""
    return f"  #{line.item} {plain(line.author)}: {plain(line.wants)}{due}{answer}"


def _due(line: HandoverLine, tell: Say, plain: Plain) -> str:
    when, what = (tell(_when(line.due)) if line.due else "–", tell(line.what) if line.what else "")
    return f"  {when} · #{line.item} {plain(line.author)} · {what} · {plain(line.handler) or '–'}"


def _when(at: datetime) -> Words:
    return Words("{when}", {"when": at})


def _figure(figure: Figure, tell: Say) -> str:
    return f"  {tell(figure.label)}: {tell(figure.value)}"
