"""The languages: turns `Words` into a sentence that somebody can read.

English is the source and needs no catalogue. Every other language is one gettext file,
`locales/<language>/LC_MESSAGES/augenhoehe.po`; Babel extracts what is to be translated from calls of `say`.
"""

import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.words import Words

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
ENOUGH = 15
"""So many letters of its own must a sentence have to be recognised in a text that was kept."""
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_TWO_UNITS = (
    (1.5 * _HOUR, 1.5 * _DAY, ("duration-hour", _HOUR), ("duration-minute", _MINUTE)),
    (1.5 * _DAY, 10.5 * _DAY, ("duration-day", _DAY), ("duration-hour", _HOUR)),
)
"""From and up to which spans two units are told: “2 Std.” would hide whether it is one and a half."""
_SLOT = re.compile(r"\{\{|\}\}|\{(\w+)\}")


@dataclass(frozen=True)
class Catalogue:
    """One language and one time zone, in which everything is said."""

    language: str
    """`de`, `en`, or a regional form of them. A language that we do not have is said in English."""
    time_zone: str = "Europe/Berlin"

    def say(self, words: Words) -> str:
        """The sentence with its slots filled. A value is only ever inserted, never read as a pattern."""
        translated = self._translated(words.text)
        if translated == words.text and not words.values and self.locale.language != SOURCE:
            words = _recognised(self.locale.language, words.text)
            translated = self._translated(words.text)
        return _fill(translated, words.values, self)

    def value(self, value: object) -> str:
        """One value as it stands in a sentence: words, moments and spans in this language."""
        match value:
            case Words():
                return self.say(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.short_day(value)
            case timedelta():
                return self.span(value)
            case float():
                return format_decimal(value, locale=self.locale)
            case _:
                return str(value)

    def moment(self, at: datetime) -> str:
        """Day and time: “21. Nov., 10:49”."""
        day = format_skeleton("MMMd", at, tzinfo=self.zone, locale=self.locale)
        return f"{day}, {format_datetime(at, 'HH:mm', tzinfo=self.zone, locale=self.locale)}"

    def clock(self, at: datetime) -> str:
        """The time to the second: “10:49:20”."""
        return format_datetime(at, "HH:mm:ss", tzinfo=self.zone, locale=self.locale)

    def day(self, at: datetime) -> str:
        """The day in full: “21. November 2026”."""
        return format_date(at.astimezone(self.zone), "long", locale=self.locale)

    def short_day(self, day: date) -> str:
        """The day with its weekday, in short: “Sa., 21. Nov.”."""
        return format_skeleton("MMMEd", day, locale=self.locale)

    def span(self, span: timedelta) -> str:
        """How long, never finer than a minute: “12 Min.”, “1 Std. 31 Min.”, “2 Tg. 11 Std.”, “3 Wo.”.

        Short, because a sentence cannot decline the long one: “seit 2 Tagen”, but “noch 2 Tage”.
        """
        for least, below, (large, size), (small, part) in _TWO_UNITS:
            if least <= abs(span) < below:
                whole, rest = divmod(round(abs(span) / part), round(size / part))
                units = [(whole, large), (rest, small)] if rest else [(whole, large)]
                return " ".join(format_unit(n, unit, "short", locale=self.locale) for n, unit in units)
        return format_timedelta(span, granularity="minute", threshold=1.5, format="short", locale=self.locale)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def locale(self) -> Locale:
        """What Babel calls the language."""
        return _locale(self.language)

    def _translated(self, text: str) -> str:
        # gettext keeps its own header under the empty sentence.
        return _translations(self.locale.language).gettext(text) if text else ""


def languages() -> tuple[str, ...]:
    """Every language that we have, the source first."""
    return (SOURCE, *sorted(path.name for path in LOCALES.iterdir() if po_file(path.name).exists()))


def po_file(language: str) -> Path:
    """Where the sentences of a language are kept."""
    return LOCALES / language / "LC_MESSAGES" / "augenhoehe.po"


def _fill(text: str, values: Mapping[str, object], catalogue: Catalogue) -> str:
    def one(slot: re.Match[str]) -> str:
        name = slot[1]
        if name is None:
            return slot[0][0]
        # A slot without a value stays visible: a clumsy sentence is better than none.
        return catalogue.value(values[name]) if name in values else slot[0]

    return _SLOT.sub(one, text)


@lru_cache(maxsize=1024)
def _recognised(language: str, kept: str) -> Words:
    """The sentence that a text was made of before it was kept, with what filled its slots; or the text."""
    plain = _fill(kept, {}, Catalogue(SOURCE))
    for sentence, pattern in _patterns(language):
        if found := pattern.fullmatch(plain):
            return Words(sentence, found.groupdict())
    return Words(kept)


@cache
def _patterns(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """What each sentence with slots looks like when they are filled; the one that says most comes first."""
    with po_file(language).open("rb") as file:
        sentences = [str(message.id) for message in read_po(file) if _SLOT.search(str(message.id))]
    return [(each, _pattern(each)) for each in sorted(sentences, key=len, reverse=True) if _says_much(each)]


def _pattern(sentence: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def one(piece: str, slot: str | None) -> str:
        if slot is None:
            return re.escape(piece)
        again = slot in seen
        seen.add(slot)
        return f"(?P={slot})" if again else f"(?P<{slot}>.*?)"

    parts, at = [], 0
    for slot in _SLOT.finditer(sentence):
        parts += [re.escape(sentence[at : slot.start()]), one(slot[0][0], slot[1])]
        at = slot.end()
    return re.compile("".join([*parts, re.escape(sentence[at:])]), re.DOTALL)


def _says_much(sentence: str) -> bool:
    """Not “{name}: {text}”, which anything looks like."""
    return len(_SLOT.sub("", sentence)) >= ENOUGH


@cache
def _locale(language: str) -> Locale:
    try:
        found = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale(SOURCE)
    return found if found.language in languages() else Locale(SOURCE)


@cache
def _translations(language: str) -> gettext.NullTranslations:
    path = po_file(language)
    if not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
