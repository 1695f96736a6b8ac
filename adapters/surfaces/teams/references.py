"""Where Teams can be reached: the address of its service, our teams and their channels, and who is who.

Teams tells it with every call and once when our app is added; it is kept, because whoever shows cards may be
another process, or the same one tomorrow. Only what has changed is written.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from adapters.surfaces.teams.activities import Json, Sent, team_of
from adapters.surfaces.teams.memory import Memory
from adapters.surfaces.teams.settings import TeamsSettings

SERVICE, TEAM, ROOM, PERSON = "service", "team:", "room:", "person:"
"""How the names of the facts begin."""
MOST_KNOWN = 2000
"""Facts whose last value is remembered here, so that they are not written again."""


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team that our app was added to."""

    id: str
    name: str = ""
    archived: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody whom our bot has met."""

    mri: str
    chat: str = ""
    """The chat with us alone; "" until there is one."""


class References:
    """What Teams has told us, kept."""

    def __init__(self, settings: TeamsSettings, memory: Memory, channels: Sequence[str] = ()) -> None:
        """`channels` are those that something may be shown in; they are known before we have met them."""
        self._settings = settings
        self._memory = memory
        self._channels = channels
        self._known: OrderedDict[str, str | None] = OrderedDict()
        self._one = asyncio.Lock()

    async def learn(self, sent: Sent, activity: Json) -> None:
        """Keep what a call says besides what somebody asks."""
        await self._keep(SERVICE, sent.service_url or None)
        team = str(team_of(activity).get("id") or "")
        if team and sent.channel:
            await self._keep(f"{ROOM}{sent.channel}", team)
        if sent.who.account and sent.who.mri:
            await self._meet(sent.who.account, Person(mri=sent.who.mri, chat=sent.chat))

    async def added(self, activity: Json) -> None:
        """Our app was added to a team, or the team is called something else."""
        team = team_of(activity)
        # Another process may have heard that it was removed, and this one would think that it is kept.
        self._known.clear()
        if team.get("id"):
            kept = (await self.teams()).get(str(team["id"])) or Team(id=str(team["id"]))
            await self._team(replace(kept, name=str(team.get("name") or kept.name)))

    async def archived(self, activity: Json, *, archived: bool) -> None:
        """A team was archived, or is in use again."""
        team = str(team_of(activity).get("id") or "")
        kept = (await self.teams()).get(team)
        if kept:
            await self._team(replace(kept, archived=archived))

    async def removed(self, activity: Json) -> None:
        """Our app was removed from a team, or the team is gone."""
        gone = str(team_of(activity).get("id") or "")
        for room, team in (await self.rooms()).items():
            if team == gone:
                await self._keep(f"{ROOM}{room}", None)
        if gone:
            await self._keep(f"{TEAM}{gone}", None)

    async def service(self) -> str:
        """Where Teams is called. An address kept under other settings, the emulator's, gets no token."""
        kept = (await self._memory.facts(SERVICE)).get(SERVICE, "")
        return kept if self._settings.serves(kept) else self._settings.service_url

    async def teams(self) -> Mapping[str, Team]:
        """The teams that our app was added to, by their ids; or where we have met somebody at least."""
        kept = await self._memory.facts(TEAM)
        named = {name.removeprefix(TEAM): Team(**json.loads(value)) for name, value in kept.items()}
        return {team: Team(id=team) for team in (await self.rooms()).values()} | named

    async def rooms(self) -> Mapping[str, str]:
        """The team of each channel that we have met."""
        return {name.removeprefix(ROOM): value for name, value in (await self._memory.facts(ROOM)).items()}

    async def everywhere(self) -> list[str]:
        """Every team and channel in which somebody could be."""
        met = [*await self.teams(), *await self.rooms()]
        return list(dict.fromkeys([*met, *self._channels, *self._settings.rooms]))

    async def person(self, account: str) -> Person | None:
        """Somebody whom we have met."""
        kept = (await self._memory.facts(f"{PERSON}{account}")).get(f"{PERSON}{account}")
        return Person(**json.loads(kept)) if kept else None

    async def met(self, account: str, person: Person) -> None:
        """Remember somebody."""
        await self._meet(account, person)

    async def _meet(self, account: str, person: Person) -> None:
        name = f"{PERSON}{account}"
        if not person.chat:
            known = self._known.get(name)
            before = Person(**json.loads(known)) if known else await self.person(account)
            person = replace(person, chat=before.chat if before else "")
        await self._keep(name, _text(person))

    async def _team(self, team: Team) -> None:
        await self._keep(f"{TEAM}{team.id}", _text(team))

    async def _keep(self, name: str, value: str | None) -> None:
        async with self._one:
            if name in self._known and self._known[name] == value:
                return
            if (await self._memory.facts(name)).get(name) != value:
                await self._memory.set_fact(name, value)
            self._known[name] = value
            while len(self._known) > MOST_KNOWN:
                self._known.popitem(last=False)


def _text(value: Team | Person) -> str:
    return json.dumps(asdict(value), sort_keys=True)
