"""Starting: the program's own demo, from the process to the first /readyz, and its memory then and later."""

import asyncio
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from statistics import median

import httpx

from adapters.platforms.demo.book import Written
from adapters.platforms.demo.store import Store
from benchmarks.endpoint import free_port
from benchmarks.measure import Row, Sample, Scale, alternate
from benchmarks.people import TEXTS

AIM = 2.0
MEMORY_AIM = 150.0
PATIENCE = 90.0
BARE = """
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
app = Starlette(routes=[Route("/readyz", lambda request: PlainTextResponse("ok"))])
uvicorn.run(app, host="127.0.0.1", port={port}, log_level="error")
"""
DONE = "select count(*) from item where ask_due is null and id not in (select item from effect where is_open)"
"""Items that are shown, and drafted if they need a reply."""
Command = Sequence[str]


async def run(scale: Scale) -> Row:
    """Seconds to the first /readyz that says yes, and megabytes of memory."""
    folder, after_start = scale.folder / "start", list[float]()

    async def ours(_: int) -> Sample:
        shutil.rmtree(folder, ignore_errors=True)
        port = free_port()
        async with _started(_demo(port), port, folder) as (sample, process):
            after_start.append(_memory(process))
        return sample

    async def bare(_: int) -> Sample:
        port = free_port()
        async with _started((sys.executable, "-c", BARE.format(port=port)), port, folder) as (
            sample,
            _process,
        ):
            pass
        return sample

    pair = await alternate(ours, bare)
    later = await _memory_later(folder, scale.comments)
    slower, cpu = pair.slower
    return Row(
        name="start",
        ours=f"{pair.ours.wall:.2f} s, {median(after_start):.0f} MB; later {later:.0f} MB",
        baseline=f"bare Starlette on uvicorn {pair.baseline.wall:.2f} s",
        ratio=slower,
        cpu_ratio=cpu,
        aim=f"< {AIM:.0f} s, < {MEMORY_AIM:.0f} MB",
        met=pair.ours.wall < AIM and max(later, *after_start) < MEMORY_AIM,
        notes=(
            f"{pair.ours.cpu:.2f} CPU s until ready, with an empty data folder: all migrations run too",
            f"“later”: after {scale.comments} comments came in, were shown and drafted",
        ),
    )


def _demo(port: int, *more: str) -> Command:
    return (sys.executable, "-m", "bot", "demo", "--port", str(port), *more)


@asynccontextmanager
async def _started(
    command: Command, port: int, folder: Path
) -> AsyncIterator[tuple[Sample, asyncio.subprocess.Process]]:
    """A process that is ready; what it took until then."""
    environ = os.environ | {"AUGENHOEHE_DATA": str(folder)}
    began = time.perf_counter()
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env=environ, stdout=quiet, stderr=quiet)
    try:
        await _ready(port)
        yield Sample(time.perf_counter() - began, _cpu(process)), process
    finally:
        process.terminate()
        await process.wait()


async def _ready(port: int) -> None:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(verify=False) as http:  # noqa: S501  # it is our own
        while True:
            try:
                if (await http.get(f"http://127.0.0.1:{port}/readyz")).is_success:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)


def _cpu(process: asyncio.subprocess.Process) -> float:
    """Seconds of processor so far, as Linux tells."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: asyncio.subprocess.Process) -> float:
    """Megabytes that the process holds, as Linux tells."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


async def _memory_later(folder: Path, comments: int) -> float:
    """Memory after so many comments came in, were shown and drafted."""
    shutil.rmtree(folder, ignore_errors=True)
    port = free_port()
    # Without the made-up day: its comments would be counted too.
    async with _started(_demo(port, "--empty"), port, folder) as (_, process):
        data = folder / "demo"
        await asyncio.to_thread(_write, data, comments)
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(_done, data) < comments:
                await asyncio.sleep(0.2)
        return _memory(process)


def _write(data: Path, comments: int) -> None:
    """Write comments into the demo's community, as its visitors do."""
    with closing(Store(data / "community.sqlite")) as store, store.writing() as book:
        for number in range(comments):
            text = f"{TEXTS[number % len(TEXTS)]} ({number})"
            book.write(Written(post="barista-vanille", author=f"Anna {number % 100}", text=text))


def _done(data: Path) -> int:
    with closing(sqlite3.connect(f"file:{data}/augenhoehe.db?mode=ro", uri=True)) as connection:
        found: int = connection.execute(DONE).fetchone()[0]
    return found
