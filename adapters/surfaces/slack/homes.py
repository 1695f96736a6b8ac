"""Home pages: drawn for whoever opens theirs, and again after each change of theirs."""

from collections import OrderedDict

from adapters.surfaces.slack.asking import Asking
from adapters.surfaces.slack.gate import Who
from adapters.surfaces.slack.lists import ROOM, draw_page, plain_page
from adapters.surfaces.slack.pen import Pen
from adapters.surfaces.slack.telling import Telling
from adapters.surfaces.slack.windows import Windows
from bot.commands import OpenHome
from bot.views import Home, Notice

MOST_KEPT = 1000
"""People whose Home follows; whoever was left out opens theirs again."""


class Homes:
    """The Home pages that were opened lately."""

    def __init__(self, asking: Asking, telling: Telling, windows: Windows) -> None:
        self._asking = asking
        self._telling = telling
        self._windows = windows
        self._opened: OrderedDict[str, None] = OrderedDict()
        self._due: set[str] = set()
        """Whose page is about to be drawn: many changes at once are drawn once."""

    def opened(self, asking: Who) -> None:
        """Somebody looks at theirs."""
        self._opened[asking.account] = None
        while len(self._opened) > MOST_KEPT:
            self._opened.popitem(last=False)
        self.follow(asking)

    def follow(self, asking: Who) -> None:
        """Somebody changed something."""
        if asking.account in self._opened and asking.account not in self._due:
            self._due.add(asking.account)
            self._telling.soon(self._publish(asking))

    async def _publish(self, asking: Who) -> None:
        self._due.discard(asking.account)
        view = await self._asking.ask(asking, OpenHome)
        reader = await self._asking.reader(asking)
        if isinstance(view, Home):
            hint = Pen(reader, ROOM).say("The queue is here: {command}", command="/queue")
            await self._windows.publish(asking.account, draw_page(view, reader), plain_page(hint))
        elif isinstance(view, Notice):
            await self._windows.publish(asking.account, plain_page(reader.catalogue.say(view.words)))
