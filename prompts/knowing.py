"""Finding the fact that answers a question: letters in threes, so that compounds and slang match."""

import re
from collections.abc import Iterable, Iterator

from bot.domain.known import KnownFact
from prompts.pages import Fact, single_line
from prompts.text import clean, tokens, words_in

_SENTENCE = re.compile(r"[^.!?\n]+\?")
_ALIKE = 0.6
"""From here on two questions ask the same. High: a wrong answer is worse than an honest “not sure”."""
_THREE = 3
_LONGEST = 500
_LINK = re.compile(r"https?://[^\s<>\"'„“”»«]+[^\s<>\"'„“”»«.,;:!?)]", re.IGNORECASE)
_SAME_LETTERS = 5
"""Words that begin with so many same letters are about the same: Server, Servers, Serverausfall."""
SAYS_LITTLE = words_in(
    """
    heute morgen gestern immer wieder nicht nichts leider bitte danke warum wieso welche welcher dieser
    diese dieses jetzt schon etwas alles gerade einfach until about there their these those would could
    should again today tomorrow please thanks which where because still until never always
    """
)


def answering(comment: str, facts: Iterable[Fact]) -> Fact | None:
    """The fact whose question was asked; None when none is plainly meant, or the comment asks two things."""
    asked = [_threes(question) for question in _questions(comment)]
    if len(asked) != 1:
        return None
    best = max(((_nearest(asked[0], fact), fact) for fact in facts), key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


def noted(facts: Iterable[KnownFact]) -> tuple[Fact, ...]:
    """What teammates noted, as facts like those of the library. Their texts are never templates."""
    return tuple(
        Fact(
            id=f"today-{fact.id}",
            question=single_line(fact.question),
            answer=single_line(fact.answer),
            links=tuple(_LINK.findall(clean(fact.answer))),
        )
        for fact in facts
    )


def touching(comment: str, facts: Iterable[KnownFact]) -> list[KnownFact]:
    """What teammates noted about something that the comment names too."""
    named = _stems(clean(comment, _LONGEST))
    return [fact for fact in facts if named & _stems(f"{fact.question} {fact.answer}")]


def _stems(text: str) -> frozenset[str]:
    words = (word for word in tokens(text) if word not in SAYS_LITTLE and not word.isdecimal())
    return frozenset(word[:_SAME_LETTERS] for word in words if len(word) >= _SAME_LETTERS)


def _questions(comment: str) -> list[str]:
    return [question.strip() for question in _SENTENCE.findall(clean(comment, _LONGEST))]


def _nearest(asked: frozenset[str], fact: Fact) -> float:
    return max(_alike(asked, _threes(known)) for known in (fact.question, *fact.also_asked))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two questions share, from 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _threes(text: str) -> frozenset[str]:
    return frozenset(_cut(" ".join(tokens(text))))


def _cut(text: str) -> Iterator[str]:
    padded = f" {text} "
    return (padded[start : start + _THREE] for start in range(len(padded) - _THREE + 1))
