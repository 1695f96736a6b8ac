"""HTTP for platform adapters: one small pool a site, bounded answers, and only errors of ours outward."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from adapters.platforms._errors import TOO_LARGE, UNCLEAR, WEB_PAGE, check_status, foreign_errors, silence

CONNECTIONS = 5  # httpx's cost grows with its pool: 1.4 ms a request at 5 connections, 6.0 at 50
CALLERS = 4  # below CONNECTIONS, so that nobody ever waits inside the pool
LARGEST = 16 * 1024 * 1024

Query = Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    headers: Mapping[str, str]
    json: Any
    """Any: foreign JSON has whatever shape it likes; read it inside `understood`."""


class Http:
    """The connections of one adapter to one site."""

    def __init__(self, site: str, url: str, *, auth: httpx.Auth, patience: float) -> None:
        """`site` is the name people know it by; `patience` is in seconds, for each wait of a request."""
        self._site = site
        self._client = httpx.AsyncClient(
            base_url=url,
            auth=auth,
            verify=_certificates(),
            timeout=patience,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            headers={"User-Agent": "Augenhoehe", "Accept": "application/json"},
        )
        self._turn = asyncio.Semaphore(CALLERS)

    async def read(self, path: str, query: Query) -> Answer:
        """Ask for something; whatever goes wrong, nothing has changed."""
        return await self._call("GET", path, query=query, changes=False)

    async def change(self, method: str, path: str, body: Query | None = None) -> Answer:
        """Change something, once: it is never repeated here.

        Raises:
            Unclear: it was sent, and whether it happened is not known.

        """
        return await self._call(method, path, body=body, changes=True)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _call(
        self, method: str, path: str, *, changes: bool, query: Query | None = None, body: Query | None = None
    ) -> Answer:
        async with self._turn:
            with foreign_errors(self._site, changes=changes):
                async with self._client.stream(method, path, params=query, json=body) as response:
                    content = await self._content(response, changes=changes)
        check_status(self._site, response, content, changes=changes)
        return Answer(headers=response.headers, json=self._decode(response, content, changes=changes))

    async def _content(self, response: httpx.Response, *, changes: bool) -> bytes:
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > LARGEST:
                raise (UNCLEAR if changes else TOO_LARGE).of(self._site)
        return bytes(content)

    def _decode(self, response: httpx.Response, content: bytes, *, changes: bool) -> Any:
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as exc:
            page = "html" in response.headers.get("content-type", "") and not changes
            raise (WEB_PAGE if page else silence(changes=changes)).of(self._site) from exc


@cache
def _certificates() -> ssl.SSLContext:
    # Reading them takes a tenth of a second; once is enough for all sites.
    return httpx.create_ssl_context()
