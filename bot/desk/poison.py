"""Poison: a row that cannot be read, drawn or moved. It is put aside, so that the others have their turn.

What the database or the outside world does is none of it: that passes, and every lane tries again.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from bot.desk.desk import Desk
from bot.domain.effect import Effect, State
from bot.errors import BadSetting, Refusal
from bot.memory import Work

log = logging.getLogger("augenhoehe.poison")
ASIDE = timedelta(minutes=15)
"""When it is tried again at the latest: somebody may have mended it, or a new release may read it."""
FIRST = timedelta(minutes=1)
"""When an effect is tried again for the first time: an answer of the outside may have been the reason."""
POISON = (
    Refusal, BadSetting, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
)  # fmt: skip
"""What a single row can do wrong."""
_WHEN = {State.WANTED: "due_at", State.UNCLEAR: "look_at", State.SENDING: "claimed_at"}
"""What says when an open effect is due."""


class Poisoned(Exception):
    """Something went wrong about this very effect."""

    def __init__(self, effect: Effect, error: Exception) -> None:
        super().__init__(effect.id)
        self.effect = effect
        self.error = error


@contextmanager
def about(effect: Effect) -> Iterator[None]:
    """Say about which effect something goes wrong here."""
    try:
        yield
    except POISON as error:
        raise Poisoned(effect, error) from error


async def put_aside(desk: Desk, effect: Effect, error: BaseException) -> None:
    """Have its lane go on without this effect for a while.

    Raises:
        BaseException: what went wrong, if it began meanwhile: then it is looked up like any other.
    """
    if not await desk.keep(lambda work: _later(work, effect)):
        raise error
    say_aside(effect.item, error, effect.lane)


async def _later(work: Work, effect: Effect) -> bool:
    wait = min(FIRST * 2 ** min(effect.tries, 10), ASIDE)
    told = {_WHEN[effect.state]: work.now + wait, "tries": effect.tries + 1}
    return await work.effects.settle(effect, effect.token, effect.state, **told)


async def unreadable(desk: Desk, items: Iterable[int]) -> dict[int, Exception]:
    """Those of these items from which no card can be drawn, and why."""
    found: dict[int, Exception] = {}
    for number in items:
        try:
            async with desk.looking() as work:
                (_,) = await work.items.dossiers([number])
        except POISON as error:
            found[number] = error
    return found


def say_aside(item: int, error: BaseException, lane: str) -> None:
    """Say it, without the words of the error, which may quote a person."""
    log.error("put aside", extra={"item": item, "lane": lane, "error": type(error).__name__})
