"""A process in which many people click at once: what a web server or a second one is.

Run it as `python -m tests.campaigns.clicker <orders as JSON>`: a line of clicks in, a line of answers out.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

from bot import commands
from bot.desk.hearing import Hearing
from bot.ports import Heard
from bot.views import Answer, Notice
from storage.database import Database
from tests.campaigns.adapters import Wire
from tests.campaigns.floor import Hand, Orders, open_desk


@dataclass(frozen=True, kw_only=True)
class Click:
    """One click, as it travels."""

    account: str
    surface: str
    button: str
    """As `bot.commands.to_button` writes it."""
    text: str = ""
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """What came back."""

    click: Click
    done: bool
    """False for a polite refusal."""
    words: str
    kept_text: str
    drawn: bool
    """The card, as it is now, came with it."""


class Clicker:
    """Such a process, as its user sees it."""

    def __init__(self, orders: Orders) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.campaigns.clicker", json.dumps(asdict(orders))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    async def click(self, clicks: Sequence[Click]) -> list[Said]:
        """All of them at once."""
        told = await asyncio.to_thread(self._ask, json.dumps([asdict(click) for click in clicks]))
        said = zip(clicks, json.loads(told), strict=True)
        return [Said(click=click, **answer) for click, answer in said]

    def _ask(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def close(self) -> None:
        """Close it."""
        self._process.kill()
        self._process.communicate()


@asynccontextmanager
async def clickers(orders: Orders, count: int) -> AsyncIterator[list[Clicker]]:
    """Several such processes, ready to click."""
    opened = [Clicker(orders) for _ in range(count)]
    try:
        await asyncio.gather(*(clicker.click([]) for clicker in opened))
        yield opened
    finally:
        for clicker in opened:
            clicker.close()


async def _answer(hearing: Hearing, click: Click) -> dict[str, object]:
    command = commands.from_button(click.button, click.text, post=click.post)
    key = f"{click.account}:{click.button}"
    view = await hearing(Heard(key=key, surface=click.surface, account=click.account, command=command))
    assert isinstance(view, Answer | Notice), view
    return {
        "done": isinstance(view, Answer),
        "words": str(view.words),
        "kept_text": view.kept_text if isinstance(view, Notice) else "",
        "drawn": view.card is not None,
    }


async def main(orders: Orders) -> None:
    """Click until nobody asks any more."""
    database = Database(orders.database)
    hearing = Hearing(open_desk(orders, database, Wire(orders.recorder), Hand()))
    while line := await asyncio.to_thread(sys.stdin.readline):
        clicks = [Click(**click) for click in json.loads(line)]
        answers = await asyncio.gather(*(_answer(hearing, click) for click in clicks))
        print(json.dumps(answers), flush=True)  # noqa: T201 - the user reads it
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(Orders(**json.loads(sys.argv[1]))))
