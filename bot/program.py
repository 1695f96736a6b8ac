"""The program running: start, the loops that go on, and an orderly stop."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import demo_day
from bot.abilities import Lists
from bot.bootstrap import DEMO_SOURCE, Parts
from bot.desk.demo_shifts import two_shifts
from bot.desk.joining import follow_lists
from bot.desk.poison import POISON
from bot.desk.scheduled import send_reports
from bot.desk.tasks import sweep, tasks
from bot.desk.timekeeping import follow_rules
from bot.desk.troubles import look_after
from bot.domain.people import Role
from bot.errors import AugenhoeheError, BadSetting
from bot.memory import Work
from bot.words import say
from storage.trail import tidy
from storage.version import up_to_date

if TYPE_CHECKING:
    from adapters.surfaces.slack.surface import Slack

log = logging.getLogger("augenhoehe.program")
PATIENCE = timedelta(seconds=5)
"""How long a stop waits for what runs; hosting platforms kill after ten seconds."""
MODE = "community_mode"
"""The fact that says whose database it is."""
SWEEP = 30.0
"""Seconds between two sweeps."""
FOLLOW_LISTS = 300.0
"""Seconds between two looks at who is in the user groups that the settings name."""
TIDY_EVERY = 3600.0
"""Seconds between two clean-ups of what was only needed for a while."""
KEEP_HEARD = timedelta(days=2)
"""For how long a click is remembered: longer than any chat tool repeats one."""


@asynccontextmanager
async def running(parts: Parts, *, work: bool = True) -> AsyncIterator[None]:
    """The program at work; with `work=False` it only serves people, and workers elsewhere do the rest."""
    await _prepare(parts, work=work)
    if work and parts.settings.demo_community.day:
        # Before anything is read: so the first look finds all of it.
        await demo_day.begin(parts.desk, DEMO_SOURCE)
    await parts.engine.start(tasks(parts.desk), work=work)
    forever = (_sweeping, _looking_after, _reporting, _playing) if work else ()
    loops = [asyncio.create_task(loop(parts)) for loop in forever]
    if parts.slack is not None:
        loops.append(asyncio.create_task(_listening(parts, parts.slack)))
    if parts.teams is not None:
        loops.append(asyncio.create_task(_following(parts, parts.teams)))
    log.info("started", extra={"work": work})
    try:
        yield
    finally:
        await _stop(parts, loops)


async def _prepare(parts: Parts, *, work: bool) -> None:
    if not await up_to_date(parts.database):
        from storage.migrate import migrate

        await migrate(parts.database)
    # Again, if another process that starts right now was faster.
    await parts.desk.keep(lambda kept: _first_things(parts, kept, work=work))


async def _first_things(parts: Parts, kept: Work, *, work: bool) -> None:
    if parts.database.sqlite and work:
        # The only process there is: whoever worked a lane before is gone.
        await kept.lanes.clear()
    fresh = await _same_community(parts, kept)
    await _first_readings(parts, kept)
    if work:
        await follow_rules(kept, parts.desk)
    if parts.settings.demo:
        team = await _demo_team(parts, kept)
        if fresh and parts.settings.demo_community.day:
            await demo_day.want(kept, team)


async def _same_community(parts: Parts, work: Work) -> bool:
    """Whether nobody has worked with it yet.

    A database is the demo's or a real community's, never both: made-up people would lead real ones.
    """
    mode = parts.settings.community.mode
    kept = await work.fact(MODE)
    if kept is None:
        await work.set_fact(MODE, mode)
    elif kept != mode:
        raise BadSetting(
            say(
                "This database belongs to a community in mode “{kept}”, and the settings say “{mode}”."
                " Please give each its own database ([database] url, or DATABASE_URL).",
                kept=kept,
                mode=mode,
            )
        )
    return kept is None


async def _first_readings(parts: Parts, work: Work) -> None:
    """A new source starts from now, or from as many days ago as it was asked for."""
    back = {each.name: timedelta(days=each.watch.backfill_days) for each in parts.settings.platforms}
    if parts.settings.demo_community.day:
        back[DEMO_SOURCE.platform] = demo_day.REACH
    for watch in parts.desk.policy.watches:
        since = work.now - back.get(watch.source.platform, timedelta())
        await work.sources.open(watch.source, since)


async def _demo_team(parts: Parts, work: Work) -> Mapping[str, int]:
    """The teammates that the visitor of a demo can act as, by account; the first one leads."""
    team: dict[str, int] = {}
    for teammate in parts.settings.web.teammates:
        person = await work.people.by_account("web", teammate.account)
        if person is None:
            first = not await work.people.all()
            role = Role.LEAD if first else Role.APPROVER
            person = await work.people.add(teammate.name, role, parts.settings.team.language)
            await work.people.link(person.id, "web", teammate.account)
        team[teammate.account] = person.id
    await two_shifts(work, await work.people.all())
    return team


async def _listening(parts: Parts, slack: "Slack") -> None:
    """Hear Slack as soon as it lets us in, and let in whom its settings name, now and from time to time."""
    await slack.listen()
    await _following(parts, slack)


async def _following(parts: Parts, surface: Lists) -> None:
    """Let in whom the settings of a chat tool name, now and from time to time."""
    while True:
        try:
            await follow_lists(parts.desk, surface, parts.settings.team.language)
        except AugenhoeheError as error:
            log.warning("lists not followed", extra={"why": str(error.words)})
        await asyncio.sleep(FOLLOW_LISTS)


async def _sweeping(parts: Parts) -> None:
    """Wake what is due, now and every half minute; a database that is away now will be back."""
    tidied = 0.0
    while True:
        try:
            await sweep(parts.desk)
            if time.monotonic() - tidied > TIDY_EVERY:
                tidied = time.monotonic()
                await _tidy(parts)
        except AugenhoeheError as error:
            log.warning("sweep failed", extra={"why": str(error.words)})
        except POISON as error:
            # One row that cannot be read ends neither the sweeps nor the program.
            log.error("sweep failed", extra={"error": type(error).__name__})  # noqa: TRY400  # it may quote a person
        await asyncio.sleep(SWEEP)


async def _reporting(parts: Parts) -> None:
    """Send the reports that are due."""
    while parts.desk.policy.reports:
        try:
            await send_reports(parts.desk)
        except AugenhoeheError as error:
            log.warning("reports not sent", extra={"why": str(error.words)})
        except POISON as error:
            log.error("reports not sent", extra={"error": type(error).__name__})  # noqa: TRY400  # as above
        await asyncio.sleep(SWEEP)


async def _playing(parts: Parts) -> None:
    """Do what the demo's teammates did before the visitor came, if that is wanted and not done."""
    if parts.settings.demo_community.day:
        await demo_day.play(parts.desk, parts.hearing, DEMO_SOURCE)


async def _looking_after(parts: Parts) -> None:
    """Ask the chat tools how they are; the leads are told what is not in order."""
    while True:
        try:
            await look_after(parts.desk)
        except AugenhoeheError as error:
            log.warning("not looked after", extra={"why": str(error.words)})
        await asyncio.sleep(SWEEP)


async def _tidy(parts: Parts) -> None:
    async with parts.database.work() as work:
        await tidy(work, KEEP_HEARD)


async def _stop(parts: Parts, loops: list["asyncio.Task[None]"]) -> None:
    """Finish what runs or hand it back, then let go of everything."""
    parts.desk.stopping.set()
    for loop in loops:
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop
    for surface in parts.desk.surfaces.values():
        await surface.close()
    await parts.engine.stop(PATIENCE)
    await parts.desk.drafter.close()
    for platform in parts.desk.platforms.values():
        await platform.close()
    await parts.database.close()
    log.info("stopped")


async def ready(parts: Parts) -> Mapping[str, str]:
    """What is not in order, by part; empty when the program is ready."""
    faults: dict[str, str] = {}
    if parts.desk.stopping.is_set():
        faults["program"] = "stopping"
    if not parts.engine.running:
        faults["engine"] = "not running"
    try:
        async with parts.desk.looking() as work:
            await work.sources.all()
    except AugenhoeheError as error:
        faults["database"] = str(error.words)
    return faults


async def measure(parts: Parts) -> None:
    """Bring the queue's numbers up to date; while the database is away, the last ones stay."""
    with contextlib.suppress(AugenhoeheError):
        async with parts.desk.looking() as work:
            counts = await work.queue.counts(0)
            age = {status: (work.now - since).total_seconds() for status, since in counts.since.items()}
        parts.metrics.queue(counts.by_status, age)
