"""Dialogs: views like the others in `bot.views`, where they are found."""

from dataclasses import dataclass

from bot.cards import ItemCard
from bot.commands import Carried, OnItem
from bot.domain.status import Action
from bot.words import Words, say

TONES = (
    say("Shorter"),
    say("Warmer"),
    say("More formal"),
    say("In the other language"),
    say("Apologise"),
    say("Ask for details"),
)
"""Wishes for a new draft that can be picked instead of typed; the surface puts them before the text."""


@dataclass(frozen=True, kw_only=True)
class FormField:
    """A further field of a dialog, of one line."""

    name: str
    """What the command calls it."""
    label: Words
    text: str = ""
    """PUBLIC: what it starts with."""
    hint: Words | None = None
    above: bool = False
    """It stands before the text."""
    choices: tuple[tuple[str, Words], ...] = ()
    """What can be chosen instead of typed: what the command gets, and what people read."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A dialog with a text field, and perhaps further ones of one line."""

    title: Words
    label: Words
    command: OnItem | Carried
    """What is asked when it is sent; the surface adds the text."""
    text: str
    """PUBLIC: what the field starts with."""
    start: Words | None = None
    """What it starts with in the reader's language, if `text` is empty."""
    hint: Words | None = None
    longest: int | None = None
    unit: str = "characters"
    """How the platform counts: characters | bytes | graphemes."""
    save: Words | None = None
    """The button that only saves."""
    submit: Words | None = None
    """The button that does it (for an edit: save and post)."""
    beside: ItemCard | None = None
    """The comment, to be read beside the field."""
    check: Words | None = None
    """A box to tick: that the warnings of the text, if there are any, were checked."""
    fields: tuple[FormField, ...] = ()
    action: Action = Action.EDIT

    @property
    def brief(self) -> bool:
        """One line is enough for what is typed: when it goes out."""
        return self.action is Action.POST_LATER

    @property
    def approved(self) -> str:
        """PUBLIC: the draft that is approved with it, to be read before it is sent; "" for none."""
        return self.beside.draft.text if self.brief and self.beside and self.beside.draft else ""
