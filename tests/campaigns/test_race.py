"""An undo or an edit races the reply on its way out: whoever wins, the public and the desk agree."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass

import pytest

from bot import commands
from bot.domain.item import Item
from bot.domain.status import Status
from bot.views import Answer
from tests.campaigns.books import all_settled, open_books
from tests.campaigns.stage import Stage, Where, stage

pytestmark = pytest.mark.slow
ROUNDS = 40
UNDO = 0.3
SPREAD = (-0.15, 0.6, 0.05)
"""When the second click comes, in seconds from the end of the undo window: earliest, latest, mostly."""
APART = 0.12
"""Seconds between two rounds, so that the lane is not behind."""
PATIENCE = 60.0
KINDS = ("undo", "edit", "edit and post")


@dataclass(frozen=True)
class Round:
    """One item, what was clicked after its approval, and whether that was done."""

    item: Item
    kind: str
    done: bool


async def test_an_undo_or_an_edit_that_races_the_post(where: Where) -> None:
    async with stage(where, undo=UNDO, sweep=0.1) as set_up:
        set_up.crew.hire()
        await set_up.write(*(f"Frage {number}" for number in range(ROUNDS)))
        items = await _drafted(set_up)
        races = [_race(set_up, item, number * APART) for number, item in enumerate(items)]
        rounds = await asyncio.gather(*races)
        async with asyncio.timeout(PATIENCE):
            while not await all_settled(set_up.database):
                await asyncio.sleep(0.1)
        await _check(set_up, rounds)


async def _drafted(set_up: Stage) -> list[Item]:
    """The items, once all have a draft."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with set_up.database.read() as work:
                items = [*(await work.items.get_many(range(1, ROUNDS + 1))).values()]
            if len(items) == ROUNDS and all(item.status is Status.DRAFTED for item in items):
                return items
            await asyncio.sleep(0.1)


async def _race(set_up: Stage, item: Item, wait: float) -> Round:
    """Approve, and have second thoughts about when the reply goes out."""
    await asyncio.sleep(wait)
    approve = commands.Approve(item=item.id, draft=item.draft, version=item.version)
    assert isinstance(await set_up.ask(approve), Answer)
    await asyncio.sleep(UNDO + random.triangular(*SPREAD))
    kind = random.choice(KINDS)
    answer = await set_up.ask(_second(kind, item), by=1)
    return Round(item, kind, isinstance(answer, Answer))


def _second(kind: str, item: Item) -> commands.OnItem:
    if kind == "undo":
        return commands.TakeBack(item=item.id)
    post, text = kind == "edit and post", f"Anders {item.id}"
    return commands.Edit(
        item=item.id, draft=item.draft, version=item.version, text=text, post=post, agreed=True
    )


async def _check(set_up: Stage, rounds: list[Round]) -> None:
    record = await set_up.record()
    public: dict[str, list[str]] = {}
    for post in record["posts"]:
        public.setdefault(post["comment"], []).append(post["text"])
    async with set_up.database.read() as work:
        items = await work.items.get_many([each.item.id for each in rounds])
        texts = {item.id: (await work.items.draft(item.id, 1)).text for item in items.values()}
    for each in rounds:
        item = items[each.item.id]
        assert (item.status, public.get(item.remote, [])) == _expected(each, texts[item.id]), each
    books = await open_books(set_up)
    assert (books.twice, books.broken_chains, books.unapproved, books.stale_cards) == (0, 0, 0, 0), books
    _say(rounds)


def _expected(each: Round, text: str) -> tuple[Status, list[str]]:
    """What is public and what the desk says, given who won."""
    if not each.done:
        return Status.POSTED, [text]
    if each.kind == "edit and post":
        return Status.POSTED, [f"Anders {each.item.id}"]
    return Status.DRAFTED, []


def _say(rounds: list[Round]) -> None:
    """Both sides must have won some, or nothing was raced."""
    won = Counter((each.kind, "person" if each.done else "post") for each in rounds)
    print(f"\n{dict(won)}")  # noqa: T201 - who won, for the log
    assert {winner for _, winner in won} == {"person", "post"}
