"""The dialogs of actions that need a text or a choice."""

from dataclasses import replace

from bot import commands
from bot.desk import forms_of_time
from bot.desk.board import Look, dossier
from bot.desk.desk import Desk
from bot.desk.drawing import draw
from bot.desk.presenting import handled_by
from bot.desk.questions import answer_form
from bot.desk.signing import signed_for, without_signature
from bot.desk.vetting import to_check
from bot.domain.item import Item
from bot.domain.known import LONGEST_QUESTION
from bot.domain.people import Person, Role, may
from bot.domain.risk import NAMES
from bot.domain.status import Action, after
from bot.domain.triaging import RISKS
from bot.errors import Refusal
from bot.memory import Dossier
from bot.views import Form, FormField
from bot.words import Words, say, stored


async def open_form(look: Look, command: commands.OpenForm) -> Form:
    """The dialog of an action that needs a text."""
    if command.action is Action.ANSWER:
        return await answer_form(look.work, command)
    found = await dossier(look.work, command.item)
    item, card = found.item, draw(found, look.desk, look.person)
    after(item.status, command.action)
    kind = commands.ON_ITEM.get(command.action)
    if kind is None or command.action not in _FORMS:
        raise Refusal(say("There is no dialog for this."))
    title, label, submit = _FORMS[command.action]
    limits = look.desk.platform(item.platform).limits
    public = command.action in {Action.EDIT, Action.CORRECT}
    return Form(
        title=title,
        label=label,
        command=_asked(kind(item=item.id, draft=item.draft, version=item.version), found, look.person),
        text=await _start_text(command.action, found, look),
        start=stored(item.triage.why) if command.action is Action.DISMISS else None,
        hint=_hint(command.action, found, look.person),
        longest=limits.longest if public else None,
        unit=limits.unit,
        save=say("Save draft") if command.action is Action.EDIT else None,
        submit=submit if not public or _may_post(look, item) else None,
        beside=card,
        check=say("I checked what was warned about") if _warned(command.action, found) else None,
        fields=(*_fields(command.action, found, look.desk), *await _people(look, command.action, item)),
        action=command.action,
    )


async def _start_text(action: Action, found: Dossier, look: Look) -> str:
    if action is Action.EDIT and found.draft:
        draft = await without_signature(look.work, found.draft, look.person)
        return signed_for(look.desk, found.item, draft, look.person).text
    texts = {
        Action.CORRECT: found.item.reply_text,
        Action.SAVE_FACT: found.item.reply_text,
    }
    return texts.get(action, "")


def _asked(command: commands.OnItem, found: Dossier, person: Person) -> commands.OnItem:
    """What is asked for when the dialog is sent: one that named the handler has asked about them."""
    another = found.item.handler not in {None, person.id}
    if another and isinstance(command, commands.Edit | commands.ApproveLater):
        return replace(command, agreed=True)
    return command


def _hint(action: Action, found: Dossier, person: Person) -> Words | None:
    handler = found.item.handler
    if action in {Action.EDIT, Action.POST_LATER} and handler not in {None, person.id}:
        return handled_by(found.names.get(handler or 0, "?"))
    return _HINTS.get(action)


def _warned(action: Action, found: Dossier) -> bool:
    """Whether the dialog asks for the tick that the warnings were checked."""
    if action is Action.CORRECT:
        return True
    return action is Action.POST_LATER and found.draft is not None and to_check(found.draft) is not None


async def _people(look: Look, action: Action, item: Item) -> tuple[FormField, ...]:
    """Whom an item can be handed to, by name."""
    if action is not Action.HAND_TO:
        return ()
    able = [one for one in await look.work.people.all() if one.role >= Role.RESPONDER]
    choices = tuple(
        (str(one.id), Words("{name}", {"name": one.name}))
        for one in sorted(able, key=lambda one: one.name.casefold())
        if one.id != item.handler
    )
    if not choices:
        raise Refusal(say("There is nobody else on the team yet."))
    return (FormField(name="person", label=say("To whom"), choices=choices, above=True),)


def _may_post(look: Look, item: Item) -> bool:
    role = look.person.role
    return may(role, Action.APPROVE) and role >= look.desk.policy.rule(item.triage).least


def _fields(action: Action, found: Dossier, desk: Desk) -> tuple[FormField, ...]:
    """What else the dialog asks for."""
    if action is Action.SAVE_FACT:
        return _fact_fields(found)
    if action is Action.GRANT:
        return (FormField(name="link", label=say("Where they said so"), text=found.comment.url),)
    if action in {Action.RAISE_RISK, Action.LOWER_RISK}:
        return (_risk_field(action, found.item),)
    return forms_of_time.fields(action, desk)


def _risk_field(action: Action, item: Item) -> FormField:
    """The classes above or below the one that the item has, the next one first."""
    at = RISKS.index(item.triage.risk)
    other = RISKS[at + 1 :] if action is Action.RAISE_RISK else RISKS[:at][::-1]
    choices = tuple((risk, NAMES[risk]) for risk in other)
    return FormField(name="risk", label=say("The risk"), choices=choices, above=True)


def _fact_fields(found: Dossier) -> tuple[FormField, ...]:
    asked = " ".join(found.comment.text.split())
    hint = say("18:00, tomorrow, 30.11. or 2026-11-30 12:00; empty for good")
    return (
        FormField(name="question", label=say("The question"), text=asked[:LONGEST_QUESTION], above=True),
        FormField(name="until", label=say("True until (optional)"), hint=hint),
    )


_FORMS = {
    Action.EDIT: (say("Edit the reply"), say("Our reply"), say("Save & post")),
    Action.CORRECT: (say("Correct our reply"), say("Our reply"), say("Correct it in public")),
    Action.REDRAFT: (say("New draft"), say("What should be different? (optional)"), say("Write it")),
    Action.NOTE: (say("Note for the team"), say("Note"), say("Keep the note")),
    Action.SAVE_FACT: (say("Save as fact"), say("The answer"), say("Save it")),
    Action.POST_LATER: (say("Approve, post later"), say("When? Empty: in service hours"), say("Approve it")),
    Action.GRANT: (say("We may use it"), say("For which use"), say("Note it")),
    Action.HAND_TO: (say("Hand it over"), say("A word to them (optional)"), say("Hand it over")),
    Action.DECLINE: (say("Decline the reply"), say("Why? The first approver reads it"), say("Decline it")),
    Action.RAISE_RISK: (say("Raise the risk"), say("Why? (optional)"), say("Raise it")),
    Action.LOWER_RISK: (say("Lower the risk"), say("Why?"), say("Lower it")),
    Action.DISMISS: (say("No reply needed"), say("Reason"), say("Close it")),
    **forms_of_time.FORMS,
}
_HINTS = {
    Action.GRANT: say("For example: Instagram story, newsletter; until when, named how"),
    Action.POST_LATER: forms_of_time.WHEN,
    Action.REDRAFT: say("For example: shorter, and thank her for the photo"),
    Action.NOTE: say("Stays in the team, never goes to the platform."),
    Action.SAVE_FACT: say("Drafts for everybody may use it: please without names and greetings."),
    **forms_of_time.HINTS,
}
