"""Drafts by a language model behind any OpenAI-compatible endpoint; templates stand in when it fails.

The model has no tools and no secrets, and its text goes to a person. That bounds what a hostile comment
can do; the fences in the prompt only make it rarer.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import replace

from bot.domain.community import Comment
from bot.domain.item import Triage
from bot.errors import OutsideError, Refused, TryLater
from bot.ports import Drafter, DraftRequest, DraftResult
from bot.words import say
from prompts.breaker import Breaker
from prompts.checks import check
from prompts.endpoint import BROKEN, DECLINED, Answer, Endpoint
from prompts.loader import Kind, Library
from prompts.messages import build
from prompts.settings import DraftingSettings
from prompts.template_writer import SOUNDS_ALIKE, TemplateWriter, signed
from prompts.text import clean, likeness, words_of
from prompts.triage import hands_off, triage

PAUSED = say("The language model failed several times and is left alone for a minute: a template stands in.")
NEITHER = say("The language model failed and no example fits: please write the reply yourself.")
CUT = say("The language model was cut off in the middle of the text.")

_MACHINE = re.compile(
    r"\b(?:als (?:ki|künstliche intelligenz|sprachmodell)|as an? (?:ai|(?:large )?language model))\b"
    r"|^(?:i'm sorry,? but )?i (?:can't|cannot) (?:assist|help|comply)"
    r"|^(?:es tut mir leid, aber )?(?:dabei kann ich|ich kann) (?:dabei |dir |ihnen )?nicht helfen",
    re.IGNORECASE,
)
"""Refusals in words, which some models send instead of the field that is meant for them."""
_WRAPPED = re.compile(r"""(["„“«])([^"„“”«»]*)(["“”»])""")
_ALIKE = 0.6


class ModelWriter(Drafter):
    """Asks the model; whatever goes wrong ends in an example of the library and a note that says why."""

    def __init__(
        self, library: Library, settings: DraftingSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = settings.model
        self.parallel = settings.parallel
        self._library = library
        self._template = TemplateWriter(library)
        self._endpoint = Endpoint(settings)
        self._breaker = Breaker(clock=clock)
        self._slots = asyncio.Semaphore(settings.parallel)

    def triage(self, comment: Comment) -> Triage:
        """A first look by rules alone."""
        return triage(comment, self._library.brand)

    async def draft(self, request: DraftRequest) -> DraftResult:
        """The model's draft, or a template's with the reason."""
        kind = self._library.kinds.get(request.triage.kind)
        if kind is None or hands_off(request.triage):
            return self._template.pick(request)
        try:
            async with self._slots:
                return await self._written(request, kind)
        except OutsideError as error:
            return _stand_in(self._template.pick(request), error)

    async def check(self) -> None:
        """Ask the endpoint for one word.

        Raises:
            OutsideError: it does not answer; the words say what to look at.
        """
        await self._endpoint.ask([{"role": "user", "content": "Say: ok"}])

    async def close(self) -> None:
        """Let go of connections."""
        await self._endpoint.close()

    async def _written(self, request: DraftRequest, kind: Kind) -> DraftResult:
        nonce = secrets.token_hex(8)
        answer = await self._asked(request, kind, nonce)
        text = _usable(answer, nonce)
        return DraftResult(
            text=signed(text, self._library.brand),
            origin="model",
            model=self.name,
            prompt=kind.prompt,
            warnings=self._warnings(text, answer, request),
        )

    async def _asked(self, request: DraftRequest, kind: Kind, nonce: str) -> Answer:
        """Ask the endpoint, unless it failed too often. A refusal is an answer: strangers can provoke it."""
        if self._breaker.open:
            raise TryLater(PAUSED)
        try:
            answer = await self._endpoint.ask(build(request, self._library, kind, nonce))
        except Refused:
            self._breaker.worked()
            raise
        except OutsideError:
            self._breaker.failed()
            raise
        self._breaker.worked()
        return answer

    def _warnings(self, text: str, answer: Answer, request: DraftRequest) -> tuple[str, ...]:
        brand = self._library.brand
        address = self._library.address(request.triage.language or brand.languages[0])
        found = check(signed(text, brand), limits=request.limits, brand=brand, address=address)
        words = words_of(text)
        heard = (*request.previous, *request.recent)
        alike = any(likeness(words, words_of(other)) >= _ALIKE for other in heard)
        return (*found, *([CUT.text] if answer.cut else ()), *([SOUNDS_ALIKE.text] if alike else ()))


def _usable(answer: Answer, nonce: str) -> str:
    """The text, tidied; a text that shows our fences or speaks as a machine is none."""
    text = clean(answer.text)
    if nonce in text or not text:
        raise Refused(BROKEN)
    if _MACHINE.search(text):
        raise Refused(DECLINED)
    wrapped = _WRAPPED.fullmatch(text)
    return wrapped[2].strip() if wrapped else text


def _stand_in(result: DraftResult, error: OutsideError) -> DraftResult:
    """The template's draft, saying why it stands here."""
    if result.text is None:
        return replace(result, note=NEITHER.text, warnings=(error.words.text,))
    return replace(result, note=error.words.text)
