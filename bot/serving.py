"""A process: the program, its pages, and an orderly end when the machine says so."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import uvicorn

from bot.bootstrap import Parts, assemble
from bot.catalogue import Catalogue
from bot.config import Settings
from bot.errors import BadSetting
from bot.logs import configure
from bot.ports import Mounts
from bot.program import measure, ready, running
from bot.server import application
from bot.words import Words, say

LAST_WORDS = 2
"""Seconds that open connections have after everything was told to end."""
BACKLOG = 2048
"""Connections that may wait for their turn."""


async def serve(settings: Settings, role: str) -> None:
    """Run one process until it is told to stop.

    Raises:
        BadSetting: the role needs a database that several processes can share, or the port is taken.
    """
    if role != "all" and not settings.database.shared:
        raise BadSetting(
            say(
                "Separate web and worker processes need PostgreSQL: set DATABASE_URL, or run without --role.",
            )
        )
    configure(settings.secrets(), terminal=sys.stderr.isatty())
    told = _told_to_stop()
    parts = assemble(settings)
    # The demo keeps its community in a file that another machine has not: there the web process does all.
    alone = role == "all" or settings.demo
    if role == "worker":
        await _work(parts, told, idle=settings.demo)
    else:
        await _serve(parts, told, work=alone)


def _told_to_stop() -> asyncio.Event:
    """Set as soon as the machine asks us to stop; heard from the first moment on: no start is torn apart."""
    told = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    return told


async def _work(parts: Parts, told: asyncio.Event, *, idle: bool) -> None:
    """A process that only runs tasks, or waits to be needed."""
    async with running(parts, work=not idle):
        await told.wait()


async def _serve(parts: Parts, told: asyncio.Event, *, work: bool) -> None:
    """A process that serves people, and runs tasks too if there are no other workers."""
    # First the port: who starts a second program by mistake must not touch the work of the first.
    with _listening(parts.settings) as door:
        async with running(parts, work=work):
            server = _Server(_config(parts))
            _greet(parts.settings)
            ending = asyncio.create_task(_end(server, parts, told))
            try:
                await server.serve(sockets=[door])
            finally:
                ending.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await ending


def _listening(settings: Settings) -> socket.socket:
    host, port = settings.serving.host, settings.serving.port
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG
        )
    except OSError as error:
        words = say(
            "Port {port} of {host} cannot be used: {why}. Choose another with --port, or end what uses it.",
            port=port,
            host=host,
            why=error.strerror,
        )
        raise BadSetting(words) from error


def _config(parts: Parts) -> uvicorn.Config:
    settings = parts.settings
    app = application(
        mounts=_mounts(parts),
        ready=lambda: ready(parts),
        metrics=parts.metrics,
        settings=settings,
        measure=lambda: measure(parts),
    )
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=LAST_WORDS,
        # The address of a visitor behind a proxy is nobody's business here.
        proxy_headers=not settings.serving.loopback,
        forwarded_allow_ips="*" if not settings.serving.loopback else None,
    )


async def _end(server: uvicorn.Server, parts: Parts, told: asyncio.Event) -> None:
    """Begin to stop. Open pages hold a stream each, for which the server would wait: they end first."""
    await told.wait()
    parts.desk.stopping.set()
    await parts.web.close()
    server.should_exit = True


class _Server(uvicorn.Server):
    """A server that leaves signals to us: its own way ends the process before the program could stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _mounts(parts: Parts) -> Mapping[str, Any]:
    """What surfaces and platforms serve. Any: ASGI callables have no common type."""
    adapters = (*parts.desk.surfaces.values(), *parts.desk.platforms.values())
    serving = [adapter for adapter in adapters if isinstance(adapter, Mounts)]
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
