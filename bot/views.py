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
from bot.dialogs import Form, FormField
from bot.for_you import ForYouLine, News
from bot.question_views import QuestionCard
from bot.registers import Backlog, BacklogLine, Register, RegisterLine
from bot.reports import Measure, Report
from bot.shift_views import Figure, HandoverLine, HandoverNote, Press, ShiftLine, ShiftStrip, ShiftView
from bot.words import Words

__all__ = [
    "Answer",
    "AttachmentView",
    "Backlog",
    "BacklogLine",
    "Board",
    "Button",
    "Channel",
    "ChannelView",
    "ContextView",
    "Count",
    "DraftView",
    "FactLine",
    "FactList",
    "Figure",
    "ForYouLine",
    "Form",
    "FormField",
    "HandoverLine",
    "HandoverNote",
    "HelpView",
    "HintSheet",
    "Home",
    "ItemCard",
    "ItemLine",
    "ItemList",
    "LogView",
    "Me",
    "Measure",
    "News",
    "Notice",
    "Press",
    "QuestionCard",
    "Register",
    "RegisterLine",
    "ReplyView",
    "Report",
    "ShiftLine",
    "ShiftStrip",
    "ShiftView",
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
    questions: tuple[QuestionCard, ...] = ()
    """What colleagues are asked here and have not answered yet."""


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
    urgencies: tuple[Count, ...] = ()
    """How many are open, the most urgent first."""
    storms: tuple[Words, ...] = ()
    """Channels to which more comes than they take."""
    today: tuple[Measure, ...] = ()
    """The numbers of the day."""
    shift: tuple[Words, ...] = ()
    """Who is on, who comes next, and whether a handover waits."""


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
    shift: tuple[Words, ...] = ()
    """Who is on, who comes next, whether a handover waits, and how they sign."""
    for_you: tuple[ForYouLine, ...] = ()
    """What they were told, where no chat tool tells it."""


@dataclass(frozen=True, kw_only=True)
class LogView:
    """The audit trail of an item."""

    item: int
    lines: tuple[ThreadLine, ...]
    whole: bool
    """The chain of digests is unbroken."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An answer in words: a confirmation, or a refusal that says why and what to do."""

    words: Words
    refused: bool = False
    kept_text: str = ""
    """PUBLIC: the text of a refused edit, offered again so that nothing typed is lost."""
    card: ItemCard | None = None
    """The item as it is now, if the notice is about one."""
    buttons: tuple[Button, ...] = ()
    """What was refused, with the question that has to be said yes to first."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An item after something was done to it, with a word about it."""

    words: Words
    card: ItemCard
    onward: ItemCard | None = None
    """The next one, which is the reader's now; if it was asked for and there is one."""


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
    strip: ShiftStrip | None = None
    """About their shift; None where there is nothing to say."""
    news: News | None = None
    """What they were told and have not seen."""
    storms: tuple[Words, ...] = ()
    """Channels of the page into which more comes than people can look at."""


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
    | Backlog
    | Register
    | ShiftView
    | HandoverNote
    | Report
    | QuestionCard
)
"""Every view. A renderer ends in `assert_never`, so that a new one fails the type check until it is drawn."""
