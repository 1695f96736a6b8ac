"""What these campaigns need: the stage of the others, a pretend Slack, members who click, and the books."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from adapters.surfaces.slack.surface import Slack
from bot.domain.audit import first_fault
from bot.domain.status import Status
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import PretendSlack
from tests.campaigns import stage as campaigns
from tests.campaigns.books import at_rest
from tests.campaigns.crew import Crew
from tests.campaigns.stage import Stage, Where
from tests.campaigns_slack.nursery import PEOPLE, SlackNursery, account, settings_at
from tests.campaigns_slack.outside import outside

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
TWICE = 5
"""Every so-manieth click is delivered twice."""


@dataclass
class Channel:
    """The channel and its members, over two doors that two processes could be behind."""

    stage: Stage
    doors: list[Slack]
    pretend: PretendSlack
    http: httpx.AsyncClient
    members: dict[int, Member] = field(default_factory=dict)
    clicked: Counter[str] = field(default_factory=Counter)

    async def control(self, **asked: Any) -> Json:
        """What Slack shows; and what goes wrong from now on."""
        said: Json = (await self.http.post("/api/control", json=asked)).json()
        return said

    def member(self, number: int) -> Member:
        """A member, who always comes through the same door."""
        if number not in self.members:
            slack = self.doors[number % len(self.doors)]
            self.members[number] = Member(slack, self.pretend, account=account(number))
        return self.members[number]

    async def round_once(self) -> None:
        """Approve whatever can be approved now."""
        for message in (await self.control())["messages"]:
            for value in _values(message["blocks"]):
                if value.startswith("approve:"):
                    await self._click(value)

    async def _click(self, value: str) -> None:
        self.clicked[value] += 1
        member = self.member(random.randrange(PEOPLE))
        payload = member.clicked(value)
        times = 2 if sum(self.clicked.values()) % TWICE == 0 else 1
        answers = [await member.send_form({**payload, "delivery": number}) for number in range(times)]
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
        return True

    async def faults(self, items: int) -> list[str]:
        """Whatever happened twice, or not at all."""
        record = await self.stage.record()
        replies = Counter(post["comment"] for post in record["posts"])
        messages = (await self.control())["messages"]
        threads = Counter(one["metadata"]["event_payload"]["item"] for one in messages)
        found = [f"{comment}: {count} replies" for comment, count in replies.items() if count != 1]
        found += [f"item {item}: {count} threads" for item, count in threads.items() if count != 1]
        found += [f"{len(replies)} of {items} answered"] if len(replies) != items else []
        found += [f"{len(threads)} of {items} shown"] if len(threads) != items else []
        found += [f"{one['ts']}: still open" for one in messages if len(one["blocks"]) != 1]
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
            calls = _Calls(plain, http)
            crew = Crew(SlackNursery(where.folder / "workers.log", address), plain.orders, calls)
            opened = [Slack(settings=settings_at(address), hear=plain.hearing) for _ in range(doors)]
            made = Channel(replace(plain, crew=crew), opened, PretendSlack(url=address), http)
            try:
                yield made
            finally:
                crew.nursery.close()
                for member in made.members.values():
                    await member.http.aclose()
                for slack in opened:
                    await slack.close()


@dataclass
class _Calls:
    """How many replies and messages were sent: a sign of life of the workers."""

    stage: Stage
    http: httpx.AsyncClient

    async def __call__(self) -> int:
        said = (await self.http.post("/api/control", json={})).json()
        posted = int((await self.stage.wire.ask("count"))["sent"])
        return posted + sum(
            int(said["calls"].get(method, 0)) for method in ("chat.postMessage", "chat.update")
        )


async def _link(plain: Stage) -> None:
    async with plain.database.work() as work:
        for person in await work.people.all():
            await work.people.link(person.id, "slack", account(person.id - 1))


def _values(blocks: object) -> list[str]:
    """What the buttons of a message carry."""
    text = json.dumps(blocks)
    return [part.split('"', 1)[0] for part in text.split('"value": "')[1:]]
