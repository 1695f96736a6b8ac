"""Sentences beside the library's examples: a checked fact, and words of the comment that are taken up."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("phrases.toml")
_LEADS = {"question": "answer", "misinformation": "correct"}
_MOODS = {
    **dict.fromkeys(("praise", "reuse", "general"), "glad"),
    **dict.fromkeys(("complaint", "hardship", "criticism"), "sorry"),
    **dict.fromkeys(("idea", "question"), "keen"),
}
"""A troll gets no echo, and what is not true is never said again."""
_MARKS = {"de": ("„", "“", "und"), "en": ("“", "”", "and")}
_FEWEST = 2
_UNSURE = re.compile(
    r"prüf|nachseh|nachles|nachschau|nachschlag|klär|weiß ich|weiterweiß|sicher|frage (?:bei|im|in)|beleg"
    r"|keine antwort|fertige antwort|fehlt mir|check|look into|find out|not sure|for certain|don't know"
    r"|evidence|proof|no idea|ask around",
    re.IGNORECASE,
)


def leads(kind: str, language: str) -> tuple[str, ...]:
    """Sentences that lead to a fact."""
    return tuple(_phrases()["lead"].get(language, {}).get(_LEADS.get(kind, "beside"), ()))


def echo(kind: str, language: str, words: tuple[str, ...], seed: str) -> str:
    """A sentence that takes up words of a comment; "" where none is wanted."""
    phrases = _phrases()["echo"].get(language, {}).get(_MOODS.get(kind, ""), ())
    if not phrases or len(words) < _FEWEST:
        return ""
    dice = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    # Filled in one go, so that nothing in a stranger's word is ever taken for a slot.
    return phrases[dice % len(phrases)].format(words=_listed(words, language))


def unsure(reply: str) -> bool:
    """Whether a reply says that something has yet to be found out: untrue beside a fact."""
    return _UNSURE.search(reply) is not None


def _listed(words: tuple[str, ...], language: str) -> str:
    """„a“, „b“ und „c“."""
    left, right, last = _MARKS.get(language, _MARKS["en"])
    quoted = [f"{left}{word}{right}" for word in words]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
