"""What the Teams surface can be set to; no SDK is imported here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from bot.domain.people import Role
from bot.errors import BadSetting
from bot.words import say

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_ROOM = re.compile(r"19:[^\s;]+@thread\.(tacv2|skype|v2)")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, kw_only=True)
class TeamsSettings:
    """Our bot in one tenant of Microsoft 365. Without an app id there is no Teams."""

    app_id: str = ""
    """The app id of the bot (Azure: “Application (client) ID”)."""
    app_password: str = field(default="", repr=False)
    """A client secret of the app. It expires: Azure says when."""
    tenant: str = ""
    """The id of your tenant (Azure: “Directory (tenant) ID”). Nobody from elsewhere gets in."""
    leads: str = ""
    """Who leads, with commas between them: object ids of members (Entra), their addresses, or the id of a
    team or channel, `19:…@thread.tacv2`, for everybody in it who is no guest."""
    approvers: str = ""
    """Who approves replies, named in the same way."""
    responders: str = ""
    """Who writes drafts and does not approve."""
    viewers: str = ""
    """Who only looks."""
    edit_mode: Literal["dialog", "inline"] = "dialog"
    """`dialog`: an edit opens a dialog. `inline`: it opens in the card, where dialogs are not to be had."""
    keep_notes: bool = False
    """Keep what people write in an item's thread as internal notes with the item. Teams tells us of it only
    if the team's owner agreed to that when the app was added."""
    no_sign_in: bool = False
    """For the official local emulator alone: everybody who can reach this machine is believed. It is refused
    unless the pages are served to this very machine only."""
    language: str = "de"
    """The language of the cards in channels."""
    time_zone: str = "Europe/Berlin"
    """Where the team's clock hangs."""
    loopback: bool = False
    """The pages are served to this very machine only."""
    public_url: str = ""
    """Where browsers reach our pages."""
    service_url: str = "https://smba.trafficmanager.net/teams/"
    """Where Teams is called as long as it has not told us another address."""
    service_hosts: str = "smba.trafficmanager.net, smba.infra.gcc.teams.microsoft.com"
    """The hosts of Teams, with commas between them: our token is sent to no other."""
    login_url: str = "https://login.microsoftonline.com/"
    """Where our token comes from; another address only for tests."""
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    """Where the keys are described with which Teams signs; another address only for tests."""
    patience: float = 10.0
    """Seconds to wait for an answer of Teams."""

    def __post_init__(self) -> None:
        if self.enabled:
            self._check_secrets()
            self._check_names()
            for url in (self.service_url, self.login_url, self.openid_url):
                _check_address(url)
        elif self.app_password:
            raise BadSetting(say("There is a client secret for Teams, but no app id."))

    @property
    def enabled(self) -> bool:
        """Whether there is a Teams at all."""
        return bool(self.app_id) or self.no_sign_in

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are Teams."""
        named = frozenset(host.casefold() for host in _listed(self.service_hosts))
        return named | _LOOPBACK if self.no_sign_in else named

    def serves(self, url: str) -> bool:
        """Whether Teams is there: an address that our token may be sent to."""
        try:
            address = urlsplit(url)
            host = (address.hostname or "").casefold()
        except ValueError:
            return False
        return host in self.hosts and (address.scheme == "https" or host in _LOOPBACK)

    @property
    def named(self) -> Mapping[str, Role]:
        """Whom the lists name, as they are written there; somebody named twice has the higher role."""
        lists = (
            (Role.VIEWER, self.viewers),
            (Role.RESPONDER, self.responders),
            (Role.APPROVER, self.approvers),
            (Role.LEAD, self.leads),
        )
        return {_written(name): role for role, text in lists for name in _listed(text)}

    @property
    def roles(self) -> Mapping[str, Role]:
        """Those who are named by their object id; the emulator's are like it, and not quite."""
        other = {**self.addresses, **self.rooms}
        return {name: role for name, role in self.named.items() if name not in other}

    @property
    def addresses(self) -> Mapping[str, Role]:
        """Those who are named by their address."""
        return {name: role for name, role in self.named.items() if not _ROOM.fullmatch(name) and "@" in name}

    @property
    def rooms(self) -> Mapping[str, Role]:
        """The teams and channels whose members are named."""
        return {name: role for name, role in self.named.items() if _ROOM.fullmatch(name)}

    def _check_secrets(self) -> None:
        if self.no_sign_in:
            if self.app_id or not self.loopback:
                raise BadSetting(
                    say(
                        "Teams without signing in is for the emulator on this machine alone: no app id may be"
                        " set, and the pages may be served to this machine only ([web] host)."
                    )
                )
            return
        if not _GUID.fullmatch(self.app_id) or not _GUID.fullmatch(self.tenant):
            raise BadSetting(
                say("Teams needs the app id of the bot and the id of your tenant, as Azure shows them.")
            )
        if not self.app_password:
            raise BadSetting(say("Teams needs a client secret of the app."))

    def _check_names(self) -> None:
        wrong = [name for name in self.named if not (_name(name) or self.no_sign_in)]
        if wrong:
            raise BadSetting(
                say(
                    "“{account}” is neither the object id nor the address of a member, nor the id of a team.",
                    account=", ".join(wrong),
                )
            )


def _name(name: str) -> bool:
    return any(kind.fullmatch(name) for kind in (_GUID, _ROOM, _ADDRESS))


def _written(name: str) -> str:
    """As Teams writes it: the ids of teams know large letters from small ones, and nothing else does."""
    return name if _ROOM.fullmatch(name) else name.casefold()


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _check_address(url: str) -> None:
    address = urlsplit(url)
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK)
    if not safe:
        raise BadSetting(say("The addresses of Teams begin with https://."))
