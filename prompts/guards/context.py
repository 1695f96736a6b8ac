"""What a text is checked against."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from bot.domain.community import Limits
from bot.ports import DraftRequest
from prompts.knowing import noted
from prompts.loader import Brand, Fact, Library
from prompts.messages import RULES


@dataclass(frozen=True, kw_only=True)
class Context:
    """The comment, the house's rules, and what was said before. Everything of strangers is hostile data."""

    brand: Brand
    limits: Limits
    language: str = "de"
    """The language the reply should be in."""
    address: str = "du"
    """du | sie | you."""
    origin: str = "person"
    """Who wrote the text: template | model | person."""
    comment: str = ""
    author: str = ""
    """The commenter's display name."""
    said: tuple[str, ...] = ()
    """The post and what was said before, by whomever."""
    others: tuple[str, ...] = ()
    """Display names of the other people in the thread."""
    facts: tuple[Fact, ...] = ()
    answers: tuple[str, ...] = ()
    """What colleagues answered within the team: written for us, and not for the public."""
    cited: tuple[str, ...] = ()
    """Ids of the facts that a model says it used."""
    recent: tuple[str, ...] = ()
    """Our latest replies and the drafts that were refused, newest first."""
    secrets: tuple[str, ...] = ()
    """Texts that only we read: what the model is told."""
    nonce: str = ""
    """What our fences were marked with."""
    today: date = date.min

    @cached_property
    def valid(self) -> tuple[Fact, ...]:
        """The facts that still hold."""
        return tuple(fact for fact in self.facts if fact.holds(self.today))

    @cached_property
    def expired(self) -> tuple[Fact, ...]:
        """The facts that do not."""
        return tuple(fact for fact in self.facts if not fact.holds(self.today))

    @cached_property
    def known(self) -> str:
        """What is certain: every fact that holds, in small letters."""
        return _said_in(self.valid)

    @cached_property
    def outdated(self) -> str:
        """What was certain once, in small letters."""
        return _said_in(self.expired)

    @cached_property
    def heard(self) -> str:
        """What the commenter wrote, in small letters."""
        return self.comment.lower()

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """Links and contact data that may stand in a reply."""
        return (*self.brand.links_allowed, *(link for fact in self.valid for link in fact.links))


def context_of(library: Library, request: DraftRequest, *, origin: str, address: str = "") -> Context:
    """What a reply to this comment is checked against."""
    language = request.triage.language or library.brand.languages[0]
    comment, post = request.comment, request.comment.post
    theirs = [each for each in request.chain if not each.ours and each.author != comment.author]
    return Context(
        brand=library.brand,
        limits=request.limits,
        language=language,
        address=address or library.address(language, comment.platform),
        origin=origin,
        comment=comment.text,
        author=comment.author.name,
        said=(post.title, post.text, *(each.text for each in request.chain)),
        others=tuple(each.author.name for each in theirs),
        facts=(*library.facts.values(), *noted(request.facts)),
        answers=tuple(fact.answer for fact in request.facts if fact.source is not None and not fact.id),
        recent=(*reversed(request.previous), *request.recent),
        secrets=_secrets(library),
        today=datetime.now(UTC).date(),
    )


def _secrets(library: Library) -> tuple[str, ...]:
    stances = (kind.stance for kind in library.kinds.values())
    return (RULES, library.guidelines, *stances, *(tone.text for tone in library.tones.values()))


def _said_in(facts: tuple[Fact, ...]) -> str:
    texts = [text for fact in facts for text in (fact.answer, *(reply.reply for reply in fact.replies))]
    return " ".join(texts).lower()
