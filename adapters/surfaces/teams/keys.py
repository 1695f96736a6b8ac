"""The keys with which Teams signs: fetched once, and again as soon as one comes up that we do not know."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from jwt import PyJWK, PyJWTError

from bot.errors import TryLater
from bot.words import say

AGAIN = 10.0
"""Seconds between two fetches that unknown keys ask for: whoever makes keys up must not keep us busy."""
STALE = 24 * 3600.0
"""Seconds after which the keys are fetched anew, at the next chance and behind the back of whoever calls."""
BREATH = 1.0
"""Seconds between two fetches as long as there are no keys at all."""
PATIENCE = 5.0
LARGEST = 512 * 1024
WRONG = (
    httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, LookupError, TypeError, AttributeError,
    RecursionError,
)  # fmt: skip
"""What comes of keys that cannot be had, or are none."""
_UNREACHABLE = say("The keys of Teams cannot be fetched, so nobody is let in. It is tried again.")


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key, and for which chat tools it is good."""

    key: Any
    """Any: what `cryptography` calls a public key."""
    endorsements: frozenset[str]


class Keys:
    """The keys by their ids. Only one fetch runs at a time, and known keys never wait for it."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http
        self._keys: Mapping[str, Key] = {}
        self._fetched = -STALE
        self._tried = self._failed = -STALE
        self._one = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def get(self, name: str) -> Key | None:
        """The key of this id; None when Teams has none.

        Raises:
            TryLater: there are no keys yet, and none can be had.
        """
        found = self._keys.get(name)
        if found is None:
            await self._fetch(name)
            return self._keys.get(name)
        if _now() - self._fetched > STALE and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._renew())
        return found

    async def close(self) -> None:
        """Stop to fetch."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    async def _renew(self) -> None:
        try:
            await self._fetch("")
        except TryLater:
            # The old ones are good until then; the next call tries again.
            self._fetched = _now() - STALE + AGAIN

    async def _fetch(self, name: str) -> None:
        async with self._one:
            # Whoever waited here may find that somebody else has fetched it.
            if name in self._keys or (self._keys and _now() - self._tried < AGAIN):
                return
            # Whoever calls many times at once does not make the others wait behind as many fetches.
            if not self._keys and _now() - self._failed < BREATH:
                raise TryLater(_UNREACHABLE)
            self._tried = _now()
            try:
                async with asyncio.timeout(PATIENCE):
                    described = await self._read(self._url)
                    self._keys = _keys(await self._read(str(described["jwks_uri"])))
            except WRONG as error:
                self._failed = _now()
                raise TryLater(_UNREACHABLE) from error
            self._fetched = _now()

    async def _read(self, url: str) -> Any:
        answer = await self._http.get(url)
        answer.raise_for_status()
        if len(answer.content) > LARGEST:
            raise ValueError(url)
        return json.loads(answer.content)


def _keys(told: Any) -> Mapping[str, Key]:
    """Those that are good for signatures of our kind. Any: foreign JSON."""
    found = {str(one["kid"]): key for one in told["keys"] if (key := _key(one)) is not None}
    if not found:
        raise ValueError("no keys")
    return found


def _key(one: Any) -> Key | None:
    if one.get("kty") != "RSA" or one.get("use", "sig") != "sig" or not one.get("kid"):
        return None
    try:
        return Key(key=PyJWK(one, "RS256").key, endorsements=frozenset(map(str, one.get("endorsements", ()))))
    except PyJWTError:
        return None


def _now() -> float:
    return time.monotonic()
