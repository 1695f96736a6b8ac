"""Sentences that lead to a checked fact, beside the library's examples."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("phrases.toml")
_LEADS = {"question": "answer", "misinformation": "correct"}
_UNSURE = re.compile(
    r"prüf|nachseh|nachles|nachschau|nachschlag|klär|weiß ich|weiterweiß|sicher|frage (?:bei|im|in)|beleg"
    r"|keine antwort|fertige antwort|fehlt mir|check|look into|find out|not sure|for certain|don't know"
    r"|evidence|proof|no idea|ask around",
    re.IGNORECASE,
)


def leads(kind: str, language: str) -> tuple[str, ...]:
    """Sentences that lead to a fact."""
    return tuple(_phrases()["lead"].get(language, {}).get(_LEADS.get(kind, "beside"), ()))


def unsure(reply: str) -> bool:
    """Whether a reply says that something has yet to be found out: untrue beside a fact."""
    return _UNSURE.search(reply) is not None


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
