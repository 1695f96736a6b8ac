"""Clearing a backlog: what needs no reply, closed or handed over together, each item on its own."""

from bot import bulk
from bot.desk.board import Look
from bot.desk.claiming import teammate
from bot.desk.desk import Desk
from bot.desk.drawing import EXCERPT
from bot.desk.wording import KINDS, PLATFORMS
from bot.domain import item as moves
from bot.domain.item import Change, Item
from bot.domain.people import Actor, Person, Role, may
from bot.domain.status import Action
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.memory import Dossier, Work
from bot.views import Backlog, BacklogLine
from bot.words import Words, say

LINES = 30
"""Items of a page: closed together once somebody has looked at them."""


async def show_quiet(look: Look, _: bulk.ShowQuiet | None = None, said: Words | None = None) -> Backlog:
    """What needs no reply, oldest first."""
    numbers = await look.work.queue.quiet(look.person.id, bulk.MOST * 10)
    dossiers = await look.work.items.dossiers(numbers[:LINES])
    seen = tuple((one.item.id, one.item.version) for one in dossiers)
    able = may(look.person.role, Action.DISMISS)
    return Backlog(
        total=len(numbers),
        lines=tuple(_line(one) for one in dossiers),
        close=bulk.CloseMany(items=seen) if seen and able else None,
        people=await _people(look) if seen and able else (),
        said=said,
    )


def _line(one: Dossier) -> BacklogLine:
    text = " ".join(one.comment.text.split())
    return BacklogLine(
        item=one.item.id,
        version=one.item.version,
        author=one.comment.author.name,
        excerpt=text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…",
        kind=KINDS.get(one.item.triage.kind, Words(one.item.triage.kind)),
        platform=PLATFORMS.get(one.item.platform, Words(one.item.platform)),
        published=one.item.published,
    )


async def _people(look: Look) -> tuple[tuple[int, str], ...]:
    able = [one for one in await look.work.people.all() if one.role >= Role.RESPONDER]
    return tuple((one.id, one.name) for one in sorted(able, key=lambda one: one.name.casefold()))


async def change_many(desk: Desk, person: Person, surface: str, command: bulk.OnMany) -> Words:
    """Close or hand over what was seen, each item in a transaction of its own; what came of it.

    What somebody else took, answered or edited meanwhile is left as it is.
    """
    if not may(person.role, Action.DISMISS):
        raise NotAllowed(say("You may only look. A lead can change that."))
    by = Actor(person=person.id, surface=surface)
    to = None
    if isinstance(command, bulk.HandMany):
        async with desk.looking() as work:
            to = await teammate(work, command.person)
    done = 0
    for item, version in dict.fromkeys(command.items):
        done += await _change(desk, by, (item, version), to)
    left = len(command.items) - done
    if to is not None:
        return say("{count} handed to {name}, {left} left as they are.", count=done, name=to.name, left=left)
    return say("{count} closed, {left} left as they are.", count=done, left=left)


async def _change(desk: Desk, by: Actor, seen: bulk.Seen, to: Person | None) -> bool:
    try:
        await desk.keep(lambda work: _one(work, by, seen, to))
    except (Refusal, NotFound, Conflict):
        return False
    return True


async def _one(work: Work, by: Actor, seen: bulk.Seen, to: Person | None) -> None:
    number, version = seen
    item = await work.items.get(number)
    if item.handler not in {None, by.person}:
        raise Refusal(say("Someone else handles this already. Take over if that is agreed."))
    await work.items.keep(_moved(item, by, version, to))


def _moved(item: Item, by: Actor, version: int, to: Person | None) -> Change:
    if to is None:
        _check_quiet(item)
        return moves.dismiss(item, by, item.triage.why, version)
    moves.check_seen(item, item.draft, version)
    return moves.hand_over(item, by, (to.id, to.name), "")


def _check_quiet(item: Item) -> None:
    """What was looked at anew since it was listed, or waits for something, is not closed unseen."""
    if item.triage.needs_reply or item.pace.parked:
        raise Refusal(say("It needs somebody now. It was left as it is."))
