"""What a brand's own replies tell about its voice: counted, never guessed; a person confirms each of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from bot.ports import Precedent
from prompts.knowing import SAYS_LITTLE
from prompts.language import language_of
from prompts.pages import Brand, Library
from prompts.text import clean, tokens, words_in

FEWEST = 5
"""From so few replies on nothing is concluded."""
_MOSTLY = 0.7
_OFTEN = 0.3
_LONGEST_SIGNATURE = 40
_MOST_PHRASES = 8
_SHORTEST_PHRASE, _LONGEST_PHRASE = 2, 5
_PHRASE_SHARE = 0.05
_FEWEST_PHRASES = 3
_CONTENT, _END = 5, 4
"""Letters of a word that says something, and of one that a phrase may begin or end with."""

_LITTLE = SAYS_LITTLE | words_in(
    """
    ihnen ihre ihrem ihren ihrer unser unsere unserem unseren unserer eure euren eurem eurer eines einem
    einen einer meine deine seine haben werden wurde worden sein sind sich auch noch über unter gegen ohne
    beim eine with your ours from have been that this they them will very much some more were what
    """
)

_DU = re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
_SIE = re.compile(r"(?<=[^.!?:\s] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b")
"""Not at the beginning of a sentence, where “Sie” may be anybody."""
_ENDING = re.compile(r"(?:\n|[.!?…)\U0001f300-\U0001faff] )(?P<ending>[^\n.!?]*[^\s.!?][.!]?)$")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…\n,;:()„“”\"–—]+|\d+")


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """What could be written into the library. What is empty there is no reason for."""

    address: str = ""
    """du | sie, where it is not what the library says already."""
    signature: str = ""
    phrases: tuple[str, ...] = ()
    seen: int = 0
    """Replies that were read."""


def learn(replies: Sequence[Precedent], brand: Brand) -> Lessons:
    """What these replies have in common."""
    texts = [clean(each.reply) for each in replies]
    if len(texts) < FEWEST:
        return Lessons(seen=len(texts))
    ending = signature_of(texts)
    bare = [unsigned(text, ending) for text in texts]
    address = address_of(text for text in bare if _german(text, brand))
    return Lessons(
        address=address if address != brand.address.get("de") else "",
        signature=ending if ending != brand.signature else "",
        phrases=_phrases(bare, _names(replies), brand),
        seen=len(texts),
    )


def address_of(german: Iterable[str]) -> str:
    """How German texts address people: du, sie, or "" when they do not show it plainly."""
    votes = Counter(vote for text in german if (vote := addresses(text)))
    most, count = votes.most_common(1)[0] if votes else ("", 0)
    return most if count >= FEWEST and count >= _MOSTLY * votes.total() else ""


def addresses(text: str) -> str:
    """How one text addresses people: du, sie, or "" when it does not."""
    du, sie = len(_DU.findall(text)), len(_SIE.findall(text))
    return "" if du == sie else "du" if du > sie else "sie"


def signature_of(texts: Sequence[str]) -> str:
    """What so many replies end with; "" when they do not."""
    endings = Counter(match["ending"].strip() for text in texts if (match := _ENDING.search(text)))
    common, count = endings.most_common(1)[0] if endings else ("", 0)
    short = len(common) <= _LONGEST_SIGNATURE
    return common if short and count >= max(_FEWEST_PHRASES, _OFTEN * len(texts)) else ""


def unsigned(text: str, signature: str) -> str:
    """The text without its signature."""
    return text.removesuffix(signature).rstrip() if signature else text


def _german(text: str, brand: Brand) -> bool:
    return language_of(text, tokens(text), brand.languages, "").language == "de"


def _names(replies: Iterable[Precedent]) -> frozenset[str]:
    return frozenset(chain.from_iterable(tokens(each.author) for each in replies))


def _phrases(texts: Sequence[str], names: frozenset[str], brand: Brand) -> tuple[str, ...]:
    """Phrases that come again and again: the longest of them, the most frequent first."""
    counted: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for text in texts:
        found = {phrase.casefold(): phrase for phrase in _of(text, names)}
        counted.update(found.keys())
        spelt = found | spelt
    least = max(_FEWEST_PHRASES, _PHRASE_SHARE * len(texts))
    known = " | ".join([*brand.words_avoid, *brand.words_use]).casefold()
    often = {phrase: count for phrase, count in counted.items() if count >= least and phrase not in known}
    best = sorted(often, key=lambda phrase: (-often[phrase] * _says(phrase.split()), len(phrase), phrase))
    chosen: list[str] = []
    for phrase in best:
        if not any(_pairs(phrase) & _pairs(other) for other in chosen):
            chosen.append(phrase)
    return tuple(spelt[phrase] for phrase in chosen[:_MOST_PHRASES])


def _says(low: Iterable[str]) -> int:
    """How many of these words say something."""
    return sum(len(word) >= _CONTENT and word not in _LITTLE for word in low)


def _pairs(phrase: str) -> frozenset[tuple[str, str]]:
    """Each two words in a row: phrases that share them are the same one, cut elsewhere."""
    return frozenset(pairwise(phrase.split()))


def _of(text: str, names: frozenset[str]) -> Iterator[str]:
    """The phrases of a text: words in a row, within a sentence, that say something and name nobody."""
    for sentence in _SENTENCE.split(text):
        words = _WORD.findall(sentence)
        for size in range(_SHORTEST_PHRASE, _LONGEST_PHRASE + 1):
            for start in range(len(words) - size + 1):
                part = words[start : start + size]
                low = [word.casefold() for word in part]
                whole = all(len(end) >= _END and end not in _LITTLE for end in (low[0], low[-1]))
                if _says(low) and whole and not names.intersection(low):
                    yield " ".join(part)


def taught(brand: Brand, lessons: Lessons) -> Brand:
    """The brand with what was learned."""
    address = {**brand.address, **({"de": lessons.address} if lessons.address else {})}
    return replace(
        brand,
        address=address,
        signature=lessons.signature or brand.signature,
        words_use=(*brand.words_use, *lessons.phrases),
    )


def with_brand(library: Library, lessons: Lessons) -> Library:
    """The library as it would be."""
    return replace(library, brand=taught(library.brand, lessons))
