"""Stopwatches, alternating rounds, and the table that they end in."""

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much is measured, and where files are written."""

    folder: Path
    """On the disk whose commits are to be measured; never a file system in memory."""
    comments: int = 1_000
    clicks: int = 150
    pages: int = 30
    items: int = 1_000_000
    engine: str = "dbos"
    """dbos | local."""


@dataclass
class Sample:
    """What something took: seconds on the wall, and seconds of processor in this process."""

    wall: float = 0.0
    cpu: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The medians of both sides."""

    ours: Sample
    baseline: Sample

    @property
    def slower(self) -> tuple[float, float]:
        """How many times as long ours takes: on the wall, and of processor."""
        return self.ours.wall / self.baseline.wall, self.ours.cpu / max(self.baseline.cpu, 1e-9)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    name: str
    ours: str
    baseline: str
    ratio: float
    cpu_ratio: float | None
    aim: str
    met: bool
    notes: tuple[str, ...] = ()


@contextmanager
def stopwatch() -> Iterator[Sample]:
    """Measure a block; all threads of this process count, other processes do not."""
    sample = Sample()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield sample
    finally:
        sample.wall, sample.cpu = time.perf_counter() - wall, time.process_time() - cpu


Round = Callable[[int], Awaitable[Sample]]
"""Measures one round, told its number."""


async def alternate(ours: Round, baseline: Round, rounds: int = ROUNDS) -> Pair:
    """Measure both sides in turn, so that a busy moment of the machine meets both of them."""
    samples = [(await ours(number), await baseline(number)) for number in range(rounds)]
    return Pair(ours=middle([mine for mine, _ in samples]), baseline=middle([other for _, other in samples]))


def middle(samples: Sequence[Sample]) -> Sample:
    """The median of each number."""
    return Sample(median(sample.wall for sample in samples), median(sample.cpu for sample in samples))


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table, then what is to be said about them."""
    lines = [
        "| benchmark | ours | baseline | ratio | ratio of CPU | aim | met |",
        "|---|---|---|---|---|---|---|",
        *map(_line, rows),
    ]
    notes = [f"- {row.name}: {note}" for row in rows for note in row.notes]
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _line(row: Row) -> str:
    cpu = "" if row.cpu_ratio is None else f"{row.cpu_ratio:.2f}"
    met = "yes" if row.met else "**no**"
    return f"| {row.name} | {row.ours} | {row.baseline} | {row.ratio:.2f} | {cpu} | {row.aim} | {met} |"
