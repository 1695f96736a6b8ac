"""Asks the desk in somebody's name, and knows how they read the answer."""

from collections.abc import Callable

from adapters.surfaces.slack.gate import Gate, Who
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.settings import SlackSettings
from bot.catalogue import Catalogue
from bot.commands import Carried, ChooseLanguage, Command, Next, OnItem, WhoAmI
from bot.errors import OutsideError, Refusal
from bot.ports import Clock, Hear, Heard
from bot.views import Me, Notice, View

SURFACE = "slack"


class Asking:
    """The one way from Slack to the desk: past the gate, and never with an error."""

    def __init__(self, settings: SlackSettings, hear: Hear, gate: Gate, clock: Clock) -> None:
        self._settings = settings
        self._hear = hear
        self._gate = gate
        self._clock = clock
        self.changed: Callable[[Who], None] = lambda _: None
        """Told after somebody changed something."""

    async def ask(self, asking: Who, make: Callable[[], Command], key: str = "") -> View:
        """Ask the desk in somebody's name; whatever is wrong comes back as a notice."""
        try:
            await self._gate.check(asking)
            command = make()
        except (Refusal, OutsideError) as error:
            return Notice(words=error.words, refused=True)
        heard = Heard(key=key, surface=SURFACE, account=asking.account, command=command, name=asking.name)
        view = await self._hear(heard)
        if isinstance(command, OnItem | Next | ChooseLanguage | Carried):
            self.changed(asking)
        return view

    async def reader(self, asking: Who) -> Reader:
        """How this person reads: in their own language, and as of now."""
        me = await self._hear(Heard(key="", surface=SURFACE, account=asking.account, command=WhoAmI()))
        language = me.language if isinstance(me, Me) else self._settings.language
        return Reader(catalogue=Catalogue(language, self._settings.time_zone), now=self._clock())

    @property
    def channel(self) -> Reader:
        """How a channel reads."""
        return Reader(catalogue=Catalogue(self._settings.language, self._settings.time_zone))
