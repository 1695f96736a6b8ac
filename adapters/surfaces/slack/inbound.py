"""Hears people in Slack: buttons, dialogs, `/queue`, and what is written in threads.

Whatever somebody asks for is kept by the desk before Slack gets its answer (`process_before_response`);
what they are told comes afterwards. Nothing that is typed into a thread can make a reply public.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.blocks import Message
from adapters.surfaces.slack.clicks import Click, number_of, typed_in_thread, wanted
from adapters.surfaces.slack.dialogs import FORM, Sent, draw_form, draw_whole, field_errors, read_form
from adapters.surfaces.slack.gate import Body, Gate, Who, who
from adapters.surfaces.slack.manifest import COMMAND
from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import render
from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.text import plain
from bot.catalogue import Catalogue
from bot.commands import (
    Command,
    Note,
    OpenForm,
    Redraft,
    ShowItem,
    ShowLog,
    WhoAmI,
    from_line,
    to_button,
)
from bot.errors import OutsideError, Refusal, TryLater
from bot.ports import Clock, Hear, Heard
from bot.views import Answer, Board, Form, HelpView, ItemCard, LogView, Me, Notice, View
from bot.words import say

SHARE = "share"
HELP_SHARE = (f"{COMMAND} {SHARE}", say("Show the queue to everybody in this channel"))


class Inbound:
    """The listeners, over one app of Bolt that serves HTTP and Socket Mode alike."""

    def __init__(
        self, settings: SlackSettings, hear: Hear, client: AsyncWebClient, messages: Messages, clock: Clock
    ) -> None:
        self._settings = settings
        self._hear = hear
        self._messages = messages
        self._clock = clock
        self._gate = Gate(settings, client, clock)
        self.telling = Telling(client)
        self.app = AsyncApp(
            # Without a name Bolt walks the whole stack to make one up; with ours it would quieten our logs.
            name="slack_bolt_app",
            client=client,
            signing_secret=settings.signing_secret or None,
            process_before_response=True,
        )
        self._listen(self.app)

    def _listen(self, app: AsyncApp) -> None:
        app.action(re.compile(r"^(do|more):"))(self.on_button)
        app.action(re.compile(r"^open:"))(self.on_open)
        app.action(re.compile(r"^(read|log):"))(self.on_read)
        app.view(FORM)(self.on_form)
        app.command(COMMAND)(self.on_command)
        app.event("app_mention")(self.on_mention)
        app.event("message")(self.on_message)

    # Buttons

    async def on_button(self, ack: AsyncAck, body: Body) -> None:
        """A decision, or the wish for its dialog."""
        click = Click.of(body)
        view = await self._ask(click.who, lambda: wanted(click.value), click.key)
        await ack()
        self.telling.soon(self._answer(click, view))

    async def on_open(self, ack: AsyncAck, body: Body) -> None:
        """The whole card, for one person."""
        click = Click.of(body)
        view = await self._ask(click.who, lambda: ShowItem(item=number_of(click.value)))
        await ack()
        self.telling.soon(self._tell(click, view))

    async def on_read(self, ack: AsyncAck, body: Body) -> None:
        """A page of a long text or log."""
        click = Click.of(body)
        number, _, page = click.value.partition(":")
        kind = ShowLog if body["actions"][0]["action_id"].startswith("log:") else ShowItem
        view = await self._ask(click.who, lambda: kind(item=number_of(number)))
        await ack()
        if isinstance(view, ItemCard | LogView):
            self.telling.soon(self._read(click, view, number_of(page)))
        else:
            self.telling.soon(self._tell(click, view))

    async def _answer(self, click: Click, view: View) -> None:
        """What a person is told after a click. A shared card follows by itself: only refusals are said."""
        if isinstance(view, Form):
            await self._open(click, view)
        elif isinstance(view, Notice):
            await self._tell(click, view)
        elif click.private:
            await self._tell(click, view, replace_it=True)

    async def _open(self, click: Click, form: Form) -> None:
        try:
            await self.telling.open(click.trigger, draw_form(form, await self._reader(click.who)))
        except Refusal as refusal:
            await self._tell(click, Notice(words=refusal.words, refused=True))
        except OutsideError:
            words = say("Slack did not open the dialog in time. Nothing was changed. Please click again.")
            await self._tell(click, Notice(words=words, refused=True))

    async def _read(self, click: Click, view: ItemCard | LogView, page: int) -> None:
        drawn = draw_whole(view, await self._reader(click.who), page)
        if click.dialog:
            await self.telling.turn(click.dialog, drawn)
        else:
            await self.telling.open(click.trigger, drawn)

    async def _tell(self, click: Click, view: View, *, replace_it: bool = False) -> None:
        if click.answer_to:
            message = render(view, await self._reader(click.who))
            await self.telling.respond(click.answer_to, message, replace=replace_it)

    # Dialogs

    async def on_form(self, ack: AsyncAck, body: Body) -> None:
        """A dialog was sent. A refused one stays open with its text, and says why."""
        asking = who(body)
        try:
            sent = read_form(body["view"])
        except Refusal as refusal:
            await ack(field_errors((await self._reader(asking)).catalogue.say(refusal.words)))
            return
        view = await self._ask(
            asking, lambda: sent.command, f"view:{body['view']['id']}:{to_button(sent.command)}"
        )
        refused = isinstance(view, Notice) and view.refused
        await ack(await self._sent_back(asking, sent, view) if isinstance(view, Notice) and refused else "")

    async def _sent_back(self, asking: Who, sent: Sent, notice: Notice) -> dict[str, Any]:
        """The dialog again: with what has changed meanwhile, if that is why. Any: Block Kit."""
        reader = await self._reader(asking)
        again = await self._ask(asking, lambda: OpenForm(item=sent.command.item, action=sent.command.action))
        if isinstance(again, Form) and _seen(again.command) != _seen(sent.command):
            form = replace(again, text=sent.text)
            return {"response_action": "update", "view": draw_form(form, reader, reason=notice.words)}
        return field_errors(reader.catalogue.say(notice.words))

    # Commands

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        """`/queue …`: for the person alone, or for the channel with `share`."""
        asking = who(body)
        line = plain(str(body.get("text") or ""))
        shared = line.casefold() == SHARE
        view = await self._ask(
            asking, lambda: from_line("" if shared else line), f"command:{body.get('trigger_id', '')}"
        )
        if isinstance(view, HelpView):
            view = replace(view, lines=(*view.lines, HELP_SHARE))
        if shared and isinstance(view, Board):
            # What I handle is nobody else's business here.
            await ack(_said(render(replace(view, mine=()), self._channel_reader), "in_channel"))
        else:
            await ack(_said(render(view, await self._reader(asking)), "ephemeral"))

    # Threads

    async def on_mention(self, body: Body) -> None:
        """“@Augenhöhe shorter, please” in an item's thread: a new draft. It never posts."""
        event, asking = body["event"], who(body)
        item = await self._item(event)
        if item is None:
            words = say(
                "I can only help in the thread of a comment. With {command} you see the queue.",
                command=COMMAND,
            )
            view: View = Notice(words=words, refused=True)
        else:
            wish = plain(str(event.get("text", "")), await self._messages.us())
            view = await self._ask(asking, lambda: Redraft(item=item, text=wish), f"event:{body['event_id']}")
        self.telling.soon(self._whisper(event, asking, view))

    async def on_message(self, body: Body) -> None:
        """What people write to each other in an item's thread is kept with the item, if that is set."""
        event, asking = body["event"], who(body)
        text = str(event.get("text") or "")
        if not self._settings.keep_notes or not typed_in_thread(event):
            return
        # A mention comes as an event of its own.
        if f"<@{await self._messages.us()}>" in text or (item := await self._item(event)) is None:
            return
        view = await self._ask(asking, lambda: Note(item=item, text=plain(text)), f"event:{body['event_id']}")
        if isinstance(view, Notice):
            self.telling.soon(self._whisper(event, asking, view))

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

    async def _whisper(self, event: Body, asking: Who, view: View) -> None:
        words = view.words if isinstance(view, Notice | Answer) else say("Done.")
        message = render(Notice(words=words), await self._reader(asking))
        await self.telling.whisper(
            str(event["channel"]), asking.account, str(event.get("thread_ts") or ""), message
        )

    # The one door

    async def _ask(self, asking: Who, make: Callable[[], Command], key: str = "") -> View:
        """Ask the desk in somebody's name; whatever is wrong comes back as a notice."""
        try:
            await self._gate.check(asking)
            command = make()
        except (Refusal, OutsideError) as error:
            return Notice(words=error.words, refused=True)
        return await self._hear(
            Heard(key=key, surface="slack", account=asking.account, command=command, name=asking.name)
        )

    async def _reader(self, asking: Who) -> Reader:
        """How this person reads: in their own language, and as of now."""
        me = await self._hear(Heard(key="", surface="slack", account=asking.account, command=WhoAmI()))
        language = me.language if isinstance(me, Me) else self._settings.language
        return Reader(catalogue=Catalogue(language, self._settings.time_zone), now=self._clock())

    @property
    def _channel_reader(self) -> Reader:
        return Reader(catalogue=Catalogue(self._settings.language, self._settings.time_zone))


def _seen(command: Any) -> tuple[int, int]:
    return command.draft, command.version


def _said(message: Message, to: str) -> dict[str, Any]:
    """The answer to a command. Any: Block Kit."""
    blocks = list(message.blocks)
    return {"response_type": to, "text": message.text, "blocks": blocks, "unfurl_links": False}
