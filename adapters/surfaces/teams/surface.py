"""Microsoft Teams as a surface."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.teams.asking import SURFACE, Asking, channel_eyes
from adapters.surfaces.teams.checkup import Checkup
from adapters.surfaces.teams.clicks import Clicks
from adapters.surfaces.teams.connector import Connector, http_of
from adapters.surfaces.teams.endpoint import Endpoint
from adapters.surfaces.teams.gateway import Gateway
from adapters.surfaces.teams.inbound import Inbound
from adapters.surfaces.teams.keys import Keys
from adapters.surfaces.teams.marks import DRAWN_AGAIN, marked
from adapters.surfaces.teams.members import Members
from adapters.surfaces.teams.memory import Memory
from adapters.surfaces.teams.orphans import Orphans
from adapters.surfaces.teams.pictures import hang
from adapters.surfaces.teams.posts import Posts
from adapters.surfaces.teams.references import References
from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.talks import Talks
from adapters.surfaces.teams.tokens import Tokens
from bot.abilities import Announces, Budget, Budgets, Checks, Health, Lists, Member, Proves, Trouble
from bot.domain.people import Role
from bot.ports import Clock, Finds, Hear, Mounts, Place, Surface
from bot.reports import Report
from bot.views import ItemCard, View
from bot.words import say

log = logging.getLogger("augenhoehe.teams")
MOUNT = "/teams"
"""Teams calls `/teams/messages`."""
_OPEN = say(
    "Teams is set up WITHOUT SIGNING IN: whoever reaches this machine is believed to be anybody. That is for"
    " the emulator alone."
)


class Teams(Surface, Finds, Mounts, Lists, Announces, Budgets, Checks, Proves):
    """Cards as posts with their threads; buttons, dialogs and mentions come back as commands."""

    name = SURFACE
    live = False
    interval = 0.55
    """Teams takes 7 calls a second into a channel, and 60 in half a minute."""
    budget = Budget(calls=1800, seconds=3600)
    lease = 30.0

    def __init__(
        self,
        *,
        settings: TeamsSettings,
        hear: Hear,
        memory: Memory,
        channels: Sequence[str] = (),
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._eyes = channel_eyes(settings)
        self._http = http_of(settings)
        self._connector = Connector(settings, self._http)
        references = References(settings, memory, channels)
        self._members = Members(settings, self._connector, references)
        self._posts = Posts(settings, self._connector, references, self._members)
        self._checkup = Checkup(self._connector, references, clock)
        self.telling = Afterwards(log)
        asking = Asking(settings, hear, self.telling, clock)
        self._orphans = Orphans(asking, memory, self._posts)
        clicks = Clicks(asking, self.telling, memory, self._posts, self._orphans)
        talks = Talks(settings, asking, self.telling, clicks, self._posts)
        inbound = Inbound(settings, self.telling, references, (clicks, talks), self._checkup)
        self._keys = Keys(settings.openid_url, self._http)
        self._endpoint = Endpoint(Tokens(settings, self._keys), Gateway(inbound))
        if settings.no_sign_in:
            log.warning(
                "TEAMS WITHOUT SIGNING IN: whoever reaches this machine is believed. For tests alone."
            )

    async def show(self, card: ItemCard, at: str, key: str, under: Place | None = None) -> Place:
        """Post the card, as the head of a thread of its own or within the thread of `under`."""
        drawn = marked(self._eyes.message(card), key)
        with self._checkup.noticing():
            remote = await self._posts.post(at, drawn, under.remote if under else "")
        return Place(surface=self.name, channel=at, remote=remote)

    async def redraw(self, place: Place, card: ItemCard) -> None:
        """Make the message show the card as it is now."""
        drawn = marked(self._eyes.message(card), DRAWN_AGAIN)
        with self._checkup.noticing():
            await self._posts.update(place.channel, place.remote, drawn)

    async def find(self, at: str, key: str) -> Place | None:
        """The message that a lost show has become. Only a click on it tells; else it is shown again."""
        remote = await self._orphans.find(at, key)
        return Place(surface=self.name, channel=at, remote=remote) if remote else None

    async def announce(self, view: View, at: str, key: str) -> Place:
        """Post what is about no single item: in a channel, or to the member with this id alone."""
        del key
        remote = await self._posts.post(at, self._eyes.message(view))
        if isinstance(view, Report):
            # Afterwards: whoever waits for the report would send it again when this takes long.
            send = partial(self._posts.post, at, under=remote)
            self.telling.soon(hang(view, self._eyes.catalogue, send))
        return Place(surface=self.name, channel=at, remote=remote)

    async def announce_again(self, place: Place, view: View) -> None:
        """Make that message show this instead."""
        await self._posts.update(place.channel, place.remote, self._eyes.message(view))

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How our app is doing here."""
        return await self._checkup.health(channels)

    async def prove(self, channels: Sequence[str]) -> Health:
        """Whether the secret is good, and whether our app is in the channels."""
        health = await self._checkup.look(channels)
        if self._settings.no_sign_in:
            return replace(health, troubles=(*health.troubles, Trouble(code="no_sign_in", words=_OPEN)))
        return health

    async def named(self) -> Mapping[str, Role]:
        """Everybody whom the settings name, by themselves or in a team."""
        return await self._members.named()

    async def member(self, account: str) -> Member:
        """Who that is."""
        return await self._members.member(account)

    async def close(self) -> None:
        """Do what is still to be done, and let go of connections."""
        await self.telling.close()
        await self._keys.close()
        await self._http.aclose()

    def mounts(self) -> Mapping[str, Any]:
        """Where Teams calls us."""
        return {MOUNT: self._endpoint.asgi}
