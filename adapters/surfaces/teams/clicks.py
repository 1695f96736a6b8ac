"""Hears clicks: buttons, dialogs and the menus of messages. Each has its answer within its request."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.teams.activities import Json, Sent, message_text
from adapters.surfaces.teams.acts import REFRESH
from adapters.surfaces.teams.asking import Asking, Eyes
from adapters.surfaces.teams.forms import read_form
from adapters.surfaces.teams.memory import Memory
from adapters.surfaces.teams.orphans import Orphans
from adapters.surfaces.teams.posts import Posts
from adapters.surfaces.teams.wishes import again, chosen, in_card, wanted
from bot.commands import Command, OnItem
from bot.domain.status import Action
from bot.errors import AugenhoeheError, Refusal
from bot.shifting import OnShift
from bot.views import Form, Notice, View
from bot.words import say

log = logging.getLogger("augenhoehe.teams")
Answer = tuple[int, Any]
"""A status and a body. Any: JSON, or None for nothing."""
CLOSED: Answer = (HTTPStatus.OK, None)
"""A dialog that is answered with nothing closes."""
BUTTON = "adaptiveCard/action"
UNKNOWN: Answer = (HTTPStatus.NOT_IMPLEMENTED, None)
_ELSEWHERE = say("I can only help in the thread of a comment.")


class Clicks:
    """The listeners for clicks."""

    def __init__(
        self, asking: Asking, telling: Afterwards, memory: Memory, posts: Posts, orphans: Orphans
    ) -> None:
        self._asking = asking
        self._telling = telling
        self._memory = memory
        self._posts = posts
        self._orphans = orphans
        self._kinds: Mapping[str, Callable[[Sent], Awaitable[Answer]]] = {
            BUTTON: self.on_button,
            "task/fetch": self.on_open,
            "task/submit": self.on_form,
            "composeExtension/fetchTask": self.on_menu,
            "composeExtension/submitAction": self.on_form,
        }

    async def on_click(self, sent: Sent) -> Answer:
        """Any of them."""
        listen = self._kinds.get(sent.name)
        try:
            return await listen(sent) if listen else UNKNOWN
        except AugenhoeheError as error:
            # The desk never raises; our own memory may, when the database is away.
            log.exception("not possible", extra={"asked": sent.name})
            told = (await self._asking.eyes(sent.who)).answer(Notice(words=error.words, refused=True))
            return (HTTPStatus.OK, told) if sent.name == BUTTON else _told(told["value"])

    async def on_button(self, sent: Sent) -> Answer:
        """A button of a card. Its answer is seen by whoever clicked; others see the card drawn anew."""
        view = await self._asking.ask(sent.who, lambda: in_card(wanted(sent.data, sent.verb)), sent.key)
        eyes = await self._asking.eyes(sent.who)
        self._telling.soon(self._follow(sent, view, eyes))
        return HTTPStatus.OK, eyes.answer(view)

    async def on_open(self, sent: Sent) -> Answer:
        """A button that opens a dialog."""
        view = await self._asking.ask(sent.who, lambda: wanted(sent.data))
        return self._shown(view, await self._asking.eyes(sent.who))

    async def on_menu(self, sent: Sent) -> Answer:
        """An entry of a message's menu: the same actions as the buttons of its thread's card."""
        payload = sent.value.get("messagePayload")
        message: Json = payload if isinstance(payload, Mapping) else {}
        item = await self.item_of(sent, str(message.get("id") or ""))
        eyes = await self._asking.eyes(sent.who)
        if item is None:
            return self._shown(Notice(words=_ELSEWHERE, refused=True), eyes)
        view = await self._asking.ask(sent.who, lambda: chosen(sent.value.get("commandId"), item), sent.key)
        if isinstance(view, Form) and view.action is Action.NOTE and not _ours(message):
            view = replace(view, text=message_text(message))
        return self._shown(view, eyes)

    async def on_form(self, sent: Sent) -> Answer:
        """A dialog was sent, or a button in one was pressed. A refused text stays open, and it says why."""
        asked: list[Command] = []

        def make() -> Command:
            asked.append(wanted(sent.data))
            return asked[0]

        view = await self._asking.ask(sent.who, make, sent.key)
        eyes = await self._asking.eyes(sent.who)
        decided = bool(asked) and isinstance(asked[0], OnItem | OnShift)
        if decided and isinstance(view, Notice) and view.refused:
            return await self._sent_back(sent, view, eyes)
        return CLOSED if decided else self._shown(view, eyes)

    async def item_of(self, sent: Sent, message: str = "") -> int | None:
        """The item whose card this message is, or whose thread it stands in."""
        if not sent.channel:
            return None
        names = [message, f"{message}@{sent.thread}"] if message else []
        heads = [sent.thread] if sent.thread else []
        return await self._memory.item_at(sent.channel, [*names, *heads])

    async def _sent_back(self, sent: Sent, notice: Notice, eyes: Eyes) -> Answer:
        """The dialog again, with what was typed, and with what has changed meanwhile."""
        form = await self._asking.ask(sent.who, lambda: again(read_form(sent.data)))
        if not isinstance(form, Form):
            return self._shown(replace(notice, kept_text=_typed(sent)), eyes)
        return _continued(eyes.dialog(replace(form, text=_typed(sent)), notice.words))

    def _shown(self, view: View, eyes: Eyes) -> Answer:
        """Anything, as a dialog."""
        if isinstance(view, Notice) and not (view.card or view.kept_text or view.buttons):
            return _told(eyes.answer(view)["value"])
        if not isinstance(view, Form):
            return _continued(eyes.sheet(view))
        try:
            return _continued(eyes.dialog(view))
        except Refusal as refusal:
            return _told(eyes.answer(Notice(words=refusal.words, refused=True))["value"])

    async def _follow(self, sent: Sent, view: View, eyes: Eyes) -> None:
        """What is to be seen besides the answer: an item's shared card follows by itself."""
        if sent.channel:
            await self._orphans.clicked(sent, view)
        elif sent.chat and sent.message and sent.verb != REFRESH and not isinstance(view, Notice):
            await self._posts.update_in(sent.conversation, sent.message, eyes.message(view))


def _typed(sent: Sent) -> str:
    return str(getattr(read_form(sent.data), "text", ""))


def _ours(message: Json) -> bool:
    sender = message.get("from")
    return isinstance(sender, Mapping) and bool(sender.get("application"))


def _told(words: str) -> Answer:
    return HTTPStatus.OK, {"task": {"type": "message", "value": words}}


def _continued(value: Json) -> Answer:
    return HTTPStatus.OK, {"task": {"type": "continue", "value": value}}
