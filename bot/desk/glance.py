"""What the board tells people who only glance at it: by urgency, storms, and the numbers of today."""

import json
from datetime import datetime, timedelta

from bot.desk import rushes
from bot.desk.desk import Desk
from bot.desk.storm import URGENCIES
from bot.domain.days import today as this_day
from bot.domain.figures import quantile
from bot.domain.item import Urgency
from bot.memory import Work
from bot.reports import Measure
from bot.views import Count
from bot.words import Words, say

STORM, CALLED = "storm:", "called:"
"""How the names of facts begin: of storm cards, and of what channels are called."""


async def urgencies(work: Work) -> tuple[Count, ...]:
    """How many are open, the most urgent first."""
    found = await work.reports.open_by_urgency()
    return tuple(
        Count(label=URGENCIES[Urgency(level)], number=found[level], alarming=level >= Urgency.HIGH)
        for level in sorted(found, reverse=True)
    )


async def storms(work: Work, desk: Desk) -> tuple[Words, ...]:
    """Channels to which more comes than they take.

    One storm has one line: what came to the page stands in that of the chat tool which shows the same.
    """
    alone, lines = await rushes.going_on(work), []
    for name, told in (await work.facts(STORM)).items():
        lane = name.removeprefix(STORM)
        _, surface, channel = lane.split(":", 2)
        same = next((one for one in alone if desk.policy.together(one.place, (surface, channel))), None)
        if same:
            alone.remove(same)
        since = datetime.fromisoformat(json.loads(told)["since"])
        lines.append(await _storm(work, desk, lane, since, same))
    return (*lines, *(rushes.line(one, desk) for one in alone))


async def _storm(work: Work, desk: Desk, lane: str, since: datetime, page: rushes.Rush | None) -> Words:
    _, surface, channel = lane.split(":", 2)
    titles = desk.policy.channel_titles
    waiting = await work.queue.unshown_in(lane)
    called = await work.fact(f"{CALLED}{surface}:{channel}") or titles.get(channel, channel)
    if page is None:
        return say(
            "Storm: {count} comments wait for their thread in {channel}, since {when}.",
            count=waiting,
            channel=called,
            when=since,
        )
    return say(
        "Storm: {came} comments came into {page} within a quarter of an hour, {count} wait for their thread"
        " in {channel}; it began at {when}.",
        came=page.came,
        page=titles.get(page.room, page.room),
        count=waiting,
        channel=called,
        when=min(since, page.since),
    )


async def today(work: Work, desk: Desk) -> tuple[Measure, ...]:
    """The numbers of the day on the team's clock."""
    day = this_day(work.now, desk.policy.zone)
    span = day.start, day.end
    received, done = await work.reports.received(span), await work.reports.outcomes(span)
    took = sorted([max(one.replied - one.published, 0) async for one in work.reports.first_replies(span)])
    median = quantile(took, 0.5)
    return (
        Measure(label=say("Received"), value=sum(one.number for one in received)),
        Measure(label=say("Answered"), value=sum(one.number for one in done if one.answered)),
        Measure(label=say("Closed without a reply"), value=sum(o.number for o in done if not o.answered)),
        Measure(
            label=say("Median of first replies"),
            value=None if median is None else timedelta(seconds=round(median)),
        ),
    )
