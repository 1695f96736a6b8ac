"""The pen that views are drawn with: the reader's language, the page for more, and how much room there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from adapters.surfaces._text import cut, fits, short, units
from adapters.surfaces.teams import kit
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.text import EMPTY, inert, title
from bot.catalogue import Catalogue
from bot.words import Words, say

LONGEST_LINE = 90
"""Units of a name or title within a line."""
LONGEST_LABEL = 60
SENTENCE = 80
"""Units that a sentence of ours has at least; none of ours is much longer."""
OPEN = 600
"""Units of a text that stand open; the rest is folded."""
ENDLESS = kit.LARGEST
"""Characters of a text that are looked at: more never fits into a card."""

Span = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom something is drawn."""

    catalogue: Catalogue
    url: str = ""
    """Where the web page is; "" when nobody can open it."""
    inline: bool = False
    """Forms stand in the card, because there are no dialogs."""
    now: datetime | None = None
    """Set for what one person sees once: only there “in 40 minutes” stays true long enough."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much of everything a card is tried with."""

    text: int
    """Units of each public text."""
    lines: int
    """Lines of each list."""


class Pen:
    """Draws for a reader, within a room."""

    def __init__(self, reader: Reader, room: Room, *, shortened: bool = False, whole: bool = True) -> None:
        self.reader = reader
        self.room = room
        self.shortened = shortened
        """Something has no room; the web page has all of it."""
        self.whole = whole
        """A draft is drawn to its end, however little room is left for what the public wrote."""
        self.unread = False
        """A draft had no room: nobody can approve what they did not see."""
        self._named = 0

    @property
    def language(self) -> str:
        """The language's code."""
        return self.reader.catalogue.locale.language

    def say(self, text: str, /, **values: object) -> str:
        """A sentence of ours. Babel extracts calls of this name."""
        return self.tell(Words(text, values))

    def tell(self, words: Words) -> str:
        """Words in the reader's language, all of them. What fills their slots may come from outside."""
        return self.brief(self.reader.catalogue.say(words), max(self.room.text, SENTENCE))

    def brief(self, text: str, longest: int) -> str:
        """What a public text begins with, and that there is more."""
        shown = inert(text[:ENDLESS]).strip() or EMPTY
        if fits(shown, longest):
            return shown
        self.shortened = True
        return shown[: cut(shown, longest - 2)].rstrip() + " …"

    def label(self, words: Words) -> str:
        """Words on a button or field: no place for anything that somebody wrote."""
        return title(self.reader.catalogue.say(words), LONGEST_LABEL)

    def line(self, text: str) -> str:
        """A public name or title, on one line."""
        shown, longest = inert(text[: 5 * LONGEST_LINE]), min(LONGEST_LINE, self.room.text)
        self.shortened = self.shortened or not fits(shown, longest)
        return short(shown, longest) or EMPTY

    def some(self, many: Sequence[T]) -> Sequence[T]:
        """As many of these, the latest, as there is room for."""
        self.shortened = self.shortened or len(many) > self.room.lines
        return many[-self.room.lines :]

    def public(self, text: str, item: int = 0, marks: Sequence[Span] = ()) -> list[Json]:
        """A public text: its beginning, the rest folded, and a link where there is no room for all of it."""
        pieces = _inert(text[:ENDLESS], marks)
        whole = "".join(piece for piece, _ in pieces)
        shown = whole if fits(whole, self.room.text) else whole[: cut(whole, self.room.text)]
        left = len(whole) - len(shown) + max(0, len(text) - ENDLESS)
        drawn = self._folded(_first(pieces, len(shown)))
        return drawn + self._left(left, item)

    def draft(self, text: str, item: int, marks: Sequence[Span] = ()) -> list[Json]:
        """A text that somebody may be about to approve: all of it, and all of it open."""
        if self.whole:
            return [_drawn(_inert(text, marks))]
        self.unread = True
        return self.public(text, item, marks)

    def sure(self, words: Words) -> str:
        """What somebody has to say yes to: they read all of it."""
        return inert(self.reader.catalogue.say(words)).strip() if self.whole else self.tell(words)

    def moment(self, at: datetime) -> str:
        """A moment, the same for everybody."""
        return self.reader.catalogue.moment(at)

    def when(self, at: datetime) -> str:
        """A moment: in a shared card always the same, for one reader also how long until then."""
        moment = self.moment(at)
        if self.reader.now is None:
            return moment
        span = self.reader.catalogue.span(abs(at - self.reader.now))
        if at < self.reader.now:
            return self.say("{moment} ({span} ago)", moment=moment, span=span)
        return self.say("{moment} (in {span})", moment=moment, span=span)

    def page(self, item: int = 0) -> str:
        """The web page, of an item if one is said; "" when nobody can open it."""
        base = self.reader.url.rstrip("/")
        if not base:
            return ""
        return f"{base}/team/item/{item}" if item else f"{base}/team/"

    def name(self) -> str:
        """A name that nothing else in the card has."""
        self._named += 1
        return f"fold{self._named}"

    def fold(self, label: str, pieces: list[Json]) -> list[Json]:
        """Pieces that are there when somebody wants to read them."""
        if not pieces:
            return []
        rest, more = self.name(), self.name()
        less = kit.row([kit.toggle(self.label(say("Show less")), rest, more)])
        return [
            *({**each, "id": more} for each in kit.row([kit.toggle(label, rest, more)], spacing="small")),
            kit.hidden(rest, kit.box([*pieces, *less], spacing="none")),
        ]

    def _folded(self, pieces: list[tuple[str, bool]]) -> list[Json]:
        whole = "".join(piece for piece, _ in pieces)
        if units(whole) <= OPEN * 3 // 2:
            return [_drawn(pieces)]
        at = cut(whole, OPEN)
        return [
            _drawn(_first(pieces, at)),
            *self.fold(self.label(say("Read on")), [_drawn(_after(pieces, at))]),
        ]

    def _left(self, left: int, item: int) -> list[Json]:
        """What there is no room for, and where it can be read."""
        if not left:
            return []
        url = self.page(item)
        said = kit.runs(
            self.say("{count} more characters do not fit into a card.", count=left), isSubtle=True
        )
        told = [kit.runs(" "), kit.link(url, self.say("Read it all"))] if url else []
        return [kit.line(said, *told, spacing="small")]


def _inert(text: str, marks: Sequence[Span]) -> list[tuple[str, bool]]:
    """The text made harmless, in pieces that are marked or not."""
    ends = [0, *(end for mark in marks for end in mark), len(text)]
    parts = [(inert(text[start:end]), number % 2 == 1) for number, (start, end) in enumerate(pairwise(ends))]
    if parts:
        parts[0] = (parts[0][0].lstrip(), parts[0][1])
        parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
    return [part for part in parts if part[0]] or [(EMPTY, False)]


def _first(pieces: list[tuple[str, bool]], length: int) -> list[tuple[str, bool]]:
    """The pieces up to so many characters."""
    kept = []
    for text, marked in pieces:
        if length <= 0:
            break
        kept.append((text[:length], marked))
        length -= len(text)
    return kept or [(EMPTY, False)]


def _after(pieces: list[tuple[str, bool]], at: int) -> list[tuple[str, bool]]:
    """The pieces from there on."""
    kept = []
    for text, marked in pieces:
        if at < len(text):
            kept.append((text[max(at, 0) :], marked))
        at -= len(text)
    return kept


def _drawn(pieces: list[tuple[str, bool]]) -> Json:
    return kit.line(*(kit.runs(text, **({"highlight": True} if marked else {})) for text, marked in pieces))
