"""Workers are killed, answers are lost, fifty people click: no thread twice, no reply twice, none missing."""

import asyncio

import pytest

from bot.domain.audit import Tag
from tests.campaigns.stage import Where, log_of
from tests.campaigns_slack.nursery import PEOPLE
from tests.campaigns_slack.stage import Channel, channel

pytestmark = pytest.mark.slow
PATIENCE = 90.0


async def test_killed_while_slack_is_shown_and_clicked(on_sqlite: Where) -> None:
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


async def test_answers_of_slack_and_of_the_platform_are_lost(on_sqlite: Where) -> None:
    comments = 10
    lost = {"chat.postMessage": ["drop"] * 4, "chat.update": ["drop"] * 3}
    lost |= {"conversations.history": ["html", "ratelimited", "internal_error"]}
    async with channel(on_sqlite) as room:
        await room.control(faults=lost, chance=0.1)
        await room.stage.wire.ask("drop", next={"post": 3, "look": 1})
        room.stage.crew.hire()
        await _write(room, comments)
        assert await room.until_rest(comments, PATIENCE), log_of(on_sqlite)
        assert (await room.control(chance=0.0))["waiting"].get("chat.postMessage") is None
        assert await room.faults(comments) == []


async def test_without_fence_and_look_it_is_found_that_things_happen_twice(on_sqlite: Where) -> None:
    """A campaign that cannot fail proves nothing."""
    async with channel(on_sqlite, sabotage=True) as room:
        await room.control(chance=0.2)
        room.stage.crew.hire()
        await _write(room, 10)
        assert await room.until_rest(10, PATIENCE), log_of(on_sqlite)
        assert any("threads" in fault for fault in await room.faults(10))


async def test_fifty_people_click_at_once(where: Where) -> None:
    """Each through one of two doors, every click signed and heard by a real app of Bolt."""
    async with channel(where, doors=2) as room:
        room.stage.crew.hire()
        await _write(room, 1)
        value = await _approvable(room)
        payloads = [(room.member(number), room.member(number).clicked(value)) for number in range(PEOPLE)]
        answers = await asyncio.gather(*(member.send_form(payload) for member, payload in payloads))
        assert {answer.status_code for answer in answers} == {200}
        assert await room.until_rest(1, PATIENCE), log_of(where)
        assert await room.faults(1) == []
        async with room.stage.database.read() as work:
            tags = [entry.event.tag for entry in await work.items.trail(1)]
        assert tags.count(Tag.REPLY_APPROVED) == 1


async def _write(room: Channel, comments: int) -> None:
    await room.stage.write(*(f"Frage {number}: Wo gibt es das?" for number in range(comments)))


async def _approvable(room: Channel) -> str:
    """What the button of the first card carries, as soon as there is one."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for message in (await room.control())["messages"]:
                for value in str(message["blocks"]).split("'"):
                    if value.startswith("approve:"):
                        return value
            await asyncio.sleep(0.1)
