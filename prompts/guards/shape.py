"""Guards about the form: length, and what a platform or a reader would stumble over."""

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.finding import Finding, Severity
from bot.domain.length import too_long
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.seen import Seen
from prompts.text import INVISIBLE

EMPTY = say("The text is empty.")
TOO_LONG = say("The text is longer than the platform takes.")
MARKUP = say("The text holds markup or hashtags, which the public would see as they are.")
WORDY = say("The text is long for a comment: more than six sentences.")
SHRILL = say("The text holds more than three emoji.")
DISGUISED = say("The text holds invisible or look-alike letters.")

_MARKUP = re.compile(
    r"\*\*[^*\n]+\*\*|__[^_\n]+__|^#{1,6} |^[-*] (?=\S)|\[[^\[\]\n]+\]\([^()\n]+\)|`[^`\n]+`"
    r"|<[a-z/!][^<>\n]*>|(?<![\w&/])#[^\W\d_]\w+",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_JOINS = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Unseen, and needed: by emoji and by several scripts."""
_OTHERS = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_MOST_SENTENCES = 6
_MOST_EMOJI = 3


def length(seen: Seen, context: Context) -> Iterator[Finding]:
    """A text that is none, or more than the platform takes."""
    if not seen.plain.strip():
        yield seen.found("empty", EMPTY, severity=Severity.HARD)
    if too_long(seen.text, context.limits):
        yield seen.found("too-long", TOO_LONG, severity=Severity.HARD)


def form(seen: Seen, _: Context) -> Iterator[Finding]:
    """Markup, hashtags, too many emoji or sentences: hints, for a person may mean it."""
    marks = [match.span() for match in _MARKUP.finditer(seen.plain)]
    if marks:
        yield seen.found("markup", MARKUP, marks, Severity.HINT)
    if len([1 for _, sentence in seen.sentences if len(sentence) > 2]) > _MOST_SENTENCES:  # noqa: PLR2004  "…"
        yield seen.found("wordy", WORDY, severity=Severity.HINT)
    if sum(unicodedata.category(char) == "So" for char in seen.plain) > _MOST_EMOJI:
        yield seen.found("shrill", SHRILL, severity=Severity.HINT)


def disguise(seen: Seen, _: Context) -> Iterator[Finding]:
    """Letters that nobody sees, or that come from another script than the rest of their word."""
    if seen.text.isascii() and seen.text.isprintable():
        return
    mixed = [m.span() for m in _WORD.finditer(seen.plain) if _OTHERS.search(m[0]) and _LATIN.search(m[0])]
    unseen = {c for c in set(seen.text) - _JOINS if c != "\n" and unicodedata.category(c) in INVISIBLE}
    if mixed or unseen:
        yield seen.found("disguise", DISGUISED, mixed)
