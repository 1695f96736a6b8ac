"""Asking the model with everything that surrounds it: few at a time, within the budget, with patience."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import OutsideError, Refused, TryLater
from bot.words import say
from prompts.answers import Answer
from prompts.breaker import Breaker
from prompts.budget import Budget, Use
from prompts.endpoint import PLAIN, Endpoint, Want
from prompts.messages import Message
from prompts.settings import DraftingSettings

PAUSED = say("The language model failed several times and is left alone for a while: a template stands in.")


@dataclass
class Bill:
    """What one draft has cost so far."""

    use: Use = field(default_factory=Use)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return round(time.monotonic() - self.began, 2)


class Asker:
    """The one way to the endpoint."""

    def __init__(self, settings: DraftingSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self.endpoint = Endpoint(settings)
        self.budget = Budget(settings)
        self._breaker = Breaker(clock=clock)
        self._slots = asyncio.Semaphore(settings.parallel)

    async def ask(self, messages: list[Message], bill: Bill, want: Want = PLAIN) -> Answer:
        """Ask, unless the budget is used up or the endpoint needs a rest.

        Raises:
            OutsideError: as for `Endpoint.ask`; the words say why.

        """
        async with self._slots:
            self.budget.check()
            if self._breaker.open:
                raise TryLater(PAUSED)
            return await self._asked(messages, bill, want)

    async def _asked(self, messages: list[Message], bill: Bill, want: Want) -> Answer:
        use = Use(calls=1)
        try:
            answer = await self.endpoint.ask(messages, want)
            use = Use(calls=1, tokens_in=answer.tokens_in, tokens_out=answer.tokens_out)
        except Refused:
            # A refusal is an answer: otherwise strangers could take the model away from everybody.
            self._breaker.worked()
            raise
        except TryLater as error:
            self._breaker.failed(error.after.total_seconds() if error.after != _USUAL else 0.0)
            raise
        except OutsideError:
            self._breaker.failed()
            raise
        finally:
            self.budget.add(use)
            bill.use += use
        self._breaker.worked()
        return answer


_USUAL = TryLater(PAUSED).after
"""What an error says when the server asked for nothing."""
