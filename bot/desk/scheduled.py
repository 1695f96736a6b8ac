"""Reports that are sent into channels by themselves, each once.

A row of their own says who is about one and whether it is there. An answer that got lost is looked up,
where the chat tool can tell; else the report comes twice rather than never: it stays within the team.
"""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.abilities import Announces
from bot.desk.desk import Desk
from bot.desk.lanes import wait_for_slot
from bot.desk.poison import POISON
from bot.desk.reporting import report
from bot.domain.days import Days, Schedule
from bot.errors import OutsideError, TryLater, Unclear
from bot.memory import Work
from bot.memory.reports import Begun, ReportRun
from bot.ports import Finds, Place, Surface

log = logging.getLogger("augenhoehe.reports")
LEASE = timedelta(minutes=5)
"""Who is silent for so long does not send it any more."""
AGAIN = timedelta(minutes=15)
"""How soon one that was not taken is tried again."""


@dataclass(frozen=True, kw_only=True)
class _Sending:
    """One report on its way."""

    run: ReportRun
    token: str
    begun: Begun
    days: Days


async def send_reports(desk: Desk) -> None:
    """Send what is due and not there yet."""
    for schedule in desk.policy.reports:
        surface = desk.surfaces.get(schedule.surface)
        if isinstance(surface, Announces):
            await _send(desk, surface, schedule)


async def _send(desk: Desk, surface: Surface, schedule: Schedule) -> None:
    sending = await desk.keep(lambda work: _begun(work, desk, schedule))
    if sending is None:
        return
    run, token = sending.run, sending.token
    try:
        async with asyncio.timeout(surface.lease):
            await _sent(desk, surface, sending)
    except (TimeoutError, OutsideError, *POISON) as error:
        wait = _wait_after(error)
        log.warning("report not sent", extra={"channel": run.channel, "why": type(error).__name__})
        await desk.keep(lambda work: work.reports.put_off(run, token, wait))
    else:
        await desk.keep(lambda work: work.reports.sent(run, token))


async def _begun(work: Work, desk: Desk, schedule: Schedule) -> _Sending | None:
    """Claim the report that is due, if nobody sends it or has."""
    days = schedule.due(work.now, desk.policy.zone)
    where = {"surface": schedule.surface, "channel": schedule.channel}
    run, token = ReportRun(**where, every=schedule.every, days=days.text), secrets.token_hex(12)
    begun = await work.reports.begin(run, token, LEASE)
    return None if begun is None else _Sending(run=run, token=token, begun=begun, days=days)


async def _sent(desk: Desk, surface: Surface, sending: _Sending) -> Place:
    """Show it, unless an earlier try has arrived."""
    assert isinstance(surface, Announces)  # noqa: S101  # send_reports asked
    channel, key = sending.run.channel, sending.begun.key
    if sending.begun.again and isinstance(surface, Finds):
        found = await surface.find(channel, key)
        if found is not None:
            return found
    # Not while it is claimed: reckoning takes a while, and an embedded database has one writer.
    async with desk.looking() as work:
        view = await report(work, desk, sending.days)
    await wait_for_slot(desk, f"show:{surface.name}:{channel}", surface.interval)
    return await surface.announce(view, channel, key)


def _wait_after(error: Exception) -> timedelta:
    if isinstance(error, TryLater):
        return error.after
    return timedelta(seconds=30) if isinstance(error, TimeoutError | Unclear) else AGAIN
