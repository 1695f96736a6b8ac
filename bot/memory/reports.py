"""What memory tells of days that are past."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

QUARTER = 900
"""Seconds of a quarter of an hour: every time zone's days and hours begin with one."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """Comments that came within a quarter of an hour, of one kind and sentiment."""

    quarter: int
    """Counted from 1970 on."""
    kind: str
    sentiment: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Items that were done within a quarter of an hour."""

    quarter: int
    answered: bool
    """By a first reply; or else closed without one."""
    number: int


class FirstReply(NamedTuple):
    """A comment and its first reply, in seconds since 1970."""

    published: int
    replied: int
    due: int | None


class Suggestion(NamedTuple):
    """What a prompt suggested, and what a person made of it before it was posted."""

    prompt: str
    suggested: str
    posted: str


@dataclass(frozen=True, kw_only=True)
class DraftCount:
    """How many drafts of a prompt were posted as they were, or rejected."""

    prompt: str
    unchanged: int = 0
    rejected: int = 0


@dataclass(frozen=True, kw_only=True)
class BusyPost:
    """A post with many comments."""

    title: str
    url: str
    platform: str
    comments: int
    negative: int


@dataclass(frozen=True, kw_only=True)
class Handled:
    """What one person decided."""

    name: str
    answered: int
    dismissed: int


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """How quickly decisions followed each other where somebody went through the queue."""

    gaps: Mapping[int, int]
    """By seconds from one decision of a person to their next: how often. Nobody's name is in it."""
    people: int
    """How many people decided anything."""


@dataclass(frozen=True, kw_only=True)
class ReportRun:
    """A report that is to be sent into a channel once."""

    surface: str
    channel: str
    every: str
    days: str


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A report that we send now."""

    key: str
    """The same at every try."""
    again: bool
    """Somebody tried before, and it may have arrived."""


Span = tuple[datetime, datetime]
"""From the first moment to the second, which is not in it."""


class Reports(Protocol):
    """Numbers about days that are past. Each reads about as many rows as there are in these days."""

    async def received(self, span: Span) -> Sequence[Received]:
        """What was published in it."""

    async def outcomes(self, span: Span) -> Sequence[Outcome]:
        """What was done in it."""

    def first_replies(self, span: Span) -> AsyncIterator[FirstReply]:
        """The first replies that were given in it."""

    def suggestions(self, span: Span) -> AsyncIterator[Suggestion]:
        """What people made of drafts before they were posted in it, where they changed them."""

    async def drafts(self, span: Span) -> Sequence[DraftCount]:
        """Drafts that were posted as they were, or rejected, by their prompts."""

    async def posts(self, span: Span, limit: int) -> Sequence[BusyPost]:
        """The posts with the most comments."""

    async def of_kinds(self, span: Span, kinds: Collection[str], limit: int) -> tuple[Sequence[int], int]:
        """The newest items of these kinds, and how many there are in all."""

    async def open_by_urgency(self) -> Mapping[int, int]:
        """How many items are open now, by their urgency."""

    async def handled(self, span: Span) -> Sequence[Handled]:
        """What each person decided: only where that may be told."""

    async def decisions(self, span: Span, longest: int) -> Decisions:
        """How quickly decisions followed each other; gaps that are longer are pauses."""

    async def begin(self, run: ReportRun, token: str, lease: timedelta) -> Begun | None:
        """Claim a report that is to be sent; None when it was sent, or somebody is about it or waits."""

    async def sent(self, run: ReportRun, token: str) -> None:
        """It is there."""

    async def put_off(self, run: ReportRun, token: str, until: timedelta) -> None:
        """It was not taken; it may be tried again after that."""
