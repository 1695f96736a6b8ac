"""What the team sees: what is said and which buttons there are, never how a chat tool draws it.

Views carry `Words` and datetimes, not sentences, so that each surface draws them in the language of its
channel or reader. Strings in the fields marked PUBLIC come from outside: hostile data that a renderer
must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.commands import OnItem
from bot.domain.status import Action, Status
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class Button:
    """Something the reader may do now."""

    label: Words
    command: OnItem
    form: bool = False
    """It opens a dialog first (`OpenForm`)."""
    style: str = "plain"
    """plain | primary | danger."""


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """The draft on a card, and where it comes from."""

    number: int
    text: str
    """PUBLIC: as untrusted as the comment it may quote."""
    origin: Words
    """“template, no language model”, the model's name and the prompt's version, or a person's name."""
    warnings: tuple[Words, ...] = ()
    stale: bool = False
    """Written for an older version of the comment."""


@dataclass(frozen=True, kw_only=True)
class ReplyView:
    """What is public under our name."""

    text: str
    """PUBLIC."""
    url: str
    approved_by: str
    """The person's name; "" when somebody answered on the platform itself."""


@dataclass(frozen=True, kw_only=True)
class ContextView:
    """What the comment answers: one line of the chain above it."""

    author: str
    """PUBLIC."""
    text: str
    """PUBLIC."""
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A picture or file of the comment."""

    url: str
    """PUBLIC."""
    alt: str
    """PUBLIC."""


@dataclass(frozen=True, kw_only=True)
class ThreadLine:
    """One line beneath a card: what happened, or an internal note."""

    at: datetime
    who: str
    what: Words
    text: str = ""
    """PUBLIC: a note, an instruction, a reason."""
    note: bool = False


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """One item, as the head of its thread."""

    item: int
    draft_number: int
    version: int
    status: Status
    status_words: Words
    platform: Words
    source: str
    post_title: str
    """PUBLIC."""
    post_url: str
    post_image: str
    author: str
    """PUBLIC."""
    text: str
    """PUBLIC: the whole comment; a surface folds it when it is long and never cuts it."""
    text_before: str
    """PUBLIC: the comment as it was when the draft was written, if it was edited since; else ""."""
    url: str
    published: datetime
    kind: Words
    urgency: int
    risk: str
    attachments: tuple[AttachmentView, ...]
    context: tuple[ContextView, ...]
    follows: int
    """The item whose thread this one joins, because the same person wrote again; 0 for none."""
    handler: str
    handled_by_me: bool
    due: datetime | None
    """When a first reply is owed; None when the item needs none or has one."""
    held: bool
    """The platform holds the comment back for moderation."""
    hidden: bool
    draft: DraftView | None
    no_draft: Words | None
    """Why there is none: it is being written, none fits, or none is needed."""
    posts_at: datetime | None
    """When the approved reply goes out."""
    reply: ReplyView | None
    remark: Words | None
    """What went wrong or why it was closed."""
    remark_text: str
    """PUBLIC: the reason in somebody's or a platform's own words."""
    buttons: tuple[Button, ...]
    thread: tuple[ThreadLine, ...] = ()


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
class LogView:
    """The audit trail of an item."""

    item: int
    lines: tuple[ThreadLine, ...]
    whole: bool
    """The chain of digests is unbroken."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A dialog with one text field."""

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


View = ItemCard | ChannelView | Board | ItemList | LogView | Form | Notice | Answer | HelpView | Me
"""Every view. A renderer ends in `assert_never`, so that a new one fails the type check until it is drawn."""
