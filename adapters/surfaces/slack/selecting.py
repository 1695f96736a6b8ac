"""Hears people who choose several comments: the dialog is opened, sent, and shows what is left."""

from slack_bolt.async_app import AsyncAck

from adapters.surfaces.slack.answers import Answers
from adapters.surfaces.slack.asking import Asking
from adapters.surfaces.slack.clicks import Click
from adapters.surfaces.slack.gate import Body, who
from adapters.surfaces.slack.many import draw_choice, not_taken, read_choice
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.windows import Windows
from bot.bulk import OnMany, ShowQuiet
from bot.errors import Refusal
from bot.views import Backlog, Notice
from bot.words import say


class Selecting:
    """The listeners of that dialog."""

    def __init__(self, asking: Asking, answers: Answers, telling: Telling, windows: Windows) -> None:
        self._asking = asking
        self._answers = answers
        self._telling = telling
        self._windows = windows

    async def on_open(self, ack: AsyncAck, body: Body) -> None:
        """Somebody wants to choose: among what there is now."""
        click = Click.of(body)
        view = await self._asking.ask(click.who, ShowQuiet)
        await ack()
        if isinstance(view, Backlog):
            self._telling.soon(self._open(click, view))
        else:
            self._telling.soon(self._answers.show(click, view))

    async def _open(self, click: Click, view: Backlog) -> None:
        drawn = draw_choice(view, await self._asking.reader(click.who))
        await (self._windows.push if click.dialog else self._windows.open)(click.trigger, drawn)

    async def on_sent(self, ack: AsyncAck, body: Body) -> None:
        """They chose. What is left is shown in the same dialog, with what came of it."""
        asking, sent = who(body), body["view"]
        reader = await self._asking.reader(asking)
        try:
            command = read_choice(sent)
        except Refusal as refusal:
            await ack(not_taken(reader.catalogue.say(refusal.words), sent))
            return
        # The dialog stays and may be sent again: each state of it is another click.
        key = f"view:{sent['id']}:{sent.get('hash', '')}:{_told(command)}"
        view = await self._asking.ask(asking, lambda: command, key)
        if isinstance(view, Backlog):
            await ack({"response_action": "update", "view": draw_choice(view, reader)})
            return
        words = view.words if isinstance(view, Notice) else say("Done.")
        await ack(not_taken(reader.catalogue.say(words), sent))


def _told(command: OnMany) -> str:
    return f"{command.carried}:{getattr(command, 'person', '')}"
