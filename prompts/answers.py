"""Reading what a model answered, trusting nothing about its shape."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import Refused, TryLater
from prompts.faults import BROKEN, DECLINED, EMPTY, FILTERED

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MOST_STARTS = 5
"""So many braces are tried as the beginning of a JSON object."""
_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the model wrote."""

    text: str
    cut: bool
    """It reached its limit in the middle of the text."""
    rung: str = ""
    """How it was made to answer in JSON; "" when it was not."""
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def table(self) -> Mapping[str, Any] | None:
        """The JSON object in the text; None when there is none. Any: a foreign server's JSON."""
        return next(_tables(self.text[:_LONGEST]), None)


def read(body: str, rung: str = "") -> Answer:
    """Take the text out of an answer.

    Raises:
        TryLater: it is no answer at all.
        Refused: it is one, and there is nothing to use in it.

    """
    try:
        told: Any = json.loads(body)  # Any: a foreign server's JSON
        choice = told["choices"][0]
        reason, message = choice.get("finish_reason"), choice["message"]
        refusal, content = message.get("refusal"), message.get("content") or ""
        text = _THOUGHTS.sub("", content, count=1).strip()
        usage = told.get("usage")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TryLater(BROKEN) from error
    if reason == "content_filter":
        raise Refused(FILTERED)
    if refusal:
        raise Refused(DECLINED)
    if not text:
        raise Refused(EMPTY)
    counted = (_count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))
    return Answer(text=text, cut=reason == "length", rung=rung, tokens_in=counted[0], tokens_out=counted[1])


def _count(usage: object, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else 0
    return value if isinstance(value, int) and value > 0 else 0


def _tables(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects in a text: alone, within ``` fences, or after friendly words."""
    starts = [match.start() for match in re.finditer(r"\{", text)]
    for start in starts[:_MOST_STARTS]:
        try:
            found, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found
