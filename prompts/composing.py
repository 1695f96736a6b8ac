"""Putting a reply together without a language model: an example and a checked fact."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from bot.domain.community import Comment
from bot.domain.length import too_long
from bot.ports import DraftRequest
from prompts.bearing import bearing, told
from prompts.knowing import answering, noted
from prompts.language import language_of
from prompts.pages import Brand, Fact, Library
from prompts.text import tokens
from prompts.wording import leads, unsure

_ANSWERED = frozenset({"question", "misinformation"})
"""Kinds whose reply is the fact itself; elsewhere it stands beside what a person would say first."""
_HELLO = {"de": "Hallo", "en": "Hi"}


@dataclass(frozen=True, kw_only=True)
class Composer:
    """What one reply can say beside its example."""

    library: Library
    kind: str
    request: DraftRequest
    language: str

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        """Facts that bear on the comment, in the language of the reply; none if one has ready replies."""
        comment = self.request.comment.text
        known = (*self.library.valid_facts(datetime.now(UTC).date()), *noted(self.request.facts))
        exact = answering(comment, known) if self.kind == "question" else None
        if exact and exact.replies:
            return ()
        return tuple(fact for fact in bearing(comment, self.kind, known) if self._spoken(fact))

    def _spoken(self, fact: Fact) -> bool:
        found = language_of(fact.answer, tokens(fact.answer), self.library.brand.languages, self.language)
        return found.language == self.language

    def suits(self, reply: str) -> bool:
        """Whether an example can stand beside the facts: not if it says that something is unknown."""
        return not self._facts or not unsure(reply)

    def answers(self, author: str) -> Iterator[tuple[str, str]]:
        """Name and text of replies that are the fact itself, where somebody asked or claimed otherwise."""
        if self.kind not in _ANSWERED or not self._facts:
            return
        first, *others = (told(fact, self.request.comment.text) for fact in self._facts)
        ids = "+".join(fact.id for fact in self._facts)
        for number, lead in enumerate(leads(self.kind, self.language)):
            hello = f"{_HELLO[self.language]} {author}! " if author and number % 2 else ""
            text = self._longest(hello + lead.format(fact=first), others)
            if text:
                yield f"fact:{ids}/{number}", text

    def completed(self, reply: str, seed: str) -> str:
        """An example with a fact, as far as the platform takes them; "" if nothing fits."""
        lead = leads(self.kind, self.language)
        if not self._facts or not lead:
            return self._longest(reply, ())
        chosen = lead[int.from_bytes(dice(self.request.comment, seed)[:2], "big") % len(lead)]
        return self._longest(reply, [chosen.format(fact=told(self._facts[0], self.request.comment.text))])

    def _longest(self, first: str, more: Sequence[str]) -> str:
        parts = [first, *more]
        for count in range(len(parts), 0, -1):
            text = signed(" ".join(part for part in parts[:count] if part), self.library.brand)
            if not too_long(text, self.request.limits):
                return text
        return ""


def signed(text: str, brand: Brand) -> str:
    """The text with the brand's signature, if it has one."""
    return f"{text} {brand.signature}".strip()


def dice(comment: Comment, seed: str) -> bytes:
    """Chance that falls the same way for the same comment every time."""
    return hashlib.sha256(f"{comment.source}\0{comment.id}\0{seed}".encode()).digest()
