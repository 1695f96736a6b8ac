"""What the Slack surface can be set to; no SDK is imported here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from bot.domain.people import Role
from bot.errors import BadSetting
from bot.words import say

_TEAM = re.compile(r"[TE][A-Z0-9]{2,}")
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_GROUP = re.compile(r"S[A-Z0-9]{2,}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, kw_only=True)
class SlackSettings:
    """Our app in one Slack workspace. Without a bot token there is no Slack."""

    bot_token: str = field(default="", repr=False)
    """The bot token of the app (OAuth & Permissions); it begins with `xoxb-`."""
    app_token: str = field(default="", repr=False)
    """For Socket Mode: an app-level token with `connections:write`; it begins with `xapp-`."""
    signing_secret: str = field(default="", repr=False)
    """For HTTP: the signing secret of the app (Basic Information)."""
    mode: Literal["socket", "http"] = "socket"
    """`socket`: we call Slack, nothing of ours need be reachable. `http`: Slack calls `/slack/events`."""
    workspace: str = ""
    """The id of the workspace, `T…`: it stands in the address of Slack in a browser."""
    leads: str = ""
    """Ids of the Slack members who lead, `U…`, and of user groups, `S…`, with commas between them."""
    approvers: str = ""
    """Ids of the members and groups who approve replies."""
    responders: str = ""
    """Ids of the members and groups who write drafts and do not approve."""
    viewers: str = ""
    """Ids of the members and groups who only look."""
    keep_notes: bool = False
    """Keep what people write in an item's thread as internal notes with the item."""
    language: str = "de"
    """The language of the cards in channels."""
    time_zone: str = "Europe/Berlin"
    """Where the team's clock hangs."""
    base_url: str = "https://slack.com/api/"
    """The address of Slack's API; another one only for tests."""
    patience: float = 10.0
    """Seconds to wait for an answer of Slack."""

    def __post_init__(self) -> None:
        if self.enabled:
            self._check_secrets()
            self._check_ids()
            _check_address(self.base_url)

    @property
    def enabled(self) -> bool:
        """Whether there is a Slack at all."""
        return bool(self.bot_token)

    @property
    def roles(self) -> Mapping[str, Role]:
        """Which members are named, and as what; somebody named twice has the higher role."""
        return {account: role for account, role in self._named.items() if not _GROUP.fullmatch(account)}

    @property
    def groups(self) -> Mapping[str, Role]:
        """The same of user groups."""
        return {group: role for group, role in self._named.items() if _GROUP.fullmatch(group)}

    @property
    def _named(self) -> Mapping[str, Role]:
        lists = (
            (Role.VIEWER, self.viewers),
            (Role.RESPONDER, self.responders),
            (Role.APPROVER, self.approvers),
            (Role.LEAD, self.leads),
        )
        return {account: role for role, text in lists for account in _ids(text)}

    def _check_secrets(self) -> None:
        if not self.bot_token.startswith("xoxb-"):
            raise BadSetting(say("The bot token of Slack begins with xoxb-; this is another one."))
        if self.mode == "socket" and not self.app_token.startswith("xapp-"):
            raise BadSetting(say("Socket Mode needs an app-level token, which begins with xapp-."))
        if self.mode == "http" and not self.signing_secret:
            raise BadSetting(say("Slack over HTTP needs the signing secret of the app."))

    def _check_ids(self) -> None:
        if not _TEAM.fullmatch(self.workspace):
            raise BadSetting(
                say("Slack needs the id of your workspace (T…), which stands in its address in a browser.")
            )
        wrong = [account for account in self.roles if not _USER.fullmatch(account)]
        if wrong:
            raise BadSetting(
                say(
                    "“{account}” is not the id of a Slack member (U…) or user group (S…).",
                    account=", ".join(wrong),
                )
            )


def _ids(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _check_address(url: str) -> None:
    address = urlsplit(url)
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK)
    # The SDK glues the names of methods onto it.
    if not safe or not url.endswith("/api/"):
        raise BadSetting(say("The address of Slack's API begins with https:// and ends with /api/."))
