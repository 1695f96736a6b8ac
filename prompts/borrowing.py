"""Examples for the library from what a brand replied: only what could stand under other comments too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ports import Precedent
from prompts.knowing import SAYS_LITTLE
from prompts.language import language_of
from prompts.learning import addresses, unsigned
from prompts.pages import Example, Library
from prompts.pseudonyms import Veil
from prompts.slots import first_name
from prompts.text import clean, likeness, tokens, words_of
from prompts.triage import hands_off, triage
from prompts.trying import findings, grave, spoken

MOST = 5
"""Examples for each kind, language and address."""
_SHORTEST, _LONGEST = 40, 450
_LONGEST_COMMENT = 300
_ALIKE = 0.55
_STEM = 6
_GREETING = re.compile(
    r"(?P<word>Hallo|Hi|Hey|Moin|Liebe[rs]?|Guten Tag|Dear|Hello)?,? ?(?P<name>[^\W\d_]+)[,!] +"
)


@dataclass(frozen=True, kw_only=True)
class Borrowed:
    """An example for the page of a kind."""

    kind: str
    example: Example


def borrow(replies: Sequence[Precedent], library: Library, signature: str) -> Iterator[Borrowed]:
    """Replies that could be examples, the newest first, no two alike."""
    taken: list[Borrowed] = []
    for reply in replies:
        found = _example(reply, library, signature, len(taken) + 1)
        if found and _new(found, library, taken):
            taken.append(found)
            yield found


def _example(said: Precedent, library: Library, signature: str, number: int) -> Borrowed | None:
    comment = spoken(clean(said.comment), name=said.author)
    seen = triage(comment, library.brand)
    kind = library.kinds.get(seen.kind)
    text = _slotted(unsigned(clean(said.reply), signature), said.author, library.brand.name)
    told = language_of(text, tokens(text), library.brand.languages, "")
    drafted = kind is not None and kind.draft and not hands_off(seen) and seen.sure
    if not drafted or not told.sure or told.language != seen.language:
        return None
    example = Example(
        name=f"gelernt-{number}",
        language=told.language,
        address=addresses(text) or library.address("de") if told.language == "de" else "you",
        comment=" ".join(comment.text.split()),
        reply=" ".join(text.split()),
    )
    return Borrowed(kind=seen.kind, example=example) if _fits(example, said, library) else None


def _slotted(text: str, author: str, brand: str) -> str:
    """The reply with the place where a name stood."""
    greeting = _GREETING.match(text)
    name = first_name(author, brand)
    if not greeting or not name or greeting["name"].casefold() != name.casefold():
        return text
    word = f"{greeting['word']} " if greeting["word"] in {"Hallo", "Hi"} else ""
    return f"{word}{{author}}, {text[greeting.end() :]}"


def _fits(example: Example, said: Precedent, library: Library) -> bool:
    """Whether it may stand in the library: short, about nobody, about no number, and without a finding."""
    bare = example.reply.replace("{author}", "")
    texts = (bare, example.comment)
    sized = _SHORTEST <= len(bare) <= _LONGEST and 0 < len(example.comment) <= _LONGEST_COMMENT
    named = {token for token in tokens(said.author) if len(token) > 1}
    plain = not any("{" in text or "}" in text for text in texts) and not any(map(str.isdigit, bare))
    if not sized or not plain or any(named.intersection(tokens(text)) for text in texts):
        return False
    if any(Veil().over(text) != clean(text) for text in texts) or _stems(bare) & _stems(example.comment):
        return False
    asked = spoken(example.comment)
    return not grave(findings(_capital(bare), library, asked, example.language, example.address))


def _capital(reply: str) -> str:
    """As it reads without a name."""
    text = re.sub(r"^(?:Hallo|Hi)? ?, ", "", reply)
    return text[:1].upper() + text[1:]


def _stems(text: str) -> frozenset[str]:
    """What a text is about: it must not be only about this one comment."""
    words = (word for word in tokens(text) if word not in SAYS_LITTLE)
    return frozenset(word[:_STEM] for word in words if len(word) >= _STEM)


def _new(found: Borrowed, library: Library, taken: Sequence[Borrowed]) -> bool:
    words = words_of(found.example.reply)
    known = [*library.kinds[found.kind].examples, *(each.example for each in taken)]
    same = [each for each in taken if _place(each) == _place(found)]
    return len(same) < MOST and all(likeness(words, words_of(each.reply)) < _ALIKE for each in known)


def _place(one: Borrowed) -> tuple[str, str, str]:
    return one.kind, one.example.language, one.example.address
