"""`python -m benchmarks`: measure everything, or what is named, and print one table."""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Row, Scale, table

ALL = ("intake", "card", "click", "slack", "teams", "board", "report", "whole", "start")
Run = Callable[[Scale], Awaitable[Row]]


def main() -> None:
    """Read the arguments, measure, print."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="augenhoehe-", dir=asked.folder) as folder:
        scale = _scale(asked, Path(folder))
        rows = [asyncio.run(_measured(name, scale)) for name in asked.names or ALL]
    print(table(rows))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"\n{os.cpu_count()} processors, load {load}, engine {asked.engine}; medians of 3 alternating rounds"
    )


async def _measured(name: str, scale: Scale) -> Row:
    run: Run = import_module(f"benchmarks.{name}").run
    return await run(scale)


def _scale(asked: argparse.Namespace, folder: Path) -> Scale:
    if asked.quick:
        return Scale(folder=folder, engine=asked.engine, comments=300, clicks=60, pages=10, items=100_000)
    return Scale(folder=folder, engine=asked.engine)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], help="which; all if none is named")
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the work: for a look, not for a table"
    )
    parser.add_argument(
        "--engine", choices=["dbos", "local"], default="dbos", help="which engine wakes the pumps"
    )
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure (default: the system's)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
