"""Who calls us: only what Teams signed for our bot, for this address and this tenant, gets in."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from adapters.surfaces.teams.keys import Key, Keys
from adapters.surfaces.teams.settings import TeamsSettings

ISSUER = "https://api.botframework.com"
TEAMS = "msteams"
ALGORITHM = "RS256"
LEEWAY = 300
"""Seconds by which clocks may differ; the protocol's own figure."""
LONGEST = 16 * 1024
PASSED_ON = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
MOST_KEPT = 1000
Activity = Mapping[str, Any]
"""What Teams sends. Any: foreign JSON."""


class Forged(Exception):
    """A caller who is not Teams, or not for us. Why is for our log alone."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a good token says."""

    service_url: str
    endorsements: frozenset[str]
    until: float


class Tokens:
    """Checks the token of a call against what the call says of itself."""

    def __init__(self, settings: TeamsSettings, keys: Keys) -> None:
        self._settings = settings
        self._keys = keys
        self._known: OrderedDict[bytes, Verdict] = OrderedDict()

    async def check(self, headers: Mapping[str, str], activity: Activity) -> None:
        """Let a call in. The names of headers are in small letters.

        Raises:
            Forged: it is none of Teams' for us.
            TryLater: the keys of Teams cannot be had now; nobody gets in.
        """
        url = str(activity.get("serviceUrl") or "")
        self._check_host(url)
        if self._settings.no_sign_in:
            _check_machine(headers)
            return
        verdict = await self._verdict(_token(headers.get("authorization", "")))
        if activity.get("channelId") != TEAMS or TEAMS not in verdict.endorsements:
            raise Forged("another channel")
        if _plain(verdict.service_url) != _plain(url):
            raise Forged("another service url")
        if tenant_of(activity) != self._settings.tenant.casefold():
            raise Forged("another tenant")

    def _check_host(self, url: str) -> None:
        """Our own token goes to the address that a call names, so it has to be one of Teams'."""
        if not self._settings.serves(url):
            raise Forged("not a host of Teams")

    async def _verdict(self, token: str) -> Verdict:
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is not None and known.until > time.time():
            return known
        verdict = await self._judged(token)
        self._known[digest] = verdict
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return verdict

    async def _judged(self, token: str) -> Verdict:
        try:
            head = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError) as error:
            raise Forged("no token") from error
        # Nobody is asked for a key before the token names the one kind of signature that we take.
        name = head.get("kid")
        if head.get("alg") != ALGORITHM or not isinstance(name, str):
            raise Forged("another signature")
        key = await self._keys.get(name)
        if key is None:
            raise Forged("unknown key")
        return _said(token, key, self._settings.app_id)


def _said(token: str, key: Key, app_id: str) -> Verdict:
    try:
        claims: Any = jwt.decode(
            token,
            key.key,
            algorithms=[ALGORITHM],
            audience=app_id,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )
        url = claims.get("serviceurl") or claims.get("serviceUrl") or ""
        return Verdict(service_url=str(url), endorsements=key.endorsements, until=float(claims["exp"]))
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise Forged(type(error).__name__) from error


def _check_machine(headers: Mapping[str, str]) -> None:
    """Without signing in, a page in this machine's browser could call us as well as the emulator does."""
    host = _host(f"//{headers.get('host', '')}")
    # A proxy or tunnel on this machine lets strangers in, and says so.
    if "origin" in headers or not _local(host) or PASSED_ON & {name.casefold() for name in headers}:
        raise Forged("a browser, or another machine")


def _token(header: str) -> str:
    kind, _, token = header.strip().partition(" ")
    if kind.casefold() != "bearer" or not token or len(token) > LONGEST or not token.isascii():
        raise Forged("no token")
    return token.strip()


def tenant_of(activity: Activity) -> str:
    """The tenant that an activity comes from; in channels only the channel's data say it."""
    data, conversation = activity.get("channelData"), activity.get("conversation")
    inner = data.get("tenant") if isinstance(data, Mapping) else None
    told = inner.get("id") if isinstance(inner, Mapping) else None
    if not told and isinstance(conversation, Mapping):
        told = conversation.get("tenantId")
    return str(told or "").casefold()


def _host(url: str) -> str:
    """The host of an address."""
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        raise Forged("no address") from None


def _plain(url: str) -> str:
    return url.casefold().rstrip("/")


def _local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
