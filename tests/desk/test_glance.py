"""The board at a glance: by urgency, storms, and today's numbers on the team's clock."""

import json
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import commands
from bot.desk.hearing import Hearing
from bot.domain.audit import Tag
from bot.domain.item import Urgency
from bot.views import Board
from tests.storage.history import History, utc
from tests.world import Hands, World


async def test_what_somebody_sees_at_a_glance(world: World, clock: Hands) -> None:
    world.desk = replace(world.desk, policy=replace(world.desk.policy, zone=ZoneInfo("Europe/Berlin")))
    world.hearing = Hearing(world.desk)
    history = History(world.database, clock)
    await history.came("2026-03-28 22:00")
    late = await history.came("2026-03-28 22:30", urgency=Urgency.CRISIS)
    for at in ("2026-03-28 23:00", "2026-03-29 07:00"):
        item = await history.came(at)
    await history.happened("2026-03-29 07:10", item, Tag.REPLY_POSTED)
    await history.happened("2026-03-29 07:30", late, Tag.ITEM_ANSWERED_ELSEWHERE)
    async with world.database.work() as work:
        await work.set_fact("storm:show:room:team", json.dumps({"since": "2026-03-29T07:00:00+00:00"}))
        await work.set_fact("called:room:team", "community")
    history.now(utc("2026-03-29 08:00"))
    view = await world.ask(commands.ShowQueue())
    assert isinstance(view, Board)
    assert [(str(one.label), one.number, one.alarming) for one in view.urgencies] == [
        ("Crisis", 1, True),
        ("Normal", 3, False),
    ]
    assert {str(one.label): one.value for one in view.today} == {
        "Received": 2,
        "Answered": 2,
        "Closed without a reply": 0,
        "Median of first replies": timedelta(minutes=(10 + 540) / 2),
    }
    (storm,) = view.storms
    assert (storm.values["channel"], storm.values["when"]) == ("community", utc("2026-03-29 07:00"))
