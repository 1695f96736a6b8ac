"""From click to answer in Teams: through our transport, through the archived adapter, and an empty route."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.surface import Teams
from benchmarks import asgi
from benchmarks.measure import Row, Sample, Scale, middle, stopwatch
from bot.ports import Heard
from bot.views import Me, Notice, View
from bot.words import say
from tests.adapters.surfaces.teams.pretend import APP, CHANNEL, SECRET, TENANT, PretendTeams
from tests.adapters.surfaces.teams.signing import ISSUER

AIM = 10.0
"""How many times as long the stock adapter has to take."""
MOST_CPU = 0.001
"""Seconds of processor that a click may cost us."""
ROUNDS = 3
PATH = "/messages"
ANSWER = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done."}
MIRA = "cccccccc-0000-4000-8000-00000000000a"
App = Any
"""An ASGI callable. Any: those have no common type."""


async def run(scale: Scale) -> Row:
    """How long a click takes through each, all of them taking turns; nobody decides anything here."""
    with _elsewhere() as teams:
        ours = Teams(settings=_settings(teams), hear=_hear, memory=Nothing())
        apps = [ours.mounts()["/teams"], _stock(teams), _empty()]
        token = f"Bearer {teams.signer.token(APP, teams.service_url)}".encode()
        mine, stock, bare = await _alternate(apps, (teams.service_url, token), scale.clicks * 2)
        await ours.close()
    times = stock.wall / mine.wall
    return Row(
        name="click to answer in Teams",
        ours=f"{mine.wall * 1000:.2f} ms, {mine.cpu * 1000:.2f} ms CPU",
        baseline=f"stock adapter {stock.wall * 1000:.2f} ms",
        ratio=times,
        cpu_ratio=stock.cpu / mine.cpu,
        aim=f">= {AIM:.0f} times as fast; < {MOST_CPU * 1000:.0f} ms CPU",
        met=times >= AIM and mine.cpu < MOST_CPU,
        notes=(_beside_nothing(mine, bare),),
    )


def _beside_nothing(mine: Sample, bare: Sample) -> str:
    return (
        f"an empty route that reads the same call: {bare.wall * 1000:.2f} ms, ours takes"
        f" {mine.wall / bare.wall:.1f} times as long: it checks the token, asks the desk twice and draws"
    )


@contextmanager
def _elsewhere() -> Iterator[PretendTeams]:
    """The pretend Teams in a thread of its own: the stock adapter asks for keys and stops everything else."""
    loop, teams = asyncio.new_event_loop(), PretendTeams()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(teams.__aenter__(), loop).result()
        asyncio.run_coroutine_threadsafe(teams.__aexit__(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _alternate(apps: Sequence[App], to: tuple[str, bytes], clicks: int) -> list[Sample]:
    """The middle of the rounds of each app, for one click."""
    numbers = count(1)
    taken: list[list[Sample]] = [[] for _ in apps]
    for app in apps:
        await _click(app, to, next(numbers))
    for _ in range(ROUNDS):
        for app, samples in zip(apps, taken, strict=True):
            with stopwatch() as sample:
                for _ in range(clicks):
                    await _click(app, to, next(numbers))
            samples.append(Sample(sample.wall / clicks, sample.cpu / clicks))
    return [middle(samples) for samples in taken]


async def _click(app: App, to: tuple[str, bytes], number: int) -> None:
    url, token = to
    headers = [(b"content-type", b"application/json"), (b"authorization", token)]
    status, said = await asgi.post(app, PATH, json.dumps(_invoke(url, number)).encode(), headers)
    if status != 200:
        raise RuntimeError(said)


def _invoke(url: str, number: int) -> dict[str, Any]:
    """What Teams sends for a button: about a kilobyte."""
    data = {"command": "approve:42:1:1", "thread": 42, "version": 1, "card": "k" * 24}
    return {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": f"f:{time.time_ns()}:{number}",
        "timestamp": "2026-11-21T12:00:00.000Z",
        "localTimestamp": "2026-11-21T13:00:00.000+01:00",
        "channelId": "msteams",
        "serviceUrl": url,
        "from": {"id": f"29:{MIRA}", "name": "Mira Vogt", "aadObjectId": MIRA},
        "recipient": {"id": f"28:{APP}", "name": "Augenhöhe"},
        "conversation": {
            "id": f"{CHANNEL};messageid=1700000000001",
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
        },
        "replyToId": "1700000000001",
        "entities": [{"locale": "de-DE", "country": "DE", "platform": "Web", "type": "clientInfo"}],
        "channelData": {
            "tenant": {"id": TENANT},
            "team": {"id": CHANNEL},
            "channel": {"id": CHANNEL},
            "source": {"name": "message"},
        },
        "value": {
            "action": {"type": "Action.Execute", "title": "Approve & post", "verb": "approve", "data": data},
            "trigger": "manual",
        },
        "locale": "de-DE",
    }


def _settings(teams: PretendTeams) -> TeamsSettings:
    return TeamsSettings(
        app_id=APP,
        app_password=SECRET,
        tenant=TENANT,
        service_url=teams.service_url,
        service_hosts="127.0.0.1",
        login_url=f"{teams.url}/login",
        openid_url=f"{teams.url}/openid",
    )


async def _hear(heard: Heard) -> View:
    """A desk that answers at once."""
    if heard.key:
        return Notice(words=say("Done."))
    return Me(name="Mira", language="de", channels=())


class Nothing:
    """A memory that keeps what it is told and no more."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    async def facts(self, beginning: str) -> Mapping[str, str]:
        """What was kept."""
        return {name: value for name, value in self._kept.items() if name.startswith(beginning)}

    async def set_fact(self, name: str, value: str | None) -> None:
        """Keep it."""
        self._kept[name] = value or ""

    async def item_at(self, channel: str, messages: Sequence[str]) -> int | None:
        """No item."""
        del channel, messages
        return None

    async def place_of(self, item: int, channel: str) -> str:
        """No place."""
        del item, channel
        return ""


class _Stock(ActivityHandler):  # type: ignore[misc]  # the framework has no types
    """The archived framework's own way to answer a click."""

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        del turn_context
        return InvokeResponse(status=200, body=ANSWER)


def _stock(teams: PretendTeams) -> App:
    """The adapter as its maker shipped it, with the same keys."""
    adapter = CloudAdapterBase(
        BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=f"{teams.url}/login/{TENANT}",
            to_channel_from_bot_oauth_scope="https://api.botframework.com",
            to_bot_from_channel_token_issuer=ISSUER,
            to_bot_from_channel_open_id_metadata_url=f"{teams.url}/openid",
            credential_factory=PasswordServiceClientCredentialFactory(APP, SECRET, tenant_id=TENANT),
        )
    )
    bot = _Stock()

    async def messages(request: Request) -> Response:
        activity = Activity.deserialize(await request.json())
        told = await adapter.process_activity(request.headers["authorization"], activity, bot.on_turn)
        return JSONResponse(told.body, told.status)

    return Starlette(routes=[Route(PATH, messages, methods=["POST"])])


def _empty() -> App:
    """What Starlette takes to read the call and answer it."""

    async def messages(request: Request) -> Response:
        await request.json()
        return JSONResponse(ANSWER)

    return Starlette(routes=[Route(PATH, messages, methods=["POST"])])
