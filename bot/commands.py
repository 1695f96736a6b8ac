"""What a person can ask for, and the short text in which a button carries it."""

from dataclasses import dataclass, fields

from bot.domain.status import Action
from bot.errors import Refusal
from bot.on_item import (
    AnswerQuestion,
    Approve,
    ApproveLater,
    Ask,
    Claim,
    Command,
    Correct,
    Decline,
    DeleteReply,
    Dismiss,
    Edit,
    Escalate,
    FollowUp,
    GrantUse,
    HandTo,
    Hide,
    LikeClose,
    LowerRisk,
    MovePrivate,
    Note,
    OnItem,
    Park,
    RaiseRisk,
    Redraft,
    Release,
    Reopen,
    SaveFact,
    SettleNotPosted,
    SettlePosted,
    Skip,
    TakeBack,
    TakeOver,
    Unhide,
    Unpark,
)
from bot.words import say

__all__ = [
    "AnswerQuestion",
    "Approve",
    "ApproveLater",
    "Ask",
    "Claim",
    "Command",
    "Correct",
    "Decline",
    "DeleteReply",
    "Dismiss",
    "Edit",
    "Escalate",
    "FollowUp",
    "GrantUse",
    "HandTo",
    "Hide",
    "LikeClose",
    "LowerRisk",
    "MovePrivate",
    "Note",
    "OnItem",
    "Park",
    "RaiseRisk",
    "Redraft",
    "Release",
    "Reopen",
    "SaveFact",
    "SettleNotPosted",
    "SettlePosted",
    "Skip",
    "TakeBack",
    "TakeOver",
    "Unhide",
    "Unpark",
]


@dataclass(frozen=True, kw_only=True)
class OpenForm(Command):
    """Open the dialog of an action that needs a text: edit, redraft, dismiss, correct, note, save a fact."""

    item: int
    action: Action
    draft: int = 0
    """The number of the question that is answered; 0 for the latest one."""
    in_card: bool = False
    """The form stands where the card was: nobody is told of it, because drawing the card would end it."""


@dataclass(frozen=True, kw_only=True)
class StillWriting(Command):
    """I have the dialog of its draft open still."""

    item: int


@dataclass(frozen=True, kw_only=True)
class DoneWriting(Command):
    """I closed the dialog of its draft without sending it."""

    item: int


@dataclass(frozen=True, kw_only=True)
class ShowChannel(Command):
    """The cards of a channel, newest last; `before` pages back by item number."""

    channel: str
    before: int = 0
    closed: bool = True
    """Also the ones that are done."""


@dataclass(frozen=True, kw_only=True)
class ShowItem(Command):
    """One card with its thread."""

    item: int


@dataclass(frozen=True, kw_only=True)
class ShowQueue(Command):
    """The state of the queue in one screen."""

    room: str = ""
    """The channel that is to read it, without what is one person's; "" for whoever asks alone."""


@dataclass(frozen=True, kw_only=True)
class Next(Command):
    """The most urgent item that nobody handles; it becomes mine."""


@dataclass(frozen=True, kw_only=True)
class Mine(Command):
    """The open items that I handle."""


@dataclass(frozen=True, kw_only=True)
class OpenHome(Command):
    """My own page: what is mine, what waits, and how I like it."""


@dataclass(frozen=True, kw_only=True)
class ChooseLanguage(Command):
    """Speak to me in this language from now on."""

    language: str


@dataclass(frozen=True, kw_only=True)
class Search(Command):
    """Items whose comment, author or reply has these words."""

    words: str


@dataclass(frozen=True, kw_only=True)
class ShowLog(Command):
    """Who did what to an item, when."""

    item: int


@dataclass(frozen=True, kw_only=True)
class Help(Command):
    """What can be asked."""


@dataclass(frozen=True, kw_only=True)
class WhoAmI(Command):
    """The person behind the account that asks, and the channels they see."""


FURTHER = ("question", "until", "department", "risk", "person", "link")
"""What dialogs may ask for besides their text: names of fields of commands, all of them texts."""
FLAGS = ("checked", "agreed", "onward")
"""What a button says beside its numbers, in this order: that whoever presses it said yes to a question."""
LARGEST_NUMBER = 2**31 - 1
"""The largest number of an item that every database can hold."""
ON_ITEM: dict[Action, type[OnItem]] = {
    kind.action: kind
    for kind in (
        Claim, Release, TakeOver, HandTo, Skip, Approve, ApproveLater, TakeBack, Decline, Edit, Redraft,
        Dismiss, Reopen, Note, Hide, Unhide, Correct, DeleteReply, SettlePosted, SettleNotPosted, SaveFact,
        RaiseRisk, LowerRisk, Park, Unpark, MovePrivate, FollowUp, Escalate, Ask, AnswerQuestion,
        LikeClose, GrantUse,
    )
}  # fmt: skip
NEEDS_FORM = frozenset(
    {
        Action.EDIT, Action.REDRAFT, Action.NOTE, Action.CORRECT, Action.SAVE_FACT, Action.DECLINE,
        Action.RAISE_RISK, Action.LOWER_RISK, Action.POST_LATER, Action.HAND_TO, Action.PARK,
        Action.MOVE_PRIVATE, Action.FOLLOW_UP, Action.ESCALATE, Action.ASK, Action.ANSWER,
        Action.GRANT,
    }
)  # fmt: skip
"""Actions whose button opens a dialog first."""


def dialog_of(command: OnItem) -> OpenForm:
    """The dialog of a button."""
    draft = command.draft if command.action is Action.ANSWER else 0
    return OpenForm(item=command.item, action=command.action, draft=draft)


def number_of(text: str) -> int:
    """A number that somebody typed or sent.

    Raises:
        ValueError: it is none, or larger than any item's.
    """
    number = (
        int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER)) else -1
    )
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(text[:20])
    return number


@dataclass(frozen=True, kw_only=True)
class Carried(Command):
    """Something that a button asks for and that is about no single item: it says itself what it carries."""

    @property
    def carried(self) -> str:
        """The text of its button. It holds no text of anybody and no right."""
        raise NotImplementedError  # each kind says its own: a command without it is no button


def to_button(command: OnItem | Carried) -> str:
    """The text that a button carries: `approve:42:3:1`. It holds no text of anybody and no right."""
    if isinstance(command, Carried):
        return command.carried
    said = "".join(f":{flag}" for flag in FLAGS if getattr(command, flag, False))
    return f"{command.action.value}:{command.item}:{command.draft}:{command.version}{said}"


def from_button(
    carried: str, text: str = "", *, post: bool = False, checked: bool = False, **more: str
) -> OnItem:
    """What a button asks for, with the text of its dialog if it has one, and what else was typed there.

    Raises:
        Refusal: it is not the text of one of our buttons.

    """
    action, *rest = carried.split(":")
    try:
        kind = ON_ITEM[Action(action)]
        item, draft, version = (number_of(text) for text in rest[:3])
        said = {FLAGS[FLAGS.index(flag)]: True for flag in rest[3:]}
    except (KeyError, ValueError):
        raise Refusal(say("This button is not one of ours, or from a much older release.")) from None
    offered = {
        **more,
        **said,
        "text": text,
        "post": post,
        "checked": checked or "checked" in said,
    }
    known = {field.name for field in fields(kind)}
    return kind(item=item, draft=draft, version=version, **{k: v for k, v in offered.items() if k in known})
