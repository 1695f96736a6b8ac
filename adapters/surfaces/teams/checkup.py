"""How our app is doing in Teams: its secret, the channels that are routed to it, and their teams.

It is asked every ten minutes, and at the next chance when something went wrong or Teams told us of a change.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from adapters.surfaces.teams.connector import Connector
from adapters.surfaces.teams.errors import foreign_errors
from adapters.surfaces.teams.references import References, Team
from bot.abilities import Health, Trouble
from bot.errors import NeedsPerson, OutsideError, Refused
from bot.ports import Clock
from bot.words import say

log = logging.getLogger("augenhoehe.teams")
EVERY = timedelta(minutes=10)
AGAIN = timedelta(minutes=1)
"""How soon Teams is asked again when it could not be asked."""
GENERAL = "General"
_ARCHIVED = say(
    "The team of {channel} is archived in Teams. Please bring it back, or route its sources"
    " to another channel."
)


class Checkup:
    """Notices what is wrong, and asks Teams."""

    def __init__(self, connector: Connector, references: References, clock: Clock) -> None:
        self._connector = connector
        self._references = references
        self._clock = clock
        self._next_at: datetime | None = None
        self._seen: Mapping[str, Team] = {}

    def soon(self) -> None:
        """Ask at the next chance."""
        self._next_at = None

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Look soon when a person has to mend something, or a message of ours is gone."""
        try:
            yield
        except (NeedsPerson, Refused):
            self.soon()
            raise

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How our app is doing; None while Teams cannot be asked, or nothing can have changed."""
        now = self._clock()
        # Another process may have heard of a change.
        teams = await self._references.teams()
        if self._next_at is not None and now < self._next_at and teams == self._seen:
            return None
        self._next_at, self._seen = now + EVERY, teams
        try:
            return await self.look(channels)
        except OutsideError as error:
            log.warning("not looked", extra={"why": str(error.words)})
            self._next_at = now + AGAIN
            return None

    async def look(self, channels: Sequence[str]) -> Health:
        """Ask Teams about everything.

        Raises:
            OutsideError: it does not answer now.
        """
        try:
            await self._connector.sign_in()
        except NeedsPerson as error:
            return Health(troubles=(Trouble(code="secret", words=error.words),))
        names = await self._names()
        troubles = [await self._trouble(channel, names.get(channel, channel)) for channel in channels]
        known = {channel: names[channel] for channel in channels if channel in names}
        return Health(troubles=tuple(filter(None, troubles)), names=known)

    async def _trouble(self, channel: str, name: str) -> Trouble | None:
        """What is wrong with a channel."""
        team = (await self._references.teams()).get((await self._references.rooms()).get(channel, channel))
        if team and team.archived:
            return Trouble(code="archived", channel=channel, words=say(_ARCHIVED.text, channel=name))
        try:
            await self._connector.members(await self._references.service(), channel, size=1)
        except (NeedsPerson, Refused) as error:
            return Trouble(code="shut_out", channel=channel, words=error.words)
        return None

    async def _names(self) -> dict[str, str]:
        """What the channels of our teams are called."""
        base, names = await self._references.service(), {}
        for team in (await self._references.teams()).values():
            try:
                told = await self._connector.channels(base, team.id)
            except (NeedsPerson, Refused) as error:
                log.warning("team not readable", extra={"team": team.id, "why": str(error.words)})
                continue
            with foreign_errors(changes=False):
                for one in told:
                    # The first channel of a team has its id, and no name.
                    name = str(one.get("name") or GENERAL)
                    names[str(one["id"])] = f"{team.name} › {name}" if team.name else name
        return names
