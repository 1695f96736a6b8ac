"""Workers are killed, answers are lost, fifty people click: no reply twice, none missing, no card astray."""

import asyncio

import pytest

from bot.domain.audit import Tag
from tests.adapters.surfaces.teams.pretend import Json, buttons, card_of
from tests.campaigns.stage import Where, log_of
from tests.campaigns_teams.nursery import PEOPLE
from tests.campaigns_teams.stage import Channel, channel

pytestmark = pytest.mark.slow
PATIENCE = 90.0
TWICE = (" replies", "cards too many")
"""How faults end that say that something happened twice."""


async def test_killed_while_teams_is_shown_and_clicked(on_sqlite: Where) -> None:
    comments = 16
    async with channel(on_sqlite) as room:
        room.stage.crew.hire()
        await _write(room, comments)
        trouble = asyncio.create_task(room.stage.crew.trouble(10, 0, 0.3))
        while not trouble.done():
            await room.round_once()
            await asyncio.sleep(0.05)
        await trouble
        assert await room.until_rest(comments, PATIENCE), log_of(on_sqlite)
        assert room.stage.crew.kills == 10
        assert await room.faults(comments) == []


@pytest.mark.postgres
async def test_killed_and_paused_with_three_workers(on_postgres: Where) -> None:
    comments = 20
    async with channel(on_postgres, doors=2) as room:
        room.stage.crew.hire(3)
        await _write(room, comments)
        trouble = asyncio.create_task(room.stage.crew.trouble(8, 2, 0.3))
        while not trouble.done():
            await room.round_once()
            await asyncio.sleep(0.05)
        await trouble
        assert await room.until_rest(comments, PATIENCE), log_of(on_postgres)
        assert await room.faults(comments) == []


async def test_answers_of_teams_and_of_the_platform_are_lost(on_sqlite: Where) -> None:
    comments = 10
    lost = {"create": ["drop"] * 4 + ["wait", [412, "Precondition"], "html"], "update": ["drop"] * 3}
    async with channel(on_sqlite) as room:
        await room.control(faults=lost, chance=0.1)
        await room.stage.wire.ask("drop", next={"post": 3, "look": 1})
        room.stage.crew.hire()
        await _write(room, comments)
        assert await room.until_rest(comments, PATIENCE), log_of(on_sqlite)
        assert (await room.control())["lost"] >= 4
        assert await room.faults(comments) == []


async def test_without_fence_and_look_it_is_found_that_things_happen_twice(on_sqlite: Where) -> None:
    """A campaign that cannot fail proves nothing."""
    async with channel(on_sqlite, sabotage=True) as room:
        await room.control(chance=0.2)
        await room.stage.wire.ask("drop", next={"post": 5})
        room.stage.crew.hire()
        await _write(room, 10)
        async with asyncio.timeout(PATIENCE):
            while not any(fault.endswith(TWICE) for fault in await room.faults(10)):
                await room.round_once()
                await asyncio.sleep(0.1)


async def test_fifty_people_click_at_once(where: Where) -> None:
    """Each through one of two doors, every click signed and checked."""
    async with channel(where, doors=2) as room:
        room.stage.crew.hire()
        await _write(room, 1)
        message = await _approvable(room)
        button = buttons(card_of(message), "approve")[0]
        members = [room.member(number) for number in range(PEOPLE)]
        answers = await asyncio.gather(*(one.send(one.clicked(message, button)) for one in members))
        assert {answer.status_code for answer in answers} == {200}
        assert await room.until_rest(1, PATIENCE), log_of(where)
        assert await room.faults(1) == []
        async with room.stage.database.read() as work:
            tags = [entry.event.tag for entry in await work.items.trail(1)]
        assert tags.count(Tag.REPLY_APPROVED) == 1


async def _write(room: Channel, comments: int) -> None:
    await room.stage.write(*(f"Frage {number}: Wo gibt es das?" for number in range(comments)))


async def _approvable(room: Channel) -> Json:
    """The first card, as soon as there is one with a draft."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for message in (await room.control())["messages"]:
                if buttons(card_of(message), "approve"):
                    found: Json = message
                    return found
            await asyncio.sleep(0.1)
