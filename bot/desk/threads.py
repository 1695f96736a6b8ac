"""Threads: which ones an item is to have, wherever it belongs now."""

import secrets
from datetime import datetime

from bot.desk.desk import Desk, show_lane
from bot.domain.effect import Effect, Kind
from bot.domain.item import Item
from bot.memory import Work


async def want_threads(work: Work, desk: Desk, item: Item) -> None:
    """What is work again, or graver now, is shown wherever it belongs and has no thread yet."""
    wanted = desk.policy.channels(item.platform, item.source, item.triage)
    if desk.policy.keeps_apart(item):
        # Where it no longer belongs, what is still waiting to be shown is not shown any more.
        await never_show(work, item)
    for surface, channel in wanted:
        await work.effects.want(thread(item, surface, channel, work.now))


def thread(item: Item, surface: str, channel: str, due_at: datetime) -> Effect:
    """What opens a thread for the item there."""
    return Effect(
        item=item.id,
        kind=Kind.SHOW,
        lane=show_lane(surface, channel),
        channel=channel,
        surface=surface,
        rank=int(item.triage.urgency),
        key=secrets.token_hex(12),
        due_at=due_at,
    )


async def never_show(work: Work, item: Item) -> None:
    """What was settled before it had a thread needs none: so no archive floods a channel."""
    await work.effects.drop(item.id, Kind.SHOW, 1)
