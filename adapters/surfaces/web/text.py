"""Public text made inert: whatever somebody wrote, it stays something to read.

Escaping is the template engine's work; this is about what escaping leaves: characters that are not seen,
addresses that do something, and the difference between two versions.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal
from zlib import crc32

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"'<>\\`]+", re.IGNORECASE)
_OWN_PAGE = re.compile(r"/community/[\w/.#?=&%+-]*")
_TOKENS = re.compile(r"\S+|\s+")
_COMPARABLE = 1500
"""Tokens up to which a difference is looked for; finding it takes time that a stranger could choose."""

Part = tuple[Literal["same", "gone", "new"], str]


def address(url: str) -> str:
    """The address if following it only opens a page, else ""."""
    return url if _ADDRESS.fullmatch(url) or own_page(url) else ""


def own_page(url: str) -> bool:
    """Whether it lies on the demo's community page, which may also be shown as a picture."""
    return bool(_OWN_PAGE.fullmatch(url)) and ".." not in url


@lru_cache(maxsize=256)
def differences(before: str, now: str) -> tuple[Part, ...]:
    """What became of a text, word by word. Two very long texts are set one after the other instead."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(now)
    if max(len(old), len(new)) > _COMPARABLE:
        return (("gone", before), ("new", now))
    return tuple(_parts(old, new))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if gone == come:
            yield "same", gone
            continue
        if gone:
            yield "gone", gone
        if come:
            yield "new", come


def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = [word for word in re.split(r"[\W_]+", name) if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue(name: str) -> int:
    """One of eight colours, always the same one for the same name."""
    return crc32(name.encode(errors="replace")) % 8
