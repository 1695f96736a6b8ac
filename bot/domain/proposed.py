"""Words for the next shift that a model proposes: nobody's, until the outgoing person has read them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Refusal
from bot.words import say

_RUN = 5
"""So many words in a row are no chance any more."""
OUTDATED = say(
    "Nothing was kept: what this dialog began with has been replaced or erased since."
    " Please open “Own words” again; what you typed is still here."
)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a model proposes as the words of a handover, or is asked for."""

    ask: int = 0
    """Counts the requests; an answer to an older one changes nothing."""
    due: datetime | None = None
    """When the writer should (again) be asked; None when nothing is wanted."""
    words: str = ""
    """"" once somebody has read them: then they are theirs, or gone."""
    by: str = ""
    """The model."""
    prompt: str = ""
    note: str = ""
    """Why there are none, as an English catalogue sentence."""
    items: tuple[int, ...] = ()
    """The items that any of it was written from: it may quote their comments, also once it is read."""
    kept: bool = False
    """The words of the outgoing person that stand there now began as a draft."""

    def read(self, written: str, before: str, seen: int = 0) -> "Proposed":
        """The outgoing person has written words, from these or from what stood there before.

        `seen` is the request whose draft their dialog began with, or 0 for none.

        Raises:
            Refusal: that draft is gone: it may quote what was erased, and nobody could tell any more.
        """
        if seen not in {0, self.ask}:
            raise Refusal(OUTDATED)
        kept = stems_from(written, self.words or (before if self.kept else ""))
        return replace(self, ask=self.ask + 1, due=None, words="", note="", kept=kept)

    def followed_by(self, given: "Proposed") -> "Proposed":
        """Others stand there now. What was written down of the ones before stays in the trail."""
        return replace(given, items=tuple(dict.fromkeys((*self.items, *given.items))))


UNASKED = Proposed()
"""Nobody has asked for words yet."""


def stems_from(text: str, source: str) -> bool:
    """Whether a text still holds a piece of what it began as."""
    return bool(text and source and _runs(text) & _runs(source))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[first : first + _RUN]) for first in range(max(1, len(words) - _RUN + 1))}
