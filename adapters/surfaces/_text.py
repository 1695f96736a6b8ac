"""Public text made inert, the same on every surface, and measured as chat tools do."""

import re

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
_FLAG_OR_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]+")
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")


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


def units(text: str) -> int:
    """The length in UTF-16 units: how Teams counts, and the strictest way in which Slack may."""
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
