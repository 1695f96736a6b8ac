"""What people ask for about shifts and handovers: typed as `/shift …` and `/handover`, or with a button."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

from bot.commands import Carried, Command, OnItem, from_button, number_of
from bot.errors import Refusal
from bot.words import say

PREFIX = "shift"
"""How the text of our buttons begins."""


@dataclass(frozen=True, kw_only=True)
class ShowShift(Command):
    """Who is on, who comes next, and who is away."""


@dataclass(frozen=True, kw_only=True)
class OnShift(Carried):
    """Something that a button asks for about a shift or a handover: `shift:mine:7:42`."""

    word: ClassVar[str]
    asks: ClassVar[bool] = False
    """Its button opens a dialog first."""
    handover: int = 0
    number: int = 0
    """The item it is about, or 0."""

    @property
    def carried(self) -> str:
        """The text of its button."""
        return f"{PREFIX}:{self.word}:{self.handover}:{self.number}"


@dataclass(frozen=True, kw_only=True)
class StartShift(OnShift):
    """My shift begins now, until a moment if one is said."""

    word: ClassVar[str] = "start"
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class EndShift(OnShift):
    """My shift ends now; what is open is handed over."""

    word: ClassVar[str] = "end"


@dataclass(frozen=True, kw_only=True)
class PlanShift(Command):
    """Somebody is to be on, on a day and between two times."""

    person: str
    day: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class CancelShift(Command):
    """A planned shift will not be."""

    number: int


@dataclass(frozen=True, kw_only=True)
class NoteAbsence(Command):
    """Somebody begins no shift on these days."""

    person: str
    first: str
    last: str
    substitute: str = ""


@dataclass(frozen=True, kw_only=True)
class EndAbsence(Command):
    """Somebody is back."""

    person: str


@dataclass(frozen=True, kw_only=True)
class OpenHandover(OnShift):
    """The handover of my shift, or the one that waits for me."""

    word: ClassVar[str] = "look"


@dataclass(frozen=True, kw_only=True)
class TakeMine(OnShift):
    """This item is mine now."""

    word: ClassVar[str] = "mine"


@dataclass(frozen=True, kw_only=True)
class LeaveToPool(OnShift):
    """This item waits for whoever takes it."""

    word: ClassVar[str] = "pool"


@dataclass(frozen=True, kw_only=True)
class AskBack(OnShift):
    """A question about this item, before I take it."""

    word: ClassVar[str] = "ask"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Explain(OnShift):
    """The answer to such a question."""

    word: ClassVar[str] = "explain"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WriteWords(OnShift):
    """The outgoing person's own words."""

    word: ClassVar[str] = "words"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class WriteWatch(OnShift):
    """What the next shift has to watch, a line each."""

    word: ClassVar[str] = "watch"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeOverShift(OnShift):
    """Read back: I have it now."""

    word: ClassVar[str] = "taken"


@dataclass(frozen=True, kw_only=True)
class RefuseShift(OnShift):
    """I do not take it like this, and say why."""

    word: ClassVar[str] = "refuse"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferAgain(OnShift):
    """Offer a refused handover again."""

    word: ClassVar[str] = "offer"


@dataclass(frozen=True, kw_only=True)
class OpenShiftForm(Command):
    """The dialog of one of these buttons."""

    wish: OnShift


BY_WORD: dict[str, type[OnShift]] = {
    kind.word: kind
    for kind in (
        StartShift, EndShift, OpenHandover, TakeMine, LeaveToPool, AskBack, Explain, WriteWords, WriteWatch,
        TakeOverShift, RefuseShift, OfferAgain,
    )
}  # fmt: skip
PLAN_EXAMPLE = "/shift plan Kim 30.11. 14:00-22:00"
ABSENT_EXAMPLE = "/shift absent Kim 24.12...26.12. substitute Alex"
_DAY = r"(?:today|heute|tomorrow|morgen|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?)"
_ABSENT = re.compile(
    rf"(?P<person>.+?) +(?P<first>{_DAY})(?: ?(?:\.\.|–|-) ?(?P<last>{_DAY}))?"
    r"(?: +(?:substitute|vertretung|instead|dafür) +(?P<substitute>.+))?",
    re.IGNORECASE,
)
_PLAN = re.compile(rf"(?P<person>.+?) +(?P<day>{_DAY}) +(?P<hours>[\d:]+ ?[-–] ?[\d:]+)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|bis) +(?P<until>.+)", re.IGNORECASE)


def command_of(
    carried: str, text: str = "", *, post: bool = False, checked: bool = False, **more: str
) -> OnItem | OnShift:
    """What any button of ours asks for, with what was typed in its dialog.

    Raises:
        Refusal: it is not the text of one of our buttons.
    """
    if not carried.startswith(f"{PREFIX}:"):
        return from_button(carried, text, post=post, checked=checked, **more)
    try:
        _, word, *numbers = carried.split(":")
        kind = BY_WORD[word]
        handover, number = (number_of(each) for each in numbers)
    except (KeyError, ValueError):
        raise Refusal(say("This button is not one of ours, or from a much older release.")) from None
    typed = {"text": text} if "text" in {field.name for field in fields(kind)} else {}
    return kind(handover=handover, number=number, **typed)


def from_words(word: str, rest: str) -> Command:
    """What a typed `/shift …` or `/handover` asks for.

    Raises:
        Refusal: it is none of what `/queue help` says.
    """
    if word == "handover" and not rest:
        return OpenHandover()
    if word == "shift":
        for command in _of_shift(rest):
            return command
    raise Refusal(say("“{line}” is not a command. Try /queue help.", line=f"/{word} {rest}"[:80]))


def _of_shift(rest: str) -> Iterator[Command]:
    first, _, more = rest.partition(" ")
    first, more = first.lower(), more.strip()
    if not first:
        yield ShowShift()
    elif first == "start":
        yield from _start(more)
    elif first == "end" and not more:
        yield EndShift()
    elif first in {"absent", "plan"}:
        yield _absent(more) if first == "absent" else _plan(more)
    elif first == "back" and more:
        yield EndAbsence(person=more)
    elif first == "cancel":
        yield CancelShift(number=_number(more))


def _start(more: str) -> Iterator[Command]:
    until = _UNTIL.fullmatch(more)
    if until or not more:
        yield StartShift(until=until["until"] if until else "")


def _absent(text: str) -> NoteAbsence:
    found = _ABSENT.fullmatch(text)
    if not found:
        raise Refusal(say("Please say who and when, as in: {example}", example=ABSENT_EXAMPLE))
    person, first, last, substitute = found.group("person", "first", "last", "substitute")
    return NoteAbsence(person=person, first=first, last=last or first, substitute=substitute or "")


def _plan(text: str) -> PlanShift:
    found = _PLAN.fullmatch(text)
    if not found:
        raise Refusal(say("Please say who and when, as in: {example}", example=PLAN_EXAMPLE))
    return PlanShift(person=found["person"], day=found["day"], hours=found["hours"])


def _number(text: str) -> int:
    try:
        return number_of(text.lstrip("#"))
    except ValueError:
        raise Refusal(
            say("“/queue {word}” needs a number, as in “/queue {word} 42”.", word="shift cancel")
        ) from None
