"""What is typed as `/shift …` and `/handover`, in English and in German."""

import re
from collections.abc import Iterator

from bot.commands import Command, number_of
from bot.errors import Refusal
from bot.shifting import (
    ABSENT_EXAMPLE,
    PLAN_EXAMPLE,
    CancelShift,
    EndAbsence,
    EndShift,
    NoteAbsence,
    OpenHandover,
    PlanShift,
    ShowShift,
    StartShift,
)
from bot.words import say

_VERBS = {
    "start": {"start", "begin", "beginn", "beginne", "beginnen", "starten", "anfang"},
    "end": {"end", "ende", "enden", "beenden", "schluss", "feierabend"},
    "absent": {"absent", "away", "ill", "abwesend", "weg", "fehlt", "krank", "urlaub"},
    "plan": {"plan", "plane", "planen"},
    "back": {"back", "zurück", "zurueck", "da"},
    "cancel": {"cancel", "absagen", "streichen"},
}
_VERB = {word: verb for verb, words in _VERBS.items() for word in words}
_DAY = r"(?:today|heute|tomorrow|morgen|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.(?:\d{4})?)"
_WEEKDAY = (
    r"(?:mo(?:n(?:day|tags?)?)?|tu(?:e(?:sday)?)?|di(?:e(?:nstags?)?)?|we(?:d(?:nesday)?)?|mi(?:t(?:twochs?)?)?"
    r"|th(?:u(?:rsday)?)?|do(?:n(?:nerstags?)?)?|fr(?:i(?:day)?|e|eitags?)?|sat?(?:urday|mstags?)?|sam"
    r"|su(?:n(?:day)?)?|so(?:n(?:ntags?)?)?)"
)
_WEEK = rf"{_WEEKDAY}(?: ?[-–] ?{_WEEKDAY})?(?:, ?{_WEEKDAY}(?: ?[-–] ?{_WEEKDAY})?)*"
_TO, _BIS = r"(?: ?(?:\.\.|–|-) ?| +(?:to|until|till|bis|bis zum) +)", r"(?:until|till|bis|bis zum)"
_HOUR = r"(?: ?(?:Uhr|h))?"
# No name is tried before any: what says when is nobody's name.
_ABSENT = re.compile(
    r"(?:(?P<person>.+?) +)??"
    rf"(?:(?:(?:from|on|von|vom|am|ab) +)?(?P<first>{_DAY})(?:{_TO}(?P<last>{_DAY}))?"
    rf"|{_BIS} +(?P<till>{_DAY}))"
    r"(?: +(?:substitute|vertretung|instead|dafür) +(?P<substitute>.+))?",
    re.IGNORECASE,
)
_PLAN = re.compile(
    rf"(?:(?P<person>.+?) +)??(?:(?:on|am) +)?(?P<day>{_DAY}|{_WEEK}) +"
    rf"(?:(?:from|von) +)?(?P<from>[\d:]+){_HOUR}{_TO}(?P<to>[\d:]+){_HOUR}"
    rf"(?: +in +(?P<channels>.+?))?(?: +{_BIS} +(?P<until>{_DAY}))?",
    re.IGNORECASE,
)
_START = re.compile(
    rf"(?:{_BIS} +(?P<until>.+?))?(?:(?:^| +)in +(?P<channels>.+?))?(?: +{_BIS} +(?P<then>.+))?",
    re.IGNORECASE,
)


def from_words(word: str, rest: str) -> Command:
    """What a typed `/shift …` or `/handover` asks for.

    Raises:
        Refusal: it is none of what `/queue help` says.
    """
    if word in {"handover", "übergabe"} and not rest:
        return OpenHandover()
    if word in {"shift", "schicht"}:
        for command in _of_shift(rest):
            return command
    raise Refusal(say("“{line}” is not a command. Try /queue help.", line=f"/{word} {rest}"[:80]))


def _of_shift(rest: str) -> Iterator[Command]:
    first, _, more = rest.partition(" ")
    verb, more = _VERB.get(first.lower(), ""), more.strip()
    if not first:
        yield ShowShift()
    elif verb == "start":
        yield from _start(more)
    elif verb == "end" and not more:
        yield EndShift()
    elif verb in {"absent", "plan"}:
        yield _absent(more) if verb == "absent" else _plan(more)
    elif verb == "back":
        yield EndAbsence(person=more)
    elif verb == "cancel":
        number, dash, last = more.partition("-")
        yield CancelShift(number=_number(number.strip()), last=_number(last.strip()) if dash else 0)


def _start(more: str) -> Iterator[Command]:
    found = _START.fullmatch(more)
    if found and not (found["until"] and found["then"]):
        yield StartShift(until=found["until"] or found["then"] or "", channels=_listed(found["channels"]))


def _listed(text: str | None) -> tuple[str, ...]:
    """Channels with commas between them."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _absent(text: str) -> NoteAbsence:
    found = _ABSENT.fullmatch(text)
    if not found:
        raise Refusal(say("Please say who and when, as in: {example}", example=ABSENT_EXAMPLE))
    person, first, last, till, substitute = found.group("person", "first", "last", "till", "substitute")
    days = {"first": first or "today", "last": till or last or first}
    return NoteAbsence(person=person or "", substitute=substitute or "", **days)


def _plan(text: str) -> PlanShift:
    found = _PLAN.fullmatch(text)
    if not found:
        raise Refusal(say("Please say who and when, as in: {example}", example=PLAN_EXAMPLE))
    return PlanShift(
        person=found["person"] or "",
        day=found["day"],
        hours=f"{found['from']}-{found['to']}",
        channels=_listed(found["channels"]),
        until=found["until"] or "",
    )


def _number(text: str) -> int:
    try:
        return number_of(text.lstrip("#"))
    except ValueError:
        raise Refusal(say("“{line}” needs a number, as in “{line} 42”.", line="/shift cancel")) from None
