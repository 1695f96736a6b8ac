"""Public text made inert for Slack, cut into pieces that Slack takes, and Slack's own text made plain."""

import re
from collections.abc import Iterator
from html import unescape

from adapters.surfaces._text import cut, short

LONGEST_PIECE = 2800
"""UTF-16 units of one text; Slack takes 3,000 and does not say how it counts."""
EMPTY = "–"
"""Slack refuses empty texts."""
_ODD = r"\s\x00-\x20\x7f-\x9f\"'<>\\`|"
_ADDRESS = re.compile(rf"https?://([^{_ODD}/?#@]+)([/?#][^{_ODD}]*)?", re.IGNORECASE)
_TOKEN = re.compile(r"<([^<>]*)>")
_LONGEST_ADDRESS = 2000


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[str]:
    """The text in pieces, each short enough, all of it; parted at a line or a word where there is one."""
    at = 0
    while at < len(text):
        end = cut(text[at : at + longest + 1], longest)
        yield text[at : at + end]
        at += end


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
