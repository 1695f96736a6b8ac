"""Parts of a day as people name them: “Monday evening”, “heute Mittag”, “tonight”.

One table says at which hour each of them is. The morning has none: it begins when the team does.
"""

import re
from enum import Enum


class Part(Enum):
    """A part of a day, with its hour; "" for the morning."""

    MORNING = ""
    FORENOON = "10:00"
    NOON = "12:00"
    AFTERNOON = "15:00"
    EVENING = "18:00"
    NIGHT = "20:00"


_WORDS = {
    Part.MORNING: "morning früh morgens frühmorgens",
    Part.FORENOON: "forenoon vormittag vormittags",
    Part.NOON: "noon midday mittag mittags",
    Part.AFTERNOON: "afternoon nachmittag nachmittags",
    Part.EVENING: "evening abend abends",
    # Not “nachts”: it may be the night before or after that day.
    Part.NIGHT: "night",
}
_PARTS = {word: part for part, words in _WORDS.items() for word in words.split()}
_TODAY = "today"
_SHORT = {
    "tonight": (_TODAY, Part.NIGHT),
    # Alone it is tomorrow; after a day it is its morning.
    "morgen": ("morgen", None),
}
_DIVIDED = re.compile(
    r"(?:(?P<day>.{1,30}?)(?:,? |(?<=tag)|(?<=woch)))??"
    rf"(?:(?:in the|at|am) )?(?P<part>{'|'.join(_PARTS)}|morgen)",
    re.IGNORECASE,
)


def divided(text: str) -> tuple[str, Part | None]:
    """What was typed, as a day and a part of it; "" where no day is named, None where no part is."""
    plain = " ".join(text.split())
    if short := _SHORT.get(plain.casefold()):
        return short
    found = _DIVIDED.fullmatch(plain)
    if not found:
        return plain, None
    day = found["day"] or ""
    return (_TODAY if day.casefold() == "this" else day), _PARTS.get(found["part"].casefold(), Part.MORNING)
