"""Filling the two slots of an example, {author} and {quote}, from what strangers wrote.

Both are hostile data. Only what is plainly a first name and plainly a few ordinary words gets in;
everything else leaves the slot empty, and the sentence is written so that it stands without.
"""

import re
import unicodedata
from collections.abc import Iterator

from prompts.lexicon import LEXICON
from prompts.text import tokens, words_in

_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_GREETING = re.compile(r"^(?:Hallo |Hi )?\{author\}, ")
_SHORTEST_NAME, _LONGEST_NAME = 2, 15
_NOT_NAMES = words_in(
    """
    admin administrator moderator mod team support service user nutzer gast guest anonym anonymous
    unbekannt unknown kunde kundin customer fan herr frau mr mrs ms miss dr prof der die das ein eine
    the an und and ich wir ihr du sie me you no nein ja yes dein deine your mama papa oma opa news info
    shop official offiziell hallo hello hi hey liebe lieber dear hitler adolf satan gott god jesus test
    null none nobody niemand jemand someone hate love deleted gelöscht facebook google instagram
    """
)
_RUDE = frozenset(
    {"hate", "insult", "threat", "danger", "spam", "group", "against", "criticism", "complaint"}
)

_STOP = re.compile(r"[.,:;!?]+(?=[^\w/]|$)|[^\w\s.,:;!?'’@#/\\-]+|\s-+\s|\n")
"""What ends a clause: punctuation, emoji, a dash, a line break. A dot inside a link ends nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_FEWEST_WORDS, _MOST_WORDS = 2, 6
_LONGEST_WORD = 25
_LONGEST_QUOTE = 60
_CONTENT_LENGTH = 4
_UNQUOTABLE = frozenset({"hate", "insult", "threat", "danger", "spam"})
_DEPENDENT = words_in(
    """
    dass weil wenn ob aber und oder denn sondern obwohl damit sodass als bis bevor nachdem während that
    because if whether but and or so although though while since when until than which who
    """
)
_PLEASANTRIES = words_in(
    """
    hallo liebes lieber liebe team guten morgen abend schönen danke vielen dank leute zusammen hello
    dear good morning evening thanks thank guys everyone
    """
)


def first_name(display: str, brand: str = "") -> str:
    """The first name in a display name, or "" when there is none that we dare to use."""
    first = (display.split() or [""])[0]
    name = unicodedata.normalize("NFC", first)
    shaped = _NAME.fullmatch(name) and _SHORTEST_NAME <= len(name) <= _LONGEST_NAME
    if not shaped or not all(part.istitle() for part in name.split("-")) or not _sounds(name):
        return ""
    words = tokens(name)
    taboo = _NOT_NAMES.union(tokens(brand))
    return "" if taboo.intersection(words) or _RUDE & LEXICON.find(words) else name


def _sounds(name: str) -> bool:
    """Latin letters with a vowel among them, and none three times in a row."""
    plain = unicodedata.normalize("NFD", name.casefold())
    latin = all(unicodedata.name(c, "").startswith("LATIN ") for c in name if c != "-")
    return latin and re.search(r"[aeiouyøæ]", plain) is not None and re.search(r"(.)\1\1", plain) is None


def quote_from(comment: str) -> str:
    """A few words of the comment that can be quoted, exactly as they stand there, or ""."""
    if _UNQUOTABLE & LEXICON.find(tokens(comment)):
        return ""
    clauses = [clause for clause in _clauses(comment) if _quotable(clause)]
    return max(clauses, key=_weight, default="")


def _clauses(comment: str) -> Iterator[str]:
    """Pieces between two stops. What follows a comma hangs on what came before it and is left out."""
    after_comma = False
    place = 0
    for stop in (*_STOP.finditer(comment), None):
        piece = comment[place : stop.start() if stop else len(comment)].strip()
        if piece and not after_comma:
            yield piece
        if stop:
            place = stop.end()
            after_comma = stop[0].strip() == ","


def _quotable(clause: str) -> bool:
    words = clause.split(" ")
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or len(clause) > _LONGEST_QUOTE:
        return False
    plain = unicodedata.is_normalized("NFKC", clause) and all(_WORD.fullmatch(w) for w in words)
    long = any(len(word) > _LONGEST_WORD for word in words)
    return plain and not long and words[0].casefold() not in _DEPENDENT and _weight(clause)[0] > 0


def _weight(clause: str) -> tuple[int, int]:
    words = [word for word in clause.split(" ") if len(word) >= _CONTENT_LENGTH]
    return len([word for word in words if word.casefold() not in _PLEASANTRIES]), len(clause)


def fill(reply: str, author: str, quote: str) -> str | None:
    """The reply with its slots filled; None when it needs a quote and there is none."""
    if "{quote}" in reply and not quote:
        return None
    if author:
        named = _GREETING.sub(lambda greeting: greeting[0].replace("{author}", author), reply)
    else:
        named = _capital(_GREETING.sub("", reply))
    # The quote comes last, so that nothing in it is ever taken for a slot.
    return named.replace("{quote}", quote)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
