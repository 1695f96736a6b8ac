"""Whether what a model wrote is a text at all: not our fences, and not a machine that speaks of itself."""

import re

from bot.errors import Refused
from prompts.answers import Answer
from prompts.faults import BROKEN, DECLINED
from prompts.text import clean

_MACHINE = re.compile(
    r"\b(?:als (?:ki|künstliche intelligenz|sprachmodell)|as an? (?:ai|(?:large )?language model))\b"
    r"|^(?:i'm sorry,? but )?i (?:can't|cannot) (?:assist|help|comply)"
    r"|^(?:es tut mir leid, aber )?(?:dabei kann ich|ich kann) (?:dabei |dir |ihnen )?nicht helfen",
    re.IGNORECASE,
)
"""Refusals in words, which some models send instead of the field that is meant for them."""
_WRAPPED = re.compile(r"""(["„“«])([^"„“”«»]*)(["“”»])""")


def usable(answer: Answer, nonce: str) -> str:
    """The text, tidied.

    Raises:
        Refused: it shows our fences, speaks as a machine, or says nothing.

    """
    text = clean(answer.text)
    if nonce in text or not text:
        raise Refused(BROKEN)
    if _MACHINE.search(text):
        raise Refused(DECLINED)
    wrapped = _WRAPPED.fullmatch(text)
    return wrapped[2].strip() if wrapped else text
