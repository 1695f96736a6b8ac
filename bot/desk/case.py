"""What a use case about an item gets and gives back, and the steps that several of them share."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.desk.desk import Desk, post_lane
from bot.domain.effect import RANKS, UNSETTLED, Effect, Kind, State
from bot.domain.item import Change, Item
from bot.domain.people import Actor, Person
from bot.errors import Refusal, Stale
from bot.memory import Work
from bot.ports import Wake
from bot.words import Words, say

UNSURE = UNSETTLED | {State.UNKNOWN}
"""While an effect is in one of these, no other of its kind is opened."""


@dataclass(frozen=True)
class Case:
    """Somebody asks for something about an item, in a unit of work."""

    work: Work
    desk: Desk
    by: Actor
    item: Item
    person: Person
    account: str = ""
    """Their account on the surface where they ask."""


@dataclass(frozen=True)
class Done:
    """What to say to the person, and what to wake once it is kept."""

    words: Words
    wakes: tuple[Wake, ...] = ()
    onward: bool = False
    """They want the next item with the answer."""


async def keep(case: Case, change: Change) -> Item:
    """Keep the item and what happened to it; nothing if nothing did."""
    if not change.events:
        return change.item
    (item,) = await case.work.items.keep(change)
    return item


async def open_turn(case: Case, kinds: tuple[Kind, ...]) -> int:
    """The next turn, which opens only when the last one is settled."""
    last = await case.work.effects.last(case.item.id, kinds)
    if last is None:
        return 1
    if last.state in UNSURE:
        raise Refusal(say("Something is still on its way to the platform. Please wait until it has arrived."))
    return last.turn + 1


async def drop_reply(case: Case) -> None:
    """Stop a reply that was approved; it is the item's lock that makes this safe."""
    if not await case.work.effects.drop(case.item.id, Kind.REPLY, case.item.turn):
        raise Stale(say("The reply is already on its way and can no longer be stopped."))


def effect_of(case: Case, kind: Kind, turn: int, draft: int, due_at: datetime | None) -> Effect:
    """An effect on the item's platform that this person asks for."""
    return Effect(
        item=case.item.id,
        kind=kind,
        lane=post_lane(case.item.platform),
        turn=turn,
        rank=RANKS[kind] + int(case.item.triage.urgency),
        draft=draft,
        person=case.by.person,
        surface=case.by.surface,
        key=secrets.token_hex(12),
        due_at=due_at or case.work.now,
    )
