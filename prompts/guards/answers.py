"""A guard about what colleagues answered within the team: their words were not meant for the public."""

from collections.abc import Iterator

from bot.domain.finding import Finding, Span
from bot.words import say
from prompts.guards.context import Context
from prompts.guards.seen import Seen

ANSWERED = say("The text holds words that a colleague wrote for the team. May everybody read them?")
_RUN = 4
"""So many words in a row are theirs; fewer are anybody's."""
_SHORTEST = 5
"""Letters of an answer of few words: “Ja” and “Nein” are nobody's."""


def colleagues(seen: Seen, context: Context) -> Iterator[Finding]:
    """Word for word what a colleague answered."""
    places = [place for answer in context.answers for place in _held(seen, Seen(answer).tokens)]
    if places:
        yield seen.found("answer", ANSWERED, places)


def _held(seen: Seen, answer: tuple[str, ...]) -> Iterator[Span]:
    """Where a run of the answer stands, or the whole of a short one."""
    length = min(_RUN, len(answer))
    if len("".join(answer)) < _SHORTEST:
        return
    runs = {answer[first : first + length] for first in range(len(answer) - length + 1)}
    for first in range(len(seen.words) - length + 1):
        if seen.tokens[first : first + length] in runs:
            yield seen.words[first][1], seen.words[first + length - 1][2]
