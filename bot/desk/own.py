"""Our own replies as a fetch sees them: somebody may change or delete them on the platform itself."""

from collections.abc import Mapping

from bot.domain import posting
from bot.domain.community import Comment, Source
from bot.domain.effect import UNSETTLED, Kind, State, normalised
from bot.domain.item import Change, Item
from bot.memory import Known, Work

_CHANGES = (Kind.CORRECT, Kind.DELETE_REPLY)


async def saw_ours_again(work: Work, number: int, before: Known, comment: Comment) -> None:
    """A reply of ours as it is now, beneath the comment of this item."""
    if (before.text, before.held, before.gone) == (comment.text, comment.held, False):
        return
    await work.intake.edited(before.number, comment, version=0)
    item = await work.items.get(number)
    if item.reply == comment.id and not await _we_change_it(work, item):
        for change in _changes(item, before, comment):
            await work.items.keep(change)


def _changes(item: Item, before: Known, comment: Comment) -> list[Change]:
    """What somebody else did. Our own correction comes back as what is public already."""
    changes = []
    if before.text != comment.text and normalised(comment.text) != normalised(item.reply_text):
        changes.append(posting.reply_edited(item, comment.text))
    if before.held != comment.held:
        seen = posting.reply_held if comment.held else posting.reply_released
        changes.append(seen(changes[-1].item if changes else item))
    return changes


async def saw_ours_gone(work: Work, source: Source, gone: Mapping[str, Known]) -> None:
    """The public can no longer read these replies of ours."""
    parents = {known.parent for known in gone.values() if known.parent}
    above = await work.intake.known(source, parents) if parents else {}
    for remote, known in gone.items():
        answered = above.get(known.parent)
        if answered and answered.item:
            item = await work.items.get(answered.item)
            if item.reply == remote and not await _we_change_it(work, item):
                await work.items.keep(posting.reply_gone(item))


async def _we_change_it(work: Work, item: Item) -> bool:
    """A correction or deletion of ours is on its way: what it did is kept when its answer is here."""
    last = await work.effects.last(item.id, _CHANGES)
    return last is not None and last.state in UNSETTLED | {State.UNKNOWN}
