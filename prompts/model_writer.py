"""Drafts by a language model behind any OpenAI-compatible endpoint; templates stand in when it fails.

The model has no tools and no secrets, and its text goes to a person. That bounds what a hostile comment
can do; the fences in the prompt only make it rarer.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.abilities import Recounted, RecountRequest
from bot.cards import HintSheet
from bot.domain.community import Comment
from bot.domain.finding import Finding
from bot.domain.item import Triage
from bot.errors import OutsideError, Refused
from bot.ports import Drafter, DraftRequest, DraftResult
from bot.words import Words, say
from prompts.asking import Asker, Bill
from prompts.closer_look import look_closer
from prompts.composing import signed
from prompts.faults import BROKEN
from prompts.grounding import taken
from prompts.guards import check, context_of, needs_rewriting
from prompts.loader import Kind, Library
from prompts.messages import build
from prompts.pseudonyms import Veil
from prompts.recounting import recount
from prompts.settings import DraftingSettings
from prompts.shelf import Shelf
from prompts.template_writer import TemplateWriter
from prompts.triage import hands_off, triage
from prompts.usable import usable
from prompts.wish import understand

log = logging.getLogger("augenhoehe.model")

NEITHER = say("The language model failed and no example fits: please write the reply yourself.")
CUT = say("The language model was cut off in the middle of the text.")
LEAKED = say("The language model repeated internal texts: a template stands in.")


@dataclass(frozen=True, kw_only=True)
class _Try:
    """One text of the model, with what the guards found in it."""

    text: str
    found: tuple[Finding, ...]
    cut: bool

    @property
    def faults(self) -> tuple[int, int]:
        """How bad it is: the worst first, then how much there is."""
        return max((each.severity for each in self.found), default=0), len(self.found)


class ModelWriter(Drafter):
    """Asks the model; whatever goes wrong ends in an example of the library and a note that says why."""

    def __init__(
        self,
        library: Library | Shelf,
        settings: DraftingSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = settings.model
        self.parallel = settings.parallel
        self._shelf = library
        self._template = TemplateWriter(library)
        self._settings = settings
        self._asker = Asker(settings, clock)
        self._never_sent = settings.never_sent

    @property
    def _library(self) -> Library:
        return self._shelf.library if isinstance(self._shelf, Shelf) else self._shelf

    def triage(self, comment: Comment) -> Triage:
        """A first look by rules alone."""
        return triage(comment, self._library.brand)

    async def draft(self, request: DraftRequest) -> DraftResult:
        """The model's draft, or a template's with the reason."""
        if not self._may_draft(request):
            return self._template.pick(request)
        bill = Bill()
        looked, trouble = await self._looked(request, bill)
        told = self._wished(replace(request, triage=looked or request.triage))
        result = await self._drafted(told, bill) if self._may_draft(told) else self._template.pick(told)
        self._log(told, result, bill)
        return replace(result, triage=looked, warnings=(*result.warnings, *trouble))

    async def recount(self, request: RecountRequest) -> Recounted:
        """What one shift tells the next; no words, and why, whatever goes wrong."""
        return await recount(self._asker, request, self._library, self._settings)

    def _wished(self, request: DraftRequest) -> DraftRequest:
        """In the language that a teammate asks for."""
        languages = self._library.brand.languages
        usual = request.triage.language or languages[0]
        spoken = understand(request.instruction).spoken(usual, languages)
        return replace(request, triage=replace(request.triage, language=spoken))

    def _may_draft(self, request: DraftRequest) -> bool:
        kind = self._library.kinds.get(request.triage.kind)
        return kind is not None and kind.draft and hands_off(request.triage) is None

    async def _looked(self, request: DraftRequest, bill: Bill) -> tuple[Triage | None, tuple[str, ...]]:
        """What the model makes of the comment, once for each; or why it could not be asked."""
        if not self._settings.look or request.previous or request.instruction:
            return None, ()
        try:
            return await look_closer(self._asker, request, self._library, bill), ()
        except Refused as error:
            return None, (error.words.text,)
        except OutsideError:
            return None, ()  # the draft meets the same trouble, and says so

    async def _drafted(self, request: DraftRequest, bill: Bill) -> DraftResult:
        try:
            return await self._written(request, self._library.kinds[request.triage.kind], bill)
        except OutsideError as error:
            return _stand_in(self._template.pick(request), error)

    def _log(self, request: DraftRequest, result: DraftResult, bill: Bill) -> None:
        """One line for each draft: what it took, and never what it says."""
        used = self._asker.budget.used
        facts = {
            "origin": result.origin,
            "prompt": result.prompt,
            "kind": request.triage.kind,
            "calls": bill.use.calls,
            "tokens_in": bill.use.tokens_in,
            "tokens_out": bill.use.tokens_out,
            "cost": round(bill.use.cost(self._settings), 6),
            "seconds": bill.seconds,
            "calls_today": f"{used.calls} of {self._settings.calls_per_day or 'any'}",
            "tokens_today": f"{used.tokens} of {self._settings.tokens_per_day or 'any'}",
        }
        log.info("drafted", extra=facts)

    def review(self, text: str, request: DraftRequest) -> tuple[Finding, ...]:
        """What a person should check in a person's text."""
        return check(text, context_of(self._library, request, origin="person"))

    def hints(self, found: Triage) -> HintSheet | None:
        """What a person does where nothing is drafted."""
        return self._template.hints(found)

    def problem(self) -> Words | None:
        """Why an older state of the library is in use; None when it is the one on disk."""
        return self._template.problem()

    async def check(self) -> None:
        """Ask the endpoint for one word.

        Raises:
            OutsideError: it does not answer; the words say what to look at.
        """
        await self._asker.endpoint.ask([{"role": "user", "content": "Say: ok"}])

    async def close(self) -> None:
        """Let go of connections."""
        await self._asker.endpoint.close()

    async def _written(self, request: DraftRequest, kind: Kind, bill: Bill) -> DraftResult:
        """The model's text; written anew once when the guards find something in it."""
        best = await self._tried(request, kind, bill)
        if needs_rewriting(best.found):
            best = await self._better(best, request, kind, bill)
        if any(each.guard == "internal" for each in best.found):
            raise Refused(LEAKED)
        return DraftResult(
            text=best.text,
            origin="model",
            model=self.name,
            prompt=self._library.stamp(kind.prompt),
            warnings=(*(each.kept() for each in best.found), *([CUT.text] if best.cut else ())),
        )

    async def _better(self, first: _Try, request: DraftRequest, kind: Kind, bill: Bill) -> _Try:
        """The better of two tries; the first one when there can be no second."""
        try:
            again = await self._tried(request, kind, bill, tuple(each.words.text for each in first.found))
        except OutsideError:
            return first
        return min(again, first, key=lambda one: one.faults)

    async def _tried(
        self, request: DraftRequest, kind: Kind, bill: Bill, faults: tuple[str, ...] = ()
    ) -> _Try:
        """One answer. The model sees pseudonyms; the guards see what the public would."""
        nonce, veil = secrets.token_hex(8), Veil()
        drawn = veil.draw(request, self._library.brand.name, self._never_sent)
        answer = await self._asker.ask(build(drawn, self._library, kind, nonce, faults), bill)
        written, cited = taken(usable(answer, nonce))
        if not written:
            raise Refused(BROKEN)
        text = signed(veil.lift(written), self._library.brand)
        context = context_of(self._library, request, origin="model")
        found = check(text, replace(context, cited=cited, nonce=nonce))
        return _Try(text=text, found=found, cut=answer.cut)


def _stand_in(result: DraftResult, error: OutsideError) -> DraftResult:
    """The template's draft, saying why it stands here."""
    if result.text is None:
        return replace(result, note=NEITHER.text, warnings=(error.words.text,))
    return replace(result, note=error.words.text)
