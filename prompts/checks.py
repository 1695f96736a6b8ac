"""First checks on a drafted text: plain code, the same for every writer. They warn; a person decides."""

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.community import Limits
from bot.words import Words, say
from prompts.loader import Brand
from prompts.text import length

_LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b(?:[\w-]+\.)+(?:com|net|org|de|at|ch|eu|uk|io|info|biz|co|me|app|shop|store|online|site|xyz|ru|ly|gl|tv)\b\S*",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<!\w)@\w")
_QUOTED = re.compile(r"[„“\"«»][^„“”\"«»]*[“”\"«»]")
_DU = re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?)\b", re.IGNORECASE)
_SIE = re.compile(r"(?<![.!?:…] )(?<!^)\b(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
"""Only inside a sentence: at its start “Sie” and “Ihr” may mean anybody."""

EMPTY = say("The text is empty.")
TOO_LONG = say("The text is longer than the platform takes.")
LINK = say("The text holds a link that the brand has not allowed.")
HANDLE = say("The text tags somebody with an @handle.")
AVOIDED = say("The text holds a phrase that the brand avoids.")
ADDRESS = say("The text mixes du and Sie, or uses the wrong one.")


def check(text: str, *, limits: Limits, brand: Brand, address: str) -> tuple[str, ...]:
    """What a person should look at before approving, as catalogue sentences."""
    return tuple(words.text for words in _found(text, limits, brand, address))


def _found(text: str, limits: Limits, brand: Brand, address: str) -> Iterator[Words]:
    # Look-alikes (＠, ｈttp) are folded first; the text itself stays as it was written.
    plain = unicodedata.normalize("NFKC", text)
    if not plain.strip():
        yield EMPTY
    if length(text, limits.unit) > limits.longest:
        yield TOO_LONG
    if not all(_allowed(link, brand) for link in _LINK.findall(plain)):
        yield LINK
    if _HANDLE.search(plain):
        yield HANDLE
    if any(phrase.casefold() in plain.casefold() for phrase in brand.words_avoid):
        yield AVOIDED
    if _slips(_QUOTED.sub(" ", plain), address):
        yield ADDRESS


def _allowed(link: str, brand: Brand) -> bool:
    """Exactly an allowed link or something beneath it: a longer host name is another host."""
    bare = _bare(link)
    return any(
        bare == _bare(allowed) or bare.startswith(_bare(allowed) + "/") for allowed in brand.links_allowed
    )


def _bare(link: str) -> str:
    return re.sub(r"^https?://", "", link.casefold()).rstrip("/.,;:!?)”“\"'")


def _slips(text: str, address: str) -> bool:
    wrong = {"du": _SIE, "sie": _DU}.get(address)
    return wrong is not None and wrong.search(text) is not None
