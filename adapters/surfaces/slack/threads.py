"""Hears what people write in threads and ask about messages. Nothing of it can make a reply public."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck

from adapters.surfaces.slack.answers import Answers
from adapters.surfaces.slack.asking import Asking
from adapters.surfaces.slack.clicks import Click, typed_in_thread
from adapters.surfaces.slack.gate import Body, who
from adapters.surfaces.slack.manifest import COMMAND
from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.shortcuts import shortcut_of
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.text import plain
from bot.commands import Note, Redraft
from bot.domain.status import Action
from bot.errors import OutsideError, TryLater
from bot.views import Answer, Form, ItemCard, Notice, View
from bot.words import say

_ELSEWHERE = say(
    "I can only help in the thread of a comment. With {command} you see the queue.", command=COMMAND
)
_OLD = say("This button is not one of ours, or from a much older release.")


class Threads:
    """The listeners for threads."""

    def __init__(
        self, asking: Asking, answers: Answers, messages: Messages, telling: Telling, *, keep_notes: bool
    ) -> None:
        self._keep_notes = keep_notes
        self._asking = asking
        self._answers = answers
        self._messages = messages
        self._telling = telling

    async def on_mention(self, body: Body) -> None:
        """“@Augenhöhe shorter, please” in an item's thread: a new draft. It never posts."""
        event, asking = body["event"], who(body)
        item = await self._item(event)
        if item is None:
            view: View = Notice(words=_ELSEWHERE, refused=True)
        else:
            wish = plain(str(event.get("text", "")), await self._messages.us())
            view = await self._asking.ask(
                asking, lambda: Redraft(item=item, text=wish), f"event:{body['event_id']}"
            )
        self._whisper(body, event, view)

    async def on_message(self, body: Body) -> None:
        """What people write to each other in an item's thread is kept with the item as a note."""
        event, asking = body["event"], who(body)
        text = str(event.get("text") or "")
        if not self._keep_notes or not typed_in_thread(event):
            return
        # A mention comes as an event of its own.
        if f"<@{await self._messages.us()}>" in text or (item := await self._item(event)) is None:
            return
        view = await self._asking.ask(
            asking, lambda: Note(item=item, text=plain(text)), f"event:{body['event_id']}"
        )
        if isinstance(view, Notice):
            self._whisper(body, event, view)

    async def on_shortcut(self, ack: AsyncAck, body: Body) -> None:
        """An entry of a message's menu: the same actions as the buttons of its thread's card."""
        click = Click.of_shortcut(body)
        view = await self._asked_about(click, body)
        await ack()
        if isinstance(view, Form):
            self._telling.soon(self._answers.open(click, view))
        elif isinstance(view, ItemCard):
            self._telling.soon(self._answers.card(click, view))
        else:
            self._telling.soon(self._told(click, body, view))

    async def _told(self, click: Click, body: Body, view: View) -> None:
        """In the thread if we are there; the menu is in every message of the workspace."""
        message = body["message"]
        thread = str(message.get("thread_ts") or "")
        try:
            await self._answers.whisper(click.who, _channel(body, message), thread, view)
        except OutsideError:
            words = view.words if isinstance(view, Notice | Answer) else _ELSEWHERE
            await self._answers.show(click, Notice(words=words))

    async def _asked_about(self, click: Click, body: Body) -> View:
        shortcut, message = shortcut_of(str(body.get("callback_id"))), body["message"]
        if shortcut is None:
            return Notice(words=_OLD, refused=True)
        try:
            thread = str(message.get("thread_ts") or message["ts"])
            item = await self._messages.item_at(_channel(body, message), str(message["ts"]), thread)
        except OutsideError as error:
            return Notice(words=error.words, refused=True)
        if item is None:
            return Notice(words=_ELSEWHERE, refused=True)
        view = await self._asking.ask(click.who, lambda: shortcut.command(item), click.key)
        if isinstance(view, Form) and shortcut.action is Action.NOTE and not message.get("bot_id"):
            view = replace(view, text=plain(str(message.get("text") or "")))
        return view

    async def _item(self, event: Body) -> int | None:
        """The item whose thread an event is in.

        Raises:
            TryLater: Slack does not tell now; it sends an event again that was not answered.

        """
        thread = str(event.get("thread_ts") or "")
        if not thread:
            return None
        try:
            return await self._messages.item_of(str(event["channel"]), thread)
        except TryLater:
            raise
        except OutsideError:
            return None

    def _whisper(self, body: Body, message: Mapping[str, Any], view: View) -> None:
        thread = str(message.get("thread_ts") or "")
        self._telling.soon(self._answers.whisper(who(body), _channel(body, message), thread, view))


def _channel(body: Body, message: Mapping[str, Any]) -> str:
    """Where: an event names its channel in itself, a shortcut beside the message."""
    return str((body.get("channel") or {}).get("id") or message.get("channel") or "")
