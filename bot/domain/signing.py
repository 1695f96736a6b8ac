"""A person's signature: a few letters beneath what they answer, set once."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.audit import Event, Tag
from bot.domain.item import Change, Item
from bot.domain.people import Actor
from bot.domain.status import Action, after
from bot.domain.values import Draft
from bot.errors import Refusal
from bot.words import say

LONGEST = 40
"""Characters of a signature."""
_INERT = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ,’'&()-]|\.(?= |$))*")
"""Letters and what stands between them: no address, no number, nothing that calls anybody."""
_BEGINS = "–—-^~* "


def understood(typed: str) -> str:
    """A signature as it was typed, or "" for none.

    Raises:
        Refusal: it is too long, or holds more than a name.

    """
    text = " ".join(typed.split())
    if text and (len(text) > LONGEST or not _INERT.fullmatch(text.lstrip(_BEGINS))):
        raise Refusal(
            say(
                "A signature is a name of at most {longest} letters, as in: {example}",
                longest=LONGEST,
                example="/queue sign – Kim",
            )
        )
    return text


def signed(text: str, signature: str) -> str:
    """The text with the signature at its end, once."""
    whole = text.rstrip()
    return whole if not signature or whole.endswith(signature) else f"{whole} {signature}"


def unsigned(text: str, signatures: Iterable[str]) -> str:
    """The text without any of these signatures at its end."""
    whole = text.rstrip()
    ends = [one for one in signatures if one and whole.endswith(f" {one}")]
    return whole.removesuffix(max(ends, key=len)).rstrip() if ends else text


def sign(item: Item, by: Actor, draft: Draft) -> Change:
    """A draft of the program is signed by whoever handles the item now: a number of its own."""
    status = after(item.status, Action.SUGGEST)
    now = replace(item, status=status, draft=draft.number, drafts=draft.number)
    event = Event(tag=Tag.DRAFT_SIGNED, actor=by, draft=draft.number, version=item.version)
    return Change(item=now, events=(event,))
