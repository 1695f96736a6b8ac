"""Steps about late handovers: whoever is told is told once, and the trail says what came of each step."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.desk import late_telling
from bot.desk.shift_telling import tell_shifts
from bot.domain.timing import Rung, TimeRules
from bot.domain.trail import TeamTag
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from bot.ports import Place
from bot.views import Notice, View
from bot.words import say
from tests.desk.test_between import MINUTE, Loud, reckons
from tests.desk.test_handover import hall, happened, the_hour  # noqa: F401
from tests.world import World

pytestmark = pytest.mark.usefixtures("hall")
GROUP = Rung(who="outside", where=("room", "group"))
TOLD = {
    TeamTag.HANDOVER_REMINDED,
    TeamTag.HANDOVER_ESCALATED,
    TeamTag.HANDOVER_OUTSIDE,
    TeamTag.HANDOVER_UNHEARD,
    TeamTag.HANDOVER_TRIED,
}


@dataclass
class Club(Loud):
    """A room with a group, where something goes wrong or happens with the notices to some of them."""

    wrong: dict[str, type[OutsideError]] = field(default_factory=dict)
    afterwards: Callable[[str], Awaitable[None]] | None = None

    async def members(self, target: str) -> list[str]:
        """Those of the group."""
        self._trouble("members")
        return ["m1", "m2", "m3"] if target == "group" else [target]

    async def announce(self, view: View, at: str, key: str) -> Place:
        error = self.wrong.get(at) or self.wrong.get("")
        if error and isinstance(view, Notice):
            raise error(say("no"))
        place = await super().announce(view, at, key)
        if self.afterwards and isinstance(view, Notice):
            await self.afterwards(at)
        return place


async def club(world: World, *ladder: Rung) -> Club:
    """A team without the page, so that only the club tells anybody."""
    async with world.database.work() as work:
        await work.session.connection.execute(text("update account set surface='else' where surface='web'"))
    reckons(world, TimeRules(handovers=ladder))
    made = Club()
    object.__setattr__(world.desk, "surfaces", {**world.desk.surfaces, "room": made})
    await the_hour(world)
    return made


async def minutes(world: World, many: int) -> None:
    for _ in range(0, many, 3):
        await world.later(180)


async def written(world: World) -> list[TeamTag]:
    return [tag for tag, _, _ in await happened(world) if tag in TOLD]


async def test_while_a_chat_tool_waits_for_a_person_the_last_step_waits_and_the_first_says_so(
    world: World,
) -> None:
    room = await club(world, Rung(who="channel"), Rung(who="leads", after=10 * MINUTE))
    room.wrong = {"": NeedsPerson}
    await minutes(world, 39)
    assert (room.told, await written(world)) == ([], [TeamTag.HANDOVER_UNHEARD])
    room.wrong = {}
    await minutes(world, 3)
    assert room.told == ["lea"]
    assert await written(world) == [TeamTag.HANDOVER_UNHEARD, TeamTag.HANDOVER_ESCALATED]


@pytest.mark.parametrize(
    ("wrong", "told", "tag"),
    [
        ({"m2": TryLater}, ["m1", "m3"], TeamTag.HANDOVER_OUTSIDE),
        ({"m2": NeedsPerson}, ["m1", "m3"], TeamTag.HANDOVER_OUTSIDE),
        ({"m2": Refused}, ["m1", "m3"], TeamTag.HANDOVER_OUTSIDE),
        ({"m1": Unclear, "m2": Refused, "m3": Refused}, [], TeamTag.HANDOVER_TRIED),
        ({"": Refused}, [], TeamTag.HANDOVER_UNHEARD),
    ],
)
async def test_each_of_a_group_is_told_once_whatever_happens_with_the_others(
    world: World, wrong: dict[str, type[OutsideError]], told: list[str], tag: TeamTag
) -> None:
    room = await club(world, GROUP)
    room.wrong = wrong
    # At first nobody can say who is in the group.
    await minutes(world, 9)
    room.before = [TryLater(say("later"))]
    await minutes(world, 36)
    assert (room.told, await written(world)) == (told, [tag])


async def test_one_who_can_be_told_later_is_told_later(world: World) -> None:
    room = await club(world, GROUP)
    room.wrong = {"m2": TryLater}
    await minutes(world, 15)
    room.wrong = {}
    await minutes(world, 3)
    assert (room.told, await written(world)) == (["m1", "m3", "m2"], [TeamTag.HANDOVER_OUTSIDE])


async def test_whoever_was_told_is_not_told_again_after_a_worker_was_killed(world: World) -> None:
    room = await club(world, Rung(who="leads"))

    async def killed(_: str) -> None:
        raise KeyboardInterrupt

    room.afterwards = killed
    world.clock.pass_by(11 * 60)
    with contextlib.suppress(KeyboardInterrupt):
        await tell_shifts(world.desk)
    for _ in range(3):
        world.clock.pass_by(180)
        await tell_shifts(world.desk)
    assert (room.told, await written(world)) == (["lea"], [TeamTag.HANDOVER_TRIED])


async def test_two_workers_tell_nobody_twice_however_long_a_chat_tool_takes(world: World) -> None:
    room = await club(world, GROUP)

    async def slow(at: str) -> None:
        if at == "m1":
            world.clock.pass_by(130)
            await tell_shifts(world.desk)

    room.afterwards = slow
    await minutes(world, 15)
    assert sorted(room.told) == ["m1", "m2", "m3"]
    assert await written(world) == [TeamTag.HANDOVER_OUTSIDE]


async def test_the_lease_is_renewed_before_each_call(world: World) -> None:
    room = await club(world, GROUP)

    async def slow(_: str) -> None:
        world.clock.pass_by(50)
        await tell_shifts(world.desk)

    room.afterwards = slow
    await minutes(world, 15)
    # Longer than the lease in all, and nobody else came in to ask who is in the group.
    assert (room.told, room.calls["members"]) == (["m1", "m2", "m3"], 1)


async def test_a_call_that_never_ends_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_telling, "PATIENCE", 0.05)
    room = await club(world, GROUP)

    async def hangs(at: str) -> None:
        await asyncio.sleep(60 if at == "m1" else 0)

    room.afterwards = hangs
    async with asyncio.timeout(20):
        await minutes(world, 12)
    assert (room.told, await written(world)) == (["m1", "m2", "m3"], [TeamTag.HANDOVER_OUTSIDE])
