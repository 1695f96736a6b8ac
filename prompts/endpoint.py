"""One OpenAI-compatible endpoint: asks it, distrusts its answer, and names every way it can fail.

`openai` is imported when an endpoint is made and not before: it costs 0.6 s and 40 MB.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bot.errors import NeedsPerson, OutsideError, Refused, TryLater
from bot.words import Words, say
from prompts.messages import Message
from prompts.settings import DraftingSettings

if TYPE_CHECKING:
    from openai import APIError
    from openai.types.chat import ChatCompletionMessageParam

BUSY = say("The language model is busy (rate limit): a template stands in.")
SLOW = say("The language model took too long: a template stands in.")
UNREACHABLE = say("The language model cannot be reached: a template stands in.")
FAILING = say("The language model's server failed: a template stands in.")
BROKEN = say("The language model's answer could not be read: a template stands in.")
KEY = say("The language model refused our key: a template stands in. Please check the key.")
SETTINGS = say(
    "The language model's server refused the request: a template stands in. Please check its settings."
)
DECLINED = say("The language model declined to write this: a template stands in.")
FILTERED = say("The provider's content filter stopped the draft: a template stands in.")
EMPTY = say("The language model answered nothing: a template stands in.")

_NO_KEY = "none"
_THOUGHTS = re.compile(r"\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_BAD_SETTING, _UNPROCESSABLE = 400, 422


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the model wrote."""

    text: str
    cut: bool
    """It reached its limit in the middle of the text."""


class Endpoint:
    """Chat Completions, with as few parameters as possible: servers refuse those that they do not know."""

    def __init__(self, settings: DraftingSettings) -> None:
        from openai import AsyncOpenAI

        self._client = AsyncOpenAI(
            base_url=settings.base_url,
            api_key=settings.api_key or _NO_KEY,
            timeout=settings.timeout,
            max_retries=settings.max_retries,
        )
        self._model = settings.model
        self._patience = settings.timeout
        self._extras: dict[str, float | int] = {"max_tokens": settings.max_tokens}
        if settings.temperature is not None:
            self._extras["temperature"] = settings.temperature

    async def ask(self, messages: list[Message]) -> Answer:
        """The model's text.

        Raises:
            TryLater: the endpoint is busy, slow, broken or away.
            NeedsPerson: key or settings are wrong.
            Refused: it answered, and there is nothing to use in it.

        """
        with _named():
            # The SDK's own timeout begins anew with every repeat; somebody is waiting for all of them.
            async with asyncio.timeout(self._patience):
                body = await self._send(messages)
        return _read(body)

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _send(self, messages: list[Message]) -> str:
        from openai import APIStatusError

        extras = dict(self._extras)
        try:
            raw = await self._client.chat.completions.with_raw_response.create(
                model=self._model,
                messages=cast("list[ChatCompletionMessageParam]", messages),
                extra_body=extras,
            )
        except APIStatusError as error:
            if error.status_code not in {_BAD_SETTING, _UNPROCESSABLE} or not self._learn(error, extras):
                raise
            return await self._send(messages)
        return raw.text

    def _learn(self, error: "APIError", sent: dict[str, float | int]) -> bool:
        """Leave out or rename a parameter that this model does not take; whether to send again."""
        if sent != self._extras:
            return True  # another draft learned it while this one was under way
        named = [name for name in sent if name in (error.param or str(error.body))]
        for name in named:
            value = self._extras.pop(name)
            if name == "max_tokens":
                self._extras["max_completion_tokens"] = value
        return bool(named)


@contextmanager
def _named() -> Iterator[None]:
    """Foreign errors come out as ours."""
    import openai

    try:
        yield
    except TimeoutError as error:
        raise TryLater(SLOW) from error
    except openai.APIError as error:
        raise _ours(error) from error


def _ours(error: "APIError") -> OutsideError:
    import openai

    table: tuple[tuple[type[Exception], type[OutsideError], Words], ...] = (
        (openai.RateLimitError, TryLater, BUSY),
        (openai.APITimeoutError, TryLater, SLOW),
        (openai.APIConnectionError, TryLater, UNREACHABLE),
        (openai.AuthenticationError, NeedsPerson, KEY),
        (openai.PermissionDeniedError, NeedsPerson, KEY),
        (openai.InternalServerError, TryLater, FAILING),
        (openai.APIStatusError, NeedsPerson, SETTINGS),
    )
    if error.code == "content_filter":  # Azure says it with a 400
        return Refused(FILTERED)
    return next((ours(words) for theirs, ours, words in table if isinstance(error, theirs)), TryLater(BROKEN))


def _read(body: str) -> Answer:
    """Take the text out of an answer, trusting nothing about its shape."""
    try:
        choice: Any = json.loads(body)["choices"][0]  # Any: a foreign server's JSON
        reason, message = choice.get("finish_reason"), choice["message"]
        refusal, content = message.get("refusal"), message.get("content") or ""
        text = _THOUGHTS.sub("", content, count=1).strip()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TryLater(BROKEN) from error
    if reason == "content_filter":
        raise Refused(FILTERED)
    if refusal:
        raise Refused(DECLINED)
    if not text:
        raise Refused(EMPTY)
    return Answer(text=text, cut=reason == "length")
