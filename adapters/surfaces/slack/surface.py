"""Slack as a surface."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import plain, render_shared
from adapters.surfaces.slack.settings import SlackSettings
from bot.catalogue import Catalogue
from bot.ports import Clock, Finds, Hear, Mounts, Place, Surface
from bot.views import ItemCard

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
        self._messages = Messages(self._client, clock)

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

    async def close(self) -> None:
        """Let go of connections."""

    def mounts(self) -> Mapping[str, Any]:
        """Where Slack calls us."""
        return {}


def client_of(settings: SlackSettings) -> AsyncWebClient:
    """The SDK's client. It repeats nothing by itself: its default would post twice (facts/slack.md)."""
    return AsyncWebClient(
        token=settings.bot_token,
        base_url=settings.base_url,
        timeout=max(1, int(settings.patience)),
        retry_handlers=[],
    )
