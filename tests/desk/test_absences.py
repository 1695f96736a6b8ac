"""Being away: what an absence replaces, what being back ends, and who is on for the rest of a night."""

from datetime import timedelta

import pytest

from bot.domain.shift import RosterRow
from bot.domain.trail import TeamTag
from bot.lines import from_line
from bot.views import ShiftView
from tests.desk.test_between import roster, typed
from tests.desk.test_handover import hall, on  # noqa: F401
from tests.world import World

NIGHT = (22 * 60, 30 * 60)


async def past_midnight(world: World) -> None:
    """Rob's night began, and the day after it too."""
    now = world.clock()
    evening = now.replace(hour=23, minute=45) + timedelta(days=1)
    await world.later((evening - now).total_seconds())
    assert await on(world) == ["Rob"]
    await world.later(3600)
    assert await on(world) == ["Rob"]


def fits(view: ShiftView) -> tuple[list[tuple[str, str]], list[str]]:
    """Who is on and for whom, and what does not fit about it."""
    return [(one.name, one.instead_of) for one in view.on], [str(one)[:27] for one in view.remarks]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("substitutes", [("Ari",), ()])
async def test_whoever_falls_ill_after_midnight_is_stood_in_for_at_once(
    world: World, substitutes: tuple[str, ...]
) -> None:
    roster(world, RosterRow(person="Rob", hours=NIGHT, substitutes=substitutes))
    await past_midnight(world)
    ill = await typed(world, "/shift krank heute", by="rob")
    gaps = ["Nobody stands in for Rob fr"]
    # The next night as well.
    assert fits(ill) == (([("Ari", "Rob")], []) if substitutes else ([], gaps * 2))
    if not substitutes:
        await typed(world, "/shift krank heute Vertretung Lea", by="rob")
        await world.later(60)
        ill = await typed(world, "/shift")
        assert fits(ill) == ([("Lea", "Rob")], [])
    there = [one.name for one in ill.on]
    await world.later(600)
    assert await on(world) == there
    back = await typed(world, "/shift zurück", by="rob")
    assert ([str(one) for one in back.away], await on(world)) == ([], there)
    await typed(world, "/shift start", by="rob")
    await world.later(600)
    # Whoever stood in stays until somebody sends them home.
    assert await on(world) == [*there, "Rob"]


@pytest.mark.usefixtures("hall")
async def test_being_back_ends_the_illness_and_leaves_the_holiday(world: World) -> None:
    roster(world)
    today = world.clock().date()
    first, last = (today + timedelta(days=step) for step in (20, 22))
    await typed(world, f"/shift abwesend ich {first} bis {last} Vertretung Lea", by="rob")
    await typed(world, "/shift krank heute", by="rob")
    back = await typed(world, "/shift zurück", by="rob")
    assert str(back.said) == "Rob is back."
    assert [str(one)[:27] for one in back.away] == [f"Rob is away from {first}"]
    # Nothing else is left to end, and what ends is named.
    after_all = str((await typed(world, "/shift zurück", by="rob")).said)
    assert all(f"{day:%Y-%m-%d}" in after_all for day in (first, last))
    assert "not away" in str((await world.refused(from_line("/shift zurück"), by="rob")).words)
    async with world.database.read() as work:
        entries = [entry.event for entry in await work.team_trail.entries("absences")]
    assert [one.text for one in entries if one.tag is TeamTag.ABSENCE_ENDED] == [
        f"{today}..{today}",
        f"{first}..{last}",
    ]


@pytest.mark.usefixtures("hall")
async def test_a_second_note_of_the_same_days_counts(world: World) -> None:
    roster(world, RosterRow(person="Rob", hours=(8 * 60, 12 * 60)))
    tomorrow = world.clock().date() + timedelta(days=1)
    for line in ("morgen", "morgen Vertretung Lea", "morgen Vertretung Ari"):
        view = await typed(world, f"/shift krank {line}", by="rob")
    assert len(view.away) == 1
    (shift,) = [one for one in view.coming if one.begins.date() == tomorrow]
    assert (shift.name, shift.instead_of) == ("Ari", "Rob")
    refused = await world.refused(from_line("/shift plan morgen 14-22"), by="rob")
    assert str(refused.words) == f"Rob is noted as away on {tomorrow}. /shift back ends that."
    await typed(world, f"/shift plan {tomorrow + timedelta(days=1)} 14-22", by="rob")
