"""The short tasks that the engine runs, by name; and the sweep that finds what nobody was woken for."""

from collections.abc import Mapping
from datetime import timedelta

from bot.desk.asking import fold_questions
from bot.desk.claiming import forget_writing
from bot.desk.desk import DRAFTS, WORDS, Desk
from bot.desk.drafting import draft_step
from bot.desk.intake import fetch, poll, source_key
from bot.desk.lanes import Pump, Step
from bot.desk.posting import post_step
from bot.desk.recounting import words_step
from bot.desk.rushes import watch_rushes
from bot.desk.shift_telling import TASK, WAKE, keep_shifts, tell_shifts
from bot.desk.showing import show_step
from bot.desk.storm import stormy
from bot.desk.telling import tell_step
from bot.desk.timekeeping import CLOCK, clock_step
from bot.ports import Task, Wake


def tasks(desk: Desk) -> Mapping[str, Task]:
    """Every task, by the name in its wake."""

    async def pump(lane: str) -> None:
        await Pump(desk, lane, _step(desk, lane)).run()

    watches = {source_key(watch): watch for watch in desk.policy.watches}

    async def fetch_source(key: str) -> None:
        if key in watches:
            await fetch(desk, watches[key])

    async def poll_source(key: str) -> None:
        if key in watches:
            await poll(desk, watches[key])

    async def tell(_: str) -> None:
        await tell_shifts(desk)

    return {"pump": pump, "fetch": fetch_source, "poll": poll_source, TASK: tell}


def _step(desk: Desk, lane: str) -> Step:
    async def step() -> bool:
        if lane == DRAFTS:
            return await draft_step(desk)
        if lane == CLOCK:
            return await clock_step(desk)
        if lane == WORDS:
            return await words_step(desk)
        if lane.startswith("tell:"):
            return await tell_step(desk, lane)
        return await (show_step if lane.startswith("show:") else post_step)(desk, lane)

    return step


async def sweep(desk: Desk) -> None:
    """Wake all lanes and sources with work due: the engine's memory could be lost, and nothing would be."""
    lease = min([platform.limits.lease for platform in desk.platforms.values()], default=30.0)
    async with desk.looking() as work:
        waiting = await work.lanes.waiting(timedelta(seconds=lease))
    # First: whatever is not in order about the rest must not keep anything waiting.
    for lane in waiting:
        await _wake(desk, lane)
    async with desk.looking() as work:
        for lane in set(await stormy(work)).difference(waiting):
            await _wake(desk, lane)
    await forget_writing(desk)
    await fold_questions(desk)
    await watch_rushes(desk)
    if await keep_shifts(desk):
        await desk.wake(WAKE)


async def _wake(desk: Desk, lane: str) -> None:
    if lane.startswith("fetch:"):
        await desk.wake(Wake("poll", lane.removeprefix("fetch:")))
    else:
        await desk.wake_lane(lane)
