"""What a person can ask for about one item; `bot.commands` is where it is found."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.status import Action


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
class HandTo(OnItem):
    """Give the item to the person with this number, with a word to them that may be empty."""

    action: ClassVar[Action] = Action.HAND_TO
    person: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Skip(OnItem):
    """Do not offer me this one for a while, and give me the next."""

    action: ClassVar[Action] = Action.SKIP


@dataclass(frozen=True, kw_only=True)
class Approve(OnItem):
    """Post exactly the draft that was seen, with its warnings checked, beneath the comment that was seen."""

    action: ClassVar[Action] = Action.APPROVE
    checked: bool = False
    agreed: bool = False
    """Whoever asks knows that somebody else handles it."""
    onward: bool = False
    """And give me the next one."""


@dataclass(frozen=True, kw_only=True)
class ApproveLater(OnItem):
    """The same, to go out at the moment that `text` says, or with the next service hours if it says none."""

    action: ClassVar[Action] = Action.POST_LATER
    text: str = ""
    checked: bool = False
    agreed: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeBack(OnItem):
    """Undo the approval, while the reply has not gone out."""

    action: ClassVar[Action] = Action.TAKE_BACK


@dataclass(frozen=True, kw_only=True)
class Decline(OnItem):
    """Say no as the second of two, and why."""

    action: ClassVar[Action] = Action.DECLINE
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Edit(OnItem):
    """Save the text as the next draft, and approve it at once if `post`."""

    action: ClassVar[Action] = Action.EDIT
    text: str = ""
    post: bool = False
    agreed: bool = False
    """Whoever posts it knows that somebody else handles it."""


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
class RaiseRisk(OnItem):
    """It is graver than it looks: as much as `risk` says. The reason may be empty."""

    action: ClassVar[Action] = Action.RAISE_RISK
    risk: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class LowerRisk(OnItem):
    """It is less grave than it looks, for this reason."""

    action: ClassVar[Action] = Action.LOWER_RISK
    risk: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Park(OnItem):
    """Put it aside until a moment; without one until the commenter writes again."""

    action: ClassVar[Action] = Action.PARK
    text: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Unpark(OnItem):
    """Take it back into the queue."""

    action: ClassVar[Action] = Action.UNPARK


@dataclass(frozen=True, kw_only=True)
class MovePrivate(OnItem):
    """Somebody is in personal contact with the commenter; we look at it again at a moment."""

    action: ClassVar[Action] = Action.MOVE_PRIVATE
    text: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUp(OnItem):
    """We promised in public to come back to this at a moment."""

    action: ClassVar[Action] = Action.FOLLOW_UP
    text: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Escalate(OnItem):
    """Bring it to the people outside the shift, for this reason."""

    action: ClassVar[Action] = Action.ESCALATE
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask(OnItem):
    """Ask a department; the item waits for the answer, and at most until a moment."""

    action: ClassVar[Action] = Action.ASK
    text: str = ""
    department: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion(OnItem):
    """The answer to a question; `draft` is the question's number, or 0 for the latest one."""

    action: ClassVar[Action] = Action.ANSWER
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class LikeClose(OnItem):
    """Leave a like under our name, and close it: no reply needed."""

    action: ClassVar[Action] = Action.LIKE_CLOSE


@dataclass(frozen=True, kw_only=True)
class GrantUse(OnItem):
    """Note that we may use what they shared, for which use, and where they said so if not here."""

    action: ClassVar[Action] = Action.GRANT
    text: str = ""
    link: str = ""
