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
    rentner rentnerin student studentin azubi mutter vater mutti vati nachbar nachbarin hofladen
    null none nobody niemand jemand someone hate love deleted gelöscht facebook google instagram
    """
)
_RUDE = frozenset(
    {"hate", "insult", "threat", "danger", "spam", "group", "against", "criticism", "complaint"}
)

_STOP = re.compile(r"[.!?…]+(?=[^\w/]|$)|[^\w\s.,:;!?…'’@#/\\()\[\]{}<>„“”\"«»%&*+=|~^`€$£§°-]+|\n")
"""What ends a sentence: punctuation, emoji, a line break. A dot inside a link ends nothing."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*[,:]?")
"""Letters alone: nothing with digits, brackets, quotation marks or signs is ever quoted."""
_FEWEST_WORDS, _MOST_WORDS = 3, 9
_LONGEST_WORD = 25
_LONGEST_QUOTE = 60
_CONTENT_LENGTH = 4
_UNQUOTABLE = frozenset({"hate", "insult", "threat", "danger", "spam"})
_SHOWN = {
    "praise": frozenset({"praise", "thanks"}),
    "complaint": frozenset({"complaint"}),
    "criticism": frozenset({"criticism", "reproach"}),
    "hardship": frozenset({"hardship"}),
    # What is not true is never said again, not even as a quote.
    "misinformation": frozenset(),
    "troll": frozenset(),
    "idea": frozenset({"idea", "better", "wish"}),
}
"""The topics that make a kind, where a quote has to show them."""
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


def quote_from(comment: str, kind: str = "") -> str:
    """A short sentence of the comment that can be quoted, exactly as it stands there, or "".

    For a kind of comment it is one that shows this kind: nobody wants to read “my daughter is with us”
    quoted as what annoyed them.
    """
    if _UNQUOTABLE & LEXICON.find(tokens(comment)):
        return ""
    fitting = [sentence for sentence, asks in _sentences(comment) if _shows(kind, sentence, asks=asks)]
    return max(filter(_quotable, fitting), key=_weight, default="")


def _sentences(comment: str) -> Iterator[tuple[str, bool]]:
    """Each sentence, without a full stop or emoji at its end, and whether it asks."""
    place = 0
    for stop in (*_STOP.finditer(comment), None):
        sentence = comment[place : stop.start() if stop else len(comment)].strip()
        if sentence:
            asks = stop is not None and "?" in stop[0]
            # A question is quoted with its mark: without it, it reads as a claim.
            yield f"{sentence}?" if stop and stop[0] == "?" else sentence, asks
        place = stop.end() if stop else place


def _shows(kind: str, sentence: str, *, asks: bool) -> bool:
    """Whether a sentence shows why the comment is of its kind."""
    if not kind or kind == "question":
        return asks or not kind
    topics = _SHOWN.get(kind)
    return not asks and (topics is None or bool(topics & LEXICON.find(tokens(sentence))))


def _quotable(sentence: str) -> bool:
    words = sentence.removesuffix("?").split(" ")
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or len(sentence) > _LONGEST_QUOTE:
        return False
    plain = unicodedata.is_normalized("NFKC", sentence) and all(_WORD.fullmatch(word) for word in words)
    long = any(len(word) > _LONGEST_WORD for word in words)
    whole = words[0].casefold() not in _DEPENDENT and words[-1][-1].isalpha()
    return plain and whole and not long and _weight(sentence)[0] > 0


def _weight(sentence: str) -> tuple[int, int]:
    words = [word.rstrip(",:?") for word in sentence.split(" ") if len(word) >= _CONTENT_LENGTH]
    return len([word for word in words if word.casefold() not in _PLEASANTRIES]), len(sentence)


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
