"""Answers are dropped after every kind of change was made: nothing is made twice, nothing is left undone."""

import asyncio
import contextlib
from typing import Any

import pytest

from bot import commands
from bot.domain.status import Status
from bot.views import Answer
from tests.campaigns.books import all_settled, at_rest, open_books
from tests.campaigns.people import Team
from tests.campaigns.stage import Stage, Where, stage

pytestmark = pytest.mark.slow
DROPS = {"show": 3, "post": 4, "hide": 2, "unhide": 1, "correct": 2, "delete_reply": 2}
DROPS |= {"redraw": 3, "look": 2, "find": 1}
"""So many answers are dropped, of each kind."""
COMMENTS = 6
PATIENCE = 60


async def test_dropped_answers(where: Where) -> None:
    async with stage(where) as set_up:
        await set_up.wire.ask("drop", next=DROPS)
        set_up.crew.hire()
        await set_up.write(*(f"Frage {number}" for number in range(COMMENTS)))
        await _answer_all(set_up)
        await _change_all(set_up)
        record = await set_up.record()
        assert not record["undropped"], record["calls"]
        books = await open_books(set_up)
        assert books.clean, books
        _check(record)
        await _check_items(set_up)


async def _answer_all(set_up: Stage) -> None:
    """Until every reply is public."""
    team = asyncio.create_task(Team(set_up).work())
    async with asyncio.timeout(PATIENCE):
        while not await at_rest(set_up.database, COMMENTS):
            await asyncio.sleep(0.1)
    team.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await team


async def _change_all(set_up: Stage) -> None:
    """Hide two comments and show one again, correct two replies, take two down; until all that is done."""
    for number in (1, 2):
        await _done(set_up, commands.Hide(item=number))
        await _done(set_up, commands.Correct(item=number + 2, version=1, text=f"Besser {number + 2}"))
        await _done(set_up, commands.DeleteReply(item=number + 4))
    await _settled(set_up)
    await _done(set_up, commands.Unhide(item=2, version=1))
    await _settled(set_up)


async def _settled(set_up: Stage) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await all_settled(set_up.database):
            await asyncio.sleep(0.1)


async def _done(set_up: Stage, command: commands.OnItem) -> None:
    answer = await set_up.ask(command)
    assert isinstance(answer, Answer), answer


def _check(record: dict[str, Any]) -> None:
    """The world is as it was asked to be. Any: JSON."""
    first, second, third, fourth, fifth, sixth = record["written"]
    assert record["hidden"] == [first]
    replies = {comment: [reply["text"] for reply in told] for comment, told in record["replies"].items()}
    assert len(replies[first]) == len(replies[second]) == 1
    assert (replies[third], replies[fourth]) == (["Besser 3"], ["Besser 4"])
    assert (replies[fifth], replies[sixth]) == ([], [])


async def _check_items(set_up: Stage) -> None:
    """The books of the desk say the same."""
    async with set_up.database.read() as work:
        items = await work.items.get_many(range(1, COMMENTS + 1))
    assert [items[number].hidden for number in (1, 2, 3)] == [True, False, False]
    assert [items[number].reply_text for number in (3, 4)] == ["Besser 3", "Besser 4"]
    assert [items[number].reply for number in (5, 6)] == ["", ""]
    assert all(items[number].status in {Status.NEW, Status.DRAFTED} for number in (5, 6))
