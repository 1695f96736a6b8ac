"""Signing: what the program drafted bears the signature of whoever handles it."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.domain.item import Item
from bot.domain.length import too_long
from bot.domain.people import Actor, Person
from bot.domain.signing import sign, signed
from bot.domain.status import Status
from bot.domain.values import Draft
from bot.memory import Work


async def sign_draft(work: Work, desk: Desk, item: Item, person: Person, surface: str) -> None:
    """Put a person's signature beneath the draft of an item that became theirs.

    What a person wrote is left as it is, and so is what somebody has approved.
    """
    if not person.signature or item.status is not Status.DRAFTED or not item.draft:
        return
    draft = await work.items.draft(item.id, item.draft)
    text = signed_for(desk, item, draft, person)
    if text != draft.text:
        new = replace(draft, number=item.drafts + 1, text=text, at=work.now)
        await work.items.add_draft(item.id, new)
        await work.items.keep(sign(item, Actor(person=person.id, surface=surface), new))


def signed_for(desk: Desk, item: Item, draft: Draft, person: Person | None) -> str:
    """The text of a draft as this person would send it, as long as the platform takes it."""
    if person is None or draft.origin == "person":
        return draft.text
    text = signed(draft.text, person.signature)
    fits = item.platform in desk.platforms and not too_long(text, desk.platforms[item.platform].limits)
    return text if fits else draft.text
