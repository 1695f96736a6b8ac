"""Calling off: what somebody asked for, and what nobody would ask for as things stand now."""

from bot.domain import posting
from bot.domain.audit import Tag
from bot.domain.effect import Kind
from bot.domain.item import Item
from bot.memory import Work
from bot.words import Words, say

NOT_LIKED = say("The comment was edited or opened again before it had our like. It gets none.")


async def call_off(work: Work, item: Item, kind: Kind, why: Words) -> Item:
    """What waits is not done, and the trail says why; the item as it is then.

    What was tried already may have happened: the last look before the next try finds out.
    """
    last = await work.effects.last(item.id, [kind])
    if last is None or last.tries or not await work.effects.drop(item.id, kind, last.turn):
        return item
    (kept,) = await work.items.keep(posting.told(item, Tag.EFFECT_REFUSED, str(why)))
    return kept
