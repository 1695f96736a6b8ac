"""The dialogs of parking, promising, escalating and asking."""

from bot.desk.asking import department_field
from bot.desk.desk import Desk
from bot.domain.status import Action
from bot.views import FormField
from bot.words import Words, say

FORMS: dict[Action, tuple[Words, Words, Words]] = {
    Action.PARK: (say("Park"), say("Why? (optional)"), say("Park it")),
    Action.MOVE_PRIVATE: (say("Moved to private"), say("Who talks to them, and where?"), say("Park it")),
    Action.FOLLOW_UP: (say("Come back to it"), say("What did we promise?"), say("Remind us")),
    Action.ESCALATE: (say("Escalate"), say("Why?"), say("Tell them now")),
    Action.ASK: (say("Ask someone"), say("The question"), say("Send the question")),
}
HINTS = {
    Action.ESCALATE: say("People outside the shift are told at once."),
    Action.ASK: say("They read the comment and this question, and nothing else of ours."),
}
WHEN = say("18:00, in 2 hours, tomorrow morning, Monday 9:00 or 30.11.")
_OR_NEVER = say(
    "18:00, in 2 hours, tomorrow morning, Monday, 30.11.; empty: until the same person writes again"
)


def fields(action: Action, desk: Desk) -> tuple[FormField, ...]:
    """What else such a dialog asks for."""
    if action is Action.ASK:
        latest = FormField(name="until", label=say("Back at the latest (optional)"), hint=WHEN)
        return (department_field(desk), latest)
    if action is Action.PARK:
        return (FormField(name="until", label=say("Until when?"), hint=_OR_NEVER, above=True),)
    if action in {Action.MOVE_PRIVATE, Action.FOLLOW_UP}:
        return (FormField(name="until", label=say("When do we look at it again?"), hint=WHEN, above=True),)
    return ()
