"""Public text made inert for Teams, and cut at words. Nothing here knows how a card is built."""

import re
from functools import lru_cache

from adapters.surfaces import _text
from adapters.surfaces._text import short

EMPTY = "–"
"""An empty run would be left out, and with it the line."""
MOST_PARTS = 3
JOINER = "\N{WORD JOINER}"
_ODD = r"\s\x00-\x20\x7f-\x9f\"'<>\\`|{}"
_ADDRESS = re.compile(rf"https?://([^{_ODD}/?#@]+)([/?#][^{_ODD}]*)?", re.IGNORECASE)
_TOGETHER = re.compile(r"(?<=\{)(?=\{)")
_LONGEST_ADDRESS = 1000
_MARKUP = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "*": "∗", "`": "'", "\\": "∖"})


@lru_cache(maxsize=64)
def inert(text: str) -> str:
    """As everywhere; a card is tried in several sizes, with the same few texts again and again."""
    return _text.inert(text)


def parted(text: str) -> list[str]:
    """The text in parts of which none has `{{`: Teams computes what stands in doubled braces.

    Somebody who writes many of them would make the card too large: then a joiner that nobody sees
    stands between them.
    """
    parts = _TOGETHER.split(text, maxsplit=MOST_PARTS)
    return parts if len(parts) <= MOST_PARTS else [_TOGETHER.sub(JOINER, text)]


def title(text: str, longest: int) -> str:
    """One line for the label of a field or button, which cannot be parted in runs."""
    return short(_TOGETHER.sub(" ", inert(text)), longest) or EMPTY


def toast(text: str, longest: int) -> str:
    """One line for where markup may be read, with all of it replaced by signs that look alike."""
    return title(text.translate(_MARKUP), longest)


def address(url: str) -> str:
    """The address if following it only opens a page in the open web, else ""."""
    return url if len(url) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(url) else ""


def host(url: str) -> str:
    """Where an address leads, for people to see before they follow it."""
    found = _ADDRESS.fullmatch(url)
    return short(found[1], 80) if found else ""
