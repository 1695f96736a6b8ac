"""Clearing a backlog: what needs no reply, closed or handed over together, each item on its own."""

from dataclasses import dataclass

from bot import bulk
from bot.desk.board import Look
from bot.desk.claiming import teammate
from bot.desk.desk import Desk
from bot.desk.drawing import EXCERPT
from bot.desk.signing import sign_draft
from bot.desk.telling import tell
from bot.desk.wording import KINDS, PLATFORMS
from bot.domain import item as moves
from bot.domain.item import Change, Item
from bot.domain.people import Actor, Person, Role, may
from bot.domain.status import Action
from bot.domain.ticking import HANDLER
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.memory import Dossier, Work
from bot.ports import Wake
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

    What somebody else took, answered or edited meanwhile, or writes on now, is left as it is.
    """
    if not may(person.role, Action.DISMISS):
        raise NotAllowed(say("You may only look. A lead can change that."))
    by = Actor(person=person.id, surface=surface)
    to = None
    if isinstance(command, bulk.HandMany):
        async with desk.looking() as work:
            to = await teammate(work, command.person)
    wish = Wish(by, to, command.text.strip())
    changed = [await _change(desk, wish, seen) for seen in dict.fromkeys(command.items)]
    # Only now, so that whoever is given many reads one line about them and not the first one's alone.
    desk.rouse_soon(*dict.fromkeys(wake for wakes in changed for wake in wakes or []))
    done = sum(wakes is not None for wakes in changed)
    left = len(command.items) - done
    if to is not None and not left:
        return say("{count} handed to {name}.", count=done, name=to.name)
    if to is not None:
        return say("{count} handed to {name}, {left} left as they are.", count=done, name=to.name, left=left)
    if not left:
        return say("{count} closed.", count=done)
    return say("{count} closed, {left} left as they are.", count=done, left=left)


@dataclass(frozen=True)
class Wish:
    """What becomes of each of them."""

    by: Actor
    to: Person | None
    """Who gets it; None closes it."""
    word: str


async def _change(desk: Desk, wish: Wish, seen: bulk.Seen) -> list[Wake] | None:
    """Who is to be woken for one of them; None when it was left as it is."""
    try:
        return await desk.keep(lambda work: _one(work, desk, wish, seen))
    except (Refusal, NotFound, Conflict):
        return None


async def _one(work: Work, desk: Desk, wish: Wish, seen: bulk.Seen) -> list[Wake]:
    number, version = seen
    item = await work.items.get(number)
    if item.handler not in {None, wish.by.person} or item.writing_by not in {0, wish.by.person}:
        raise Refusal(say("Someone else handles this already. Take over if that is agreed."))
    (kept,) = await work.items.keep(_moved(item, wish, version))
    if wish.to is None:
        return []
    told = [] if wish.to.id == wish.by.person else await tell(work, desk, kept, HANDLER)
    await sign_draft(work, desk, kept, wish.to, wish.by)
    return told


def _moved(item: Item, wish: Wish, version: int) -> Change:
    if wish.to is None:
        _check_quiet(item)
        return moves.dismiss(item, wish.by, wish.word or item.triage.why, version)
    moves.check_seen(item, item.draft, version)
    return moves.hand_over(item, wish.by, (wish.to.id, wish.to.name), wish.word)


def _check_quiet(item: Item) -> None:
    """What was looked at anew since it was listed, or waits for something, is not closed unseen."""
    if item.triage.needs_reply or item.pace.parked:
        raise Refusal(say("It needs somebody now. It was left as it is."))
