"""The whole state machine of an item, in one table.

Legality, the buttons of a card, the diagram in the docs and the tests are all read from `TRANSITIONS`.
"""

from bot.errors import Refusal
from bot.words import Spoken, Words, say


class Status(Spoken):
    """Where the work on an item stands. Who handles it, how urgent it is and so on are other facts."""

    NEW = "new", say("Waiting for a draft or for someone to write")
    DRAFTED = "drafted", say("A draft waits for a decision")
    AWAITING = "awaiting", say("A second approval is wanted")
    APPROVED = "approved", say("Approved, goes out soon")
    POSTING = "posting", say("On its way")
    POSTED = "posted", say("Answered")
    UNKNOWN = "unknown", say("Sent, but the answer got lost: someone has to look")
    FAILED = "failed", say("The platform refused the reply")
    DISMISSED = "dismissed", say("No reply needed")
    ANSWERED = "answered", say("Answered elsewhere")
    GONE = "gone", say("The comment was deleted")


class Action(Spoken):
    """What can happen to an item: by a person's button, or by the program."""

    # By a person
    CLAIM = "claim", say("Claim")
    RELEASE = "release", say("Release")
    TAKE_OVER = "take_over", say("Take over")
    HAND_TO = "hand_to", say("Hand over to …")
    SKIP = "skip", say("Skip")
    EDIT = "edit", say("Edit")
    REDRAFT = "redraft", say("New draft")
    APPROVE = "approve", say("Approve & post")
    POST_LATER = "post_later", say("Approve, post later")
    TAKE_BACK = "take_back", say("Take back")
    DECLINE = "decline", say("Decline")
    DISMISS = "dismiss", say("No reply needed")
    LIKE_CLOSE = "like_close", say("Like & close")
    REOPEN = "reopen", say("Reopen")
    NOTE = "note", say("Note")
    HIDE = "hide", say("Hide")
    UNHIDE = "unhide", say("Show again")
    CORRECT = "correct", say("Correct our reply")
    DELETE_REPLY = "delete_reply", say("Delete our reply")
    SETTLE_POSTED = "settle_posted", say("It is public")
    SETTLE_NOT_POSTED = "settle_not_posted", say("It is not public")
    SAVE_FACT = "save_fact", say("Save as fact")
    PARK = "park", say("Park")
    UNPARK = "unpark", say("Back to the queue")
    MOVE_PRIVATE = "move_private", say("Moved to private")
    FOLLOW_UP = "follow_up", say("Come back to it")
    ESCALATE = "escalate", say("Escalate")
    ASK = "ask", say("Ask someone")
    ANSWER = "answer", say("Answer")
    GRANT = "grant", say("We may use it")
    RAISE_RISK = "raise_risk", say("Raise the risk")
    LOWER_RISK = "lower_risk", say("Lower the risk")
    # By the program
    SUGGEST = "suggest", say("A draft was written")
    ASK_SECOND = "ask_second", say("One approved it, a second has to")
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
AGREED = (_S.AWAITING, _S.APPROVED)
"""Somebody said yes to a text, and nothing has gone out."""

TRANSITIONS: dict[tuple[Status, Action], Status] = {
    # Drafts. A draft for an older comment version never comes here: it is kept, and changes nothing.
    (_S.NEW, _A.SUGGEST): _S.DRAFTED,
    (_S.DRAFTED, _A.SUGGEST): _S.DRAFTED,
    (_S.FAILED, _A.SUGGEST): _S.DRAFTED,
    **{(s, _A.EDIT): _S.DRAFTED for s in (*WORKABLE, *AGREED)},
    (_S.NEW, _A.REDRAFT): _S.NEW,
    (_S.DRAFTED, _A.REDRAFT): _S.DRAFTED,
    (_S.FAILED, _A.REDRAFT): _S.FAILED,
    **{(s, _A.REDRAFT): _S.DRAFTED for s in AGREED},
    # The decision.
    (_S.DRAFTED, _A.APPROVE): _S.APPROVED,
    (_S.FAILED, _A.APPROVE): _S.APPROVED,
    (_S.DRAFTED, _A.POST_LATER): _S.APPROVED,
    (_S.FAILED, _A.POST_LATER): _S.APPROVED,
    **{(s, a): _S.DRAFTED for s in AGREED for a in (_A.TAKE_BACK, _A.VOID)},
    # Where two have to approve, the first yes leads here, and the second one on.
    (_S.DRAFTED, _A.ASK_SECOND): _S.AWAITING,
    (_S.FAILED, _A.ASK_SECOND): _S.AWAITING,
    (_S.AWAITING, _A.APPROVE): _S.APPROVED,
    (_S.AWAITING, _A.DECLINE): _S.DRAFTED,
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
    **{(s, a): _S.DISMISSED for s in WORKABLE for a in (_A.DISMISS, _A.LIKE_CLOSE)},
    **{(s, _A.GRANT): s for s in (*WORKABLE, *AGREED, _S.POSTED, _S.ANSWERED, _S.DISMISSED)},
    **{(s, _A.FIND_ANSWER): _S.ANSWERED for s in (*WORKABLE, *AGREED, _S.DISMISSED)},
    # A further answer beneath one of ours is only noted.
    **{(s, _A.FIND_ANSWER): s for s in (_S.POSTED, _S.ANSWERED)},
    **{(s, _A.SEE_GONE): _S.GONE for s in (*WORKABLE, *AGREED, _S.DISMISSED)},
    (_S.GONE, _A.SEE_AGAIN): _S.NEW,
    # Closed as harmless, and then edited into something that is not.
    (_S.DISMISSED, _A.SEE_AGAIN): _S.NEW,
    **{(s, _A.REOPEN): _S.NEW for s in (_S.DISMISSED, _S.ANSWERED, _S.POSTED)},
    # Facts beside the status.
    **{(s, a): s for s in (*WORKABLE, *AGREED) for a in (_A.CLAIM, _A.RELEASE, _A.TAKE_OVER)},
    (_S.UNKNOWN, _A.CLAIM): _S.UNKNOWN,
    (_S.UNKNOWN, _A.RELEASE): _S.UNKNOWN,
    (_S.UNKNOWN, _A.TAKE_OVER): _S.UNKNOWN,
    **{(s, _A.HAND_TO): s for s in (*WORKABLE, *AGREED, _S.UNKNOWN)},
    **{(s, _A.SKIP): s for s in WORKABLE},
    **{(s, _A.NOTE): s for s in _S},
    # Parking and asking: what waits stays in its status.
    **{(s, a): s for s in WORKABLE for a in (_A.PARK, _A.UNPARK, _A.MOVE_PRIVATE, _A.ASK)},
    **{(s, _A.ANSWER): s for s in _S if s is not _S.POSTING},
    **{(s, _A.ESCALATE): s for s in (*WORKABLE, *AGREED, _S.UNKNOWN)},
    **{(s, _A.FOLLOW_UP): s for s in (_S.POSTED, _S.ANSWERED)},
    **{(s, a): s for s in (*WORKABLE, *AGREED) for a in (_A.RAISE_RISK, _A.LOWER_RISK)},
    **{(s, a): s for s in (*WORKABLE, _S.POSTED, _S.DISMISSED, _S.ANSWERED) for a in (_A.HIDE, _A.UNHIDE)},
    **{(s, _A.SAVE_FACT): s for s in (_S.POSTED, _S.ANSWERED)},
    (_S.POSTED, _A.CORRECT): _S.POSTED,
    (_S.POSTED, _A.DELETE_REPLY): _S.POSTED,
}

OPEN = frozenset({_S.NEW, _S.DRAFTED, _S.AWAITING, _S.APPROVED, _S.POSTING, _S.UNKNOWN, _S.FAILED})
"""Statuses in which somebody still has to do something: these make up the queue."""

REASONS: dict[Status, Words] = {
    _S.NEW: say("There is no draft yet."),
    _S.DRAFTED: say("It is not approved: a draft waits for a decision."),
    _S.AWAITING: say("It waits for a second approval."),
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
