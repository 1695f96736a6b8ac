"""What a person can ask for, and the short text in which a button carries it."""

from dataclasses import dataclass, fields
from typing import ClassVar

from bot.domain.status import Action
from bot.errors import Refusal
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class Command:
    """Something a person asks for."""


@dataclass(frozen=True, kw_only=True)
class OnItem(Command):
    """Something a person asks for about one item. Draft and version are what they saw; 0 for nothing."""

    action: ClassVar[Action]
    item: int
    draft: int = 0
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Claim(OnItem):
    """Take the item."""

    action: ClassVar[Action] = Action.CLAIM


@dataclass(frozen=True, kw_only=True)
class Release(OnItem):
    """Give the item back."""

    action: ClassVar[Action] = Action.RELEASE


@dataclass(frozen=True, kw_only=True)
class TakeOver(OnItem):
    """Take the item from whoever handles it."""

    action: ClassVar[Action] = Action.TAKE_OVER


@dataclass(frozen=True, kw_only=True)
class Approve(OnItem):
    """Post exactly the draft that was seen, with its warnings checked, beneath the comment that was seen."""

    action: ClassVar[Action] = Action.APPROVE
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeBack(OnItem):
    """Undo the approval, while the reply has not gone out."""

    action: ClassVar[Action] = Action.TAKE_BACK


@dataclass(frozen=True, kw_only=True)
class Edit(OnItem):
    """Save the text as the next draft, and approve it at once if `post`."""

    action: ClassVar[Action] = Action.EDIT
    text: str = ""
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class Redraft(OnItem):
    """Have a new draft written, following the instruction if there is one."""

    action: ClassVar[Action] = Action.REDRAFT
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Dismiss(OnItem):
    """Close it: no reply needed. The reason may be empty: then what triage said is taken."""

    action: ClassVar[Action] = Action.DISMISS
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Reopen(OnItem):
    """Bring it back into the queue."""

    action: ClassVar[Action] = Action.REOPEN


@dataclass(frozen=True, kw_only=True)
class Note(OnItem):
    """Write an internal note."""

    action: ClassVar[Action] = Action.NOTE
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Hide(OnItem):
    """Hide the comment on its platform."""

    action: ClassVar[Action] = Action.HIDE


@dataclass(frozen=True, kw_only=True)
class Unhide(OnItem):
    """Show the comment on its platform again."""

    action: ClassVar[Action] = Action.UNHIDE


@dataclass(frozen=True, kw_only=True)
class Correct(OnItem):
    """Replace our public reply by this text."""

    action: ClassVar[Action] = Action.CORRECT
    text: str = ""
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class DeleteReply(OnItem):
    """Take our public reply down."""

    action: ClassVar[Action] = Action.DELETE_REPLY


@dataclass(frozen=True, kw_only=True)
class SettlePosted(OnItem):
    """I looked: the reply is public."""

    action: ClassVar[Action] = Action.SETTLE_POSTED


@dataclass(frozen=True, kw_only=True)
class SettleNotPosted(OnItem):
    """I looked: the reply is not public."""

    action: ClassVar[Action] = Action.SETTLE_NOT_POSTED


@dataclass(frozen=True, kw_only=True)
class SaveFact(OnItem):
    """Note the question of the comment and this answer to it for drafts, until a moment if one is said."""

    action: ClassVar[Action] = Action.SAVE_FACT
    text: str = ""
    question: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenForm(Command):
    """Open the dialog of an action that needs a text: edit, redraft, dismiss, correct, note, save a fact."""

    item: int
    action: Action


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


LARGEST_NUMBER = 2**31 - 1
"""The largest number of an item that every database can hold."""
ON_ITEM: dict[Action, type[OnItem]] = {
    kind.action: kind
    for kind in (
        Claim, Release, TakeOver, Approve, TakeBack, Edit, Redraft, Dismiss, Reopen, Note,
        Hide, Unhide, Correct, DeleteReply, SettlePosted, SettleNotPosted, SaveFact,
    )
}  # fmt: skip
NEEDS_FORM = frozenset({Action.EDIT, Action.REDRAFT, Action.NOTE, Action.CORRECT, Action.SAVE_FACT})
"""Actions whose button opens a dialog first."""


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


def to_button(command: OnItem) -> str:
    """The text that a button carries: `approve:42:3:1`. It holds no text of anybody and no right."""
    checked = ":checked" if getattr(command, "checked", False) else ""
    return f"{command.action.value}:{command.item}:{command.draft}:{command.version}{checked}"


def from_button(
    carried: str, text: str = "", *, post: bool = False, checked: bool = False, **more: str
) -> OnItem:
    """What a button asks for, with the text of its dialog if it has one, and what else was typed there.

    Raises:
        Refusal: it is not the text of one of our buttons.

    """
    action, *rest = carried.removesuffix(":checked").split(":")
    try:
        kind = ON_ITEM[Action(action)]
        item, draft, version = (number_of(text) for text in rest)
    except (KeyError, ValueError):
        raise Refusal(say("This button is not one of ours, or from a much older release.")) from None
    offered = {
        **more,
        "text": text,
        "post": post,
        "checked": checked or carried.endswith(":checked"),
    }
    known = {field.name for field in fields(kind)}
    return kind(item=item, draft=draft, version=version, **{k: v for k, v in offered.items() if k in known})
