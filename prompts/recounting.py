"""A model drafts what one shift tells the next: asked like for any draft, and believed as little."""

import logging
import re
import secrets
from dataclasses import dataclass, replace

from bot.abilities import Recounted, RecountRequest
from bot.domain.community import Limits
from bot.errors import NeedsPerson, OutsideError, Refused
from bot.words import Words, say
from prompts.answers import Answer
from prompts.asking import Asker, Bill
from prompts.faults import BROKEN
from prompts.guards import contact
from prompts.guards.context import Context
from prompts.guards.seen import Seen
from prompts.pages import Library
from prompts.pseudonyms import CROWDED, TOKEN, Veil
from prompts.settings import DraftingSettings
from prompts.shift_messages import MOST_SENTENCES, build, without
from prompts.usable import usable

log = logging.getLogger("augenhoehe.model")

SILENT = say("The language model did not answer. “Draft anew” asks it again.")
CLOSED = say("The language model refuses to be asked: somebody has to look at its settings.")
UNUSABLE = say("What the language model wrote could not be used. “Draft anew” asks it again.")

LONGEST = 900
_TRIES = 2
_CITED = re.compile(r"#\s?(\d+)")
_FENCE = re.compile(r"</?\s?data-", re.IGNORECASE)
_MARKUP = re.compile(r"^[ \t]*(?:[-*•]|\d+[.)]|#+(?=\s))[ \t]+|\*\*|__|`", re.MULTILINE)
_END = re.compile(r"(?:(?:[^\W\d_]{2}|#\d{1,9}|:\d\d|[)\]%€])\.|[!?…])[”“\"»)]?\s+|\n+")
"""Between two sentences. The dots of “z. B.” and of “30. November” end none."""


@dataclass(frozen=True, kw_only=True)
class _Spoken:
    """Who is asked, and of what."""

    request: RecountRequest
    library: Library
    settings: DraftingSettings
    bill: Bill


async def recount(
    asker: Asker, request: RecountRequest, library: Library, settings: DraftingSettings
) -> Recounted:
    """Words for the next shift; none, and why, whatever goes wrong."""
    asked = _Spoken(request=request, library=library, settings=settings, bill=Bill())
    told = Recounted(
        text=None,
        model=settings.model,
        prompt=library.stamp(library.handover.prompt),
        items=tuple(one.number for one in request.items),
    )
    try:
        found = replace(told, text=await _written(asker, asked))
    except OutsideError as error:
        log.warning("no words for the next shift", extra={"why": str(error.words)})
        found = replace(told, note=_note(error).text)
    _log(asked, found)
    return found


def _note(error: OutsideError) -> Words:
    if isinstance(error, Refused):
        return CROWDED if error.words == CROWDED else UNUSABLE
    return CLOSED if isinstance(error, NeedsPerson) else SILENT


def _log(asked: _Spoken, found: Recounted) -> None:
    """What it took, and never what it says."""
    use = asked.bill.use
    facts = {
        "prompt": found.prompt,
        "items": len(found.items),
        "calls": use.calls,
        "tokens_in": use.tokens_in,
        "tokens_out": use.tokens_out,
        "cost": round(use.cost(asked.settings), 6),
        "seconds": asked.bill.seconds,
    }
    log.info("recounted", extra=facts)


async def _written(asker: Asker, asked: _Spoken) -> str:
    """What the model wrote; asked once more when it did not keep the rules."""
    nonce, veil = secrets.token_hex(8), Veil()
    messages = build(asked.request, asked.library, veil, nonce, asked.settings.never_sent)
    faults: list[str] = []
    for _ in range(_TRIES):
        answer = await asker.ask(without(messages, faults) if faults else messages, asked.bill)
        text = _tidy(answer, nonce, veil)
        faults = _faults(text, asked)
        if not faults:
            return text
    log.warning("words for the next shift break the rules", extra={"faults": len(faults)})
    raise Refused(BROKEN)


def _tidy(answer: Answer, nonce: str, veil: Veil) -> str:
    """Plain sentences with the names turned back; other personal data stays where it stands."""
    text = usable(answer, nonce)
    if _FENCE.search(text):
        raise Refused(BROKEN)
    others = re.compile(rf"\[\s?(?!name\b)[a-z]+\s?-\s?\d+\s?-\s?{veil.tag}\s?\]", re.IGNORECASE)
    plain = veil.lift(others.sub("…", _MARKUP.sub("", text)))
    short = _capped(plain, cut=answer.cut)
    if not short:
        raise Refused(BROKEN)
    return short


def _capped(text: str, *, cut: bool) -> str:
    """As many whole sentences as may be."""
    ends = [found.end() for found in _END.finditer(text)]
    whole = [*ends, *([] if cut else [len(text)])][:MOST_SENTENCES]
    return text[: max((end for end in whole if end <= LONGEST), default=0)].strip()


def _faults(text: str, asked: _Spoken) -> list[str]:
    """What must not stand there, in words for the model."""
    open_ones = {one.number for one in asked.request.items}
    strange = sorted({int(number) for number in _CITED.findall(text)} - open_ones)
    faults = [f"#{number} is not listed." for number in strange]
    if TOKEN.search(text):
        faults.append("A word in square brackets is not one of those that you were given.")
    # A colleague needs no way out of the note, not even one that replies may show.
    brand = replace(asked.library.brand, links_allowed=())
    context, seen = Context(brand=brand, limits=Limits(longest=LONGEST)), Seen(text)
    found = [
        each for guard in (contact.links, contact.contacts, contact.pings) for each in guard(seen, context)
    ]
    return faults + [each.words.text for each in found]
