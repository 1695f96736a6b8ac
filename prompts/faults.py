"""Every way a model's endpoint can fail, by name: foreign errors come out as ours."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import NeedsPerson, OutsideError, Refused, TryLater
from bot.words import Words, say

if TYPE_CHECKING:
    from openai import APIError

BUSY = say("The language model is busy (rate limit): a template stands in.")
SLOW = say("The language model took too long: a template stands in.")
UNREACHABLE = say("The language model cannot be reached: a template stands in.")
FAILING = say("The language model's server failed: a template stands in.")
BROKEN = say("The language model's answer could not be read: a template stands in.")
KEY = say("The language model refused our key: a template stands in. Please check the key.")
CREDIT = say("The language model's provider says that no credit is left: a template stands in.")
SETTINGS = say(
    "The language model's server refused the request: a template stands in. Please check its settings."
)
DECLINED = say("The language model declined to write this: a template stands in.")
FILTERED = say("The provider's content filter stopped the draft: a template stands in.")
EMPTY = say("The language model answered nothing: a template stands in.")

_NO_CREDIT = "insufficient_quota"
_FILTER = "content_filter"
"""Azure says it with a 400."""
_MILLISECONDS = 1000


@contextmanager
def named() -> Iterator[None]:
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
        (openai.APITimeoutError, TryLater, SLOW),
        (openai.APIConnectionError, TryLater, UNREACHABLE),
        (openai.AuthenticationError, NeedsPerson, KEY),
        (openai.PermissionDeniedError, NeedsPerson, KEY),
        (openai.InternalServerError, TryLater, FAILING),
        (openai.APIStatusError, NeedsPerson, SETTINGS),
    )
    if error.code in {_FILTER, _NO_CREDIT}:
        return Refused(FILTERED) if error.code == _FILTER else NeedsPerson(CREDIT)
    if isinstance(error, openai.RateLimitError):
        return TryLater(BUSY, timedelta(seconds=asked_pause(error)))
    return next((ours(words) for theirs, ours, words in table if isinstance(error, theirs)), TryLater(BROKEN))


def may_pass(error: "APIError") -> bool:
    """Whether the same request may work a moment later."""
    import openai

    passing = (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError)
    return isinstance(error, passing) and error.code != _NO_CREDIT


def asked_pause(error: "APIError") -> float:
    """How many seconds the server asks us to wait; 0 when it does not say."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    for name, unit in (("retry-after-ms", _MILLISECONDS), ("retry-after", 1)):
        try:
            return max(0.0, float(headers.get(name, "")) / unit)
        except ValueError:
            continue  # not there, or a date: nobody we know sends one
    return 0.0


async def wait_for(seconds: float, deadline: float) -> bool:
    """Wait, if that ends before the deadline of the running loop's clock; False when it would not."""
    if asyncio.get_running_loop().time() + seconds >= deadline:
        return False
    await asyncio.sleep(seconds)
    return True
