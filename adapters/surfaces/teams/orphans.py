"""Cards whose show got no answer: one click on them, and they are kept or fold up (see `marks`)."""

from dataclasses import replace

from adapters.surfaces.teams.activities import Sent
from adapters.surfaces.teams.asking import Asking
from adapters.surfaces.teams.marks import DRAWN_AGAIN, MARK
from adapters.surfaces.teams.memory import Memory
from adapters.surfaces.teams.posts import Posts
from bot.views import Answer, ItemCard, Notice, View
from bot.words import say

ORPHAN = "orphan:"
"""How the names of the facts begin that say which message a lost show has become."""
_TWICE = say("This card arrived twice. The other one is the one that is kept up to date.")


class Orphans:
    """Knows which of the cards of an item is the one that counts."""

    def __init__(self, asking: Asking, memory: Memory, posts: Posts) -> None:
        self._asking = asking
        self._memory = memory
        self._posts = posts

    async def clicked(self, sent: Sent, view: View) -> None:
        """Somebody clicked in the card of an item; is it the one that we know of?"""
        card, key = card_of(view), str(sent.data.get(MARK) or "")
        if card is None or not (key and sent.channel and sent.message):
            return
        known = await self._memory.place_of(card.item, sent.channel)
        if not known and key != DRAWN_AGAIN:
            await self._memory.set_fact(f"{ORPHAN}{key}", f"{sent.channel} {_remote(sent)}")
        elif known and known.partition("@")[0] != sent.message:
            twice = replace(card, elsewhere=True, remark=_TWICE, remark_text="", buttons=())
            await self._posts.update(sent.channel, _remote(sent), self._asking.channel.message(twice))

    async def find(self, channel: str, key: str) -> str:
        """The message that a lost show has become, if a click told us; it is asked for once."""
        name = f"{ORPHAN}{key}"
        kept = (await self._memory.facts(name)).get(name, "")
        at, _, remote = kept.partition(" ")
        if not kept or at != channel:
            return ""
        await self._memory.set_fact(name, None)
        return remote


def card_of(view: View) -> ItemCard | None:
    """The item that an answer is about."""
    if isinstance(view, ItemCard):
        return view
    return view.card if isinstance(view, Answer | Notice) else None


def _remote(sent: Sent) -> str:
    return sent.message if sent.thread in {"", sent.message} else f"{sent.message}@{sent.thread}"
