"""Speaking about many items of a handover at once: in a storm nobody reads hundreds back one by one."""

from bot import shifting
from bot.desk.board import Look
from bot.desk.handover_keeping import keep_and_tell
from bot.desk.handover_paper import GRAVE, Paper, unspoken
from bot.desk.signing import sign_draft
from bot.desk.taking_over import coming, released
from bot.domain import handover as moves
from bot.domain import item as item_moves
from bot.domain.handover import Answer, Reply
from bot.domain.item import Change, Item
from bot.domain.status import Action, allowed
from bot.errors import Refusal
from bot.shift_views import HandoverNote
from bot.words import Words, say

AT_ONCE = 500
"""Items in one unit of work; who has more of them asks once more."""


async def rest_mine(look: Look, command: shifting.RestMine) -> HandoverNote:
    """What nobody has spoken about is mine now; what a colleague handles stays with them."""
    return await _rest(look, command, Reply.MINE)


async def rest_to_pool(look: Look, command: shifting.RestToPool) -> HandoverNote:
    """What nobody has spoken about waits for whoever takes it; what a colleague handles stays with them."""
    return await _rest(look, command, Reply.POOL)


async def _rest(look: Look, command: shifting.OnShift, reply: Reply) -> HandoverNote:
    paper = await coming(look, command)
    numbers = unspoken(paper)
    items = (await look.work.items.get_many(numbers[:AT_ONCE])).values()
    grave = [item for item in items if item.open and item.triage.risk in GRAVE]
    if not grave:
        raise Refusal(say("Something was said about each comment of high risk already."))
    meant = [(item, reply if _free(item, look, paper) else Reply.POOL) for item in grave]
    said = [Answer(item=one.id, reply=now, person=look.person.id, at=look.work.now) for one, now in meant]
    told = moves.answer_all(paper.handover, look.actor, said)
    changes = [_moved(item, look, paper, now) for item, now in meant]
    await _keep(look, changes)
    return await keep_and_tell(look, told, _words(look, changes, len(numbers) - len(grave)))


def _free(item: Item, look: Look, paper: Paper) -> bool:
    """Whether it is nobody else's, and not on its way to the platform right now."""
    theirs = item.handler in {None, paper.handover.outgoing, look.person.id}
    return theirs and allowed(item.status, Action.CLAIM)


def _moved(item: Item, look: Look, paper: Paper, reply: Reply) -> Change:
    """What this does to the item."""
    if reply is Reply.MINE:
        taken = item_moves.claim if item.handler in {None, look.person.id} else item_moves.take_over
        return taken(item, look.actor)
    if item.handler is None or not _free(item, look, paper):
        return Change(item=item, events=())
    return released(item, look.actor)


async def _keep(look: Look, changes: list[Change]) -> None:
    kept = await look.work.items.keep(*(change for change in changes if change.events))
    for item in kept:
        if item.handler == look.person.id:
            await sign_draft(look.work, look.desk, item, look.person, look.actor)


def _words(look: Look, changes: list[Change], left: int) -> Words:
    """Who has them now."""
    handlers = [change.item.handler for change in changes]
    mine, pool = handlers.count(look.person.id), handlers.count(None)
    facts = {"mine": mine, "pool": pool, "others": len(handlers) - mine - pool, "left": left}
    return say(
        "Yours now: {mine}. In the pool: {pool}. With colleagues: {others}. Still to be said: {left}.",
        **facts,
    )
