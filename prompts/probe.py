"""Trying out an endpoint: what it can do, and what the program does about what it cannot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.errors import OutsideError
from bot.words import Words, say
from prompts.asking import Asker, Bill
from prompts.endpoint import Want
from prompts.messages import Message
from prompts.profiles import SCHEMA, TEXT, profile_of
from prompts.settings import DraftingSettings

_COLOURS = ("red", "green", "blue")
_SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": list(_COLOURS)}},
    "required": ["colour"],
    "additionalProperties": False,
}
_PAINT = "Answer with a JSON object whose only key is “colour”: red, green or blue. Which one is grass?"
_COUNT = "Count from one to two hundred, in words."
_SHORT = 8
_ROUGHLY = 2
"""Servers count a few tokens of their own."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing about the endpoint."""

    what: Words
    told: Words
    good: bool = True
    """False for what a person should look at."""


async def probe(settings: DraftingSettings) -> AsyncIterator[Found]:
    """Ask a handful of small questions, and tell of each answer. The first one decides whether to go on."""
    asker = Asker(settings)
    try:
        yield _address(settings)
        first = await _answers(asker)
        yield first
        if first.good:
            yield await _listed(asker, settings)
            yield await _structured(asker)
            yield await _bounded(asker)
            yield _parameters(asker)
        yield _budget(asker, settings)
    finally:
        await asker.endpoint.close()


def _address(settings: DraftingSettings) -> Found:
    profile = profile_of(settings.base_url, settings.profile)
    told = say("{url}, taken for {name}", url=settings.base_url, name=profile.name)
    return Found(what=say("address"), told=told)


async def _answers(asker: Asker) -> Found:
    bill = Bill()
    try:
        answer = await asker.ask(_said("Say: ok"), bill)
    except OutsideError as error:
        return Found(what=say("answers"), told=error.words, good=False)
    counted = answer.tokens_in > 0
    told = say("after {seconds} s, and counts its tokens") if counted else say("after {seconds} s, uncounted")
    return Found(what=say("answers"), told=Words(told.text, {"seconds": bill.seconds}))


async def _listed(asker: Asker, settings: DraftingSettings) -> Found:
    what = say("model")
    try:
        names = await asker.endpoint.models()
    except OutsideError:
        return Found(what=what, told=say("{name}; the server lists no models", name=settings.model))
    if settings.model in names:
        return Found(what=what, told=say("{name}, one of {count}", name=settings.model, count=len(names)))
    return Found(what=what, told=say("{name} answers, and is not in the list", name=settings.model))


async def _structured(asker: Asker) -> Found:
    """Down the ladder, a rung for each answer that was not what was asked for."""
    what, want = say("JSON"), Want(name="paint", schema=_SCHEMA, longest=200, temperature=0.0)
    for _ in range(3):
        try:
            answer = await asker.ask(_said(_PAINT), Bill(), want)
        except OutsideError as error:
            return Found(what=what, told=error.words, good=False)
        if answer.table is not None and answer.table.get("colour") in _COLOURS:
            return Found(what=what, told=_rung(answer.rung))
    told = say("not to be had: the rules alone look at comments, and drafts are plain text anyway")
    return Found(what=what, told=told, good=False)


def _rung(rung: str) -> Words:
    if rung == SCHEMA:
        return say("by a schema (json_schema)")
    return say("when asked for in words") if rung == TEXT else say("without a schema (json_object)")


async def _bounded(asker: Asker) -> Found:
    what = say("length")
    try:
        answer = await asker.ask(_said(_COUNT), Bill(), Want(longest=_SHORT))
    except OutsideError as error:
        return Found(what=what, told=error.words, good=False)
    kept = answer.cut or 0 < answer.tokens_out <= _SHORT * _ROUGHLY
    if kept:
        return Found(what=what, told=say("bounded by {name}", name=asker.endpoint.limit))
    told = say("{name} is ignored: answers may be long, and cost more", name=asker.endpoint.limit)
    return Found(what=what, told=told, good=False)


def _parameters(asker: Asker) -> Found:
    refused = ", ".join(sorted(asker.endpoint.refused))
    told = say("left out: {names}", names=refused) if refused else say("all taken")
    return Found(what=say("parameters"), told=told)


def _budget(asker: Asker, settings: DraftingSettings) -> Found:
    used = asker.budget.used
    calls, tokens = (str(limit or "∞") for limit in (settings.calls_per_day, settings.tokens_per_day))
    told = say(
        "today {calls} of {most_calls} calls, {tokens} of {most_tokens} tokens",
        calls=used.calls,
        most_calls=calls,
        tokens=used.tokens,
        most_tokens=tokens,
    )
    return Found(what=say("budget"), told=told)


def _said(text: str) -> list[Message]:
    return [Message(role="user", content=text)]
