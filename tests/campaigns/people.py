"""The public that writes and the team that approves, while a campaign goes on."""

import asyncio
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from bot import commands
from bot.views import Answer
from tests.campaigns.adapters import RecordedSurface
from tests.campaigns.stage import Stage

EDITED = 5
"""Every so-manieth draft is rewritten by hand before it goes out."""
TWICE = 7
"""Every so-manieth click is delivered twice, as chat tools do."""


@dataclass
class Team:
    """Approves every draft as soon as its card shows it."""

    stage: Stage
    seen: int = 0
    cards: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The latest card of each item that waits for us. Any: JSON."""
    keys: "itertools.count[int]" = field(default_factory=itertools.count)

    async def work(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.round_once()
            await asyncio.sleep(0.05)

    async def round_once(self) -> None:
        """Look at what changed, and click."""
        told = await self.stage.wire.ask("changed", since=self.seen)
        self.seen = told["now"]
        for card in told["cards"]:
            self.cards.pop(card["item"], None)
            if card["approve"]:
                self.cards[card["item"]] = card
        for card in list(self.cards.values()):
            await self._click(card)

    async def _click(self, card: dict[str, Any]) -> None:
        """Approve a card, or rewrite its draft. What is refused is tried again."""
        key = f"k{next(self.keys)}"
        times = 2 if card["item"] % TWICE == 0 else 1
        ask = self.stage.ask
        by, on = random.randrange(50), random.choice((RecordedSurface.name, "web"))
        clicks = [ask(_command(card), by=by, on=on, key=key) for _ in range(times)]
        answers = await asyncio.gather(*clicks)
        if any(isinstance(answer, Answer) for answer in answers):
            self.cards.pop(card["item"], None)


def _command(card: dict[str, Any]) -> commands.OnItem:
    seen = {"item": card["item"], "draft": card["draft"], "version": card["version"]}
    if card["item"] % EDITED:
        return commands.Approve(**seen, agreed=True)
    return commands.Edit(**seen, text=f"{card['proposal']} By hand, {card['item']}.", post=True, agreed=True)


@dataclass
class Public:
    """Writes so many comments while the campaign advances."""

    stage: Stage
    comments: int
    written: int = 0

    async def write_up_to(self, share: float) -> None:
        """Write until that share of all comments is written."""
        until = min(self.comments, round(self.comments * share))
        if until > self.written:
            numbers = range(self.written, until)
            self.written = until
            await self.stage.write(*(_text(number) for number in numbers))


def _text(number: int) -> str:
    return f"{'Dringend! ' if number % 9 == 0 else ''}Frage {number}: Wo gibt es das?"
