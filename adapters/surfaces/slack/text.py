"""Public text made inert for Slack, cut into pieces that Slack takes, and Slack's own text made plain."""

import re
from collections.abc import Iterator
from html import unescape

LONGEST_PIECE = 2800
"""UTF-16 units of one text; Slack takes 3,000 and does not say how it counts."""
EMPTY = "–"
"""Slack refuses empty texts."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\ufff9-\ufffb]")
_FLAG_OR_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]+")
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")
_ODD = r"\s\x00-\x20\x7f-\x9f\"'<>\\`|"
_ADDRESS = re.compile(rf"https?://([^{_ODD}/?#@]+)([/?#][^{_ODD}]*)?", re.IGNORECASE)
_TOKEN = re.compile(r"<([^<>]*)>")
_LONGEST_ADDRESS = 2000
_BMP = 0xFFFF


def inert(text: str) -> str:
    """The text with plain line breaks, without what is invisible, and with what steers reading shown."""
    return _STEERING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _seen(text))


def editable(text: str) -> str:
    """Like `inert`, for a field: nothing is added that somebody might post."""
    return _STEERING.sub("", _seen(text))


def _seen(text: str) -> str:
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    text = _FLAG_OR_TAGS.sub(lambda found: found[1] or "", text)
    return _HALVES.sub("\ufffd", text)


def units(text: str) -> int:
    """The length in UTF-16 units: the strictest way in which Slack may count."""
    return len(text) + sum(ord(char) > _BMP for char in text)


def fits(text: str, longest: int) -> bool:
    """Whether it is at most so long; quick to say for a very long text."""
    return len(text) <= longest and units(text) <= longest


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """The text in pieces, each short enough, all of it; parted at a line or a word where there is one."""
    at = 0
    while at < len(text):
        cut = _cut(text[at : at + longest + 1], longest)
        yield text[at : at + cut]
        at += cut


def _cut(text: str, longest: int) -> int:
    """How many characters of it the next piece has."""
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
    if fits(line, longest):
        return line
    return line[: _cut(line, longest - 1)].rstrip() + "…"


def address(url: str) -> str:
    """The address if following it only opens a page in the open web, else ""."""
    return url if len(url) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(url) else ""


def host(url: str) -> str:
    """Where an address leads, for people to see before they follow it."""
    found = _ADDRESS.fullmatch(url)
    return short(found[1], 80) if found else ""


def escaped(text: str) -> str:
    """For the one text of a message that is not drawn as blocks: nobody is called, nothing is linked."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, us: str = "") -> str:
    """What a person typed in Slack, as they saw it; the mention of `us` is left out."""
    return unescape(_TOKEN.sub(lambda found: _named(found[1], us), text)).strip()


def _named(token: str, us: str) -> str:
    """What stands for a mention, a channel or a link."""
    target, _, label = token.partition("|")
    if us and target == f"@{us}":
        return ""
    if target[:1] in {"@", "#", "!"}:
        return f"{target[0] if target[0] != '!' else '@'}{label or target[1:]}"
    return target
