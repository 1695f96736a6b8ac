"""What can be asked about a message: Slack has no slash commands in threads. No SDK is imported here."""

from dataclasses import dataclass

from bot.commands import Claim, Command, OpenForm, ShowItem
from bot.domain.status import Action


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """One entry of a message's menu, as the manifest declares it."""

    callback: str
    name: str
    """At most 24 characters; Slack shows it in one language only."""
    description: str
    action: Action | None = None
    """None shows the card."""

    def command(self, item: int) -> Command:
        """What it asks for: a claim at once, anything with a text through its dialog."""
        if self.action is None:
            return ShowItem(item=item)
        return Claim(item=item) if self.action is Action.CLAIM else OpenForm(item=item, action=self.action)


SHORTCUTS = (
    Shortcut(callback="thread:open", name="Show card and buttons", description="The comment of this thread"),
    Shortcut(
        callback="thread:claim",
        name="Claim the comment",
        description="The comment of this thread becomes mine",
        action=Action.CLAIM,
    ),
    Shortcut(
        callback="thread:edit",
        name="Edit the reply",
        description="Edit the reply to the comment of this thread",
        action=Action.EDIT,
    ),
    Shortcut(
        callback="thread:redraft",
        name="New draft",
        description="Have another draft written for the comment of this thread",
        action=Action.REDRAFT,
    ),
    Shortcut(
        callback="thread:note",
        name="Keep as a note",
        description="Keep this message as an internal note with the comment",
        action=Action.NOTE,
    ),
)
"""Slack takes five of them for messages."""


def shortcut_of(callback: str) -> Shortcut | None:
    """The entry that was chosen; None for one of another release."""
    return next((one for one in SHORTCUTS if one.callback == callback), None)
