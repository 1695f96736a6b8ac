"""What Slack sends for a button or a message, read into values of ours."""

from dataclasses import dataclass

from adapters.surfaces.slack.gate import Body, Who, who
from bot import commands
from bot.bulk import AUTHOR, PREFIX, ShowAuthor, from_carried
from bot.commands import NEEDS_FORM, Command, dialog_of
from bot.errors import Refusal
from bot.shifting import OnShift, OpenShiftForm, command_of
from bot.words import say

TYPED = frozenset({None, "file_share", "thread_broadcast"})
"""Kinds of messages that a person typed; edits, joins and so on are others."""


@dataclass(frozen=True, kw_only=True)
class Click:
    """A button that was pressed."""

    who: Who
    value: str
    key: str
    trigger: str
    answer_to: str
    private: bool
    """Pressed in a message that only this person sees."""
    dialog: str
    """The dialog in which it was pressed, or ""."""
    kind: str = ""
    """Which of our dialogs that is."""
    at_home: bool = False
    """Pressed on somebody's Home."""

    @staticmethod
    def of(body: Body) -> "Click":
        """Read it from what Slack sent."""
        action = body["actions"][0]
        container, view = body.get("container") or {}, body.get("view") or {}
        at_home = view.get("type") == "home"
        value = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
        return Click(
            who=who(body),
            value=str(value),
            key=_click_key(action, container),
            trigger=str(body.get("trigger_id", "")),
            answer_to=str(body.get("response_url", "")),
            private=bool(container.get("is_ephemeral")),
            dialog="" if at_home else str(view.get("id", "")),
            kind=str(view.get("callback_id", "")),
            at_home=at_home,
        )

    @staticmethod
    def of_shortcut(body: Body) -> "Click":
        """Read an entry of a message's menu."""
        parts = (body.get("action_ts"), body.get("callback_id"), (body.get("message") or {}).get("ts"))
        return Click(
            who=who(body),
            value="",
            key=f"shortcut:{':'.join(str(part or '') for part in parts)}",
            trigger=str(body.get("trigger_id", "")),
            answer_to=str(body.get("response_url", "")),
            private=False,
            dialog="",
        )


def wanted(value: str) -> Command:
    """What a button asks for: an action that needs a text opens its dialog first."""
    if value.startswith(f"{PREFIX}:"):
        return from_carried(value)
    if value.startswith(f"{AUTHOR}:"):
        return ShowAuthor(item=number_of(value.removeprefix(f"{AUTHOR}:")))
    command = command_of(value)
    if isinstance(command, OnShift):
        return OpenShiftForm(wish=command) if command.asks else command
    if command.action in NEEDS_FORM:
        return dialog_of(command)
    return command


def number_of(text: str) -> int:
    """The number of an item or page.

    Raises:
        Refusal: it is none.

    """
    try:
        return commands.number_of(text)
    except ValueError:
        raise Refusal(say("This button is not one of ours, or from a much older release.")) from None


def typed_in_thread(event: Body) -> bool:
    """Whether a person typed this as an answer in a thread."""
    thread = event.get("thread_ts")
    reply = bool(thread) and thread != event.get("ts")
    return reply and not event.get("bot_id") and event.get("subtype") in TYPED and bool(event.get("text"))


def _click_key(action: Body, container: Body) -> str:
    """The same for every delivery of one click, and another one for every click."""
    at = container.get("message_ts") or container.get("view_id")
    parts = (action.get("action_ts"), action.get("action_id"), at)
    return f"click:{':'.join(str(part or '') for part in parts)}"
