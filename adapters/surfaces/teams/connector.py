"""How we call Teams: one small pool of connections, our token, bounded answers, and only errors of ours."""

import asyncio
import json
import ssl
import time
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from adapters.surfaces.teams.app_token import AppToken
from adapters.surfaces.teams.errors import check_status, foreign_errors, silence
from adapters.surfaces.teams.settings import TeamsSettings

CONNECTIONS = 20
CALLERS = 16
"""Below CONNECTIONS: httpx collapses once callers wait inside its pool (facts/teams 2.3)."""
LARGEST = 4 * 1024 * 1024
PER_SECOND = 40
"""Calls a second in all; Teams takes 50 of one app in one tenant."""
Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


class Connector:
    """The Bot Connector's REST interface, as far as we need it."""

    def __init__(self, settings: TeamsSettings, http: httpx.AsyncClient) -> None:
        self._http = http
        self._token = AppToken(settings, http)
        self._turn = asyncio.Semaphore(CALLERS)
        self._next_at = 0.0

    async def create(self, base: str, asked: Json, *, channel: str = "") -> Json:
        """Open a conversation: a thread with its first message, or a chat with one person.

        Raises:
            Unclear: it was sent, and whether the thread was opened is not known.
        """
        return await self._call("POST", base, "v3/conversations", asked, channel=channel, changes=True)

    async def chat(self, base: str, asked: Json) -> Json:
        """Open the chat with one person: the same one, however often it is asked for."""
        return await self._call("POST", base, "v3/conversations", asked)

    async def reply(self, base: str, conversation: str, activity: Json) -> Json:
        """Send a message into a conversation."""
        path = f"{_conversation(conversation)}/activities"
        return await self._call("POST", base, path, activity, channel=conversation, changes=True)

    async def update(self, base: str, conversation: str, number: str, activity: Json) -> None:
        """Replace a message. Doing it twice is as once."""
        path = f"{_conversation(conversation)}/activities/{quote(number, safe='')}"
        await self._call("PUT", base, path, {**activity, "id": number}, channel=conversation)

    async def members(self, base: str, conversation: str, *, page: str = "", size: int = 500) -> Json:
        """Some of the members of a conversation, and where the next ones begin."""
        query = {"pageSize": str(size)} | ({"continuationToken": page} if page else {})
        path = f"{_conversation(conversation)}/pagedmembers"
        return await self._call("GET", base, path, channel=conversation, query=query)

    async def member(self, base: str, conversation: str, account: str) -> Json:
        """One member, by the object id."""
        path = f"{_conversation(conversation)}/members/{quote(account, safe='')}"
        return await self._call("GET", base, path, channel=conversation)

    async def channels(self, base: str, team: str) -> list[Json]:
        """The channels of a team."""
        told = await self._call("GET", base, f"v3/teams/{quote(team, safe='')}/conversations", channel=team)
        with foreign_errors(changes=False):
            return [dict(one) for one in told["conversations"]]

    async def sign_in(self) -> None:
        """Have a token, or say why there is none."""
        await self._token.get()

    async def _call(
        self,
        method: str,
        base: str,
        path: str,
        body: Json | None = None,
        *,
        channel: str = "",
        query: Mapping[str, str] | None = None,
        changes: bool = False,
    ) -> Json:
        url = f"{base.rstrip('/')}/{path}"
        async with self._turn:
            token = await self._token.get()
            await self._pace()
            answer = await self._send(method, url, body, query, token, changes=changes)
            if answer.status_code == HTTPStatus.UNAUTHORIZED and token:
                # Revoked before its end: Teams certainly did nothing.
                self._token.forget(token)
                token = await self._token.get()
                answer = await self._send(method, url, body, query, token, changes=changes)
        check_status(answer, channel.partition(";")[0], changes=changes)
        return _decoded(answer, changes=changes)

    async def _send(
        self,
        method: str,
        url: str,
        body: Json | None,
        query: Mapping[str, str] | None,
        token: str,
        *,
        changes: bool,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with foreign_errors(changes=changes):
            return await self._http.request(method, url, json=body, params=query, headers=headers)

    async def _pace(self) -> None:
        """Keep beneath what a tenant takes from one app."""
        now = time.monotonic()
        slot = max(self._next_at, now)
        self._next_at = slot + 1 / PER_SECOND
        await asyncio.sleep(slot - now)


def http_of(settings: TeamsSettings) -> httpx.AsyncClient:
    """The client of the whole surface. It follows no redirects: our token would go with them."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    agent = {"User-Agent": "Augenhoehe", "Accept": "application/json"}
    return httpx.AsyncClient(verify=_certificates(), timeout=settings.patience, limits=limits, headers=agent)


def _conversation(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"


def _decoded(answer: httpx.Response, *, changes: bool) -> Json:
    if not answer.content and not changes:
        return {}
    try:
        told = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise silence(changes=changes) from error
    if not isinstance(told, dict) or len(answer.content) > LARGEST:
        raise silence(changes=changes)
    return told


@cache
def _certificates() -> ssl.SSLContext:
    # Reading them takes a tenth of a second; once is enough.
    return httpx.create_ssl_context()
