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

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
_FLAG_OR_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]+")
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\"'<>\\`]+", re.IGNORECASE)
_OWN_PAGE = re.compile(r"/community/[\w/.#?=&%+-]*")
_TOKENS = re.compile(r"\S+|\s+")
_COMPARABLE = 1500
"""Tokens up to which a difference is looked for; finding it takes time that a stranger could choose."""

Part = tuple[Literal["same", "gone", "new"], str]


def inert(text: str) -> str:
    """The text with line breaks made plain, what is invisible left out, and what steers reading shown.

    Joiners stay: emoji and several scripts need them.
    """
    if text.isprintable():  # so nothing in it is invisible, breaks a line or steers
        return text
    return _STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _seen(text))


def editable(text: str) -> str:
    """The text as a field starts with it: like `inert`, but nothing is added that somebody might post."""
    return _STEERING.sub("", _seen(text))


def _seen(text: str) -> str:
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    text = _FLAG_OR_TAGS.sub(lambda found: found[1] or "", text)
    return _HALVES.sub("\ufffd", text)


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
