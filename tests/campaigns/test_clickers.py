"""Fifty people click on the same card at once, on two surfaces that are served by two processes."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

import pytest

from bot import commands
from bot.desk.drafting import draft_step
from bot.desk.intake import fetch
from bot.domain.audit import Tag
from bot.domain.effect import Kind
from bot.domain.item import Item
from bot.domain.status import Status
from tests.campaigns.books import open_books
from tests.campaigns.clicker import Click, Clicker, Said, clickers
from tests.campaigns.stage import PEOPLE, SURFACES, Stage, Where, stage

pytestmark = pytest.mark.slow
WINDOW = 600.0
"""Seconds in which an approval can be taken back: nothing is posted here."""
Make = Callable[[int, Item], Click]
"""The click of so-manieth person on an item."""


@dataclass
class Crowd:
    """Fifty people, and a stage without workers."""

    stage: Stage
    clickers: Sequence[Clicker]

    async def item(self) -> Item:
        """A fresh item with a draft."""
        desk = self.stage.desk
        (remote,) = await self.stage.write("Wo gibt es das?")
        await fetch(desk, desk.policy.watches[0])
        await draft_step(desk)
        return next(item for item in await self._items() if item.remote == remote)

    async def _items(self) -> list[Item]:
        async with self.stage.database.read() as work:
            return [*(await work.items.get_many(range(1, 100))).values()]

    async def at_once(self, item: Item, make: Make) -> list[Said]:
        """Everybody clicks."""
        clicks = [make(number, item) for number in range(PEOPLE)]
        shares = [clicks[start :: len(self.clickers)] for start in range(len(self.clickers))]
        told = await asyncio.gather(
            *(clicker.click(share) for clicker, share in zip(self.clickers, shares, strict=True))
        )
        return [*itertools.chain.from_iterable(told)]

    async def now(self, item: Item) -> tuple[Item, list[Tag]]:
        """The item as it is kept, and its trail."""
        async with self.stage.database.read() as work:
            entries = await work.items.trail(item.id)
            return await work.items.get(item.id), [entry.event.tag for entry in entries]


@pytest.fixture
async def crowd(where: Where) -> AsyncIterator[Crowd]:
    """On PostgreSQL two processes; an embedded database has one."""
    async with (
        stage(where, undo=WINDOW) as set_up,
        clickers(set_up.orders, 2 if where.kind == "postgres" else 1) as opened,
    ):
        yield Crowd(set_up, opened)
        books = await open_books(set_up)
        assert not books.broken_chains


def _click(number: int, command: commands.OnItem, text: str = "", *, post: bool = False) -> Click:
    button = commands.to_button(command)
    # Person and surface change independently, so that each process hears both surfaces.
    surface = SURFACES[number // 2 % 2]
    return Click(account=f"p{number}", surface=surface, button=button, text=text, post=post)


def _approve(number: int, item: Item) -> Click:
    return _click(number, commands.Approve(item=item.id, draft=item.draft, version=item.version))


def _edit(number: int, item: Item) -> Click:
    command = commands.Edit(item=item.id, draft=item.draft, version=item.version)
    return _click(number, command, f"Von Hand, {number}")


def _take_back(number: int, item: Item) -> Click:
    return _click(number, commands.TakeBack(item=item.id))


def _claim(number: int, item: Item) -> Click:
    return _click(number, commands.Claim(item=item.id))


def _winner(said: Sequence[Said]) -> Said:
    """The only one that was done; all others were refused in words, with the card as it is now."""
    (winner,) = (one for one in said if one.done)
    losers = [one for one in said if not one.done]
    assert len(losers) == PEOPLE - 1
    _polite(losers)
    return winner


def _polite(losers: Sequence[Said]) -> None:
    for one in losers:
        assert one.drawn
        assert one.words
        assert "wrong on our side" not in one.words
        assert one.kept_text == one.click.text


async def _one_approves(crowd: Crowd) -> None:
    item = await crowd.item()
    winner = _winner(await crowd.at_once(item, _approve))
    kept, tags = await crowd.now(item)
    assert tags.count(Tag.REPLY_APPROVED) == 1
    assert kept.approval
    assert winner.click.account == f"p{kept.approval.by.person - 1}"


async def _one_edits_and_no_text_is_lost(crowd: Crowd) -> None:
    item = await crowd.item()
    winner = _winner(await crowd.at_once(item, _edit))
    kept, tags = await crowd.now(item)
    assert tags.count(Tag.DRAFT_EDITED) == 1
    async with crowd.stage.database.read() as work:
        assert (await work.items.draft(item.id, kept.draft)).text == winner.click.text


async def _one_takes_back(crowd: Crowd) -> None:
    item = await crowd.item()
    await crowd.stage.ask(commands.Approve(item=item.id, draft=item.draft, version=item.version))
    _winner(await crowd.at_once(item, _take_back))
    kept, tags = await crowd.now(item)
    assert (kept.status, tags.count(Tag.REPLY_TAKEN_BACK)) == (Status.DRAFTED, 1)
    async with crowd.stage.database.read() as work:
        assert not await work.effects.due(f"post:{item.platform}", 1, work.now - work.now)


async def _one_claims(crowd: Crowd) -> None:
    item = await crowd.item()
    winner = _winner(await crowd.at_once(item, _claim))
    kept, tags = await crowd.now(item)
    assert tags.count(Tag.ITEM_CLAIMED) == 1
    assert winner.click.account == f"p{(kept.handler or 0) - 1}"


async def _all_kinds_at_once_end_in_one_state(crowd: Crowd) -> None:
    item = await crowd.item()
    kinds = (_approve, _edit, _take_back, _claim)
    said = await crowd.at_once(item, lambda number, item: kinds[number % 4](number, item))
    _polite([one for one in said if not one.done])
    kept, tags = await crowd.now(item)
    done = [one.click.button.partition(":")[0] for one in said if one.done]
    counts = [tags.count(tag) for tag in (Tag.REPLY_APPROVED, Tag.DRAFT_EDITED, Tag.REPLY_TAKEN_BACK)]
    assert [done.count(action) for action in ("approve", "edit", "take_back")] == counts
    async with crowd.stage.database.read() as work:
        reply = await work.effects.last(item.id, [Kind.REPLY])
    assert (kept.status is Status.APPROVED) == (reply is not None)


async def test_of_fifty_people_one_wins_and_the_others_are_told_so(crowd: Crowd) -> None:
    """One setting for all scenes: starting the processes takes longer than the clicks."""
    await _one_approves(crowd)
    await _one_edits_and_no_text_is_lost(crowd)
    await _one_takes_back(crowd)
    await _one_claims(crowd)
    await _all_kinds_at_once_end_in_one_state(crowd)
