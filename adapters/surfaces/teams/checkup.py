"""How our app is doing in Teams: its secret, the channels that are routed to it, and their teams.

It is asked every ten minutes, and at the next chance when something went wrong or Teams told us of a change.
"""

import logging
from collections.abc import Mapping, Sequence

from adapters.surfaces._looking import Looking
from adapters.surfaces.teams.connector import Connector
from adapters.surfaces.teams.errors import foreign_errors
from adapters.surfaces.teams.references import References, Team
from bot.abilities import Health, Trouble
from bot.errors import NeedsPerson, Refused
from bot.ports import Clock
from bot.words import say

log = logging.getLogger("augenhoehe.teams")
GENERAL = "General"
_ARCHIVED = say(
    "The team of {channel} is archived in Teams. Please bring it back, or route its sources"
    " to another channel."
)


class Checkup(Looking):
    """Notices what is wrong, and asks Teams."""

    def __init__(self, connector: Connector, references: References, clock: Clock) -> None:
        super().__init__(clock, log)
        self._connector = connector
        self._references = references
        self._seen: Mapping[str, Team] = {}

    async def health(self, channels: Sequence[str]) -> Health | None:
        """How our app is doing; another process may have heard of a change."""
        teams = await self._references.teams()
        if teams != self._seen:
            self._seen = teams
            self.soon()
        return await super().health(channels)

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
