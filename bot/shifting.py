"""What people ask for about shifts and handovers: typed as `/shift …` and `/handover`, or with a button."""

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
    channels: tuple[str, ...] = ()
    """As people name them; empty for all."""


@dataclass(frozen=True, kw_only=True)
class EndShift(OnShift):
    """My shift ends now; what is open is handed over."""

    word: ClassVar[str] = "end"


@dataclass(frozen=True, kw_only=True)
class PlanShift(Command):
    """Somebody is to be on, on a day or on days of the week, and between two times."""

    person: str
    day: str
    hours: str
    channels: tuple[str, ...] = ()
    until: str = ""
    """The last day of a plan for every week."""


@dataclass(frozen=True, kw_only=True)
class CancelShift(Command):
    """A planned shift will not be."""

    number: int
    last: int = 0
    """And all of the same person up to this number."""


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
class RestMine(OnShift):
    """All items of high risk about which nobody has said anything are mine now."""

    word: ClassVar[str] = "restmine"


@dataclass(frozen=True, kw_only=True)
class RestToPool(OnShift):
    """All of them wait for whoever takes them."""

    word: ClassVar[str] = "restpool"


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
    """The outgoing person's own words; its number is the request whose draft they began with, or 0."""

    word: ClassVar[str] = "words"
    asks: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftWords(OnShift):
    """Have a language model propose these words, or propose others."""

    word: ClassVar[str] = "draft"


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
        StartShift, EndShift, OpenHandover, TakeMine, LeaveToPool, AskBack, Explain, WriteWords, DraftWords,
        WriteWatch, TakeOverShift, RefuseShift, OfferAgain, RestMine, RestToPool,
    )
}  # fmt: skip
PLAN_EXAMPLE = "/shift plan Kim 30.11. 14:00-22:00"
ABSENT_EXAMPLE = "/shift absent Kim 24.12...26.12. substitute Alex"
ME = frozenset({"", "me", "myself", "ich", "mich"})
"""How people name themselves."""


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
