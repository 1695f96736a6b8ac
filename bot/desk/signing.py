"""Signing: what the program drafted bears the signature of whoever handles it."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.domain.item import Item
from bot.domain.length import too_long
from bot.domain.people import Actor, Person
from bot.domain.signing import sign, signed, unsigned
from bot.domain.status import Status
from bot.domain.values import Draft
from bot.memory import Work


async def sign_draft(work: Work, desk: Desk, item: Item, person: Person, by: Actor) -> None:
    """Put a person's signature beneath the draft of an item that became theirs, instead of anybody else's.

    What a person wrote is left as it is, and so is what somebody has approved.
    """
    if item.status is not Status.DRAFTED or not item.draft:
        return
    draft = await work.items.draft(item.id, item.draft)
    plain = await without_signature(work, draft, person)
    await _instead(work, item, draft, signed_for(desk, item, plain, person), by)


async def unsign_draft(work: Work, item: Item, by: Actor) -> None:
    """Take whatever signature there is from beneath the draft of an item that nobody handles any more."""
    if item.status is Status.DRAFTED and item.draft:
        draft = await work.items.draft(item.id, item.draft)
        await _instead(work, item, draft, await without_signature(work, draft, None), by)


async def _instead(work: Work, item: Item, draft: Draft, signed_anew: Draft, by: Actor) -> None:
    if signed_anew.text.rstrip() != draft.text.rstrip():
        new = replace(signed_anew, number=item.drafts + 1, at=work.now)
        await work.items.add_draft(item.id, new)
        await work.items.keep(sign(item, by, new))


async def without_signature(work: Work, draft: Draft, person: Person | None) -> Draft:
    """A draft of the program as it was before it was signed for whoever handled the item."""
    if draft.origin == "person":
        return draft
    if draft.signature:
        return replace(draft, text=unsigned(draft.text, [draft.signature]), signature="")
    # Earlier releases did not keep by whom it was signed.
    own = person.signature if person else ""
    others = [one.signature for one in await work.people.all() if one.signature != own]
    return replace(draft, text=unsigned(draft.text, others))


def signed_for(desk: Desk, item: Item, draft: Draft, person: Person | None) -> Draft:
    """A draft as this person would send it, as long as the platform takes it."""
    if person is None or draft.origin == "person":
        return draft
    text = signed(draft.text, person.signature)
    fits = item.platform in desk.platforms and not too_long(text, desk.platforms[item.platform].limits)
    if not fits:
        return draft
    added = text != draft.text.rstrip()
    return replace(draft, text=text, signature=person.signature if added else draft.signature)
