"""A process: the program, its pages, and an orderly end when the machine says so."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

import uvicorn

from bot.bootstrap import Parts, assemble
from bot.catalogue import Catalogue
from bot.config import Settings
from bot.errors import BadSetting
from bot.logs import configure
from bot.ports import Mounts
from bot.program import ready, running
from bot.server import application
from bot.words import Words, say

LAST_WORDS = 2
"""Seconds that open connections have after everything was told to end."""


async def serve(settings: Settings, role: str) -> None:
    """Run one process until it is told to stop.

    Raises:
        BadSetting: the role needs a database that several processes can share.
    """
    if role != "all" and not settings.database.shared:
        raise BadSetting(
            say(
                "Separate web and worker processes need PostgreSQL: set DATABASE_URL, or run without --role.",
            )
        )
    configure(settings.secrets(), terminal=sys.stderr.isatty())
    parts = assemble(settings)
    if role == "worker":
        await _work(parts)
    else:
        await _serve(parts, work=role == "all")


async def _work(parts: Parts) -> None:
    """A process that only runs tasks."""
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    async with running(parts):
        await ended.wait()


async def _serve(parts: Parts, *, work: bool) -> None:
    """A process that serves people, and runs tasks too if there are no other workers."""
    settings = parts.settings
    async with running(parts, work=work):
        app = application(
            mounts=_mounts(parts),
            ready=lambda: ready(parts),
            metrics=parts.metrics,
            settings=settings,
        )
        config = uvicorn.Config(
            app,
            host=settings.serving.host,
            port=settings.serving.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=LAST_WORDS,
            # The address of a visitor behind a proxy is nobody's business here.
            proxy_headers=not settings.serving.loopback,
            forwarded_allow_ips="*" if not settings.serving.loopback else None,
        )
        server = _Server(config, parts.desk.stopping.set)
        _greet(settings)
        closing = asyncio.create_task(_close_streams(parts))
        await server.serve()
        closing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await closing


async def _close_streams(parts: Parts) -> None:
    """Open pages hold a stream each; the server would wait for them."""
    await parts.desk.stopping.wait()
    await parts.web.close()


class _Server(uvicorn.Server):
    """A server that tells the program as soon as the machine asks it to stop."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._stopping()
        super().handle_exit(sig, frame)


def _mounts(parts: Parts) -> Mapping[str, Any]:
    """What surfaces and platforms serve. Any: ASGI callables have no common type."""
    serving = [parts.web, *(p for p in parts.desk.platforms.values() if isinstance(p, Mounts))]
    return {path: app for one in serving for path, app in one.mounts().items()}


def _greet(settings: Settings) -> None:
    """Say where to look, and which parts are stand-ins."""
    tell = Catalogue(settings.team.language).say
    address = f"http://{settings.serving.host}:{settings.serving.port}/"
    for line in _greeting(settings, address):
        print(tell(line), file=sys.stderr)  # noqa: T201  # the one greeting of a program started by hand


def _greeting(settings: Settings, address: str) -> list[Words]:
    from bot.bootstrap import STAND_INS

    lines = [say("Augenhöhe is here: {address}", address=address)]
    if settings.demo:
        lines.append(STAND_INS["community"])
    if not settings.drafting.model:
        lines.append(STAND_INS["drafts"])
    return lines
