"""`/queue` over 10,000 and over a million items, with as many of them open, and as many a day."""

from pathlib import Path

from benchmarks.crowd import OPEN, filled
from benchmarks.house import ACCOUNT, make_desk, make_engine, policy
from benchmarks.measure import Row, Sample, Scale, alternate, stopwatch
from benchmarks.outside import Square, Writer
from bot.commands import Command, ShowQueue
from bot.desk.hearing import Hearing
from bot.ports import Heard
from bot.views import Board, Report
from storage.database import Database

AIM = 2.0
SMALL = 10_000
LOOKS = 40


async def run(scale: Scale) -> Row:
    """How many times as long `/queue` takes over many items as over few."""
    note = f"{OPEN:,} items are open in both, 288 came within a day; the pages that it reads are in memory"
    return await compared(scale, "/queue", ShowQueue(), LOOKS, note)


async def compared(scale: Scale, name: str, command: Command, looks: int, note: str) -> Row:
    """How many times as long a look takes over many items as over few."""
    small = await filled(scale.folder / "crowd-small", SMALL)
    large = await filled(scale.folder / "crowd-large", scale.items)

    async def over_large(_: int) -> Sample:
        return await _looks(large, command, looks)

    async def over_small(_: int) -> Sample:
        return await _looks(small, command, looks)

    for database in (small, large):
        await _looks(database, command, looks)
    pair = await alternate(over_large, over_small)
    for database in (small, large):
        await database.close()
    slower, cpu = pair.slower
    return Row(
        name=name,
        ours=f"{pair.ours.wall * 1000 / looks:.1f} ms over {scale.items:,}",
        baseline=f"{pair.baseline.wall * 1000 / looks:.1f} ms over {SMALL:,}",
        ratio=slower,
        cpu_ratio=cpu,
        aim=f"<= {AIM}",
        met=slower <= AIM,
        notes=(note,),
    )


async def _looks(database: Database, command: Command, looks: int) -> Sample:
    """Ask for it, one time after the other."""
    desk = make_desk(
        database, make_engine("local", Path()), policy(("web", "team")), Square("", 0), Writer("")
    )
    hearing = Hearing(desk)
    with stopwatch() as sample:
        for _ in range(looks):
            view = await hearing(Heard(key="", surface="web", account=ACCOUNT, command=command))
            if not isinstance(view, Board | Report):
                raise TypeError(view)
    return sample
