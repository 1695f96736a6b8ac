"""How our app is doing in Slack: the token, its rights, the channels, and the cards in them.

It is asked every ten minutes, and at the next chance when something went wrong or Slack told us of a change.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces._looking import Looking
from adapters.surfaces.slack.errors import code_of, foreign_errors, person_must
from adapters.surfaces.slack.manifest import HEALTH_EVENTS, scopes
from adapters.surfaces.slack.settings import SlackSettings
from bot.abilities import Health, Trouble
from bot.ports import Clock
from bot.words import say

log = logging.getLogger("augenhoehe.slack")
GRANTED = "x-oauth-scopes"
"""Slack says with every answer which rights the token has."""
Body = Mapping[str, Any]
"""What Slack sent. Any: foreign JSON."""


class Checkup(Looking):
    """Notices what is wrong, and asks Slack."""

    def __init__(self, settings: SlackSettings, client: AsyncWebClient, clock: Clock) -> None:
        super().__init__(clock, log)
        self._settings = settings
        self._client = client
        self._moved: dict[str, str] = {}
        """Where channels have gone, by the id that they had."""

    def listen(self, app: AsyncApp) -> None:
        """Hear of what may change how we are doing."""
        for name in HEALTH_EVENTS:
            app.event(name)(self.on_event)

    async def on_event(self, body: Body) -> None:
        """A channel was archived, renamed or moved, or our app was put out: look soon."""
        event = body["event"]
        if event.get("type") == "channel_id_changed":
            self._moved[str(event.get("old_channel_id"))] = str(event.get("new_channel_id"))
        self.soon()

    async def look(self, channels: Sequence[str]) -> Health:
        """Ask Slack about everything.

        Raises:
            OutsideError: it does not answer now.

        """
        troubles = await self._app()
        names: dict[str, str] = {}
        for channel in () if troubles else channels:
            name, trouble = await self._channel(channel)
            if name:
                names[channel] = name
            troubles += [trouble] if trouble else []
        return Health(troubles=tuple(troubles), names=names)

    async def prove_socket(self, health: Health) -> Health:
        """Whether Socket Mode lets us in: a connection that nobody opens is no harm."""
        token = self._settings.app_token
        with foreign_errors(changes=False):
            try:
                await self._client.apps_connections_open(app_token=token)
            except SlackApiError as error:
                return replace(health, troubles=(*health.troubles, _trouble(error, "")))
        return health

    async def _app(self) -> list[Trouble]:
        """The token: whether it is good, whose it is, and what it may do."""
        with foreign_errors(changes=False):
            try:
                answer = await self._client.auth_test()
            except SlackApiError as error:
                return [_trouble(error, "")]
            team, granted = str(answer["team_id"]), answer.headers.get(GRANTED)
        if team != self._settings.workspace:
            words = say(
                "The Slack token belongs to the workspace {team}, and the settings name {workspace}."
                " Please correct one of them.",
                team=team,
                workspace=self._settings.workspace,
            )
            return [Trouble(code="workspace", words=words)]
        return self._rights(str(granted)) if granted is not None else []

    def _rights(self, granted: str) -> list[Trouble]:
        needed = scopes(keep_notes=self._settings.keep_notes)
        missing = sorted(set(needed) - set(granted.replace(",", " ").split()))
        if not missing:
            return []
        words = say(
            "Our app lacks rights in Slack: {scopes}. Please update it from `augenhoehe slack manifest`"
            " and install it again.",
            scopes=", ".join(missing),
        )
        return [Trouble(code="missing_scope", words=words)]

    async def _channel(self, channel: str) -> tuple[str, Trouble | None]:
        """How a channel is called, and what is wrong with it."""
        with foreign_errors(channel, changes=False):
            try:
                answer: Any = await self._client.conversations_info(channel=channel)
            except SlackApiError as error:
                return "", self._gone(channel) or _trouble(error, channel)
            found = answer["channel"]
            name = f"#{found['name']}" if found.get("name") else channel
            return name, _wrong(found, channel, name)

    def _gone(self, channel: str) -> Trouble | None:
        if channel not in self._moved:
            return None
        words = say(
            "The channel {channel} has moved in Slack: its id is {new} now."
            " Please put that into the settings.",
            channel=channel,
            new=self._moved[channel],
        )
        return Trouble(code="moved", channel=channel, words=words)


def _trouble(error: SlackApiError, channel: str) -> Trouble:
    """What a person has to mend. Whatever else Slack says is raised again."""
    code = code_of(error)
    words = person_must(code, channel)
    if words is None:
        raise error
    return Trouble(code=code, channel=channel, words=words)


def _wrong(found: Body, channel: str, name: str) -> Trouble | None:
    code = "is_archived" if found.get("is_archived") else ""
    code = code or ("" if found.get("is_member") else "not_in_channel")
    words = person_must(code, name)
    return Trouble(code=code, channel=channel, words=words) if words else None
