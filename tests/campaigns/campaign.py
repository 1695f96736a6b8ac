"""Kill workers while they work, many times, and count what got lost and what happened twice.

    python -m tests.campaigns.campaign --database sqlite --workers 1 --kills 200 --comments 300
    python -m tests.campaigns.campaign --database postgres --workers 3 --kills 200 --pauses 30 --comments 400

A recording community and chat tool (their calls take 10-60 ms) are never killed. The public writes
comments, a team approves every draft as soon as its card shows it, and workers are killed with SIGKILL
at random moments, about 0.3 s apart, or stopped with SIGSTOP for longer than a call's lease. When
everything has come to rest, the recorder's books are held against the database, and one line is printed.
With `--sabotage` the workers run without fence and look: the line shows what the desk is there for.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.books import Books, at_rest, open_books
from tests.campaigns.people import Public, Team
from tests.campaigns.stage import Stage, Where, log_of, postgres, sqlite, stage

HEAD_START = 0.1
"""The share of comments that is there at the beginning."""
SWEEP = 0.25
"""Seconds between two sweeps of all workers together."""
HEADS = (
    "database workers kills pauses fell comments seconds"
    " lost twice shown_twice broken unapproved stale unclear"
)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is done."""

    workers: int = 1
    kills: int = 15
    pauses: int = 0
    comments: int = 40
    gap: float = 0.3
    """Seconds between two kills, about."""
    patience: float = 120.0
    """How long everything may take to come to rest, once nobody is killed any more."""
    sabotage: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it."""

    plan: Plan
    database: str
    kills: int
    pauses: int
    fell: int
    seconds: float
    rested: bool
    books: Books
    complaints: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """As it should be."""
        return self.books.clean and self.rested and not self.fell

    def __str__(self) -> str:
        """One line of a table, with the heads above it."""
        plan, books = self.plan, self.books
        facts = (self.database, plan.workers, self.kills, self.pauses, self.fell, plan.comments)
        found = (books.lost, books.twice, books.shown_twice, books.broken_chains, books.unapproved)
        cells = (*facts, round(self.seconds), *found, books.stale_cards, books.unclear)
        heads = HEADS.split()
        line = " ".join(str(cell).rjust(len(head)) for head, cell in zip(heads, cells, strict=True))
        return f"{HEADS}\n{line}"


async def run(where: Where, plan: Plan) -> Outcome:
    """A whole campaign."""
    started = time.monotonic()
    async with stage(where, sweep=SWEEP * plan.workers, sabotage=plan.sabotage) as set_up:
        crew = set_up.crew
        crew.hire(plan.workers)
        team = asyncio.create_task(Team(set_up).work())
        await _trouble(set_up, plan)
        rested = await _rest(set_up, plan, team)
        return Outcome(
            plan=plan,
            database=where.kind,
            kills=crew.kills,
            pauses=crew.pauses,
            fell=crew.fell,
            seconds=time.monotonic() - started,
            rested=rested,
            books=await open_books(set_up),
            complaints=tuple(log_of(where)),
        )


async def _trouble(set_up: Stage, plan: Plan) -> None:
    """Kill and pause, while the public goes on writing at the same pace."""
    crew, public = set_up.crew, Public(set_up, plan.comments)
    trouble = asyncio.create_task(crew.trouble(plan.kills, plan.pauses, plan.gap))
    while not trouble.done():
        share = (crew.kills + crew.pauses) / (plan.kills + plan.pauses)
        await public.write_up_to(HEAD_START + share)
        await asyncio.sleep(0.1)
        crew.check()
    await trouble
    await public.write_up_to(1)


async def _rest(set_up: Stage, plan: Plan, team: "asyncio.Task[None]") -> bool:
    """Wait until all is done; False when it is not after a long time, or the team could not go on."""
    deadline = time.monotonic() + plan.patience
    rested = False
    while not rested and not team.done() and time.monotonic() < deadline:
        await asyncio.sleep(0.3)
        set_up.crew.check()
        rested = await at_rest(set_up.database, plan.comments)
    team.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await team
    return rested


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Where]:
    """Databases of this kind."""
    if kind == "sqlite":
        yield sqlite(folder)
        return
    from tests.rigs.postgres import server

    with server() as running:
        yield postgres(running, folder)


def _plan(arguments: list[str]) -> tuple[str, Plan]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    for name, usual in (("workers", 1), ("kills", 200), ("pauses", 0), ("comments", 300)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--sabotage", action="store_true")
    told = vars(parser.parse_args(arguments))
    return told.pop("database"), Plan(**told)


def main(arguments: list[str]) -> int:
    """Run one campaign; 0 when nothing was lost and nothing happened twice."""
    kind, plan = _plan(arguments)
    with tempfile.TemporaryDirectory(prefix="augenhoehe-") as folder, databases(kind, Path(folder)) as where:
        outcome = asyncio.run(run(where, plan))
    print(outcome)  # noqa: T201 - a command
    for complaint in sorted(set(outcome.complaints)):
        print(outcome.complaints.count(complaint), complaint)  # noqa: T201 - a command
    return 0 if outcome.clean or plan.sabotage else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
