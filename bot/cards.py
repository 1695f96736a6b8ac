"""The card of an item, and what it is made of: a view like the others in `bot.views`, where it is found.

Strings in the fields marked PUBLIC come from outside: hostile data that a renderer must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.commands import OnItem
from bot.domain.status import Status
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
    confirm: Words | None = None
    """PUBLIC: what the reader has to say yes to first."""
    rare: bool = False
    """Wanted seldom: where there are many buttons, it may stand behind “More”."""


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
    marks: tuple[tuple[int, int], ...] = ()
    """From where to where the text is marked: what the warnings are about."""


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
    """PUBLIC: a note, an instruction."""
    why: Words | None = None
    """PUBLIC: the reason; one of our own sentences is read in everybody's language."""
    note: bool = False


@dataclass(frozen=True, kw_only=True)
class HintSheet:
    """What to do about a comment that nothing is drafted for, as the team wrote it down itself."""

    route: str
    """Who takes over."""
    titles: tuple[tuple[str, str], ...]
    """By language."""
    texts: tuple[tuple[str, str], ...]
    """By language, the page's own first: lines to read, no markup."""

    def title(self, language: str) -> str:
        """What it is about, in this language if it is said there."""
        return dict(self.titles).get(language) or self.titles[0][1]

    def text(self, language: str) -> str:
        """What to do, in this language if it is said there."""
        return dict(self.texts).get(language) or self.texts[0][1]


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
    met: Words | None
    """What we had to do with the author before; None for nothing."""
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
    writing: Words | None = None
    """Who has the dialog of the draft open, since when; nobody else is kept from anything by it."""
    posts_at: datetime | None
    """When the approved reply goes out, where that is within minutes; a later moment stands in the words."""
    reply: ReplyView | None
    remark: Words | None
    """What went wrong or why it was closed."""
    remark_text: str
    """PUBLIC: the reason in somebody's or a platform's own words."""
    buttons: tuple[Button, ...]
    thread: tuple[ThreadLine, ...] = ()
    hints: HintSheet | None = None
    """What to do where nothing is drafted, while somebody still has to."""
    elsewhere: bool = False
    """It is not for this channel any more: only the remark says so, and the rest is empty."""
