"""Slack as a surface."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.endpoint import Endpoint
from adapters.surfaces.slack.errors import foreign_errors
from adapters.surfaces.slack.inbound import Inbound
from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import plain, render_shared
from adapters.surfaces.slack.settings import SlackSettings
from bot.catalogue import Catalogue
from bot.errors import NeedsPerson, OutsideError
from bot.ports import Clock, Finds, Hear, Mounts, Place, Surface
from bot.views import ItemCard
from bot.words import say

log = logging.getLogger("augenhoehe.slack")
AGAIN = 30.0
"""Seconds until Slack is asked again whether it lets us in."""
MOUNT = "/slack"
"""Slack calls `/slack/events`."""


class Slack(Surface, Finds, Mounts):
    """Cards as messages with their threads; buttons, dialogs and `/queue` come back as commands."""

    name = "slack"
    live = False
    interval = 1.05
    """Slack takes about one message a second in a channel."""
    lease = 30.0

    def __init__(
        self, *, settings: SlackSettings, hear: Hear, clock: Clock = lambda: datetime.now(UTC)
    ) -> None:
        self._reader = Reader(catalogue=Catalogue(settings.language, settings.time_zone))
        self._client = client_of(settings)
        self._settings = settings
        self._messages = Messages(self._client, clock)
        self._inbound = Inbound(settings, hear, self._client, self._messages, clock)
        self._socket: AsyncSocketModeHandler | None = None

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Post the card, as the head of a thread of its own or within the thread of `under`."""
        remote = await self._messages.post(
            at,
            render_shared(card, self._reader),
            plain(card, self._reader),
            key=key,
            item=card.item,
            under=under.remote if under else "",
        )
        return Place(surface=self.name, channel=at, remote=remote)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Make the message show the card as it is now."""
        drawn = render_shared(card, self._reader)
        await self._messages.update(place.channel, place.remote, drawn, plain(card, self._reader))

    async def find(self, at: str, key: str) -> Place | None:
        """The message with this key, looked for by what it carries unseen."""
        remote = await self._messages.find(at, key)
        return Place(surface=self.name, channel=at, remote=remote) if remote else None

    async def connect(self) -> None:
        """Begin to hear people. Over HTTP Slack calls us, and there is nothing to begin.

        Raises:
            OutsideError: Slack does not let us in.

        """
        await self.check(())
        if self._settings.mode == "socket" and self._socket is None:
            web = client_of(self._settings, self._settings.app_token)
            self._socket = AsyncSocketModeHandler(self._inbound.app, self._settings.app_token, web_client=web)
            with foreign_errors(changes=False):
                await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no type here

    async def listen(self) -> None:
        """Hear people from now on; as long as Slack does not let us in, say why and try again."""
        while True:
            try:
                await self.connect()
            except OutsideError as error:
                log.error("not connected", extra={"why": str(error.words)})  # noqa: TRY400  # the words say it
                await asyncio.sleep(AGAIN)
            else:
                return

    async def check(self, channels: Iterable[str]) -> None:
        """Prove that the token is good, that it is this workspace's, and that the channels can be read.

        Raises:
            OutsideError: the first thing that is not in order, and what to do about it.

        """
        with foreign_errors(changes=False):
            team = str((await self._client.auth_test())["team_id"])
        if team != self._settings.workspace:
            words = say(
                "The Slack token belongs to the workspace {team}, and the settings name {workspace}."
                " Please correct one of them.",
                team=team,
                workspace=self._settings.workspace,
            )
            raise NeedsPerson(words)
        for channel in channels:
            with foreign_errors(channel, changes=False):
                await self._client.conversations_history(channel=channel, limit=1)

    async def name_of(self, account: str) -> str:
        """How a member of the workspace is called; their id when they have no name."""
        with foreign_errors(changes=False):
            answer: Any = await self._client.users_info(user=account)
            user = answer["user"]
            return str(user.get("real_name") or user.get("name") or account)

    async def close(self) -> None:
        """Stop to hear people, and tell what is still to be told."""
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close_async()  # type: ignore[no-untyped-call]  # nor here
        await self._inbound.telling.close()

    def mounts(self) -> Mapping[str, Any]:
        """Where Slack calls us over HTTP; in Socket Mode nothing is served."""
        if self._settings.mode == "socket":
            return {}
        return {MOUNT: Endpoint(self._inbound.app, self._settings.signing_secret).asgi}


def client_of(settings: SlackSettings, token: str = "") -> AsyncWebClient:
    """The SDK's client. It repeats nothing by itself: its default would post twice (facts/slack.md)."""
    return AsyncWebClient(
        token=token or settings.bot_token,
        base_url=settings.base_url,
        timeout=max(1, int(settings.patience)),
        retry_handlers=[],
    )
