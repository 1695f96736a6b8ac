"""The whole state machine of an item, in one table.

Legality, the buttons of a card, the diagram in the docs and the tests are all read from `TRANSITIONS`.
"""

from enum import StrEnum
from typing import Self

from bot.errors import Refusal
from bot.words import Words, say

NOTHING = Words("")


class Status(StrEnum):
    """Where the work on an item stands. Who handles it, how urgent it is and so on are other facts."""

    sentence: Words

    def __new__(cls, value: str, sentence: Words = NOTHING) -> Self:
        """A member with its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    NEW = "new", say("Waiting for a draft or for someone to write")
    DRAFTED = "drafted", say("A draft waits for a decision")
    APPROVED = "approved", say("Approved, goes out soon")
    POSTING = "posting", say("On its way")
    POSTED = "posted", say("Answered")
    UNKNOWN = "unknown", say("Sent, but the answer got lost: someone has to look")
    FAILED = "failed", say("The platform refused the reply")
    DISMISSED = "dismissed", say("No reply needed")
    ANSWERED = "answered", say("Answered elsewhere")
    GONE = "gone", say("The comment was deleted")


class Action(StrEnum):
    """What can happen to an item: by a person's button, or by the program."""

    sentence: Words

    def __new__(cls, value: str, sentence: Words = NOTHING) -> Self:
        """A member with its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    # By a person
    CLAIM = "claim", say("Claim")
    RELEASE = "release", say("Release")
    TAKE_OVER = "take_over", say("Take over")
    EDIT = "edit", say("Edit")
    REDRAFT = "redraft", say("New draft")
    APPROVE = "approve", say("Approve & post")
    TAKE_BACK = "take_back", say("Take back")
    DISMISS = "dismiss", say("No reply needed")
    REOPEN = "reopen", say("Reopen")
    NOTE = "note", say("Note")
    HIDE = "hide", say("Hide")
    UNHIDE = "unhide", say("Show again")
    CORRECT = "correct", say("Correct our reply")
    DELETE_REPLY = "delete_reply", say("Delete our reply")
    SETTLE_POSTED = "settle_posted", say("It is public")
    SETTLE_NOT_POSTED = "settle_not_posted", say("It is not public")
    SAVE_FACT = "save_fact", say("Save as fact")
    # By the program
    SUGGEST = "suggest", say("A draft was written")
    VOID = "void", say("The approval became void")
    START = "start", say("The reply is on its way")
    GIVE_BACK = "give_back", say("The reply was not sent yet")
    CONFIRM = "confirm", say("The reply is public")
    LOSE = "lose", say("The answer of the platform got lost")
    REFUSE = "refuse", say("The platform refused the reply")
    FIND_ANSWER = "find_answer", say("Someone answered on the platform itself")
    SEE_GONE = "see_gone", say("The comment was deleted on the platform")
    SEE_AGAIN = "see_again", say("The comment is back on the platform")


_S, _A = Status, Action
WORKABLE = (_S.NEW, _S.DRAFTED, _S.FAILED)
"""Someone can work on it and nothing is approved."""

TRANSITIONS: dict[tuple[Status, Action], Status] = {
    # Drafts. A draft for an older comment version never comes here: it is kept, and changes nothing.
    (_S.NEW, _A.SUGGEST): _S.DRAFTED,
    (_S.DRAFTED, _A.SUGGEST): _S.DRAFTED,
    (_S.FAILED, _A.SUGGEST): _S.DRAFTED,
    **{(s, _A.EDIT): _S.DRAFTED for s in (*WORKABLE, _S.APPROVED)},
    (_S.NEW, _A.REDRAFT): _S.NEW,
    (_S.DRAFTED, _A.REDRAFT): _S.DRAFTED,
    (_S.FAILED, _A.REDRAFT): _S.FAILED,
    (_S.APPROVED, _A.REDRAFT): _S.DRAFTED,
    # The decision.
    (_S.DRAFTED, _A.APPROVE): _S.APPROVED,
    (_S.FAILED, _A.APPROVE): _S.APPROVED,
    (_S.APPROVED, _A.TAKE_BACK): _S.DRAFTED,
    (_S.APPROVED, _A.VOID): _S.DRAFTED,
    # The way out. Between START and what follows nothing can be undone.
    (_S.APPROVED, _A.START): _S.POSTING,
    (_S.POSTING, _A.GIVE_BACK): _S.APPROVED,
    (_S.POSTING, _A.CONFIRM): _S.POSTED,
    (_S.POSTING, _A.LOSE): _S.UNKNOWN,
    (_S.POSTING, _A.REFUSE): _S.FAILED,
    (_S.UNKNOWN, _A.CONFIRM): _S.POSTED,
    (_S.UNKNOWN, _A.SETTLE_POSTED): _S.POSTED,
    (_S.UNKNOWN, _A.SETTLE_NOT_POSTED): _S.DRAFTED,
    # No reply by us.
    **{(s, _A.DISMISS): _S.DISMISSED for s in WORKABLE},
    **{(s, _A.FIND_ANSWER): _S.ANSWERED for s in (*WORKABLE, _S.APPROVED, _S.DISMISSED)},
    # A further answer beneath one of ours is only noted.
    **{(s, _A.FIND_ANSWER): s for s in (_S.POSTED, _S.ANSWERED)},
    **{(s, _A.SEE_GONE): _S.GONE for s in (*WORKABLE, _S.APPROVED, _S.DISMISSED)},
    (_S.GONE, _A.SEE_AGAIN): _S.NEW,
    # Closed as harmless, and then edited into something that is not.
    (_S.DISMISSED, _A.SEE_AGAIN): _S.NEW,
    **{(s, _A.REOPEN): _S.NEW for s in (_S.DISMISSED, _S.ANSWERED, _S.POSTED)},
    # Facts beside the status.
    **{(s, a): s for s in (*WORKABLE, _S.APPROVED) for a in (_A.CLAIM, _A.RELEASE, _A.TAKE_OVER)},
    (_S.UNKNOWN, _A.CLAIM): _S.UNKNOWN,
    (_S.UNKNOWN, _A.RELEASE): _S.UNKNOWN,
    (_S.UNKNOWN, _A.TAKE_OVER): _S.UNKNOWN,
    **{(s, _A.NOTE): s for s in _S},
    **{(s, a): s for s in (*WORKABLE, _S.POSTED, _S.DISMISSED, _S.ANSWERED) for a in (_A.HIDE, _A.UNHIDE)},
    **{(s, _A.SAVE_FACT): s for s in (_S.POSTED, _S.ANSWERED)},
    (_S.POSTED, _A.CORRECT): _S.POSTED,
    (_S.POSTED, _A.DELETE_REPLY): _S.POSTED,
}

OPEN = frozenset({_S.NEW, _S.DRAFTED, _S.APPROVED, _S.POSTING, _S.UNKNOWN, _S.FAILED})
"""Statuses in which somebody still has to do something: these make up the queue."""

REASONS: dict[Status, Words] = {
    _S.NEW: say("There is no draft yet."),
    _S.DRAFTED: say("It is not approved: a draft waits for a decision."),
    _S.APPROVED: say("It is already approved."),
    _S.POSTING: say("The reply is already on its way and can no longer be stopped."),
    _S.POSTED: say("It is already answered."),
    _S.UNKNOWN: say("It is unclear whether the last reply is public; that has to be settled first."),
    _S.FAILED: say("The platform refused the reply."),
    _S.DISMISSED: say("It is closed: no reply needed."),
    _S.ANSWERED: say("Someone already answered on the platform itself."),
    _S.GONE: say("The comment was deleted on the platform."),
}
"""Why something is not possible now, said to a person."""


def allowed(status: Status, action: Action) -> bool:
    """Whether the table has this move."""
    return (status, action) in TRANSITIONS


def after(status: Status, action: Action) -> Status:
    """Where `action` leads from `status`.

    Raises:
        Refusal: the table has no such move; the words name both sides.

    """
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise Refusal(
            say("“{action}” is not possible now. {reason}", action=action.sentence, reason=REASONS[status])
        ) from None
