"""Reports that are sent by themselves: each once, at its time, whatever gets lost."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.hearing import Hearing
from bot.desk.scheduled import send_reports
from bot.domain.days import Schedule
from bot.errors import NeedsPerson, OutsideError, TryLater, Unclear
from bot.ports import Place
from bot.reports import Report
from bot.views import View
from bot.words import say
from tests.fakes import Room
from tests.storage.history import utc
from tests.world import World

WEEKLY = Schedule(surface="room", channel="leads", every="week", at=time(8))
DAILY = Schedule(surface="room", channel="leads", every="day", at=time(18, 30))


@dataclass
class Board(Room):
    """A chat tool that takes reports."""

    reports: list[Report] = field(default_factory=list)
    hangs: bool = False
    spoilt: int = 0
    """How often something went wrong that is a mistake of ours."""

    async def announce(self, view: View, at: str, key: str) -> Place:
        self._trouble("announce")
        if at == "spoilt":
            self.spoilt += 1
            raise ValueError(at)
        if self.hangs:
            await asyncio.sleep(60)
        assert isinstance(view, Report)
        self.reports.append(view)
        self.keys[key] = f"r{len(self.reports)}"
        if self.lost:
            self.lost -= 1
            raise Unclear(say("No answer came."))
        return Place(surface=self.name, channel=at, remote=self.keys[key])

    async def announce_again(self, place: Place, view: View) -> None:
        raise AssertionError(place, view)


@pytest.fixture
def board(world: World) -> Board:
    """Leads in Berlin want a report every Monday at 8."""
    made = Board(lease=0.2)
    policy = replace(world.desk.policy, reports=(WEEKLY,), zone=ZoneInfo("Europe/Berlin"))
    surfaces = {**world.desk.surfaces, "room": made}
    world.desk = replace(world.desk, policy=policy, surfaces=surfaces)
    world.hearing = Hearing(world.desk)
    return made


async def turn(world: World, at: str) -> None:
    world.clock.start, world.clock.ahead = utc(at), timedelta()
    await send_reports(world.desk)


async def test_a_week_is_told_on_monday_at_its_hour_and_only_once(world: World, board: Board) -> None:
    await turn(world, "2026-11-22 12:00")
    assert [one.days for one in board.reports] == ["2026-11-09..2026-11-15"], "begun in the middle of a week"
    for at in ("2026-11-23 06:59", "2026-11-23 07:00", "2026-11-23 07:01", "2026-11-29 22:59"):
        await turn(world, at)
    assert [one.days for one in board.reports][1:] == ["2026-11-16..2026-11-22"]
    assert not board.reports[0].people
    assert not board.reports[0].may_export


async def test_two_workers_send_one(world: World, board: Board) -> None:
    world.clock.start = utc("2026-11-23 08:00")
    await asyncio.gather(*(send_reports(world.desk) for _ in range(3)))
    assert len(board.reports) == 1


@pytest.mark.parametrize(
    ("trouble", "soon"),
    [
        (TryLater(say("Wait."), timedelta(seconds=40)), 41),
        (NeedsPerson(say("We are not in that channel.")), 15 * 60 + 1),
    ],
    ids=["slow down", "shut out"],
)
async def test_what_was_not_taken_is_tried_again(
    world: World, board: Board, trouble: OutsideError, soon: int
) -> None:
    board.before = [trouble]
    await turn(world, "2026-11-23 08:00")
    world.clock.pass_by(soon - 5)
    await send_reports(world.desk)
    assert board.reports == []
    world.clock.pass_by(5)
    await send_reports(world.desk)
    assert len(board.reports) == 1


async def test_an_answer_that_got_lost_is_looked_up(world: World, board: Board) -> None:
    board.lost = 1
    for _ in range(3):
        await send_reports(world.desk)
        world.clock.pass_by(31)
    assert len(board.reports) == 1
    assert board.calls["find"] == 1


async def test_a_worker_that_dies_is_followed_by_another(world: World, board: Board) -> None:
    board.hangs = True
    dying = asyncio.create_task(turn(world, "2026-11-23 08:00"))
    await asyncio.sleep(0.1)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    board.hangs = False
    await send_reports(world.desk)
    assert board.reports == []
    world.clock.pass_by(301)
    await send_reports(world.desk)
    assert len(board.reports) == 1


async def test_a_chat_tool_that_hangs_does_not_hold_us_up(world: World, board: Board) -> None:
    board.hangs = True
    await turn(world, "2026-11-23 08:00")
    board.hangs = False
    world.clock.pass_by(31)
    await send_reports(world.desk)
    assert len(board.reports) == 1


async def test_a_day_is_told_after_its_end_and_a_surface_without_messages_is_left_alone(
    world: World, board: Board
) -> None:
    elsewhere = replace(DAILY, surface="web")
    nowhere = replace(DAILY, surface="gone")
    policy = replace(world.desk.policy, reports=(elsewhere, nowhere, DAILY))
    world.desk = replace(world.desk, policy=policy)
    await turn(world, "2026-11-23 17:30")
    assert [one.days for one in board.reports] == ["2026-11-22..2026-11-22"]


async def test_a_report_that_goes_wrong_here_keeps_no_other_from_being_sent(
    world: World, board: Board
) -> None:
    """Not the outside world, but something of ours."""
    first = replace(WEEKLY, channel="spoilt")
    world.desk = replace(world.desk, policy=replace(world.desk.policy, reports=(first, WEEKLY)))
    await turn(world, "2026-11-23 07:01")
    assert board.keys
    assert [one.days for one in board.reports] == ["2026-11-16..2026-11-22"]
    await turn(world, "2026-11-23 07:17")
    assert board.spoilt == 2
