"""Numbers written as words, in German and English: “neunundneunzig Euro” says as much as 99 €."""

import re
from functools import lru_cache

_UNITS = {
    "null": 0, "zero": 0, "eins": 1, "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "one": 1,
    "zwei": 2, "zwo": 2, "two": 2, "drei": 3, "three": 3, "vier": 4, "four": 4, "fünf": 5, "fuenf": 5,
    "five": 5, "sechs": 6, "six": 6, "sieben": 7, "seven": 7, "acht": 8, "eight": 8, "neun": 9, "nine": 9,
}  # fmt: skip
_TEENS = {
    "zehn": 10, "ten": 10, "elf": 11, "eleven": 11, "zwölf": 12, "zwoelf": 12, "twelve": 12, "dreizehn": 13,
    "thirteen": 13, "vierzehn": 14, "fourteen": 14, "fünfzehn": 15, "fuenfzehn": 15, "fifteen": 15,
    "sechzehn": 16, "sixteen": 16, "siebzehn": 17, "seventeen": 17, "achtzehn": 18, "eighteen": 18,
    "neunzehn": 19, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "twenty": 20, "dreißig": 30, "dreissig": 30, "thirty": 30, "vierzig": 40, "forty": 40,
    "fünfzig": 50, "fuenfzig": 50, "fifty": 50, "sechzig": 60, "sixty": 60, "siebzig": 70, "seventy": 70,
    "achtzig": 80, "eighty": 80, "neunzig": 90, "ninety": 90,
}  # fmt: skip
_TIMES = {"hundert": 100, "hundred": 100, "tausend": 1000, "thousand": 1000}
_ATOMS = _UNITS | _TEENS | _TENS | _TIMES


def _any(*words: str) -> str:
    """One of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_ONES = _any(*_UNITS)
_ENGLISH_ONES = "one|two|three|four|five|six|seven|eight|nine"
_BELOW_HUNDRED = (
    rf"(?:(?:{_ONES})und(?:{_any(*_TENS)})|(?:{_any(*_TENS)})(?:[ -](?:{_ENGLISH_ONES}))?"
    rf"|{_any(*_TEENS)}|{_ONES})"
)
_BELOW_THOUSAND = (
    rf"(?:(?:(?:{_ONES}|an?)[ -]?)?(?:hundert|hundred)(?:(?:und|[ -]and[ -]|[ -])?{_BELOW_HUNDRED})?"
    rf"|{_BELOW_HUNDRED})"
)
NUMBER = (
    rf"(?:(?:{_BELOW_THOUSAND}[ -]?)?(?:tausend|thousand)(?:(?:und|[ -]and[ -]|[ -])?{_BELOW_THOUSAND})?"
    rf"|{_BELOW_THOUSAND})"
)
"""A number in words, in small letters, up to 999,999; without what stands around it."""
_NUMBER = re.compile(rf"(?<![\w-]){NUMBER}(?![\w-])")
_ATOM = re.compile(_any(*_ATOMS))
_ARTICLES = frozenset({"ein", "eine", "einen", "einem", "einer", "one"})


def value(words: str) -> int:
    """What it is worth."""
    great = small = 0
    for atom in _ATOM.findall(words):
        worth = _ATOMS[atom]
        if worth == _TIMES["tausend"]:
            great, small = (small or 1) * worth, 0
        elif worth == _TIMES["hundert"]:
            small = (small or 1) * worth
        else:
            small += worth
    return great + small


@lru_cache(maxsize=256)
def in_digits(text: str) -> str:
    """The text with digits for its numbers in words; “ein” may be no number, and stays."""
    return _NUMBER.sub(lambda found: found[0] if found[0] in _ARTICLES else str(value(found[0])), text)
