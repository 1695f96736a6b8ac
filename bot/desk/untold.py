"""What becomes of a question or an escalation that the chat tool refuses: whoever sent it is told."""

from collections.abc import Sequence

from bot.domain import parking
from bot.domain.audit import Tag
from bot.domain.effect import Effect, Kind
from bot.domain.item import Item
from bot.domain.pace import Parked
from bot.memory import Work
from bot.words import say

NOT_ASKED = say("The question could not be delivered. Please ask them yourself.")


async def untold(work: Work, effect: Effect) -> list[tuple[Item, int]]:
    """The item with an entry that says so, and to whom; nothing where nobody waits for it.

    A question whose card stands already was asked, whatever becomes of its later states.
    """
    if effect.kind is Kind.ASK:
        return await _not_asked(work, effect)
    (dossier,) = await work.items.dossiers([effect.item])
    event = dossier.entries[effect.turn - 1].event
    if event.tag is not Tag.ITEM_ESCALATED:
        return []
    item = await work.items.get(effect.item)
    (kept,) = await work.items.keep(parking.untold(item, effect.lane.partition(":")[2]))
    return [(kept, event.actor.person)]


async def _not_asked(work: Work, effect: Effect) -> list[tuple[Item, int]]:
    item, question = await work.items.get(effect.item), await work.questions.get(effect.draft)
    if question.remote or not question.open or item.pace.parked is not Parked.ASKED:
        return []
    (kept,) = await work.items.keep(parking.woken(item, work.now, NOT_ASKED))
    return [(kept, person) for person in _both(question.asked_by, kept.handler)]


def _both(asker: int, handler: int | None) -> Sequence[int]:
    return (asker,) if handler in {None, asker} else (asker, handler or 0)
