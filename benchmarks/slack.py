"""From click to ack in Slack: a signed approval through the whole surface, against an empty Bolt listener."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.slack.surface import Slack, client_of
from benchmarks import asgi
from benchmarks.house import PATIENCE, make_desk, make_engine, open_database, policy
from benchmarks.measure import Pair, Row, Sample, Scale
from benchmarks.outside import Square, Writer
from benchmarks.people import FIRST, read, told
from bot.commands import Approve, to_button
from bot.desk.drafting import draft_step
from bot.desk.hearing import Hearing
from bot.desk.intake import take_page
from bot.domain.community import Cursor, Page
from bot.ports import Engine
from storage.database import Database

AIM = 1.5
SLOWEST = 0.1
"""Seconds that one click of a hundred may take at a steady fifty a second."""
RATE = 50
ROUNDS = 3
MIRA, TEAM, SECRET = "UMIRA001", "T0001", "s" * 32
PATH = "/events"
App = Any
"""An ASGI callable. Any: those have no common type."""


async def run(scale: Scale) -> Row:
    """How long Slack waits for our ack, one click after the other, and at fifty clicks a second."""
    async with _slack_api() as address:
        settings = _settings(address)
        database, engine, slack = await _ours(scale, settings)
        ours, empty = slack.mounts()["/slack"], _empty(settings, None)
        committing = _empty(settings, database)
        times = await _alternate([ours, empty, committing], scale.clicks)
        steady = await _steady(ours, scale.clicks)
        await slack.close()
        await engine.stop(PATIENCE)
        await database.close()
    mine, bare, written = (Sample(median(wall), 0.0) for wall in times)
    slower = Pair(ours=mine, baseline=bare).slower[0]
    slowest = quantiles(steady, n=100)[-1]
    return Row(
        name="click to ack in Slack",
        ours=f"{mine.wall * 1000:.2f} ms",
        baseline=f"empty Bolt listener {bare.wall * 1000:.2f} ms",
        ratio=slower,
        cpu_ratio=None,
        aim=f"<= {AIM}; p99 < {SLOWEST * 1000:.0f} ms at {RATE}/s",
        met=slower <= AIM and slowest < SLOWEST,
        notes=(_of_steady(steady), _of_committing(mine.wall, written.wall)),
    )


def _of_steady(steady: Sequence[float]) -> str:
    slowest = quantiles(steady, n=100)[-1]
    return f"at {RATE} clicks a second: median {median(steady) * 1000:.1f} ms, p99 {slowest * 1000:.1f} ms"


def _of_committing(mine: float, written: float) -> str:
    return (
        f"a listener that commits one row before its ack: {written * 1000:.2f} ms, ours takes"
        f" {mine / written:.2f} times as long; the empty one keeps nothing, ours has the decision on the disk"
    )


def _settings(address: str) -> SlackSettings:
    return SlackSettings(
        bot_token="xoxb-benchmark",  # noqa: S106  # nobody's
        signing_secret=SECRET,
        mode="http",
        workspace=TEAM,
        approvers=MIRA,
        base_url=f"{address}/api/",
    )


async def _ours(scale: Scale, settings: SlackSettings) -> tuple[Database, Engine, Slack]:
    """A desk with a drafted item for every click, and the surface in front of it."""
    folder = scale.folder / "slack"
    database = await open_database(folder)
    engine = make_engine(scale.engine, folder)
    rules = policy(("web", "team"), undo=600.0)
    desk = make_desk(database, engine, rules, Square("", 0), Writer(""))
    comments = tuple(read(told(number + 1)) for number in range(scale.clicks * (ROUNDS + 1)))
    page = Page(cursor=Cursor(since=FIRST), comments=comments)
    await desk.keep(lambda work: take_page(work, desk, rules.watches[0], page))
    while await draft_step(desk):
        pass
    async with database.work() as work:
        (mira,) = await work.people.all()
        await work.people.link(mira.id, "slack", MIRA)
    await engine.start({"pump": _nothing}, work=True)
    return database, engine, Slack(settings=settings, hear=Hearing(desk))


async def _nothing(_: str) -> None:
    """The undo window is longer than the benchmark: nothing is posted."""


def _empty(settings: SlackSettings, database: Database | None) -> App:
    """What Bolt takes by itself; with a database, and one commit."""
    app = AsyncApp(
        client=client_of(settings), signing_secret=settings.signing_secret, process_before_response=True
    )

    async def listener(ack: AsyncAck) -> None:
        if database is not None:
            async with database.work() as work:
                await work.set_fact("benchmark", str(time.monotonic()))
        await ack()

    app.action(re.compile("^do:"))(listener)
    handler = AsyncSlackRequestHandler(app)

    async def serve(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route(PATH, serve, methods=["POST"])])


async def _alternate(apps: Sequence[App], clicks: int) -> list[list[float]]:
    """The seconds of each click, for each app, with all of them taking turns."""
    times: list[list[float]] = [[] for _ in apps]
    for app in apps:
        await _click(app, 10**6)
    for number in range(clicks * ROUNDS):
        for app, taken in zip(apps, times, strict=True):
            taken.append(await _click(app, number + 1))
    return times


async def _steady(app: App, clicks: int) -> list[float]:
    """The seconds of each click, when they come at a steady pace whether or not we are ready."""
    running = []
    for number in range(clicks * ROUNDS, clicks * (ROUNDS + 1)):
        running.append(asyncio.create_task(_click(app, number + 1)))
        await asyncio.sleep(1 / RATE)
    return await asyncio.gather(*running)


async def _click(app: App, item: int) -> float:
    """Press approve; how long Slack waits for its answer."""
    body = _body(item)
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = [
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"x-slack-request-timestamp", stamp.encode()),
        (b"x-slack-signature", str(signature).encode()),
    ]
    started = time.perf_counter()
    status, _ = await asgi.post(app, PATH, body.encode(), headers)
    taken = time.perf_counter() - started
    if status != 200:
        raise RuntimeError(status)
    return taken


def _body(item: int) -> str:
    """What Slack sends for a button, with the message in it: about four kilobytes."""
    value = to_button(Approve(item=item, draft=1, version=1))
    action = {"action_id": "do:approve", "value": value, "type": "button", "action_ts": f"{time.time_ns()}.1"}
    payload = {
        "type": "block_actions",
        "actions": [action],
        "container": {"type": "message", "message_ts": "1.1"},
        "message": {"ts": "1.1", "text": "A card. " * 400},
        "trigger_id": f"trigger-{item}",
        "user": {"id": MIRA, "username": "mira", "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": "C0001"},
    }
    return urlencode({"payload": json.dumps(payload)})


@asynccontextmanager
async def _slack_api() -> AsyncIterator[str]:
    """The one answer of Slack that a click may need: who we are."""
    body = json.dumps({"ok": True, "user_id": "UBOT", "bot_id": "B1", "team_id": TEAM, "url": "x"}).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
