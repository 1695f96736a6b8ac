"""The pen that views are drawn with: the reader's language, and how much room a public text has."""

from dataclasses import dataclass
from datetime import datetime

from adapters.surfaces._text import fits, inert, short
from adapters.surfaces.slack.text import EMPTY, pieces
from bot.catalogue import Catalogue
from bot.words import Words

LONGEST_LINE = 90
"""Units of a name or title within a line."""
SENTENCE = 80
"""Units that a sentence of ours has at least."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom something is drawn."""

    catalogue: Catalogue
    now: datetime | None = None
    """Set for what one person sees once: only there “in 40 minutes” stays true long enough."""


class Pen:
    """Draws for a reader, and remembers whether anything had to be folded."""

    def __init__(self, reader: Reader, room: int, *, whole: bool = True, charts: bool = False) -> None:
        self.reader = reader
        self.charts = charts
        """Slack draws charts where this is shown."""
        self.room = room
        self.folded = False
        self.whole = whole
        """A draft is drawn to its end, however little room is left for what the public wrote."""
        self.unread = False
        """A draft had to be folded: nobody can approve what they did not see."""

    def say(self, text: str, /, **values: object) -> str:
        """A sentence of ours. Babel extracts calls of this name."""
        return self.tell(Words(text, values))

    def tell(self, words: Words) -> str:
        """Words in the reader's language. What fills their slots may come from outside."""
        return self._folded(self.reader.catalogue.say(words), max(self.room, SENTENCE))

    def text(self, text: str) -> str:
        """A public text: inert, and folded when it is longer than the room that there is."""
        return self._folded(text, self.room)

    def _folded(self, text: str, longest: int) -> str:
        shown = inert(text).strip() or EMPTY
        if fits(shown, longest):
            return shown
        self.folded = True
        return next(pieces(shown, longest - 2)).rstrip() + " …"

    def draft(self, text: str) -> str:
        """A text that a person may be about to approve."""
        if self.whole:
            return inert(text).strip() or EMPTY
        shown = self.text(text)
        self.unread = self.unread or shown != (inert(text).strip() or EMPTY)
        return shown

    def line(self, text: str) -> str:
        """A public name or title, on one line."""
        shown = inert(text)
        kept = short(shown, LONGEST_LINE)
        self.folded = self.folded or not fits(shown, LONGEST_LINE)
        return kept or EMPTY

    def some(self, many: tuple[object, ...], most: int) -> None:
        """Only so many of these are drawn."""
        self.folded = self.folded or len(many) > most

    def when(self, at: datetime) -> str:
        """A moment: in a shared card always the same, for one reader also how long until then."""
        moment = self.reader.catalogue.moment(at)
        if self.reader.now is None:
            return moment
        span = self.reader.catalogue.span(abs(at - self.reader.now))
        if at < self.reader.now:
            return self.say("{moment} ({span} ago)", moment=moment, span=span)
        return self.say("{moment} (in {span})", moment=moment, span=span)
