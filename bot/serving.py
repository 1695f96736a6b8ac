"""A process: the program, its pages, and an orderly end when the machine says so."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

import uvicorn
from starlette.applications import Starlette

from bot.backfilling import offers
from bot.bootstrap import STAND_INS, Parts, assemble, made_up, unused
from bot.catalogue import Catalogue
from bot.config import Settings
from bot.demo_day import beginning, there
from bot.errors import BadSetting
from bot.logs import configure
from bot.ports import Mounts
from bot.program import measure, ready, running
from bot.server import application, health
from bot.settings_parts import Serving
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
    if role != "worker":
        await _serve(parts, told, work=alone)
    elif settings.serving.metrics_port:
        await _serve(parts, told, work=not settings.demo, pages=False)
    else:
        await _work(parts, told, idle=settings.demo)


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


async def _serve(parts: Parts, told: asyncio.Event, *, work: bool, pages: bool = True) -> None:
    """A process that answers people, or only operators; and that runs tasks too if no other does."""
    serving = parts.settings.serving
    port, app = (serving.port, _pages(parts)) if pages else (serving.metrics_port, _health(parts))
    # First the port: who starts a second program by mistake must not touch the work of the first.
    with _listening(serving.host, port) as door:
        async with running(parts, work=work):
            server = _Server(_config(serving, app))
            if pages:
                await _greet(parts, door.getsockname()[1])
            ending = asyncio.create_task(_end(server, parts, told))
            try:
                await server.serve(sockets=[door])
            finally:
                ending.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await ending


def _listening(host: str, port: int) -> socket.socket:
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


def _pages(parts: Parts) -> Starlette:
    """Everything that people and operators see."""
    return application(
        mounts=_mounts(parts),
        ready=lambda: ready(parts),
        metrics=parts.metrics,
        settings=parts.settings,
        measure=lambda: measure(parts),
        begins=lambda: beginning(parts.desk),
    )


def _health(parts: Parts) -> Starlette:
    """What operators alone see."""
    return health(
        ready=lambda: ready(parts),
        metrics=parts.metrics,
        settings=parts.settings,
        measure=lambda: measure(parts),
    )


def _config(settings: Serving, app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        # What serves the pages is nobody's business out there.
        server_header=False,
        timeout_graceful_shutdown=LAST_WORDS,
        # The address of a visitor behind a proxy is nobody's business here.
        proxy_headers=not settings.loopback,
        forwarded_allow_ips="*" if not settings.loopback else None,
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


async def _greet(parts: Parts, port: int) -> None:
    """Say where to look, which parts are stand-ins, and what else there is to be had."""
    settings = parts.settings
    tell = Catalogue(settings.team.language).say
    lines = _greeting(settings, address(settings.serving.host, port))
    if not await there(parts.desk):
        lines = [line for line in lines if line != STAND_INS["day"]]
    for line in (*lines, *await offers(parts)):
        print(tell(line), file=sys.stderr)  # noqa: T201  # the one greeting of a program started by hand


def address(host: str, port: int) -> str:
    """What a person types to get here. Every address of a machine is none that a browser could open."""
    with contextlib.suppress(ValueError):
        if ip_address(host).is_unspecified:
            host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _greeting(settings: Settings, address: str) -> list[Words]:
    lines = [say("Augenhöhe is here: {address}", address=address)]
    lines += [*made_up(settings), *unused(settings)]
    if not settings.drafting.model:
        lines.append(STAND_INS["drafts"])
    return lines
