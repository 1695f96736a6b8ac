"""What the board tells people who only glance at it: by urgency, storms, and the numbers of today."""

import json
from datetime import datetime, timedelta

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
    """Channels to which more comes than they take."""
    return tuple(
        [
            await _storm(work, desk, name.removeprefix(STORM), told)
            for name, told in (await work.facts(STORM)).items()
        ]
    )


async def _storm(work: Work, desk: Desk, lane: str, told: str) -> Words:
    surface, channel = lane.split(":", 2)[1:]
    called = await work.fact(f"{CALLED}{surface}:{channel}")
    return say(
        "Storm: {count} comments wait for their thread in {channel}, since {when}.",
        count=await work.queue.unshown_in(lane),
        channel=called or desk.policy.channel_titles.get(channel, channel),
        when=datetime.fromisoformat(json.loads(told)["since"]),
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
