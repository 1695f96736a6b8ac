"""What these campaigns need: the stage of the others, a pretend Teams, members who click, and the books."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from adapters.surfaces.teams.surface import Teams
from bot.domain.audit import first_fault
from bot.domain.status import Status
from storage.chat_memory import ChatMemory
from tests.adapters.surfaces.teams.member import Member
from tests.adapters.surfaces.teams.pretend import PretendTeams, buttons, card_of
from tests.adapters.surfaces.teams.signing import Signer
from tests.campaigns import stage as campaigns
from tests.campaigns.books import at_rest
from tests.campaigns.crew import Crew
from tests.campaigns.stage import Stage, Where
from tests.campaigns_teams.nursery import PEOPLE, TeamsNursery, account, settings_at
from tests.campaigns_teams.outside import outside

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
TWICE = 5
"""Every so-manieth click is delivered twice."""


@dataclass
class Borrowed(Signer):
    """The keys are in the other process, which signs for us."""

    signed: str = ""

    def token(self, app: str, service_url: str, *, signed_by: int | None = None, **changes: Any) -> str:
        """The token that it gave us."""
        del app, service_url, signed_by, changes
        return self.signed


@dataclass
class Channel:
    """The channel and its members, over two doors that two processes could be behind."""

    stage: Stage
    doors: list[Teams]
    pretend: PretendTeams
    http: httpx.AsyncClient
    members: dict[int, Member] = field(default_factory=dict)
    clicks: int = 0

    async def control(self, **asked: Any) -> Json:
        """What Teams shows; and what goes wrong from now on."""
        said: Json = (await self.http.post("/control", json=asked)).json()
        return said

    def member(self, number: int) -> Member:
        """A member, who always comes through the same door."""
        if number not in self.members:
            door = self.doors[number % len(self.doors)]
            self.members[number] = Member(door, self.pretend, account=account(number))
        return self.members[number]

    async def round_once(self) -> None:
        """Approve whatever can be approved now, also on a card that was shown twice."""
        for message in (await self.control())["messages"]:
            if buttons(card_of(message), "approve"):
                await self._click(message)

    async def _click(self, message: Json) -> None:
        self.clicks += 1
        member = self.member(random.randrange(PEOPLE))
        sent = member.clicked(message, buttons(card_of(message), "approve")[0])
        answers = [await member.send(sent) for _ in range(2 if self.clicks % TWICE == 0 else 1)]
        assert {answer.status_code for answer in answers} == {200}

    async def until_rest(self, items: int, patience: float) -> bool:
        """Approve until everything is answered and drawn; False when that takes too long."""
        try:
            async with asyncio.timeout(patience):
                while not await at_rest(self.stage.database, items):
                    self.stage.crew.check()
                    await self.round_once()
                    await asyncio.sleep(0.05)
        except TimeoutError:
            return False
        # What is left open are cards that were shown twice: a click folds them up.
        await self.control(chance=0.0)
        await self.round_once()
        for door in self.doors:
            await door.telling.quiet()
        return True

    async def faults(self, items: int) -> list[str]:
        """Whatever happened twice, or not at all; cards may, where an answer was lost or a worker killed."""
        record, told = await self.stage.record(), await self.control()
        replies = Counter(post["comment"] for post in record["posts"])
        cards = Counter(str(one["activity"]["summary"]) for one in told["messages"])
        spare = len(told["messages"]) - len(cards)
        found = [f"{comment}: {count} replies" for comment, count in replies.items() if count != 1]
        found += [f"{len(replies)} of {items} answered"] if len(replies) != items else []
        found += [f"{len(cards)} of {items} shown"] if len(cards) != items else []
        doubts = int(told["lost"]) + self.stage.crew.kills + self.stage.crew.pauses
        found += [f"{spare} cards too many"] if spare > doubts else []
        found += [f"{one['id']}: open" for one in told["messages"] if buttons(card_of(one), "approve")]
        return [*found, *await self._broken(items)]

    async def _broken(self, items: int) -> list[str]:
        async with self.stage.database.read() as work:
            kept = await work.items.get_many(range(1, items + 1))
            trails = {number: await work.items.trail(number) for number in kept}
        return [
            f"item {item.id}: {item.status}"
            for item in kept.values()
            if item.status is not Status.POSTED
            or first_fault(trails[item.id], item.audit_head, item.audit_count) is not None
        ]


@asynccontextmanager
async def channel(where: Where, doors: int = 1, *, sabotage: bool = False) -> AsyncIterator[Channel]:
    """Set everything up, and take it down again."""
    with outside() as address:
        async with (
            campaigns.stage(where, sabotage=sabotage) as plain,
            httpx.AsyncClient(base_url=address) as http,
        ):
            await _link(plain)
            crew = Crew(
                TeamsNursery(where.folder / "workers.log", address), plain.orders, _Calls(plain, http)
            )
            memory = ChatMemory(plain.database, "teams")
            opened = [
                Teams(settings=settings_at(address), hear=plain.hearing, memory=memory) for _ in range(doors)
            ]
            signer = Borrowed(signed=(await http.post("/control", json={})).json()["token"])
            pretend = PretendTeams(url=address, signer=signer)
            made = Channel(replace(plain, crew=crew), opened, pretend, http)
            try:
                yield made
            finally:
                crew.nursery.close()
                for member in made.members.values():
                    await member.http.aclose()
                for teams in opened:
                    await teams.close()


@dataclass
class _Calls:
    """How many replies and messages were sent: a sign of life of the workers."""

    stage: Stage
    http: httpx.AsyncClient

    async def __call__(self) -> int:
        said = (await self.http.post("/control", json={})).json()
        posted = int((await self.stage.wire.ask("count"))["sent"])
        return posted + sum(int(said["calls"].get(kind, 0)) for kind in ("create", "reply", "update"))


async def _link(plain: Stage) -> None:
    async with plain.database.work() as work:
        for person in await work.people.all():
            await work.people.link(person.id, "teams", account(person.id - 1))
