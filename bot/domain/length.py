"""How long a text is, as a platform counts it."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.domain.community import Limits

_JOINER = "\u200d"
_EXTENDS = frozenset({"Mn", "Me"})
_EMOJI = "So"
_SKINS = ("\U0001f3fb", "\U0001f3ff")
_FLAGS = ("\U0001f1e6", "\U0001f1ff")


_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,:;!?)']", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![\w@.-])(?=(?:[\w-]+\.)+[a-z]{2,}\b)[^\s<>\"]*[^\s<>\".,:;!?)']", re.IGNORECASE)
_LINK_COUNTS = 23
_REMOTE = re.compile(r"(?<!\w)(@\w[\w.-]*)@[\w.-]+\w")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""What X counts once: Latin and the scripts near it, and most punctuation. Everything else counts twice."""


def measure(text: str, unit: str) -> int:
    """The length in characters, bytes, graphemes (what a reader takes for one character), or as X
    (weighted) or Mastodon (mastodon) reckon: there every link counts as much as any other.
    """
    return _UNITS.get(unit, len)(text)


def too_long(text: str, limits: Limits) -> bool:
    """Whether the platform would refuse it."""
    return measure(text, limits.unit) > limits.longest


def _bytes(text: str) -> int:
    return len(text.encode())


def _mastodon(text: str) -> int:
    """Links count alike, and of @somebody@elsewhere only what stands before the host."""
    links = len(_LINK.findall(text))
    return _graphemes(_REMOTE.sub(r"\1", _LINK.sub("", text))) + _LINK_COUNTS * links


def _weighted(text: str) -> int:
    """X counts links alike, and whatever is no light letter twice; an emoji is one sign."""
    normal = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(normal))
    rest = _LINK.sub(" ", normal)
    # “Ende.Und” looks like a bare link: whatever it is, it is not counted for less than its letters.
    bare = sum(max(_LINK_COUNTS, len(link)) for link in _BARE_LINK.findall(rest))
    signs = sum(1 if _is_light(sign) else 2 for sign in _clusters(_BARE_LINK.sub("", rest)))
    return signs - links + bare + _LINK_COUNTS * links


def _is_light(sign: str) -> bool:
    return len(sign) == 1 and any(first <= ord(sign) <= last for first, last in _LIGHT)


def _clusters(text: str) -> list[str]:
    """Emoji whole, everything else in single characters: so X takes a text apart."""
    clusters: list[str] = []
    flags = 0
    for char in text:
        flags = flags + 1 if _FLAGS[0] <= char <= _FLAGS[1] else 0
        before = clusters[-1][-1:] if clusters else ""
        if before and not char.isalnum() and _belongs(char, before, flags):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _graphemes(text: str) -> int:
    """Combining marks, skin tones, joined emoji and flags each belong to what stands before them.

    The few scripts whose letters join by other rules (Hangul in parts, Indic conjuncts) count a little
    too high here: such a text is refused a little too early, and never posted cut.
    """
    count, before, flags = 0, "", 0
    for char in text:
        flags = flags + 1 if _FLAGS[0] <= char <= _FLAGS[1] else 0
        # What would belong to the character before it stands alone at the beginning.
        if not (before and _belongs(char, before, flags)):
            count += 1
        before = char
    return count


def _belongs(char: str, before: str, flags: int) -> bool:
    kind = unicodedata.category(char)
    joined = char == _JOINER or (before == _JOINER and kind == _EMOJI)
    second_of_flag = flags > 0 and flags % 2 == 0
    return joined or second_of_flag or kind in _EXTENDS or _SKINS[0] <= char <= _SKINS[1]


_UNITS: Mapping[str, Callable[[str], int]] = {
    "characters": len,
    "bytes": _bytes,
    "graphemes": _graphemes,
    "weighted": _weighted,
    "mastodon": _mastodon,
}
