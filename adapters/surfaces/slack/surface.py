"""Slack as a surface."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.charts import shows
from adapters.surfaces.slack.checkup import Checkup
from adapters.surfaces.slack.endpoint import Endpoint
from adapters.surfaces.slack.errors import foreign_errors
from adapters.surfaces.slack.inbound import Inbound
from adapters.surfaces.slack.members import Members
from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.pictures import Pictures
from adapters.surfaces.slack.render import plain, render_message, render_shared
from adapters.surfaces.slack.settings import SlackSettings
from bot.abilities import Announces, Checks, Gathers, Health, Lists, Member, Misses, Proves, TellsClosing
from bot.catalogue import Catalogue
from bot.domain.people import Role
from bot.errors import NeedsPerson, OutsideError
from bot.ports import Clock, Finds, Hear, Mounts, Place, Surface
from bot.reports import Report
from bot.views import ItemCard, View

log = logging.getLogger("augenhoehe.slack")
AGAIN = 30.0
"""Seconds until Slack is asked again whether it lets us in."""
MOUNT = "/slack"
"""Slack calls `/slack/events`."""


class Slack(Surface, Finds, Mounts, Lists, Announces, Checks, Misses, Proves, Gathers, TellsClosing):
    """Cards as messages with their threads; buttons, dialogs and `/queue` come back as commands."""

    name = "slack"
    live = False
    interval = 1.05
    """Slack takes about one message a second in a channel."""
    lease = 30.0
    writes = timedelta(hours=1)
    """It tells when a dialog is closed; an app that is ended says nothing."""

    def __init__(
        self, *, settings: SlackSettings, hear: Hear, clock: Clock = lambda: datetime.now(UTC)
    ) -> None:
        self._reader = Reader(catalogue=Catalogue(settings.language, settings.time_zone))
        self._client = client_of(settings)
        self._settings = settings
        self._messages = Messages(self._client, clock)
        self._inbound = Inbound(settings, hear, self._client, self._messages, clock)
        self._members = Members(settings, self._client)
        self._pictures = Pictures(self._client)
        self._checkup = Checkup(settings, self._client, clock)
        self._checkup.listen(self._inbound.app)
        self._socket: AsyncSocketModeHandler | None = None

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Post the card, as the head of a thread of its own or within the thread of `under`."""
        with self._checkup.noticing():
            remote = await self._messages.post(
                at,
                render_shared(card, self._reader),
                plain(card, self._reader),
                key=key,
                item=card.item,
                under=under.remote if under else "",
            )
        return Place(surface=self.name, channel=at, remote=remote)

    async def announce(self, view: View, at: str, key: str) -> Place:
        """Post what is about no single item: in a channel, or to the member with this id alone."""
        drawn = render_message(view, self._reader)
        remote, taken = await self._messages.posted(at, drawn, plain(view, self._reader), key=key)
        if isinstance(view, Report):
            await self._pictures.hang(at, remote, view, self._reader, drawn=shows(taken))
        return Place(surface=self.name, channel=at, remote=remote)

    async def announce_again(self, place: Place, view: View) -> None:
        """Make that message show this instead."""
        drawn = render_message(view, self._reader)
        await self._messages.update(place.channel, place.remote, drawn, plain(view, self._reader))

    async def members(self, target: str) -> list[str]:
        """The members of a user group; a channel or a member themselves."""
        return await self._members.reached(target)

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How our app is doing here."""
        return await self._checkup.health(channels)

    async def prove(self, channels: Sequence[str]) -> Health:
        """Whether the tokens are good, what they may do, and whether the channels are there."""
        health = await self._checkup.look(channels)
        if self._settings.mode == "socket" and not health.troubles:
            return await self._checkup.prove_socket(health)
        return health

    async def missing(self, places: Sequence[Place]) -> set[Place]:
        """Those of these places whose message is no longer there."""
        return await self._messages.missing(places)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Make the message show the card as it is now."""
        drawn = render_shared(card, self._reader)
        with self._checkup.noticing():
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
        await self._let_in()
        if self._settings.mode == "socket" and self._socket is None:
            web = client_of(self._settings, self._settings.app_token)
            self._socket = AsyncSocketModeHandler(self._inbound.app, self._settings.app_token, web_client=web)
            with foreign_errors(changes=False):
                await self._socket.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no type here

    async def _let_in(self) -> None:
        health = await self._checkup.look(())
        # Without some of its rights our app is still worth hearing.
        shut = [trouble.words for trouble in health.troubles if trouble.code != "missing_scope"]
        if shut:
            raise NeedsPerson(shut[0])

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
        """Prove that the token is good, that it is this workspace's, and that the channels are there.

        Raises:
            OutsideError: the first thing that is not in order, and what to do about it.

        """
        health = await self._checkup.look(tuple(channels))
        if health.troubles:
            raise NeedsPerson(health.troubles[0].words)

    async def named(self) -> Mapping[str, Role]:
        """Everybody whom the settings name, by themselves or in a user group."""
        return await self._members.named()

    async def member(self, account: str) -> Member:
        """Who that is."""
        return await self._members.member(account)

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
