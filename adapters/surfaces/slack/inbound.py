"""Hears people in Slack: buttons, dialogs, Home and `/queue`; threads have a module of their own.

Whatever somebody asks for is kept by the desk before Slack gets its answer (`process_before_response`);
what they are told comes afterwards.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.answers import Answers
from adapters.surfaces.slack.asking import Asking
from adapters.surfaces.slack.blocks import Message
from adapters.surfaces.slack.clicks import Click, number_of, wanted
from adapters.surfaces.slack.dialogs import FORM, Sent, draw_form, field_errors, read_form
from adapters.surfaces.slack.gate import Body, Gate, Who, who
from adapters.surfaces.slack.homes import Homes
from adapters.surfaces.slack.lists import LANGUAGE, SEARCH
from adapters.surfaces.slack.manifest import COMMAND, COMMANDS
from adapters.surfaces.slack.many import MANY, OPENS
from adapters.surfaces.slack.messages import Messages
from adapters.surfaces.slack.render import render
from adapters.surfaces.slack.selecting import Selecting
from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.text import plain
from adapters.surfaces.slack.threads import Threads
from adapters.surfaces.slack.windows import Windows
from bot.commands import (
    ChooseLanguage,
    DoneWriting,
    Edit,
    OnItem,
    Search,
    ShowItem,
    ShowLog,
    ShowQueue,
    dialog_of,
    to_button,
)
from bot.errors import Refusal
from bot.lines import from_line
from bot.ports import Clock, Hear
from bot.shifting import command_of
from bot.views import Board, Form, HelpView, ItemCard, LogView, Notice
from bot.words import say

SHARE = "share"
REPORTS = frozenset({"report", "/report"})
"""What is answered later: it may take longer than Slack waits, and Slack may not take its charts."""
HELP_SHARE = (f"{COMMAND} {SHARE}", say("Show the queue to everybody in this channel"))


class Inbound:
    """The listeners, over one app of Bolt that serves HTTP and Socket Mode alike."""

    def __init__(
        self, settings: SlackSettings, hear: Hear, client: AsyncWebClient, messages: Messages, clock: Clock
    ) -> None:
        self.telling, windows = Telling(client), Windows(client)
        self._asking = Asking(settings, hear, Gate(settings, client, clock), clock)
        self._answers = Answers(self._asking, self.telling, windows)
        self._selecting = Selecting(self._asking, self._answers, self.telling, windows)
        self._homes = Homes(self._asking, self.telling, windows)
        self._asking.changed = self._homes.follow
        self._threads = Threads(
            self._asking, self._answers, messages, self.telling, keep_notes=settings.keep_notes
        )
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
        app.action(re.compile(r"^text:"))(self.on_typing)
        app.action(SEARCH)(self.on_search)
        app.action(LANGUAGE)(self.on_language)
        app.view(FORM)(self.on_form)
        app.view_closed(FORM)(self.on_left)
        app.action(OPENS)(self._selecting.on_open)
        app.view(MANY)(self._selecting.on_sent)
        for name in COMMANDS:
            app.command(name)(self.on_command)
        app.shortcut(re.compile(r"^thread:"))(self._threads.on_shortcut)
        app.event("app_home_opened")(self.on_home)
        app.event("app_mention")(self._threads.on_mention)
        app.event("message")(self._threads.on_message)

    # Buttons

    async def on_button(self, ack: AsyncAck, body: Body) -> None:
        """A decision, or the wish for its dialog."""
        click = Click.of(body)
        view = await self._asking.ask(click.who, lambda: wanted(click.value), click.key)
        await ack()
        self.telling.soon(self._answers.after(click, view))

    async def on_open(self, ack: AsyncAck, body: Body) -> None:
        """The whole card, for one person."""
        click = Click.of(body)
        view = await self._asking.ask(click.who, lambda: ShowItem(item=number_of(click.value)))
        await ack()
        self.telling.soon(self._answers.show(click, view))

    async def on_read(self, ack: AsyncAck, body: Body) -> None:
        """A page of a long text or log."""
        click = Click.of(body)
        number, _, page = click.value.partition(":")
        kind = ShowLog if body["actions"][0]["action_id"].startswith("log:") else ShowItem
        view = await self._asking.ask(click.who, lambda: kind(item=number_of(number)))
        await ack()
        if isinstance(view, ItemCard | LogView):
            self.telling.soon(self._answers.read(click, view, number_of(page)))
        else:
            self.telling.soon(self._answers.show(click, view))

    # Home

    async def on_home(self, body: Body) -> None:
        """Somebody looks at their Home."""
        if body["event"].get("tab", "home") == "home":
            self._homes.opened(who(body))

    async def on_search(self, ack: AsyncAck, body: Body) -> None:
        """Words were typed into the search at home."""
        click = Click.of(body)
        view = await self._asking.ask(click.who, lambda: Search(words=plain(click.value)))
        await ack()
        self.telling.soon(self._answers.show(click, view))

    async def on_language(self, ack: AsyncAck, body: Body) -> None:
        """Another language was chosen at home, which follows by itself."""
        click = Click.of(body)
        view = await self._asking.ask(click.who, lambda: ChooseLanguage(language=click.value))
        await ack()
        if isinstance(view, Notice):
            self.telling.soon(self._answers.show(click, view))

    # Dialogs

    async def on_typing(self, ack: AsyncAck, body: Body) -> None:
        """Somebody types into a dialog whose platform has a limit."""
        await ack()
        self.telling.soon(self._answers.recount(who(body), body["view"]))

    async def on_form(self, ack: AsyncAck, body: Body) -> None:
        """A dialog was sent. A refused one stays open with its text, and says why."""
        asking = who(body)
        try:
            sent = read_form(body["view"])
        except Refusal as refusal:
            await ack(field_errors((await self._asking.reader(asking)).catalogue.say(refusal.words)))
            return
        view = await self._asking.ask(
            asking, lambda: sent.command, f"view:{body['view']['id']}:{to_button(sent.command)}"
        )
        if isinstance(view, Notice) and view.refused:
            await ack(await self._sent_back(asking, sent, view))
            return
        await ack("")
        beneath = str(body["view"].get("root_view_id") or body["view"]["id"])
        if beneath != body["view"]["id"]:
            self.telling.soon(self._answers.renew(asking, beneath, view))

    async def on_left(self, ack: AsyncAck, body: Body) -> None:
        """The dialog of a draft was closed without being sent."""
        await ack()
        item = _left_item(body["view"])
        if item:
            await self._asking.ask(who(body), lambda: DoneWriting(item=item))

    async def _sent_back(self, asking: Who, sent: Sent, notice: Notice) -> dict[str, Any]:
        """The dialog again: with what has changed meanwhile, if that is why. Any: Block Kit."""
        reader, command = await self._asking.reader(asking), sent.command
        if not isinstance(command, OnItem):
            return field_errors(reader.catalogue.say(notice.words))
        again = await self._asking.ask(asking, lambda: dialog_of(command))
        if isinstance(again, Form) and _seen(again.command) != _seen(sent.command):
            form = replace(again, text=sent.text)
            return {"response_action": "update", "view": draw_form(form, reader, reason=notice.words)}
        return field_errors(reader.catalogue.say(notice.words))

    # Commands

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        """`/queue …`: for the person alone, or for the channel with `share`."""
        asking = who(body)
        line = plain(str(body.get("text") or ""))
        named = str(body.get("command") or COMMAND)
        shared = line.casefold() == SHARE and named == COMMAND
        line = line if named == COMMAND else f"{named} {line}"
        key, url = f"command:{body.get('trigger_id', '')}", str(body.get("response_url") or "")
        if url and REPORTS.intersection(line.casefold().split()[:1]):
            await ack()
            self.telling.soon(self._answers.later(asking, url, lambda: from_line(line), key))
            return
        room = str(body.get("channel_id") or "")
        view = await self._asking.ask(
            asking, lambda: ShowQueue(room=room) if shared else from_line(line), key
        )
        if isinstance(view, HelpView):
            view = replace(view, lines=(*view.lines, HELP_SHARE))
        if room and shared and isinstance(view, Board):
            await ack(_said(render(view, self._asking.channel), "in_channel"))
        else:
            await ack(_said(render(view, await self._asking.reader(asking)), "ephemeral"))


def _seen(command: Any) -> tuple[int, int]:
    return command.draft, command.version


def _left_item(view: Mapping[str, Any]) -> int:
    """The item whose draft was in a dialog that was closed, or 0. Any: Slack's payload."""
    try:
        command = command_of(json.loads(view["private_metadata"])["do"])
    except (LookupError, TypeError, ValueError, Refusal):
        return 0
    return command.item if isinstance(command, Edit) else 0


def _said(message: Message, to: str) -> dict[str, Any]:
    """The answer to a command. Any: Block Kit."""
    blocks = list(message.blocks)
    return {"response_type": to, "text": message.text, "blocks": blocks, "unfurl_links": False}
