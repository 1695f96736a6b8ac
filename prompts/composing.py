"""Putting a reply together without a language model: an example, a checked fact, and words of the comment."""

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
from prompts.telling import Candidate, candidates, chosen, is_long
from prompts.text import tokens
from prompts.wording import echo, leads, unsure

_ANSWERED = frozenset({"question", "misinformation"})
"""Kinds whose reply is the fact itself; elsewhere it stands beside what a person would say first."""
_SHORT = 420
"""Longer replies say enough."""
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
            text = self._longest(hello + lead.format(fact=first), others, f"{number}")
            if text:
                yield f"fact:{ids}/{number}", text

    def completed(self, reply: str, seed: str) -> str:
        """An example with a fact and an echo, as far as the platform takes them; "" if nothing fits."""
        lead = leads(self.kind, self.language)
        if not self._facts or not lead:
            return self._longest(reply, (), seed)
        chosen = lead[int.from_bytes(dice(self.request.comment, seed)[:2], "big") % len(lead)]
        return self._longest(
            reply, [chosen.format(fact=told(self._facts[0], self.request.comment.text))], seed
        )

    def _longest(self, first: str, more: Sequence[str], seed: str) -> str:
        parts = [first, *more, self._echo(" ".join((first, *more)), seed)]
        for count in range(len(parts), 0, -1):
            text = signed(" ".join(part for part in parts[:count] if part), self.library.brand)
            if not too_long(text, self.request.limits):
                return text
        return ""

    def _echo(self, said: str, seed: str) -> str:
        """A sentence that takes up what was not said yet, while the reply is short."""
        if len(said) > _SHORT:
            return ""
        comment = self.request.comment
        words = chosen(self._words, said + self.library.brand.name, long=is_long(comment.text))
        return echo(self.kind, self.language, words, f"{comment.id}{seed}")

    @cached_property
    def _words(self) -> tuple[Candidate, ...]:
        return candidates(self.request.comment.text)


def signed(text: str, brand: Brand) -> str:
    """The text with the brand's signature, if it has one."""
    return f"{text} {brand.signature}".strip()


def dice(comment: Comment, seed: str) -> bytes:
    """Chance that falls the same way for the same comment every time."""
    return hashlib.sha256(f"{comment.source}\0{comment.id}\0{seed}".encode()).digest()
