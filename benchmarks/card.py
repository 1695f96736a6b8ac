"""From comment to card: fetched, shown, drafted and drawn anew, every effect committed."""

from benchmarks.bare import bare_loop, counts
from benchmarks.endpoint import outside
from benchmarks.house import house, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch

AIM = 0.35


async def run(scale: Scale) -> Row:
    """Comments a second, against a loop that makes the same calls and stores nothing."""
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
    return Row(
        name="comment to card",
        ours=f"{_rate(pair.ours, scale)}, {_cpu(pair.ours, scale)}",
        baseline=f"bare httpx loop {_rate(pair.baseline, scale)}, {_cpu(pair.baseline, scale)}",
        ratio=1 / slower,
        cpu_ratio=1 / cpu,
        aim=f">= {AIM}",
        met=1 / slower >= AIM,
        notes=(f"calls for {scale.comments} comments: {dict(sorted(calls.items()))}",),
    )


async def _ours(scale: Scale, address: str) -> Sample:
    async with house(
        scale.folder / "card",
        address,
        total=scale.comments,
        engine=scale.engine,
        rules=policy(("chat", "team")),
    ) as home:
        with stopwatch() as sample:
            await home.fetch()
            await home.chat.until(scale.comments, lambda card: card.draft)
            await home.settled()
    return sample


def _rate(sample: Sample, scale: Scale) -> str:
    return f"{scale.comments / sample.wall:,.0f}/s"


def _cpu(sample: Sample, scale: Scale) -> str:
    return f"{sample.cpu * 1000 / scale.comments:.1f} CPU s per 1,000"
