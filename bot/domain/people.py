"""Who is on the team, and what each of them may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.domain.status import Action
from bot.words import Words, say


class Role(IntEnum):
    """What a person is to the team; each may do what the ones before may."""

    GUEST = 0
    """Sees nothing and does nothing."""
    VIEWER = 1
    """Reads."""
    RESPONDER = 2
    """Claims, drafts, dismisses; does not make anything public."""
    APPROVER = 3
    """Approves replies and hides comments."""
    LEAD = 4
    """Also searches and exports across people, and settles what is unclear."""


ROLES: dict[Role, Words] = {
    Role.GUEST: say("guest"),
    Role.VIEWER: say("viewer"),
    Role.RESPONDER: say("responder"),
    Role.APPROVER: say("approver"),
    Role.LEAD: say("lead"),
}
"""How they are named to people."""


@dataclass(frozen=True, kw_only=True)
class Former:
    """Another number under which somebody did something, before one of its accounts became theirs."""

    person: int
    until: datetime
    """What was done under it later is not theirs."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone on the team."""

    id: int
    name: str
    role: Role
    language: str = "de"
    """In which language we speak to them."""
    speaks: tuple[str, ...] = ()
    """In which languages they answer the public; none named for any."""
    signature: str = ""
    """What stands at the end of the drafts of what they handle; "" for nothing."""
    formerly: tuple[Former, ...] = ()

    def did(self, by: int, at: datetime) -> bool:
        """Whether it may have been them who did something under this number then."""
        return by == self.id or any(one.person == by and at <= one.until for one in self.formerly)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who did something, and where. Person 0 is the program itself."""

    person: int
    surface: str


PROGRAM = Actor(person=0, surface="program")
STAND_IN = "demo"
"""The surface of whatever the demo itself did in a teammate's name; trails say so."""


def signed(actor: Actor, names: Mapping[int, str]) -> str:
    """Who did something, by name; "" for the program."""
    name = names.get(actor.person, "")
    return f"{name} (Demo)" if name and actor.surface == STAND_IN else name


LEAST_ROLE: dict[Action, Role] = {
    Action.CLAIM: Role.RESPONDER,
    Action.RELEASE: Role.RESPONDER,
    Action.TAKE_OVER: Role.RESPONDER,
    Action.HAND_TO: Role.RESPONDER,
    Action.SKIP: Role.RESPONDER,
    Action.EDIT: Role.RESPONDER,
    Action.REDRAFT: Role.RESPONDER,
    Action.DISMISS: Role.RESPONDER,
    Action.LIKE_CLOSE: Role.RESPONDER,
    Action.GRANT: Role.RESPONDER,
    Action.REOPEN: Role.RESPONDER,
    Action.NOTE: Role.RESPONDER,
    Action.SAVE_FACT: Role.RESPONDER,
    Action.PARK: Role.RESPONDER,
    Action.UNPARK: Role.RESPONDER,
    Action.MOVE_PRIVATE: Role.RESPONDER,
    Action.FOLLOW_UP: Role.RESPONDER,
    Action.ESCALATE: Role.RESPONDER,
    Action.ASK: Role.RESPONDER,
    Action.ANSWER: Role.RESPONDER,
    Action.APPROVE: Role.APPROVER,
    Action.POST_LATER: Role.APPROVER,
    Action.TAKE_BACK: Role.APPROVER,
    Action.DECLINE: Role.APPROVER,
    Action.RAISE_RISK: Role.RESPONDER,
    Action.LOWER_RISK: Role.LEAD,
    Action.HIDE: Role.APPROVER,
    Action.UNHIDE: Role.APPROVER,
    Action.CORRECT: Role.APPROVER,
    Action.DELETE_REPLY: Role.APPROVER,
    Action.SETTLE_POSTED: Role.APPROVER,
    Action.SETTLE_NOT_POSTED: Role.APPROVER,
}
"""The least role for each action that a person can ask for. What is missing here only the program does."""


def may(role: Role, action: Action) -> bool:
    """Whether this role may ask for this action."""
    least = LEAST_ROLE.get(action)
    return least is not None and role >= least
