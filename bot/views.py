"""What the team sees: what is said and which buttons there are, never how a chat tool draws it.

Views carry `Words` and datetimes, not sentences, so that each surface draws them in the language of its
channel or reader. Strings in the fields marked PUBLIC come from outside: hostile data that a renderer
must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.cards import (
    AttachmentView,
    Button,
    ContextView,
    DraftView,
    HintSheet,
    ItemCard,
    ReplyView,
    ThreadLine,
)
from bot.commands import OnItem
from bot.domain.status import Action
from bot.words import Words

__all__ = [
    "Answer",
    "AttachmentView",
    "Board",
    "Button",
    "Channel",
    "ChannelView",
    "ContextView",
    "Count",
    "DraftView",
    "FactLine",
    "FactList",
    "Form",
    "FormField",
    "HelpView",
    "HintSheet",
    "Home",
    "ItemCard",
    "ItemLine",
    "ItemList",
    "LogView",
    "Me",
    "Notice",
    "ReplyView",
    "StormCard",
    "ThreadLine",
    "View",
]


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A room of a surface, as a person sees it named."""

    name: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ChannelView:
    """The cards of a channel."""

    channel: str
    cards: tuple[ItemCard, ...]
    older: bool
    """There are more before the first one."""
    waiting: int
    """How many items have no thread in this channel yet, because the chat tool takes them slowly."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """One number of the board."""

    label: Words
    number: int
    alarming: bool = False


@dataclass(frozen=True, kw_only=True)
class StormCard:
    """More comments than a channel takes at once: one card that says so, and is kept up to date."""

    waiting: int
    """How many have no thread in this channel yet."""
    urgencies: tuple[Count, ...]
    """The same by urgency, the gravest first."""
    kinds: tuple[Count, ...]
    """The same by kind, the most frequent first."""
    since: datetime
    over: bool = False
    """The channel has caught up."""


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One item in one line."""

    item: int
    status: Words
    author: str
    """PUBLIC."""
    excerpt: str
    """PUBLIC."""
    platform: Words
    published: datetime
    due: datetime | None
    handler: str
    urgency: int
    buttons: tuple[Button, ...] = ()
    """What can be done without having read all of it: taking it, for example."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The queue in one screen."""

    counts: tuple[Count, ...]
    oldest: ItemLine | None
    mine: tuple[ItemLine, ...]
    parts: tuple[Words, ...]
    """What is a stand-in here, said honestly: “drafts come from templates, no language model”."""


@dataclass(frozen=True, kw_only=True)
class ItemList:
    """Some items, a line each."""

    title: Words
    lines: tuple[ItemLine, ...]
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Home:
    """A person's own page."""

    name: str
    lists: tuple[ItemList, ...]
    """What is overdue, what is theirs, what waits, each most urgent first; further lists come here."""
    language: str
    languages: tuple[str, ...]
    """What can be chosen instead."""
    may_search: bool
    parts: tuple[Words, ...]
    """As on the board."""


@dataclass(frozen=True, kw_only=True)
class LogView:
    """The audit trail of an item."""

    item: int
    lines: tuple[ThreadLine, ...]
    whole: bool
    """The chain of digests is unbroken."""


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


@dataclass(frozen=True, kw_only=True)
class Form:
    """A dialog with a text field, and perhaps further ones of one line."""

    title: Words
    label: Words
    command: OnItem
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


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An answer in words: a confirmation, or a refusal that says why and what to do."""

    words: Words
    refused: bool = False
    kept_text: str = ""
    """PUBLIC: the text of a refused edit, offered again so that nothing typed is lost."""
    card: ItemCard | None = None
    """The item as it is now, if the notice is about one."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An item after something was done to it, with a word about it."""

    words: Words
    card: ItemCard


@dataclass(frozen=True, kw_only=True)
class HelpView:
    """What can be asked, a line each."""

    lines: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, kw_only=True)
class Me:
    """The person who asks."""

    name: str
    language: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """Something that a person noted for drafts."""

    number: int
    question: str
    """PUBLIC."""
    answer: str
    """PUBLIC."""
    by: str
    at: datetime
    until: datetime | None
    item: int
    """Whose answer it was; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class FactList:
    """What drafts know besides the prompt library."""

    lines: tuple[FactLine, ...]


View = (
    ItemCard
    | ChannelView
    | Board
    | ItemList
    | Home
    | LogView
    | Form
    | Notice
    | Answer
    | HelpView
    | Me
    | StormCard
    | FactList
)
"""Every view. A renderer ends in `assert_never`, so that a new one fails the type check until it is drawn."""
