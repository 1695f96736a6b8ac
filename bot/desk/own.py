"""Our own replies as a fetch sees them: somebody may change or delete them on the platform itself."""

from collections.abc import Mapping

from bot.desk.calling_off import call_off
from bot.domain import posting
from bot.domain.community import Comment, Source
from bot.domain.effect import UNSETTLED, Effect, Kind, State, normalised
from bot.domain.item import Item
from bot.memory import Known, Work
from bot.words import say

_CHANGES = (Kind.CORRECT, Kind.DELETE_REPLY)
CHANGED_MEANWHILE = say("Our reply was changed on the platform meanwhile. The correction was not sent.")


async def saw_ours_again(work: Work, number: int, before: Known, comment: Comment) -> None:
    """A reply of ours as it is now, beneath the comment of this item."""
    if before.is_as(comment):
        return
    await work.intake.edited(before.number, comment, version=0)
    item = await work.items.get(number)
    if item.reply != comment.id or await _we_wrote(work, item, comment):
        return
    # Our own correction comes back as what is public already.
    if not before.says(comment) and normalised(comment.text) != normalised(item.reply_text):
        (item,) = await work.items.keep(posting.reply_edited(item, comment.text))
        item = await call_off(work, item, Kind.CORRECT, CHANGED_MEANWHILE)
    if before.held != comment.held:
        seen = posting.reply_held if comment.held else posting.reply_released
        await work.items.keep(seen(item))


async def saw_ours_gone(work: Work, source: Source, gone: Mapping[str, Known]) -> None:
    """The public can no longer read these replies of ours."""
    parents = {known.parent for known in gone.values() if known.parent}
    above = await work.intake.known(source, parents) if parents else {}
    for remote, known in gone.items():
        answered = above.get(known.parent)
        if answered and answered.item:
            item = await work.items.get(answered.item)
            if item.reply == remote and not await _pending(work, item, Kind.DELETE_REPLY):
                (item,) = await work.items.keep(posting.reply_gone(item))
                await call_off(work, item, Kind.CORRECT, CHANGED_MEANWHILE)


async def _we_wrote(work: Work, item: Item, comment: Comment) -> bool:
    """Whether it says what a correction of ours says whose answer is not here yet: that will keep it."""
    correction = await _pending(work, item, Kind.CORRECT)
    if correction is None:
        return False
    draft = await work.items.draft(item.id, correction.draft)
    return normalised(draft.text) == normalised(comment.text)


async def _pending(work: Work, item: Item, kind: Kind) -> Effect | None:
    """A correction or deletion of ours that is on its way."""
    last = await work.effects.last(item.id, _CHANGES)
    return last if last and last.kind is kind and last.state in UNSETTLED | {State.UNKNOWN} else None
