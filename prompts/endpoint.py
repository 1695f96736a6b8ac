"""One OpenAI-compatible endpoint: asks it with as little as possible, and learns what it does not take.

`openai` is imported when an endpoint is made and not before: it costs 0.6 s and 40 MB.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from prompts.answers import Answer, read
from prompts.faults import asked_pause, may_pass, named, wait_for
from prompts.messages import Message
from prompts.profiles import OBJECT, SCHEMA, TEXT, profile_of
from prompts.settings import DraftingSettings

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types.chat import ChatCompletionMessageParam

Schema = Mapping[str, Any]
"""A JSON schema. Any: that is what they are made of."""
_NO_KEY = "none"
_REFUSED_FIELD = (400, 422)
_STUMBLES = (500, 501)
"""What some servers answer to a response format that they do not know."""
_FIRST_PAUSE = 0.5


@dataclass(frozen=True, kw_only=True)
class Want:
    """How an answer should be."""

    name: str = ""
    schema: Schema | None = None
    """The JSON that it should be; None for plain text."""
    longest: int = 0
    """Tokens; 0 for as long as the settings say."""
    temperature: float | None = None
    """None for as the settings say."""


PLAIN = Want()


class Endpoint:
    """Chat Completions, with as few parameters as possible: servers refuse those that they do not know."""

    def __init__(self, settings: DraftingSettings) -> None:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        self._client = AsyncOpenAI(
            base_url=settings.base_url,
            api_key=settings.api_key or _NO_KEY,
            timeout=settings.timeout,
            max_retries=0,  # ours know how much time is left
            # A redirect could lead comments to where the settings never let them go.
            http_client=DefaultAsyncHttpxClient(follow_redirects=False),
        )
        self._settings = settings
        self._profile = profile_of(settings.base_url, settings.profile)
        self._limit = self._profile.limit
        self._refused: set[str] = set()
        self._ladder = list(self._profile.ladder)
        self._proven: set[str] = set()

    @property
    def rung(self) -> str:
        """How this server is made to answer in JSON, as far as is known."""
        return self._ladder[0]

    @property
    def limit(self) -> str:
        """The parameter that bounds an answer, as far as is known."""
        return self._limit

    @property
    def refused(self) -> frozenset[str]:
        """The parameters that this server does not take."""
        return frozenset(self._refused)

    async def ask(self, messages: list[Message], want: Want = PLAIN) -> Answer:
        """The model's text.

        Raises:
            TryLater: the endpoint is busy, slow, broken or away.
            NeedsPerson: key or settings are wrong.
            Refused: it answered, and there is nothing to use in it.

        """
        deadline = asyncio.get_running_loop().time() + self._settings.timeout
        with named():
            async with asyncio.timeout_at(deadline):
                rung, body = await self._again(lambda: self._send(messages, want), deadline)
        answer = read(body, rung)
        if want.schema is not None and answer.table is None and not answer.cut:
            self._step_down(rung)
        elif rung:
            self._proven.add(rung)
        return answer

    async def models(self) -> list[str]:
        """The names of the models that the server offers.

        Raises:
            OutsideError: as for `ask`.

        """
        with named():
            async with asyncio.timeout(self._settings.timeout):
                return [model.id async for model in self._client.models.list()]

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()

    async def _again(
        self, send: Callable[[], Awaitable[tuple[str, str]]], deadline: float
    ) -> tuple[str, str]:
        """Send; again after a pause, as long as that may help and there is time."""
        from openai import APIError

        for turn in range(self._settings.max_retries + 1):
            try:
                return await send()
            except APIError as error:
                pause = asked_pause(error) or _FIRST_PAUSE * 2**turn
                last = turn == self._settings.max_retries or not may_pass(error)
                if last or not await wait_for(pause, deadline):
                    raise
        raise AssertionError

    async def _send(self, messages: list[Message], want: Want) -> tuple[str, str]:
        """One request, sent again without what the server does not take."""
        from openai import APIStatusError

        rung = self.rung if want.schema is not None else ""
        extras = self._extras(want, rung)
        try:
            raw = await self._client.chat.completions.with_raw_response.create(
                model=self._settings.model,
                messages=cast("list[ChatCompletionMessageParam]", messages),
                extra_body=extras,
            )
        except APIStatusError as error:
            if not self._learn(error, extras, rung):
                raise
            return await self._send(messages, want)
        return rung, raw.text

    def _extras(self, want: Want, rung: str) -> dict[str, Any]:
        """What goes along with the messages. Any: parameters of many types."""
        warm = self._settings.temperature if want.temperature is None else want.temperature
        extras: dict[str, Any] = {self._limit: want.longest or self._settings.max_tokens}
        if warm is not None:
            extras["temperature"] = warm
        if rung == SCHEMA:
            shape = {"name": want.name, "strict": True, "schema": want.schema}
            extras["response_format"] = {"type": SCHEMA, "json_schema": shape}
        elif rung == OBJECT:
            extras["response_format"] = {"type": OBJECT}
        return {name: value for name, value in extras.items() if name not in self._refused}

    def _learn(self, error: "APIStatusError", sent: Mapping[str, Any], rung: str) -> bool:
        """Leave out or rename what this model does not take; whether to send again."""
        if error.status_code in _STUMBLES:
            return self._step_down(rung)
        if error.status_code not in _REFUSED_FIELD or error.code == "content_filter":
            return False
        told = f"{error.param or ''} {error.body}"
        named_here = [name for name in sent if name in (error.param or told)]
        shape = ("response_format" in sent) and ("json_" in told or "schema" in told)
        if shape or "response_format" in named_here:
            return self._step_down(rung)
        if not named_here:
            return self._step_down(rung)
        for name in named_here:
            self._do_without(name)
        return True

    def _do_without(self, name: str) -> None:
        if name == "max_tokens":
            self._limit = "max_completion_tokens"
        elif name == "max_completion_tokens" and self._limit == name and "max_tokens" not in self._refused:
            self._limit = "max_tokens"
        self._refused.add(name)

    def _step_down(self, rung: str) -> bool:
        """One rung lower, for good; another draft may have taken the step meanwhile."""
        if rung in {"", TEXT} or rung in self._proven:
            return False
        if self._ladder[0] == rung:
            self._ladder.pop(0)
        return True
