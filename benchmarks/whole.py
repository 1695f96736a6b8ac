"""The whole way of a comment in one process: fetched, shown, drafted, approved, posted, drawn anew."""

import asyncio
import itertools
from collections.abc import Iterator

from benchmarks.bare import bare_loop, counts
from benchmarks.endpoint import outside
from benchmarks.house import ACCOUNT, House, house, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch
from bot.commands import Approve
from bot.domain.status import Status
from bot.ports import Heard
from bot.views import Answer, ItemCard

AIM = 10.0
PEOPLE = 5
"""So many approve at once."""


async def run(scale: Scale) -> Row:
    """CPU seconds per 1,000 comments; the bare loop is named beside it."""
    calls: dict[str, int] = {}
    async with outside() as address:

        async def ours(_: int) -> Sample:
            sample = await _ours(scale, address)
            calls.update(await counts(address))
            return sample

        async def bare(_: int) -> Sample:
            return await bare_loop(address, calls, scale.comments)

        pair = await alternate(ours, bare)
    slower, cpu = pair.slower
    seconds = pair.ours.cpu * 1000 / scale.comments
    return Row(
        name="the whole way",
        ours=f"{seconds:.1f} CPU s per 1,000",
        baseline=f"bare httpx loop {pair.baseline.cpu * 1000 / scale.comments:.1f} CPU s per 1,000",
        ratio=slower,
        cpu_ratio=cpu,
        aim=f"<= {AIM:.0f} CPU s",
        met=seconds <= AIM,
        notes=(
            f"{scale.comments / pair.ours.wall:,.0f} comments/s",
            f"calls for {scale.comments} comments: {dict(sorted(calls.items()))}",
        ),
    )


async def _ours(scale: Scale, address: str) -> Sample:
    async with house(
        scale.folder / "whole",
        address,
        total=scale.comments,
        engine=scale.engine,
        rules=policy(("chat", "team")),
    ) as home:
        with stopwatch() as sample:
            await home.fetch()
            await home.chat.until(scale.comments, lambda card: card.draft)
            await _approve_all(home)
            await home.chat.until(scale.comments, lambda card: card.status is Status.POSTED)
            await home.settled()
    return sample


async def _approve_all(home: House) -> None:
    cards, keys = iter(list(home.chat.cards.values())), itertools.count()
    await asyncio.gather(*(_approver(home, cards, keys) for _ in range(PEOPLE)))


async def _approver(home: House, cards: Iterator[ItemCard], keys: "itertools.count[int]") -> None:
    for card in cards:
        command = Approve(item=card.item, draft=card.draft_number, version=card.version)
        heard = Heard(key=f"key-{next(keys)}", surface="chat", account=ACCOUNT, command=command)
        answer = await home.hearing(heard)
        if not isinstance(answer, Answer):
            raise TypeError(answer)
