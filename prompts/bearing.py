"""Facts that bear on a comment, for drafts without a language model: by the nouns that both name.

A comment seldom asks as a fact is written, and a fact may answer a complaint that asks nothing. What counts
is how rare the shared words are among the facts; one common word is no reason to tell anybody anything.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from prompts.knowing import SAYS_LITTLE
from prompts.language import COMMON_WORDS
from prompts.pages import Fact
from prompts.text import clean, tokens, words_in

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{3,}")
_OPENER = re.compile(r"(?:^|[.!?:]\s+)[^\W\d_]+")
"""A capital here makes no noun, unless the word is long."""
_SENTENCE = re.compile(r"[^.!?;]+(?:[.:,]\d[^.!?;]*)*[.!?;]*")
_LONGEST = 2000
_SHORTEST, _LONG = 4, 8
_HEAD = 6
"""Words that begin with so many same letters are forms of one another."""
_FEWEST = 2
"""One word that only the answer holds is chance."""
_ENDING, _BUILT_IN = 2, 5
_USUAL = 0.4
"""A word that stands in so large a part of the facts tells none of them apart."""
_MANY = 25
"""Among few facts every word would seem common: they are weighed as if there were so many."""
_ENOUGH = {"question": 3.2, "misinformation": 4.5, "criticism": 6.0, "hardship": 6.5, "complaint": 7.5}
"""From here on a fact is told, kind by kind; measured on the development half of the evaluation set."""
_OF_THE_BEST = 0.7
"""A second fact has to bear nearly as much as the first one."""
_IN_QUESTION = 1.3
_MOST = 2
_EMPTY = words_in(
    """
    jemand jemanden jemandem mindestens bekommen geworden gehört verkauft keinen keiner kommt kommen steht
    dürfen darf macht machen nimmt nehmen kostet wird gibt passiert anders
    montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende woche monat
    monday tuesday wednesday thursday friday saturday sunday weekend week month
    someone somebody anyone anybody everything something another
    """
)
_ROOM = 260
"""Characters of a fact that are told: a reply is no leaflet."""


def bearing(comment: str, kind: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that answer a comment or a part of it, the best first; only a question gets two."""
    known = tuple(facts)
    enough = _ENOUGH.get(kind)
    if enough is None or not known:
        return []
    asked = _stems(comment)
    heads = _heads(known)
    weighed = ((_weight(asked, fact, known, heads, verbs=kind == "question"), fact) for fact in known)
    ranked = sorted(weighed, key=lambda pair: (-pair[0], pair[1].id))[: _MOST if kind == "question" else 1]
    least = max(enough, ranked[0][0] * _OF_THE_BEST)
    return [fact for weight, fact in ranked if weight >= least]


def told(fact: Fact, comment: str, room: int = _ROOM) -> str:
    """The answer, or those of its sentences that the comment is about."""
    answer = " ".join(fact.answer.split("\n\n")[0].split())
    asked = " ".join(fact.question.split())
    if asked.endswith("?") and not any(
        same(one, other) for one in _telling(asked) for other in _telling(answer)
    ):
        # “5 € the hour” says nothing to somebody who did not ask.
        return f"{asked} {_shortened(answer, comment, room)}"
    return _shortened(answer, comment, room)


def _shortened(answer: str, comment: str, room: int) -> str:
    if len(answer) <= room:
        return answer
    asked = _stems(comment)
    sentences = [match[0].strip() for match in _SENTENCE.finditer(answer)]
    best = sorted(range(len(sentences)), key=lambda place: (-_shared(asked, sentences[place]), place))
    kept: list[int] = []
    for place in best:
        if sum(len(sentences[each]) + 1 for each in (*kept, place)) <= room:
            kept.append(place)
    return " ".join(sentences[place] for place in sorted(kept))


def same(one: str, other: str) -> bool:
    """Whether two words are forms of one another, or one is built into the other."""
    if one[:_HEAD] == other[:_HEAD] and min(len(one), len(other)) >= _HEAD:
        return True
    short, long = sorted((one, other), key=len)
    inflected = len(short) >= _SHORTEST and long.startswith(short) and len(long) - len(short) <= _ENDING
    return inflected or (len(short) >= _BUILT_IN and short in long)


def _weight(
    asked: frozenset[str], fact: Fact, known: Sequence[Fact], heads: Mapping[str, int], *, verbs: bool
) -> float:
    """How much a fact bears; who asks may ask with a verb: “parken”, “ausleihen”."""
    question, answer = _named(fact)
    question |= _stems(fact.question) if verbs else frozenset()
    in_question = {word for word in question if any(same(word, each) for each in asked)}
    in_answer = {word for word in answer if any(same(word, each) for each in asked)}
    heard = {each for each in asked if any(same(each, word) for word in in_question | in_answer)}
    if not in_question and len(heard) < _FEWEST:
        return 0.0
    rare = {word: _rarity(word, known, heads) for word in in_question | in_answer}
    told = sum(_IN_QUESTION * rare[word] for word in in_question)
    told += sum(rare[word] for word in in_answer - in_question)
    # Two words of a fact that stand for one of the comment are one reason, not two.
    return told * min(1.0, len(heard) / max(1, len(rare)))


def _rarity(word: str, known: Sequence[Fact], heads: Mapping[str, int]) -> float:
    holding = heads.get(word[:_BUILT_IN], 0)
    usual = holding > 1 and holding >= len(known) * _USUAL
    return 0.0 if usual else math.log(1 + max(len(known), _MANY) / max(1, holding))


def _heads(known: Sequence[Fact]) -> Mapping[str, int]:
    """In how many facts words begin so."""
    return Counter(
        head for fact in known for head in {word[:_BUILT_IN] for names in _named(fact) for word in names}
    )


@lru_cache(maxsize=1024)
def _named(fact: Fact) -> tuple[frozenset[str], frozenset[str]]:
    """What a fact is about: the words that carry its questions, and those that carry its answer."""
    # What a teammate noted often is a statement alone: then it is its own question.
    asked = " ".join((fact.question or fact.answer, *fact.also_asked))
    return _telling(asked), _telling(fact.answer)


def _telling(text: str) -> frozenset[str]:
    """Nouns, as far as capitals and length show them."""
    cleaned = clean(text, _LONGEST)
    openers = {match.end() for match in _OPENER.finditer(cleaned) if len(match[0]) <= _LONG}
    found = [match for match in _WORD.finditer(cleaned) if _weighs(match[0])]
    nouns = [each[0] for each in found if each[0][0].isupper() and each.end() not in openers]
    long = [each[0] for each in found if len(each[0]) >= _LONG]
    return frozenset(_stem(word) for word in (nouns + long if nouns else [each[0] for each in found]))


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in tokens(clean(text, _LONGEST)) if _weighs(word))


def _weighs(word: str) -> bool:
    low = word.casefold()
    empty = low in SAYS_LITTLE or low in COMMON_WORDS or low in _EMPTY
    return len(low) >= _SHORTEST and not empty


def _stem(word: str) -> str:
    return word.casefold().translate(_FOLDED)


def _shared(asked: frozenset[str], sentence: str) -> int:
    return sum(any(same(word, each) for each in asked) for word in _telling(sentence))
