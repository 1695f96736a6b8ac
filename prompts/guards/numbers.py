"""Guards about figures: what is in no fact and not in the comment, a person checks."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.domain.finding import Finding, Span
from bot.words import say
from prompts.guards.contact import outside
from prompts.guards.context import Context
from prompts.guards.seen import Seen
from prompts.guards.spelt import NUMBER as SPELT
from prompts.guards.spelt import in_digits, value

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
_FEW = rf"{SPELT}|paar|wenige[nr]?|few|couple of|several"
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
    rf"|(?<![\w-])(?!ein|one)(?:{SPELT})[ -](?:{_UNITS})\b"
)
_SPELT = re.compile(
    rf"(?<![\w-])(?P<number>{SPELT})[ -]?(?:euros?|cents?|prozent\w*|franken|dollars?|percent|per cent"
    r"|pounds?|pence|uhr|o'clock)\b"
)
_PRICED = re.compile(
    r"\b(?:koste[nt]|preise?|sinkt|gilt|gelten|ab sofort|nur noch|costs?|price[ds]?|now only|from now)\b"
)
"""Who says what something costs has to know it: that somebody wrote it is no reason."""
_TOMORROW = re.compile(r"\bmorgen\b(?! früh zusammen)")
"""In small letters: the noun, as in “Guten Morgen”, is no date."""


def numbers(seen: Seen, context: Context) -> Iterator[Finding]:
    """Figures out of nowhere, and those that only an expired fact has."""
    figures = [*_in_digits(seen), *_in_words(seen)]
    times = [*_TIME.finditer(seen.low), *_TOMORROW.finditer(seen.plain)]
    if not figures and not times:
        return
    known = _figures(f"{context.known} {context.brand.name.lower()}")
    heard = known | _figures(context.heard)
    spoken = in_digits(f"{context.known} {context.heard}")
    priced = _inside((start, start + len(told)) for start, told in seen.sentences if _PRICED.search(told))
    open_ = [(span, worth) for span, worth in figures if worth not in (known if span[0] in priced else heard)]
    told = [(match.span(), in_digits(match[0])) for match in times]
    yield from _told(seen, [*open_, *(each for each in told if each[1] not in spoken)], context)


def _in_digits(seen: Seen) -> Iterator[tuple[Span, str]]:
    """Where figures stand, and what they are worth."""
    ways = _inside(outside(seen))
    for match in _NUMBER.finditer(seen.low):
        if match.start() not in ways:
            yield match.span(), _value(match[0])


def _inside(spans: Iterable[Span]) -> frozenset[int]:
    """Every place in them."""
    return frozenset(place for start, end in spans for place in range(start, end))


def _in_words(seen: Seen) -> Iterator[tuple[Span, str]]:
    """The same of numbers in words, where they count money or the hours of a day."""
    return ((match.span(), str(value(match["number"]))) for match in _SPELT.finditer(seen.low))


def cited(seen: Seen, context: Context) -> Iterator[Finding]:
    """The facts that a model says it used are there, and still hold."""
    ids = {fact.id for fact in context.facts}
    if any(fact.id in context.cited for fact in context.expired):
        yield seen.found("expired-fact", EXPIRED)
    if not ids.issuperset(context.cited):
        yield seen.found("unknown-fact", UNKNOWN)


def _told(seen: Seen, open_: list[tuple[Span, str]], context: Context) -> Iterator[Finding]:
    old, figures = in_digits(context.outdated), _figures(context.outdated)
    expired = {span for span, worth in open_ if worth in figures or (old and worth in old)}
    fresh = [span for span, _ in open_ if span not in expired]
    if expired:
        yield seen.found("expired-fact", EXPIRED, expired)
    if fresh:
        yield seen.found("number", NUMBER, fresh)


@lru_cache(maxsize=256)
def _figures(text: str) -> frozenset[str]:
    return frozenset(_value(match[0]) for match in _NUMBER.finditer(in_digits(text)))


def _value(number: str) -> str:
    """1.000 and 1000, 1,99 and 1.99 are the same."""
    plain = re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain and ":" not in plain else plain
