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
    text = signed_for(desk, item, plain, person)
    if text.rstrip() != draft.text.rstrip():
        new = replace(draft, number=item.drafts + 1, text=text, at=work.now)
        await work.items.add_draft(item.id, new)
        await work.items.keep(sign(item, by, new))


async def without_signature(work: Work, draft: Draft, person: Person) -> Draft:
    """A draft of the program without the signature of anybody else, who handled the item before."""
    if draft.origin == "person":
        return draft
    others = [one.signature for one in await work.people.all() if one.signature != person.signature]
    return replace(draft, text=unsigned(draft.text, others))


def signed_for(desk: Desk, item: Item, draft: Draft, person: Person | None) -> str:
    """The text of a draft as this person would send it, as long as the platform takes it."""
    if person is None or draft.origin == "person":
        return draft.text
    text = signed(draft.text, person.signature)
    fits = item.platform in desk.platforms and not too_long(text, desk.platforms[item.platform].limits)
    return text if fits else draft.text
