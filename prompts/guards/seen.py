"""A text as the guards see it: disguises undone, with the way back to the places in the original."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.finding import Finding, Severity, Span
from bot.words import Words
from prompts.text import INVISIBLE, MOST_MARKS, calm

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\w)[^.!?…\n]+)*[.!?…]*")
_BREAK = re.compile(r"[.!?…\n,;:–]")
_CLAUSE = 200
"""Characters of a clause that are looked at on either side: a no further away denies nothing."""
_QUOTED = re.compile(r"[„“\"«»‚‘][^„“”\"«»‚‘’\n]{1,200}[“”\"«»‘’]")


@dataclass(frozen=True)
class Seen:
    """A text, prepared once for all guards."""

    text: str

    @cached_property
    def _folded(self) -> tuple[str, list[int] | None]:
        """The plain text, and where each of its characters stands in the original; None for: just there."""
        if self.text.isascii() and self.text.isprintable():
            return self.text, None
        hidden = any(unicodedata.category(c) in INVISIBLE and c != "\n" for c in set(self.text))
        tame = calm(self.text) == self.text
        if tame and not hidden and unicodedata.is_normalized("NFKC", self.text):
            return self.text, None
        return _fold(self.text)

    @property
    def plain(self) -> str:
        """Without invisible characters, and with look-alikes as what they look like."""
        return self._folded[0]

    @cached_property
    def low(self) -> str:
        """The same in small letters, every character in its place."""
        low = self.plain.lower()
        # A few capitals grow in small letters; those who write so lose nothing but a match.
        return low if len(low) == len(self.plain) else "".join(c.lower()[:1] for c in self.plain)

    @cached_property
    def words(self) -> tuple[tuple[str, int, int], ...]:
        """Every word in small letters, with its place."""
        return tuple((m[0], m.start(), m.end()) for m in _TOKEN.finditer(self.low))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Every word in small letters."""
        return tuple(word for word, _, _ in self.words)

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """What stands in quotation marks."""
        return tuple(match.span() for match in _QUOTED.finditer(self.plain))

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Each sentence in small letters, with where it begins."""
        return tuple((match.start(), match[0]) for match in _SENTENCE.finditer(self.low))

    def clause_around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and after a place in its clause, in small letters."""
        before, after = self.low[max(start - _CLAUSE, 0) : start], self.low[end : end + _CLAUSE]
        return _BREAK.split(before)[-1], _BREAK.split(after, maxsplit=1)[0]

    def origin(self, start: int, end: int) -> Span:
        """A place of the plain text, in the original."""
        places = self._folded[1]
        if places is None:
            return start, end
        return places[start], places[end - 1] + 1 if end > start else places[start]

    def without_quotes_of(self, said: str) -> str:
        """In small letters, with blanks where the text quotes what somebody really said."""
        low = self.low
        for start, end in self.quotes:
            if low[start + 1 : end - 1].strip(" .,!?…") in said:
                low = low[:start] + " " * (end - start) + low[end:]
        return low

    def found(
        self,
        guard: str,
        words: Words,
        places: Iterable[Span] = (),
        severity: Severity = Severity.WARN,
    ) -> Finding:
        """A finding about these places of the plain text."""
        spans = [self.origin(*place) for place in places]
        return Finding(guard=guard, words=words, spans=_joined(spans), severity=severity)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """In their order, with those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _fold(text: str) -> tuple[str, list[int]]:
    """NFKC piece by piece, so that every character knows where it comes from."""
    plain: list[str] = []
    places: list[int] = []
    for start, piece in _pieces(text):
        for char in unicodedata.normalize("NFKC", piece[: 1 + MOST_MARKS]):
            if char == "\n" or unicodedata.category(char) not in INVISIBLE:
                plain.append(char)
                places.append(start)
    return "".join(plain), places


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Characters with the marks that belong to them."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, text[start:place]
            start = place
