"""How long a text is, as a platform counts it."""

import unicodedata

from bot.domain.community import Limits

_JOINER = "\u200d"
_EXTENDS = frozenset({"Mn", "Me"})
_EMOJI = "So"
_SKINS = ("\U0001f3fb", "\U0001f3ff")
_FLAGS = ("\U0001f1e6", "\U0001f1ff")


def measure(text: str, unit: str) -> int:
    """The length in characters, bytes or graphemes (what a reader takes for one character)."""
    if unit == "bytes":
        return len(text.encode())
    return _graphemes(text) if unit == "graphemes" else len(text)


def too_long(text: str, limits: Limits) -> bool:
    """Whether the platform would refuse it."""
    return measure(text, limits.unit) > limits.longest


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
