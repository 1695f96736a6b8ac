"""Public text made inert for Teams, and cut at words. Nothing here knows how a card is built."""

import re
from functools import lru_cache

EMPTY = "–"
"""An empty run would be left out, and with it the line."""
MOST_PARTS = 3
JOINER = "\N{WORD JOINER}"
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
_FLAG_OR_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]+")
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_ODD = r"\s\x00-\x20\x7f-\x9f\"'<>\\`|{}"
_ADDRESS = re.compile(rf"https?://([^{_ODD}/?#@]+)([/?#][^{_ODD}]*)?", re.IGNORECASE)
_TOGETHER = re.compile(r"(?<=\{)(?=\{)")
_LONGEST_ADDRESS = 1000
_MARKUP = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "*": "∗", "`": "'", "\\": "∖"})


@lru_cache(maxsize=64)
def inert(text: str) -> str:
    """The text with plain line breaks, without what is invisible, and with what steers reading shown.

    A card is tried in several sizes, with the same few texts again and again.
    """
    if text.isprintable():  # so nothing in it is invisible, breaks a line or steers
        return text
    return _STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _seen(text))


def editable(text: str) -> str:
    """Like `inert`, for a field: nothing is added that somebody might post."""
    return _STEERING.sub("", _seen(text))


def _seen(text: str) -> str:
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    text = _FLAG_OR_TAGS.sub(lambda found: found[1] or "", text)
    return _HALVES.sub("\ufffd", text)


def units(text: str) -> int:
    """The length in UTF-16 units, in which Teams measures a message."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, longest: int) -> bool:
    """Whether it is at most so long; quick to say for a very long text."""
    return len(text) <= longest and units(text) <= longest


def cut(text: str, longest: int) -> int:
    """How many characters of it come first, parted at a line or a word where there is one."""
    if fits(text, longest):
        return len(text)
    room = text[:longest]
    while (over := units(room) - longest) > 0:
        room = room[: len(room) - max(1, over // 2)]
    half = len(room) // 2
    ends = (room.rfind(mark, half) + 1 for mark in ("\n", " "))
    return next((end for end in ends if end), len(room))


def short(text: str, longest: int) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if fits(line, longest) else line[: cut(line, longest - 1)].rstrip() + "…"


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
