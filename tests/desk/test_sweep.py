"""The engine may forget everything: our tables say what is due, and the sweep finds it."""

from bot.desk.tasks import sweep
from bot.domain.community import Limits
from bot.domain.status import Status
from tests.world import World


async def only_the_sweep(world: World, seconds: float) -> None:
    """Time passes, every wake is lost, and one sweep is run."""
    world.clock.pass_by(seconds)
    world.engine.wakes.clear()
    await sweep(world.desk)
    swept, world.engine.wakes = world.engine.wakes, []
    for wake in swept:
        await world.engine.tasks[wake.task](wake.key)


async def test_when_every_wake_is_lost_the_sweep_still_brings_a_comment_all_the_way(patient: World) -> None:
    patient.town.write("Wo gibt es den Haferdrink?")
    await only_the_sweep(patient, 31)
    await only_the_sweep(patient, 0)
    card = await patient.card(1)
    assert card.status is Status.DRAFTED
    assert patient.room.messages

    await patient.approve(card)
    patient.town.lost, patient.town.limits = 1, Limits(longest=500, settling=20, lease=4)
    await only_the_sweep(patient, 16)
    assert await patient.status(1) is Status.POSTING
    await only_the_sweep(patient, 31)
    assert await patient.status(1) is Status.POSTED
    assert len(patient.public()) == 1

    patient.town.edit("c1", "Danke!")
    await only_the_sweep(patient, 31)
    await only_the_sweep(patient, 0)
    assert patient.room.messages["m1"].version == 2


async def test_a_sweep_wakes_nobody_when_nothing_is_due(world: World) -> None:
    await world.comes_in()
    world.engine.wakes.clear()
    await sweep(world.desk)
    assert world.engine.wakes == []


async def test_without_any_platform_a_sweep_is_still_a_sweep(world: World) -> None:
    world.desk.platforms.clear()  # type: ignore[attr-defined]  # a dict behind the Mapping
    world.engine.wakes.clear()
    await sweep(world.desk)
    assert [wake.task for wake in world.engine.wakes] == ["poll"]
