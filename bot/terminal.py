"""Views as plain text. Control characters are taken out of public text: a terminal would obey them."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from bot.register_text import backlog_lines, register_lines
from bot.report_text import report_lines
from bot.shift_text import note_lines, shift_text
from bot.views import (
    Answer,
    Backlog,
    Board,
    ChannelView,
    Count,
    FactLine,
    FactList,
    Form,
    HandoverNote,
    HelpView,
    Home,
    ItemCard,
    ItemLine,
    ItemList,
    LogView,
    Me,
    Notice,
    QuestionCard,
    Register,
    Report,
    ShiftView,
    StormCard,
    ThreadLine,
    View,
)
from bot.words import Words, say

Say = Callable[[Words], str]
"""Draws words in the reader's language."""
_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co"})


def plain(text: str) -> str:
    """Public text that a terminal can show without obeying it."""
    return "".join(" " if unicodedata.category(char) in _CONTROLS and char != "\n" else char for char in text)


def render(view: View, tell: Say) -> str:
    """A view as text."""
    return "\n".join(_lines(view, tell))


def _lines(view: View, tell: Say) -> Iterable[str]:  # noqa: C901, PLR0911, PLR0912  # one line for each view
    match view:
        case ItemCard():
            return _card(view, tell)
        case Board():
            return _board(view, tell)
        case ItemList():
            return _list(view, tell)
        case Home():
            lists = (line for each in view.lists for line in _list(each, tell))
            shift = [tell(words) for words in view.shift]
            return [view.name, *shift, *lists, *(f"({tell(part)})" for part in view.parts)]
        case LogView():
            return _log(view, tell)
        case HelpView():
            return [f"{command:<24} {tell(words)}" for command, words in view.lines]
        case Notice():
            return [tell(view.words)]
        case Answer():
            return [tell(view.words), *_card(view.card, tell)]
        case ChannelView():
            return [line for card in view.cards for line in _card(card, tell)]
        case Form():
            return [tell(view.title), plain(view.text)]
        case Me():
            return [view.name]
        case FactList():
            return [_fact(fact, tell) for fact in view.lines] or [tell(say("Nothing was noted for drafts."))]
        case Report():
            return report_lines(view, tell, plain)
        case ShiftView():
            return shift_text(view, tell, plain)
        case HandoverNote():
            return note_lines(view, tell, plain)
        case QuestionCard():
            return [f"{view.department}: {plain(view.text)}", plain(view.comment), plain(view.answer)]
        case Backlog():
            return backlog_lines(view, tell, plain)
        case Register():
            return register_lines(view, tell, plain)
        case StormCard():
            return [str(view.waiting), *(_count(one, tell) for one in (*view.urgencies, *view.kinds))]
        case _:
            assert_never(view)


def _list(view: ItemList, tell: Say) -> list[str]:
    return [tell(view.title), *(_line(one, tell) for one in view.lines), *(["…"] if view.more else [])]


def _log(view: LogView, tell: Say) -> list[str]:
    lines = [_thread_line(line, tell) for line in view.lines]
    if not view.whole:
        lines.append(tell(say("The trail is broken: an entry is missing or was changed.")))
    return lines


def _card(card: ItemCard, tell: Say) -> list[str]:
    head = (
        f"#{card.item} {tell(card.platform)} · {card.source} · {tell(card.kind)} · {tell(card.status_words)}"
    )
    lines = [
        head,
        f"{plain(card.author)} ({tell(say('{when}', when=card.published))}):",
        _indented(card.text),
    ]
    if card.handler:
        lines.append(tell(say("Handled by {name}", name=card.handler)))
    if card.due:
        lines.append(tell(say("Due {when}", when=card.due)))
    if card.draft:
        lines += [tell(say("Draft {number}, {origin}:", number=card.draft.number, origin=card.draft.origin))]
        lines += [_indented(card.draft.text), *(f"  ! {tell(w)}" for w in card.draft.warnings)]
    if card.no_draft:
        lines.append(tell(card.no_draft))
    if card.hints:
        lines.append(tell(say("Takes over: {who}", who=plain(card.hints.route))))
    if card.reply:
        lines += [tell(say("Our reply:")), _indented(card.reply.text), card.reply.url]
    return lines


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in plain(text).splitlines())


def _fact(fact: FactLine, tell: Say) -> str:
    said = " ".join(plain(part) for part in (fact.question, fact.answer) if part)
    until = f" · {tell(say('until {when}', when=fact.until))}" if fact.until else ""
    return f"{fact.number:>6}  {said} · {plain(fact.by)} · {tell(say('{when}', when=fact.at))}{until}"


def _board(board: Board, tell: Say) -> list[str]:
    lines = [*_glance(board, tell)]
    if board.oldest:
        lines += [tell(say("Waiting longest:")), _line(board.oldest, tell)]
    if board.mine:
        lines += [tell(say("Mine:")), *(_line(line, tell) for line in board.mine)]
    lines += [tell(words) for words in board.shift]
    return [*lines, *(f"({tell(part)})" for part in board.parts)]


def _glance(board: Board, tell: Say) -> list[str]:
    """What somebody wants to know who only glances at it, in the order of every surface."""
    today = " · ".join(f"{tell(one.words)} {tell(one.label)}" for one in board.today)
    lines = [tell(say("Open by urgency:")), *(_count(one, tell) for one in board.urgencies)]
    return [
        *(f"! {plain(tell(storm))}" for storm in board.storms),
        *(lines if board.urgencies else []),
        *(_count(count, tell) for count in board.counts),
        *([f"{tell(say('Today'))}: {today}"] if today else []),
    ]


def _count(count: Count, tell: Say) -> str:
    return f"{count.number:>6}  {tell(count.label)}"


def _line(line: ItemLine, tell: Say) -> str:
    due = f" · {tell(say('Due {when}', when=line.due))}" if line.due else ""
    handler = f" · {line.handler}" if line.handler else ""
    return f"  #{line.item} {plain(line.author)}: {plain(line.excerpt)} · {tell(line.status)}{due}{handler}"


def _thread_line(line: ThreadLine, tell: Say) -> str:
    said = plain(tell(line.why) if line.why else line.text)
    text = f": {said}" if said else ""
    return f"{tell(say('{when}', when=line.at))}  {line.who or '–'}  {tell(line.what)}{text}"


def spoken(environ: Mapping[str, str]) -> str:
    """The language of the terminal, as its locale says; English when it says nothing."""
    named = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return named.partition("_")[0] if named[:2].isalpha() and not named.startswith("C") else "en"
