"""Who may ask at all. What each of them may do is the desk's business; it is checked there at every click."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.errors import foreign_errors
from adapters.surfaces.slack.settings import SlackSettings
from bot.errors import NotAllowed
from bot.ports import Clock
from bot.words import Words, say

Body = Mapping[str, Any]
"""What Slack sent. Any: foreign JSON."""
KEPT = timedelta(minutes=10)
"""How long an answer about a member is believed."""
MOST_KEPT = 1000
_FOREIGN = say("This belongs to another Slack workspace, so you cannot decide here. Nothing was changed.")
_GUEST = say(
    "Guests of this workspace cannot decide here. Please ask a lead to name you; nothing was changed."
)
_GONE = say("This account is not a member of the workspace. Nothing was changed.")


@dataclass(frozen=True, kw_only=True)
class Who:
    """The account that asks."""

    account: str
    teams: frozenset[str]
    """The workspaces that the request names: where it was made, and whose member asks."""
    name: str = ""


def who(body: Body) -> Who:
    """Who sent this: a click, a form, a command or an event. Each tells it in its own way."""
    event = body.get("event") or {}
    user = body.get("user") or {}
    teams = (
        body.get("team_id"),
        (body.get("team") or {}).get("id"),
        user.get("team_id"),
        event.get("user_team"),
        event.get("team"),
    )
    return Who(
        account=str(user.get("id") or body.get("user_id") or event.get("user") or ""),
        teams=frozenset(str(team) for team in teams if team),
        name=str(user.get("username") or user.get("name") or body.get("user_name") or ""),
    )


class Gate:
    """Turns away strangers, politely. Whoever is named in the settings gets in."""

    def __init__(self, settings: SlackSettings, client: AsyncWebClient, clock: Clock) -> None:
        self._workspace = settings.workspace
        self._named = frozenset(settings.roles)
        self._client = client
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, Words | None]] = OrderedDict()

    async def check(self, who: Who) -> None:
        """Let somebody in.

        Raises:
            NotAllowed: they are a guest, or from elsewhere, and nobody named them.
            OutsideError: Slack does not tell; then nobody gets in.

        """
        if who.account in self._named:
            return
        # A request without any workspace is none of Slack's.
        if who.teams != {self._workspace}:
            raise NotAllowed(_FOREIGN)
        fault = await self._fault(who.account)
        if fault:
            raise NotAllowed(fault)

    async def _fault(self, account: str) -> Words | None:
        asked_at, fault = self._known.get(account, (None, None))
        if asked_at is None or self._clock() - asked_at > KEPT:
            with foreign_errors(changes=False):
                answer: Any = await self._client.users_info(user=account)
                fault = _fault(answer["user"], self._workspace)
            self._known[account] = (self._clock(), fault)
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return fault


def _fault(user: Body, workspace: str) -> Words | None:
    """Why this member may not decide."""
    if user.get("is_stranger") or user.get("team_id") != workspace:
        return _FOREIGN
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return _GUEST
    return _GONE if user.get("deleted") or user.get("is_bot") else None
