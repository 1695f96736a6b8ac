"""The views of shifts and handovers, found in `bot.views` like the others.

Strings in the fields marked PUBLIC come from outside: hostile data that a renderer must make inert.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.cards import ThreadLine
from bot.shifting import OnShift
from bot.words import Words


@dataclass(frozen=True, kw_only=True)
class Press:
    """Something the reader may do now about a shift or a handover."""

    label: Words
    command: OnShift
    """Its button carries `to_button(command)`; with `command.asks` it opens a dialog first."""
    style: str = "plain"
    """plain | primary | danger."""


@dataclass(frozen=True, kw_only=True)
class ShiftLine:
    """Somebody's shift."""

    name: str
    begins: datetime
    until: datetime | None
    """When it is to end; None for when somebody says so."""
    channels: tuple[str, ...]
    """Empty for all."""
    instead_of: str = ""
    number: int = 0
    """Of a shift that was planned by command; 0 for the others."""


@dataclass(frozen=True, kw_only=True)
class ShiftView:
    """Who is on, who comes, who is away."""

    on: tuple[ShiftLine, ...]
    coming: tuple[ShiftLine, ...]
    away: tuple[Words, ...]
    remarks: tuple[Words, ...]
    """What does not fit: a shift that nobody fills, a name that nobody has."""
    buttons: tuple[Press, ...] = ()
    said: Words | None = None
    """What was just done."""


@dataclass(frozen=True, kw_only=True)
class ShiftStrip:
    """What a person's page says at its top about their shift."""

    words: Words
    buttons: tuple[Press, ...]
    handover: int = 0
    """The one that waits for them and is shown at once; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class HandoverLine:
    """One open item, as the next shift has to know it."""

    item: int
    status: Words
    author: str
    """PUBLIC."""
    wants: str
    """PUBLIC: the beginning of the comment."""
    last: Words | None
    """What was said last, and to whom."""
    last_text: str
    """PUBLIC."""
    last_at: datetime | None
    due: datetime | None
    handler: str
    urgency: int
    risk: str
    what: Words | None = None
    """What has to happen then, where that is what the line is about."""
    answer: Words | None = None
    """Whose it is from now on, as the next shift said."""
    question: str = ""
    """PUBLIC: what the next shift asked back."""
    explained: str = ""
    """PUBLIC: the answer to it."""
    buttons: tuple[Press, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of the shift, with what it says."""

    label: Words
    value: Words
    alarming: bool = False


@dataclass(frozen=True, kw_only=True)
class HandoverNote:
    """What one shift tells the next: how grave, what is open, what to do, what to watch, and who has it."""

    handover: int
    outgoing: str
    incoming: str
    """Who took it over or refused it, or is expected; "" when nobody is."""
    begins: datetime
    until: datetime | None
    state: str
    """open | asked | refused | taken_over."""
    state_words: Words
    quiet: bool
    """Nothing at all is open, and that is said."""
    severity: tuple[Figure, ...]
    """How grave it is: storms, items of high risk, what is overdue."""
    grave: tuple[HandoverLine, ...]
    """Items of high risk: each has to be spoken about."""
    open: tuple[HandoverLine, ...]
    """The other ones."""
    more: int
    """So many further ones are open."""
    due: tuple[HandoverLine, ...]
    """What has to happen by when, the soonest first, and whose it is; without what we promised."""
    watch: tuple[str, ...]
    """PUBLIC: what the outgoing person typed."""
    words: str
    """PUBLIC: their own words."""
    reason: str
    """PUBLIC: why it was refused."""
    figures: tuple[Figure, ...]
    """The numbers of the shift."""
    history: tuple[ThreadLine, ...]
    """The latest of its trail."""
    buttons: tuple[Press, ...]
    promised: tuple[HandoverLine, ...] = ()
    """To whom we said that we come back, the soonest first: a list of its own, so that none is overlooked."""
    more_due: int = 0
    """So many further ones, promised or due, are not told."""
    proposed: str = ""
    """PUBLIC: words that a language model drafted and the outgoing person has not read yet; "" for none."""
    proposed_by: Words | None = None
    """Says just that, wherever they stand."""
    earlier: int = 0
    """So many entries of its trail are not told."""
    said: Words | None = None
    """What was just done."""
