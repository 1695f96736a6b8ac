"""Hears what people write: commands, and wishes in an item's thread. Nothing of it makes a reply public."""

from collections import OrderedDict
from dataclasses import replace
from functools import partial

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.teams.activities import Sent
from adapters.surfaces.teams.asking import Asking
from adapters.surfaces.teams.clicks import Clicks
from adapters.surfaces.teams.pictures import hang
from adapters.surfaces.teams.posts import Posts
from adapters.surfaces.teams.settings import TeamsSettings
from bot.commands import Command, Note, OpenHome, Redraft, ShowQueue
from bot.errors import OutsideError
from bot.lines import PLAIN, from_line
from bot.views import (
    Answer,
    Backlog,
    Form,
    HandoverNote,
    Home,
    ItemCard,
    ItemList,
    LogView,
    Me,
    Notice,
    Register,
    Report,
    ShiftView,
    View,
)
from bot.words import say

SHARED = frozenset({"share", "queue"})
ONE_WORD = frozenset({*PLAIN, *SHARED, "handover", "shift", "report"})
"""What is a command in an item's thread too; whatever else stands there is a wish."""
MOST_HEARD = 2000
"""Messages that are remembered, so that one that is sent again gets no second answer."""
PRIVATE = (Home, ItemList, ItemCard, Answer, LogView, Backlog, Register, Form, Me, HandoverNote, ShiftView)
"""What is one person's, or drawn for their eyes: it goes to their own chat with us."""
_IN_CHAT = say("I have answered in our own chat.")
_NO_CHAT = say("I cannot write to you alone. Please add the app for yourself as well, and ask again.")


class Talks:
    """The listener for messages."""

    def __init__(
        self, settings: TeamsSettings, asking: Asking, telling: Afterwards, clicks: Clicks, posts: Posts
    ) -> None:
        self._settings = settings
        self._asking = asking
        self._telling = telling
        self._clicks = clicks
        self._posts = posts
        self._heard: OrderedDict[str, None] = OrderedDict()

    async def on_message(self, sent: Sent) -> None:
        """Somebody wrote something; it is answered afterwards, once."""
        if sent.key in self._heard:
            return
        self._heard[sent.key] = None
        while len(self._heard) > MOST_HEARD:
            self._heard.popitem(last=False)
        self._telling.soon(self._hear(sent))

    async def home(self, sent: Sent) -> None:
        """Somebody has added the app for themselves."""
        await self._reply(sent, await self._asking.ask(sent.who, OpenHome))

    async def _hear(self, sent: Sent) -> None:
        item = await self._clicks.item_of(sent)
        if not sent.mentioned:
            # Other bots have no object id: nobody argues with them.
            if item is not None and self._settings.keep_notes and sent.who.account:
                await self._note(sent, item)
        elif item is not None and " ".join(sent.text.lower().split()) not in ONE_WORD:
            await self._redraft(sent, item)
        else:
            await self._command(sent)

    async def _note(self, sent: Sent, item: int) -> None:
        """What people write to each other in an item's thread is kept with the item."""
        view = await self._asking.ask(sent.who, lambda: Note(item=item, text=sent.text), sent.key)
        if isinstance(view, Notice):
            await self._reply(sent, _for_all(view))

    async def _redraft(self, sent: Sent, item: int) -> None:
        """“@Augenhöhe shorter, please”: a new draft. The card of the thread shows it; only a no is said."""
        view = await self._asking.ask(sent.who, lambda: Redraft(item=item, text=sent.text), sent.key)
        if isinstance(view, Notice):
            await self._reply(sent, _for_all(view))

    async def _command(self, sent: Sent) -> None:
        """“@Augenhöhe queue”: in a channel, what is one person's goes to their own chat."""
        line = " ".join(sent.text.split())
        asked = "" if line.casefold() in SHARED else line

        def make() -> Command:
            command = from_line(asked)
            return replace(command, room=sent.channel) if isinstance(command, ShowQueue) else command

        view = await self._asking.ask(sent.who, make, sent.key)
        if isinstance(view, PRIVATE) and not sent.chat:
            await self._whisper(sent, view)
            return
        eyes = await self._asking.eyes(sent.who) if sent.chat else self._asking.channel
        told = view if sent.chat else _for_all(view)
        await self._posts.reply(sent.conversation, eyes.message(told))
        if isinstance(told, Report):
            await hang(told, eyes.catalogue, partial(self._posts.reply, sent.conversation))

    async def _reply(self, sent: Sent, view: View) -> None:
        eyes = await self._asking.eyes(sent.who)
        await self._posts.reply(sent.conversation, eyes.message(view))

    async def _whisper(self, sent: Sent, view: View) -> None:
        words = _IN_CHAT
        try:
            await self._posts.post(sent.who.account, (await self._asking.eyes(sent.who)).message(view))
        except OutsideError:
            words = _NO_CHAT
        await self._reply(sent, Notice(words=words))


def _for_all(view: View) -> View:
    """The same without what is one person's: their buttons, and a card as they may see it."""
    if isinstance(view, Report):
        # A lead asked, and everybody reads it.
        return replace(view, people=(), agreement="", may_export=False)
    return replace(view, card=None, kept_text="", buttons=()) if isinstance(view, Notice) else view
