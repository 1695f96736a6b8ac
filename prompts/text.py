"""Small tools for text that others wrote: cleaning, cutting into words, counting, comparing."""

import re
import unicodedata

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_LEET = str.maketrans("013457", "oieast")
_LETTERS_APART = 4
"""From so many single letters in a row on, somebody spaces a word out to slip through."""
MOST_MARKS = 30
"""Marks on one letter: no language needs more, and putting thousands in order takes minutes."""


def clean(text: str, longest: int | None = None) -> str:
    """The text in one normal form, without control and invisible characters, and no longer than allowed."""
    normal = unicodedata.normalize("NFKC", calm(text.replace("\r\n", "\n")))
    # Asked once for each different character, not for each one: comments are long, alphabets are short.
    invisible = {c for c in set(normal) if c != "\n" and unicodedata.category(c) in INVISIBLE}
    if invisible:
        normal = normal.translate({ord(c): None for c in invisible})
    return normal[:longest].strip()


def calm(text: str) -> str:
    """The text with no more marks on a letter than anybody needs."""
    marks = "" if text.isascii() else "".join(c for c in set(text) if unicodedata.combining(c))
    return re.sub(rf"([{marks}]{{{MOST_MARKS}}})[{marks}]+", r"\1", text) if marks else text


def tokens(text: str) -> list[str]:
    """The words of a cleaned text, folded to lower case, with disguises (h4te, h a t e) undone at the end."""
    found = _TOKEN.findall(text.casefold().replace("’", "'"))
    disguised = [t.translate(_LEET) for t in found if not t.isalpha() and not t.isdecimal()]
    return found + disguised + _spaced_out(found)


def _spaced_out(found: list[str]) -> list[str]:
    if sum(len(t) == 1 for t in found) < _LETTERS_APART:
        return []
    runs = "".join(t if len(t) == 1 else " " for t in found).split()
    return [run for run in runs if len(run) >= _LETTERS_APART]


def words_of(text: str) -> frozenset[str]:
    """The set of words in a text, to compare it by."""
    return frozenset(_TOKEN.findall(text.casefold()))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts share, from 0 to 1 (Jaccard). Word order is ignored: stock replies shuffle it."""
    return len(one & other) / len(one | other) if one or other else 1.0


def words_in(listed: str) -> frozenset[str]:
    """A set of words, written as one reads them."""
    return frozenset(listed.split())
