"""Tells people what came of what they asked, where they asked it: in a channel, a dialog, or at home."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.surfaces.slack.asking import Asking
from adapters.surfaces.slack.clicks import Click
from adapters.surfaces.slack.counting import recounted
from adapters.surfaces.slack.dialogs import READ, draw_form, draw_whole, limit_of, read_form
from adapters.surfaces.slack.gate import Who
from adapters.surfaces.slack.render import render, render_message
from adapters.surfaces.slack.sheets import draw_sheet, plain_sheet
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.windows import Windows
from bot.commands import Command
from bot.errors import OutsideError, Refusal
from bot.views import Answer, Form, ItemCard, LogView, Notice, Register, View
from bot.words import say

TOO_LATE = say("Slack did not open the dialog in time. Nothing was changed. Please click again.")


class Answers:
    """What a person is told. It comes after Slack has its answer, and whatever gets lost loses nothing."""

    def __init__(self, asking: Asking, telling: Telling, windows: Windows) -> None:
        self._asking = asking
        self._telling = telling
        self._windows = windows

    async def after(self, click: Click, view: View) -> None:
        """What came of a button. A shared card and Home follow by themselves: only refusals are said."""
        if isinstance(view, Form):
            await self.open(click, view)
        elif (
            click.dialog or isinstance(view, Notice | Register) or (isinstance(view, Answer) and view.onward)
        ):
            await self.show(click, view)
        elif click.private:
            await self._respond(click, view, replace_it=True)

    async def show(self, click: Click, view: View) -> None:
        """A view for one person."""
        if not (click.dialog or click.at_home):
            await self._respond(click, view)
            return
        reader = await self._asking.reader(click.who)
        drawn, plain = draw_sheet(view, reader), plain_sheet(view, reader)
        if click.dialog:
            await self._windows.turn(click.dialog, drawn, plain)
        else:
            await self._windows.open(click.trigger, drawn, plain)

    async def card(self, click: Click, card: ItemCard) -> None:
        """The card in a dialog, wherever it was asked for."""
        reader = await self._asking.reader(click.who)
        await self._windows.open(click.trigger, draw_sheet(card, reader), plain_sheet(card, reader))

    async def open(self, click: Click, form: Form) -> None:
        """The dialog of an action."""
        try:
            drawn = draw_form(form, await self._asking.reader(click.who))
            await (self._windows.push if click.dialog else self._windows.open)(click.trigger, drawn)
        except Refusal as refusal:
            await self.show(click, Notice(words=refusal.words, refused=True))
        except OutsideError:
            await self._respond(click, Notice(words=TOO_LATE, refused=True))

    async def read(self, click: Click, view: ItemCard | LogView, page: int) -> None:
        """A page of a long text."""
        drawn = draw_whole(view, await self._asking.reader(click.who), page)
        if click.dialog and click.kind == READ:
            await self._windows.turn(click.dialog, drawn)
        else:
            await (self._windows.push if click.dialog else self._windows.open)(click.trigger, drawn)

    async def renew(self, asking: Who, number: str, answer: View) -> None:
        """The card in the dialog beneath one that was sent."""
        reader = await self._asking.reader(asking)
        await self._windows.turn(number, draw_sheet(answer, reader), plain_sheet(answer, reader))

    async def recount(self, asking: Who, view: Mapping[str, Any]) -> None:
        """The room that is left for what somebody types. Any: Slack's payload."""
        limit = limit_of(view)
        if limit is None:
            return
        text = read_form(view).text
        renewed = recounted(view, text, limit, await self._asking.reader(asking))
        if renewed is not None:
            await self._windows.turn(str(view["id"]), renewed, seen=str(view.get("hash", "")))

    async def whisper(self, asking: Who, channel: str, thread: str, view: View) -> None:
        """A word in a thread that one person sees."""
        words = view.words if isinstance(view, Notice | Answer) else say("Done.")
        message = render(Notice(words=words), await self._asking.reader(asking))
        await self._telling.whisper(channel, asking.account, thread, message)

    async def _respond(self, click: Click, view: View, *, replace_it: bool = False) -> None:
        if click.answer_to:
            message = render_message(view, await self._asking.reader(click.who))
            await self._telling.respond(click.answer_to, message, replace=replace_it)

    async def later(self, asking: Who, url: str, make: Callable[[], Command], key: str) -> None:
        """The answer to a command, once Slack has its own: a report of a year takes longer than it waits."""
        view = await self._asking.ask(asking, make, key)
        await self._telling.respond(url, render_message(view, await self._asking.reader(asking)))
