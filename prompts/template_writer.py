"""Drafts without a language model: the library's own examples, one after the other, never one twice."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.community import Comment
from bot.domain.item import Triage
from bot.ports import Drafter, DraftRequest, DraftResult
from bot.words import Words, say
from prompts.checks import TOO_LONG, check
from prompts.loader import Brand, Kind, Library
from prompts.slots import fill, first_name, quote_from
from prompts.text import likeness, words_of
from prompts.triage import hands_off, triage
from prompts.wish import Wish, understand

NAME = say("template, no language model")
NO_KIND = say("The prompt library has no examples for this kind of comment: please write the reply yourself.")
NOTHING_FITS = say("No example of the library fits here: please write the reply yourself.")
ALL_USED = say("Every fitting example was offered already: please write the reply yourself.")
NOT_SHORTER = say("There is no shorter example; this is simply another one.")
NEEDS_MODEL = say(
    "Without a language model only “shorter”, “du” and “Sie” are understood; this is an example."
)
SOUNDS_ALIKE = say("The text sounds much like one of our latest replies.")

_RECENT = 100
"""How many of our latest replies are looked at: more costs time and changes nothing."""
_SAME = 0.8
"""From here on two texts are the same example, with another name or quote at most."""
_ALIKE = 0.6


@dataclass(frozen=True, kw_only=True)
class _Offer:
    """An example with its slots filled."""

    name: str
    text: str
    words: frozenset[str]
    warnings: tuple[str, ...]


class TemplateWriter(Drafter):
    """Picks the example that fits and was heard least of late. The same comment gets the same one."""

    name = NAME.text
    parallel = 4

    def __init__(self, library: Library) -> None:
        self._library = library

    def triage(self, comment: Comment) -> Triage:
        """A first look by rules alone."""
        return triage(comment, self._library.brand)

    async def draft(self, request: DraftRequest) -> DraftResult:
        """An example that fits, or a note that says why there is none."""
        return self.pick(request)

    async def close(self) -> None:
        """There is nothing to let go of."""

    def pick(self, request: DraftRequest) -> DraftResult:
        """The same as `draft`, for those who cannot wait."""
        held = hands_off(request.triage)
        kind = self._library.kinds.get(request.triage.kind)
        if held or kind is None:
            return _nothing(held or NO_KIND)
        wish = understand(request.instruction)
        offers = list(self._offers(kind, wish, request))
        fresh = _unused(offers, request.previous)
        if not fresh:
            return _nothing(ALL_USED if offers else NOTHING_FITS)
        short = _shorter(fresh, wish, request.previous)
        heard = [words_of(text) for text in (*request.previous, *request.recent[:_RECENT])]
        best = min(short or fresh, key=lambda offer: (_echo(offer, heard), _dice(request.comment, offer)))
        return DraftResult(
            text=best.text,
            origin="template",
            prompt=f"{kind.prompt}/{best.name}",
            note=self._note(wish, request, found_shorter=bool(short)),
            warnings=(*best.warnings, *([SOUNDS_ALIKE.text] if _echo(best, heard) >= _ALIKE else ())),
        )

    def _offers(self, kind: Kind, wish: Wish, request: DraftRequest) -> Iterator[_Offer]:
        """Every example that fits language, address and length, with its slots filled."""
        brand = self._library.brand
        author, quote = first_name(request.comment.author.name, brand.name), quote_from(request.comment.text)
        language, address = self._language(request), self._address(wish, request)
        for example in kind.examples:
            if (example.language, example.address) != (language, address):
                continue
            filled = fill(example.reply, author, quote)
            if filled is None:
                continue
            text = signed(filled, brand)
            found = check(text, limits=request.limits, brand=brand, address=address)
            if TOO_LONG.text not in found:
                yield _Offer(name=example.name, text=text, words=words_of(text), warnings=found)

    def _language(self, request: DraftRequest) -> str:
        return request.triage.language or self._library.brand.languages[0]

    def _address(self, wish: Wish, request: DraftRequest) -> str:
        usual = self._library.address(self._language(request))
        return wish.address if wish.address and usual != "you" else usual

    def _note(self, wish: Wish, request: DraftRequest, *, found_shorter: bool) -> str:
        """Which part of the wish could not be granted."""
        if not found_shorter:
            return NOT_SHORTER.text
        granted = wish.understood and wish.address in {"", self._address(wish, request)}
        return "" if granted else NEEDS_MODEL.text


def signed(text: str, brand: Brand) -> str:
    """The text with the brand's signature, if it has one."""
    return f"{text} {brand.signature}".strip()


def _nothing(words: Words) -> DraftResult:
    return DraftResult(text=None, origin="template", note=words.text)


def _unused(offers: list[_Offer], previous: tuple[str, ...]) -> list[_Offer]:
    """Those that were not offered before; another name or quote does not make an example new."""
    used = [words_of(text) for text in previous]
    return [offer for offer in offers if _echo(offer, used) < _SAME and offer.text not in previous]


def _shorter(offers: list[_Offer], wish: Wish, previous: tuple[str, ...]) -> list[_Offer]:
    if not wish.shorter:
        return offers
    longest = len(previous[-1]) if previous else sorted(len(offer.text) for offer in offers)[len(offers) // 2]
    return [offer for offer in offers if len(offer.text) < longest]


def _echo(offer: _Offer, heard: list[frozenset[str]]) -> float:
    """How much it sounds like something that was said before."""
    return max((likeness(offer.words, words) for words in heard), default=0.0)


def _dice(comment: Comment, offer: _Offer) -> bytes:
    """Chance that falls the same way for the same comment every time."""
    return hashlib.sha256(f"{comment.source}\0{comment.id}\0{offer.name}".encode()).digest()
