"""Our own token for Teams: fetched once, kept, and renewed before it runs out."""

import asyncio
import time
from typing import Any

import httpx

from adapters.surfaces.teams.errors import foreign_errors, login_error
from adapters.surfaces.teams.settings import TeamsSettings

SCOPE = "https://api.botframework.com/.default"
EARLY = 300.0
"""Seconds before its end at which a token is renewed."""
PATIENCE = 5.0


class AppToken:
    """The token of our app, by client credentials of its one tenant."""

    def __init__(self, settings: TeamsSettings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._token = ""
        self._until = 0.0
        self._one = asyncio.Lock()

    async def get(self) -> str:
        """A token that is good for some minutes; "" where nobody signs in.

        Raises:
            OutsideError: there is none to be had; nothing was sent to Teams.
        """
        if self._settings.no_sign_in:
            return ""
        async with self._one:
            if time.monotonic() > self._until - EARLY:
                await self._fetch()
            return self._token

    def forget(self, token: str) -> None:
        """Teams does not take it, whatever we were told: the next call fetches another one."""
        if token == self._token:
            self._until = 0.0

    async def _fetch(self) -> None:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password,
            "scope": SCOPE,
        }
        url = f"{self._settings.login_url.rstrip('/')}/{self._settings.tenant}/oauth2/v2.0/token"
        with foreign_errors(changes=False):
            answer = await self._http.post(url, data=asked, timeout=PATIENCE)
        if not answer.is_success:
            raise login_error(answer)
        with foreign_errors(changes=False):
            told: Any = answer.json()
            self._token, lasts = str(told["access_token"]), float(told["expires_in"])
        self._until = time.monotonic() + max(lasts, EARLY + 60)
