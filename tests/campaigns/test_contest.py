"""The contest: ten comments, then a thousand, into a channel that takes one message at a time."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from bot.domain.audit import Tag
from tests.campaigns.adapters import CHANNEL
from tests.campaigns.books import all_settled, open_books
from tests.campaigns.floor import PRAISE, URGENT
from tests.campaigns.stage import Stage, Where, stage

pytestmark = pytest.mark.slow
SECOND = 0.025
"""What a second is here: the channel takes one message in it and answers 429 otherwise."""
INTERVAL = 1.05 * SECOND
"""What the surface declares, as Slack's does."""
ELSEWHERE = 0.6
"""Every so many seconds somebody else writes into the same channel, whom no slot of ours can foresee."""
QUICK = (0.0005, 0.002)
"""A call's shortest and longest time, scaled likewise."""
COMMENTS = 1000
EVERY = 40
"""Every so-manieth comment is urgent."""
PATIENCE = 240.0
OVERTAKEN = 3
"""So many ordinary cards may be on their way while an urgent comment is being kept."""


async def test_a_thousand_comments_into_one_slow_channel(on_sqlite: Where) -> None:
    async with stage(on_sqlite, pace=QUICK, interval=INTERVAL) as set_up:
        await set_up.wire.ask("limit", interval=SECOND)
        others = asyncio.create_task(_others(set_up))
        set_up.crew.hire()
        await set_up.write(*(f"{PRAISE} {number}" for number in range(10)))
        await _shown(set_up, 10)
        kinds = (URGENT if number % EVERY == EVERY - 1 else PRAISE for number in range(COMMENTS))
        await set_up.write(*(f"{kind} {number}" for number, kind in enumerate(kinds)))
        record = await _shown(set_up, COMMENTS + 10)
        others.cancel()
        waits = await _overtaken(set_up, record["shows"])
        print(f"\n{record['refused']} answers 429; ordinary cards before an urgent one: {max(waits)}")  # noqa: T201
        assert record["refused"]
        assert max(waits) <= OVERTAKEN
        books = await open_books(set_up)
        assert (books.shown_twice, books.broken_chains) == (0, 0), books


async def _others(set_up: Stage) -> None:
    """Write into the channel now and then."""
    while True:
        await set_up.wire.ask("occupy", channel=CHANNEL)
        await asyncio.sleep(ELSEWHERE)


async def _shown(set_up: Stage, count: int) -> dict[str, Any]:
    """The record, once so many items are shown and nothing is left to do; none of them twice. Any: JSON."""
    async with asyncio.timeout(PATIENCE):
        # The whole record is long, and whoever tells it answers nobody meanwhile: counts will do.
        while (await set_up.wire.ask("count"))["shown"] < count or not await all_settled(set_up.database):
            await asyncio.sleep(0.3)
    record = await set_up.record()
    shown = Counter(show["item"] for show in record["shows"])
    assert (len(shown), shown.total()) == (count, count)
    return record


async def _overtaken(set_up: Stage, shows: list[dict[str, Any]]) -> list[int]:
    """For each urgent item: how many ordinary ones were shown after it was kept, and before it. Any: JSON."""
    counts = []
    for number, show in enumerate(shows):
        if show["text"].startswith(URGENT):
            kept = await _kept_at(set_up, show["item"])
            before = [each for each in shows[:number] if datetime.fromisoformat(each["at"]) > kept]
            counts.append(sum(not each["text"].startswith(URGENT) for each in before))
    return counts


async def _kept_at(set_up: Stage, item: int) -> datetime:
    async with set_up.database.read() as work:
        entries = await work.items.trail(item)
    return next(entry.at for entry in entries if entry.event.tag is Tag.COMMENT_FETCHED)
