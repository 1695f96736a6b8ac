"""Backlogs and registers as plain text."""

from collections.abc import Callable, Iterable

from bot.views import Backlog, Register
from bot.words import Words


def backlog_lines(view: Backlog, tell: Callable[[Words], str], plain: Callable[[str], str]) -> Iterable[str]:
    """What needs no reply, a line each."""
    yield tell(view.title)
    for line in view.lines:
        yield f"  #{line.item} {plain(line.author)}: {plain(line.excerpt)} · {tell(line.kind)}"


def register_lines(
    view: Register, tell: Callable[[Words], str], plain: Callable[[str], str]
) -> Iterable[str]:
    """What is known, in columns that a spreadsheet can read."""
    yield plain(tell(view.title))
    yield from (plain(tell(fact)) for fact in view.facts)
    for line in view.lines:
        when = tell(Words("{when}", {"when": line.at}))
        texts = (tell(line.head), line.text, line.below, line.link)
        yield "\t".join([f"#{line.item}", when, *(" ".join(plain(text).split()) for text in texts)])
    if not view.lines:
        yield plain(tell(view.empty))
