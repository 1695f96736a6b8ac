"""A worker to be killed: it wakes one task, says that it has begun, and never ends it.

Run it as `python -m tests.adapters.engine.worker <database> <file of the heartbeats>`.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from adapters.engine.dbos_engine import DbosEngine
from adapters.engine.settings import EngineSettings
from bot.ports import Wake
from tests.adapters.engine.beats import FileBeats


async def hang(key: str) -> None:
    """Begin, and never end."""
    print("begun", key, flush=True)  # noqa: T201 - the test reads it
    await asyncio.Event().wait()


async def main(url: str, beats: str) -> None:
    """Work until killed."""
    settings = EngineSettings(url=url, heartbeat=timedelta(seconds=0.1))
    engine = DbosEngine(settings, FileBeats(Path(beats)))
    await engine.start({"fetch": hang}, work=True)
    await engine.wake(Wake("fetch", "blog:7"))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
