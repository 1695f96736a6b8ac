"""Drafts without a language model: the library's own examples, one after the other, never one twice."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.cards import HintSheet
from bot.domain.community import Comment
from bot.domain.finding import Finding, Severity
from bot.domain.item import Triage
from bot.domain.length import too_long
from bot.ports import Drafter, DraftRequest, DraftResult
from bot.words import Words, say
from prompts.composing import Composer, dice, signed
from prompts.grave import WRITE_YOURSELF, grave
from prompts.guards import check, context_of
from prompts.hints import sheet_for
from prompts.knowing import answering, noted, touching
from prompts.language import language_of
from prompts.loader import Kind, Library, Reply
from prompts.shelf import Shelf
from prompts.slots import fill, first_name, quote_from
from prompts.text import likeness, tokens, words_of
from prompts.triage import hands_off, triage
from prompts.wish import OTHER, Wish, understand

NAME = say("template, no language model")
NO_KIND = say("The prompt library has no examples for this kind of comment: please write the reply yourself.")
NO_DRAFT = say(
    "Nothing is drafted for this kind of comment: its page in the prompt library says who takes over."
)
NOTHING_FITS = say("No example of the library fits here: please write the reply yourself.")
ALL_USED = say("Every fitting example was offered already: please write the reply yourself.")
NOT_SHORTER = say("There is no shorter example; this is simply another one.")
NEEDS_MODEL = say(
    "Without a language model only “shorter”, “du” and “Sie” are understood; this is an example."
)

_QUOTED = re.compile(r"[„“][^„“”]*[“”]")
_RECENT = 100
"""How many of our latest replies are looked at: more costs time and changes nothing."""
_SAME = 0.8
"""From here on two texts are the same example, with another name or quote at most."""
_STEPS = 5
"""So many steps from “never heard” to “the same”: within one, what quotes the comment goes first."""


@dataclass(frozen=True, kw_only=True)
class _Offer:
    """An example with its slots filled."""

    prompt: str
    text: str
    words: frozenset[str]
    quotes: bool = False
    """It holds words of the comment."""


class TemplateWriter(Drafter):
    """Picks the example that fits and was heard least of late. The same comment gets the same one."""

    name = NAME.text
    parallel = 4

    def __init__(self, library: Library | Shelf) -> None:
        self._shelf = library

    @property
    def _library(self) -> Library:
        return self._shelf.library if isinstance(self._shelf, Shelf) else self._shelf

    def triage(self, comment: Comment) -> Triage:
        """A first look by rules alone."""
        return triage(comment, self._library.brand)

    async def draft(self, request: DraftRequest) -> DraftResult:
        """An example that fits, or a note that says why there is none."""
        return self.pick(request)

    def review(self, text: str, request: DraftRequest) -> tuple[Finding, ...]:
        """What a person should check in a person's text."""
        return check(text, context_of(self._library, request, origin="person"))

    def hints(self, found: Triage) -> HintSheet | None:
        """What a person does where nothing is drafted."""
        return sheet_for(found, self._library)

    def problem(self) -> Words | None:
        """Why an older state of the library is in use; None when it is the one on disk."""
        return self._shelf.told() if isinstance(self._shelf, Shelf) else None

    async def close(self) -> None:
        """There is nothing to let go of."""

    def pick(self, request: DraftRequest) -> DraftResult:
        """The same as `draft`, for those who cannot wait."""
        library = self._library
        held = hands_off(request.triage) or (WRITE_YOURSELF if grave(request.comment.post) else None)
        kind = library.kinds.get(request.triage.kind)
        if held or kind is None or not kind.draft:
            return _nothing(held or (NO_DRAFT if kind else NO_KIND))
        wish = understand(request.instruction)
        spoken = wish.spoken(self._language(request), library.brand.languages)
        request = replace(request, triage=replace(request.triage, language=spoken))
        offers = list(self._offers(kind, wish, request))
        fresh = _unused(offers, request.previous)
        if not fresh:
            return _nothing(ALL_USED if offers else NOTHING_FITS)
        short = _shorter(fresh, wish, request.previous)
        best = _best(short or fresh, request)
        about = context_of(library, request, origin="template", address=self._address(wish, request))
        return DraftResult(
            text=best.text,
            origin="template",
            prompt=library.stamp(best.prompt),
            note=self._note(wish, request, found_shorter=bool(short)),
            warnings=tuple(found.kept() for found in (*check(best.text, about), *_noted(request, best))),
        )

    def _offers(self, kind: Kind, wish: Wish, request: DraftRequest) -> Iterator[_Offer]:
        """Every text that fits language, address and length, with its slots filled."""
        brand = self._library.brand
        author = first_name(request.comment.author.name, brand.name)
        quote = quote_from(request.comment.text, kind.id)
        language, address = self._language(request), self._address(wish, request)
        today = self._today(kind, request, language)
        yield from today
        beside = Composer(library=self._library, kind=kind.id, request=request, language=language)
        answered = [] if today else list(beside.answers(author))
        yield from (_offer(prompt, text) for prompt, text in answered)
        # Beside an answer that we know, “I have to look that up” would be untrue.
        for prompt, reply in () if today or answered else self._replies(kind, request):
            fits = (reply.language, reply.address) == (language, address) and beside.suits(reply.reply)
            filled = fill(reply.reply, author, quote) if fits else None
            text = beside.completed(filled, prompt) if filled else ""
            if text:
                yield _offer(prompt, text, quotes="{quote}" in reply.reply)

    def _today(self, kind: Kind, request: DraftRequest, language: str) -> list[_Offer]:
        """The answer that a teammate noted for this very question, word for word: it has no slots."""
        facts = noted(request.facts) if kind.id == "question" else ()
        fact = answering(request.comment.text, facts)
        if fact is None:
            return []
        brand = self._library.brand
        spoken = language_of(fact.answer, tokens(fact.answer), brand.languages, language).language
        text = fact.answer if fact.answer.endswith(brand.signature) else signed(fact.answer, brand)
        if spoken != language or too_long(text, request.limits):
            return []
        return [_offer(f"fact:{fact.id}", text)]

    def _replies(self, kind: Kind, request: DraftRequest) -> Iterable[tuple[str, Reply]]:
        """What there is to say, with its name: a checked answer if the question has one, else examples."""
        asks = kind.id == "question"
        facts = self._library.valid_facts(datetime.now(UTC).date()) if asks else ()
        fact = answering(request.comment.text, facts)
        if fact and fact.replies:
            return [(f"fact:{fact.id}", reply) for reply in fact.replies]
        return [(f"{kind.prompt}/{example.name}", example) for example in kind.examples]

    def _language(self, request: DraftRequest) -> str:
        return request.triage.language or self._library.brand.languages[0]

    def _address(self, wish: Wish, request: DraftRequest) -> str:
        usual = self._library.address(self._language(request), request.comment.platform)
        return wish.address if wish.address and usual != "you" else usual

    def _note(self, wish: Wish, request: DraftRequest, *, found_shorter: bool) -> str:
        """Which part of the wish could not be granted."""
        if not found_shorter:
            return NOT_SHORTER.text
        spoken = wish.language in {"", OTHER, request.triage.language}
        granted = wish.understood and spoken and wish.address in {"", self._address(wish, request)}
        return "" if granted else NEEDS_MODEL.text


def _noted(request: DraftRequest, offer: _Offer) -> Iterator[Finding]:
    """What a teammate noted about the same matter, for whoever decides; not if it is the draft."""
    for fact in touching(request.comment.text, request.facts):
        if offer.prompt != f"fact:today-{fact.id}":
            words = say(
                "Noted by {name}: {fact}", name=fact.by, fact=f"{fact.question} {fact.answer}".strip()
            )
            yield Finding(guard="noted", words=words, severity=Severity.HINT)


def _offer(prompt: str, text: str, *, quotes: bool = False) -> _Offer:
    return _Offer(prompt=prompt, text=text, words=own_words(text), quotes=quotes)


def own_words(text: str) -> frozenset[str]:
    """The words of a text without what it quotes: another quote makes no other text."""
    return words_of(_QUOTED.sub(" ", text))


def _nothing(words: Words) -> DraftResult:
    return DraftResult(text=None, origin="template", note=words.text)


def _unused(offers: list[_Offer], previous: tuple[str, ...]) -> list[_Offer]:
    """Those that were not offered before; another name or quote does not make an example new."""
    used = [own_words(text) for text in previous]
    return [offer for offer in offers if _echo(offer, used) < _SAME and offer.text not in previous]


def _shorter(offers: list[_Offer], wish: Wish, previous: tuple[str, ...]) -> list[_Offer]:
    if not wish.shorter:
        return offers
    longest = len(previous[-1]) if previous else sorted(len(offer.text) for offer in offers)[len(offers) // 2]
    return [offer for offer in offers if len(offer.text) < longest]


def _best(offers: list[_Offer], request: DraftRequest) -> _Offer:
    """The one that was heard least of late, one with the commenter's own words first."""
    heard = [own_words(text) for text in (*request.previous, *request.recent[:_RECENT])]
    echoes = {offer.prompt: _echo(offer, heard) for offer in offers}
    return min(
        offers,
        key=lambda offer: (
            int(echoes[offer.prompt] * _STEPS),
            not offer.quotes,
            dice(request.comment, offer.prompt),
        ),
    )


def _echo(offer: _Offer, heard: list[frozenset[str]]) -> float:
    """How much it sounds like something that was said before."""
    return max((likeness(offer.words, words) for words in heard), default=0.0)
