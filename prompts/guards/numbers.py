"""Guards about figures: what is in no fact and not in the comment, a person checks."""

import re
from collections.abc import Iterator

from bot.domain.finding import Finding
from bot.words import say
from prompts.guards.contact import outside
from prompts.guards.context import Context
from prompts.guards.seen import Seen

NUMBER = say("The text holds a number, price or date that is in no fact and not in the comment.")
EXPIRED = say("The text relies on a fact that is no longer valid.")
UNKNOWN = say("The text relies on a fact that the library does not have.")

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,:/]\d+)*")
_DAYS = "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|wochenende"
_DAYS_EN = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend"
_MONTHS = (
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march"
    "|june|july|october|december"
)
_FEW = (
    "ein|eine|einer|einem|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|paar|wenige[nr]?|one|two|three|four"
    "|five|six|seven|eight|ten|twelve|few|couple of|several"
)
_UNITS = (
    "minuten?|stunden?|tage?n?|werktage?n?|wochen?|monate?n?|jahre?n?|minutes?|hours?|days?|weeks?|months?|years?"
    "|euro|cent|prozent|dollars?|percent"
)
_TIME = re.compile(
    rf"\b(?:am|bis|ab|nächste[nmrs]?|kommende[nmrs]?|diese[nmrs]?) (?:{_DAYS})\b|\bübermorgen\b"
    r"|\bnächste[nrs]? (?:woche|monat|jahr)\b|\bheute noch\b|\bin kürze\b"
    rf"|\b(?:by|on|next|this) (?:{_DAYS_EN})\b|\btomorrow\b|\bnext (?:week|month|year)\b"
    rf"|\b(?:im|ab|bis|anfang|mitte|ende|in|by|until|since|seit) (?:{_MONTHS})\b"
    rf"|\b(?:in|innerhalb|binnen|within|nach|spätestens|for|für)(?: von| of| the next)?(?: \w+)? (?:{_FEW})"
    rf"(?: (?:bis|oder|to|or) (?:{_FEW}))? (?:{_UNITS})\b"
)
_PRICED = re.compile(
    r"\b(?:koste[nt]|preise?|sinkt|gilt|gelten|ab sofort|nur noch|costs?|price[ds]?|now only|from now)\b"
)
"""Who says what something costs has to know it: that somebody wrote it is no reason."""
_TOMORROW = re.compile(r"\bmorgen\b(?! früh zusammen)")
"""In small letters: the noun, as in “Guten Morgen”, is no date."""


def numbers(seen: Seen, context: Context) -> Iterator[Finding]:
    """Figures out of nowhere, and those that only an expired fact has."""
    figures = list(_NUMBER.finditer(seen.low))
    times = [*_TIME.finditer(seen.low), *_TOMORROW.finditer(seen.plain)]
    if not figures and not times:
        return
    known = _figures(f"{context.known} {context.brand.name.lower()}")
    heard = known | _figures(context.heard)
    spoken = f"{context.known} {context.heard}"
    ways = outside(seen.low)
    open_ = [
        match
        for match in figures
        if _value(match[0]) not in (known if _PRICED.search(seen.sentence_at(match.start())) else heard)
        and not any(start <= match.start() < end for start, end in ways)
    ]
    open_ += [match for match in times if match[0] not in spoken]
    yield from _told(seen, open_, context)


def cited(seen: Seen, context: Context) -> Iterator[Finding]:
    """The facts that a model says it used are there, and still hold."""
    ids = {fact.id for fact in context.facts}
    if any(fact.id in context.cited for fact in context.expired):
        yield seen.found("expired-fact", EXPIRED)
    if not ids.issuperset(context.cited):
        yield seen.found("unknown-fact", UNKNOWN)


def _told(seen: Seen, open_: list[re.Match[str]], context: Context) -> Iterator[Finding]:
    old = context.outdated
    old_figures = _figures(old)
    expired = [m.span() for m in open_ if _value(m[0]) in old_figures or (old and m[0] in old)]
    fresh = [m.span() for m in open_ if m.span() not in expired]
    if expired:
        yield seen.found("expired-fact", EXPIRED, expired)
    if fresh:
        yield seen.found("number", NUMBER, fresh)


def _figures(text: str) -> frozenset[str]:
    return frozenset(_value(match[0]) for match in _NUMBER.finditer(text))


def _value(number: str) -> str:
    """1.000 and 1000, 1,99 and 1.99 are the same."""
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain and ":" not in plain else plain
