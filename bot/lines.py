"""The lines that people type: `/queue …` on every surface and in the terminal, and what only they can ask."""

import re
from dataclasses import dataclass

from bot import bulk
from bot.commands import (
    Command,
    Help,
    Mine,
    Next,
    OpenHome,
    Search,
    ShowItem,
    ShowLog,
    ShowQueue,
    number_of,
)
from bot.domain.known import understood
from bot.errors import Refusal
from bot.report_commands import ShowReport
from bot.shift_lines import from_words
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class AddFact(Command):
    """Note something for drafts, until a moment if one is said."""

    text: str
    question: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class ShowFacts(Command):
    """What was noted for drafts and holds now."""


@dataclass(frozen=True, kw_only=True)
class ShowParked(Command):
    """What is parked, and when it comes back."""


@dataclass(frozen=True, kw_only=True)
class ForgetFact(Command):
    """Drafts are not told this any more."""

    number: int


PLAIN = {
    "": ShowQueue(),
    "next": Next(),
    "mine": Mine(),
    "home": OpenHome(),
    "facts": ShowFacts(),
    "parked": ShowParked(),
    "help": Help(),
}
"""What is asked with one word of `/queue`."""

_QUEUE = re.compile("^/queue", re.IGNORECASE)
_OPEN, _CLOSE = '["“„»«]', '["”“«»]'
"""Chat tools make quotation marks round."""
_QUOTED = re.compile(
    rf"{_OPEN}(?P<first>[^\"“”„»«]+){_CLOSE}(?: *{_OPEN}(?P<second>[^\"“”„»«]+){_CLOSE})?"
    r"(?: +(?:until|bis) +(?P<until>.+))?",
    re.IGNORECASE,
)
_UNTIL = re.compile(r".+ (?:until|bis) +(?P<until>.{1,30})", re.IGNORECASE)


def from_line(line: str) -> Command:
    """What a typed `/queue ...` line asks for.

    Raises:
        Refusal: it is none of the words of `/queue help`.

    """
    word, _, rest = _QUEUE.sub("", line.strip()).strip().partition(" ")
    word, rest = word.lower(), rest.strip()
    if word.removeprefix("/") in {"shift", "schicht", "handover", "übergabe"}:
        return from_words(word.removeprefix("/"), rest)
    if word in {"report", "/report"}:
        return ShowReport(days=rest)
    if word in PLAIN and not rest:
        return PLAIN[word]
    if word in {"item", "log", "forget"}:
        return _with_number(word, rest)
    return bulk.from_words(word, rest) or _typed(word, rest, line)


def _typed(word: str, rest: str, line: str) -> Command:
    """What somebody looks for, or wants noted."""
    if word == "search" and rest:
        return Search(words=rest)
    if word == "fact":
        return _fact(rest)
    raise Refusal(say("“{line}” is not a command. Try /queue help.", line=line.strip()[:80]))


def _with_number(word: str, rest: str) -> Command:
    try:
        number = number_of(rest.lstrip("#"))
    except ValueError:
        raise Refusal(say("“/queue {word}” needs a number, as in “/queue {word} 42”.", word=word)) from None
    if word == "forget":
        return ForgetFact(number=number)
    return ShowItem(item=number) if word == "item" else ShowLog(item=number)


def _fact(rest: str) -> Command:
    """What is in quotation marks: a fact, or a question and its answer. Without them all of it is one."""
    if not rest.strip('"“”„»« '):
        raise Refusal(say("Please say what is true, as in: {example}", example=EXAMPLE))
    quoted = _QUOTED.fullmatch(rest)
    if quoted:
        first, second, until = quoted.group("first", "second", "until")
        return AddFact(text=second or first, question=first if second else "", until=until or "")
    ends = _UNTIL.fullmatch(rest)
    return AddFact(text=rest, until=ends["until"] if ends and understood(ends["until"]) else "")


EXAMPLE = '/queue fact "Server down until 18:00" until 18:00'
