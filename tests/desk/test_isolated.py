"""One row that cannot be worked on holds up nobody else: it is put aside for a while, and said once."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from bot import commands, program, shifting
from bot.desk.poison import ASIDE
from bot.domain.audit import Tag
from bot.domain.status import Status
from storage._sql import table
from storage.shift_table import HandoverRow
from storage.tables import EffectRow, ItemRow
from tests.desk.test_time import RULES, happened, keeping, passes, ticks
from tests.world import World, click

STILL = replace(RULES, claim_ends=timedelta())
MANY = 25
"""More than the clock looks at together."""
items, effects = table(ItemRow), table(EffectRow)


async def spoil(world: World, number: int, **facts: object) -> None:
    """As a mistake of another release, or a hand in the database, would leave it."""
    async with world.database.work() as work:
        await work.session.changed(update(items).where(items.c.id == number).values(**facts))


def said(caplog: pytest.LogCaptureFixture) -> list[int]:
    """The items that were put aside by the clock, or on their way out."""
    return [
        getattr(one, "item", 0)
        for one in caplog.records
        if one.message == "put aside" and not getattr(one, "lane", "").startswith("show:")
    ]


@pytest.mark.parametrize(
    ("facts", "times"),
    [
        ({"status": "nonsense"}, 4),
        ({"parked": "nonsense"}, 4),
        # A promise beneath a comment that is gone is a move that no state knows; the next fetch mends it.
        ({"status": "gone", "is_open": False, "promise": "Wir melden uns."}, 1),
        # Its place is not in the settings any more.
        ({"platform": "village", "source": "pub"}, 0),
    ],
    ids=["status", "parking", "move", "platform"],
)
async def test_the_clock_goes_on_past_what_it_cannot_read_or_move(
    world: World, facts: dict[str, object], times: int, caplog: pytest.LogCaptureFixture
) -> None:
    hall = keeping(world, STILL)
    for number in range(1, 4):
        await world.comes_in(author=f"A{number}")
    due = world.clock()
    gone = {"follow_at": due, "tick_at": due} if "promise" in facts else {"tick_at": due}
    await spoil(world, 1, **facts, **gone)
    with caplog.at_level(logging.ERROR):
        for _ in range(4):
            await passes(world, 31)
    assert [(await world.tags(number)).count(Tag.ITEM_REMINDED) for number in (2, 3)] == [1, 1]
    assert len(hall.words("team")) == 2
    # It comes again after a while: whoever mended it need not think of that.
    assert said(caplog) == [1] * times
    caplog.clear()
    await passes(world, 1)
    assert said(caplog) == []


async def test_many_spoilt_rows_in_front_keep_nothing_from_its_turn(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    keeping(world, STILL)
    for number in range(1, MANY + 2):
        world.town.write("Wo?", author=f"A{number}")
    await world.fetch()
    async with world.database.work() as work:
        await work.session.changed(
            update(items).where(items.c.id <= MANY).values(status="nonsense", tick_at=work.now)
        )
    await passes(world, 121)
    assert await happened(world, MANY + 1) == [Tag.ITEM_REMINDED]
    assert sorted(said(caplog)) == list(range(1, MANY + 1))


async def test_a_reply_that_cannot_be_read_keeps_no_other_from_going_out(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2, 3):
        card = await world.comes_in(author=f"A{number}")
        await world.done(click(commands.ApproveLater, card, text="23:59", agreed=True))
    async with world.database.work() as work:
        now = work.now
        await work.session.changed(update(effects).where(effects.c.kind == "reply").values(due_at=now))
        await work.session.changed(update(items).values(post_at=now))
    await spoil(world, 1, status="nonsense")
    await world.later(1)
    assert [await world.status(number) for number in (2, 3)] == [Status.POSTED] * 2
    assert said(caplog) == [1]
    assert world.public("c1") == []
    await spoil(world, 1, status="approved")
    await world.later(ASIDE.total_seconds() + 1)
    assert len(world.public("c1")) == 1


async def test_a_reply_that_may_not_go_yet_keeps_no_other_from_going_out(world: World) -> None:
    """Its effect is due and the item says later: the more urgent one would be tried for ever."""
    for number in (1, 2):
        await world.approve(await world.comes_in(author=f"A{number}"))
    for number in (3, 4):
        card = await world.comes_in(author=f"A{number}")
        await world.done(click(commands.ApproveLater, card, text="23:59", agreed=True))
    async with world.database.work() as work:
        await work.session.changed(
            update(effects).where(effects.c.kind == "reply", effects.c.item > 2).values(due_at=work.now)
        )
        await work.session.changed(update(items).where(items.c.id == 4).values(post_at=work.now))
    await world.later(5)
    await world.later(5)
    assert await world.status(4) is Status.POSTED
    assert await world.status(3) is Status.APPROVED


async def test_a_notice_that_cannot_be_drawn_keeps_no_other_from_being_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    hall = keeping(world, STILL)
    for number in (1, 2, 3):
        await world.comes_in(author=f"A{number}")
    world.clock.pass_by(121 * 60)
    await ticks(world)
    async with world.database.work() as work:
        here = (effects.c.lane == "tell:hall:team") & (effects.c.item == 1)
        await work.session.changed(update(effects).where(here).values(turn=99))
    await world.sweep()
    assert len(hall.words("team")) == 2
    assert said(caplog) == [1]


async def test_a_handover_that_cannot_be_read_keeps_nothing_else_from_being_woken(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keeping(world, STILL)
    await world.comes_in()
    await world.ask(shifting.StartShift())
    await world.ask(shifting.EndShift())
    async with world.database.work() as work:
        await work.session.changed(update(table(HandoverRow)).values(state="nonsense"))
    world.clock.pass_by(121 * 60)
    with pytest.raises(ValueError, match="nonsense"):
        await world.sweep()
    monkeypatch.setattr(program, "SWEEP", 0.01)
    with caplog.at_level(logging.ERROR):
        # It goes on for ever, and says each time what went wrong.
        sweeping = asyncio.create_task(program._sweeping(SimpleNamespace(desk=world.desk)))  # type: ignore[arg-type]
        async with asyncio.timeout(20):
            while [one.message for one in caplog.records].count("sweep failed") < 2:
                await asyncio.sleep(0.01)
    assert not sweeping.done()
    sweeping.cancel()
    # The engine runs each task on its own; this one is about shifts alone.
    world.engine.wakes = [wake for wake in world.engine.wakes if wake.task == "pump"]
    await world.engine.turn()
    assert await happened(world) == [Tag.ITEM_REMINDED]


async def test_a_parked_row_that_cannot_be_read_keeps_no_comment_out(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever writes again wakes what waits for them, and what they write comes in whatever that is."""
    first = await world.comes_in("Wo?", author="Anna")
    await world.done(click(commands.Park, first))
    await spoil(world, 1, status="nonsense")
    world.town.write("Hallo?", author="Anna", parent="c1")
    world.town.write("Und ich?", author="Bo")
    await world.fetch()
    assert await world.newest() == 3
    assert said(caplog)[0] == 1


async def test_what_goes_wrong_once_it_was_sent_is_looked_up_and_never_sent_again(
    patient: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake of ours right after the call: putting it aside would send it twice."""

    async def breaks() -> None:
        words = "a mistake of ours"
        raise ValueError(words)

    await patient.approve(await patient.comes_in())
    patient.town.meanwhile["posted"] = breaks
    with pytest.raises(ValueError, match="of ours"):
        await patient.later(16)
    patient.town.meanwhile.clear()
    patient.engine.wakes.clear()
    assert await patient.status(1) is Status.POSTING
    await patient.later(120)
    await patient.later(120)
    assert await patient.status(1) is Status.POSTED
    assert len(patient.public()) == 1
    assert said(caplog) == []
