"""Asks the desk in somebody's name, and knows how they read the answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.teams import render
from adapters.surfaces.teams.activities import Who
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.settings import TeamsSettings
from bot.catalogue import Catalogue
from bot.commands import Command, WhoAmI
from bot.errors import Refusal
from bot.ports import Clock, Hear, Heard
from bot.views import Form, Me, Notice, View
from bot.words import Words, say

SURFACE = "teams"
PATIENCE = 8.0
"""Seconds somebody waits at most: Teams itself gives up after ten to fifteen, and sends the click again."""
_NOBODY = say("Teams does not say who you are, so you cannot decide here. Nothing was changed.")
_SLOW = say("This takes longer than usual. It goes on; please look at the card in a moment.")


@dataclass(frozen=True, kw_only=True)
class Eyes:
    """For whom something is drawn, and how."""

    settings: TeamsSettings
    catalogue: Catalogue
    now: datetime | None = None
    """Set for what one person sees once."""
    mri: str = ""
    """That person, as the framework names them."""

    def message(self, view: View) -> Json:
        """A view as a message: whole for one person, and brief for a channel when it is done."""
        return render.message(
            view,
            self.catalogue,
            self.settings.public_url,
            edit_mode=self.settings.edit_mode,
            private=self.now is not None,
            now=self.now,
            # In a channel everybody's card is kept up to date, and whoever asks for it (“Refresh card”) sees
            # their own. A card in somebody's chat has no place that is drawn anew: their client asks for it.
            refresh_for=(self.mri,) if self.mri else (),
        )

    def answer(self, view: View) -> Json:
        """A view as the answer to a click."""
        url, mode = self.settings.public_url, self.settings.edit_mode
        return render.answer(view, self.catalogue, url, edit_mode=mode, now=self.now)

    def dialog(self, form: Form, reason: Words | None = None) -> Json:
        """A form as a dialog, with why it came back."""
        return render.dialog(form, self.catalogue, reason=reason)

    def sheet(self, view: View) -> Json:
        """Any other view as a dialog."""
        return render.sheet(view, self.catalogue, self.settings.public_url, now=self.now)


class Asking:
    """The one way from Teams to the desk; it never raises for what a person did."""

    def __init__(self, settings: TeamsSettings, hear: Hear, telling: Afterwards, clock: Clock) -> None:
        self._settings = settings
        self._hear = hear
        self._telling = telling
        self._clock = clock

    async def ask(self, who: Who, make: Callable[[], Command], key: str = "") -> View:
        """Ask the desk in somebody's name; whatever is wrong comes back as a notice."""
        if not who.account:
            return Notice(words=_NOBODY, refused=True)
        try:
            command = make()
        except Refusal as error:
            return Notice(words=error.words, refused=True)
        heard = Heard(key=key, surface=SURFACE, account=who.account, command=command, name=who.name)
        hearing = asyncio.ensure_future(self._hear(heard))
        done, _ = await asyncio.wait({hearing}, timeout=PATIENCE)
        if done:
            return hearing.result()
        # What was begun is finished; a click that is sent again is heard once.
        self._telling.hold(hearing)
        return Notice(words=_SLOW)

    async def eyes(self, who: Who) -> Eyes:
        """How this person reads: in their own language, and as of now."""
        me = await self._hear(Heard(key="", surface=SURFACE, account=who.account, command=WhoAmI()))
        language = me.language if isinstance(me, Me) else self._settings.language
        catalogue = Catalogue(language, self._settings.time_zone)
        return Eyes(settings=self._settings, catalogue=catalogue, now=self._clock(), mri=who.mri)

    @property
    def channel(self) -> Eyes:
        """How a channel reads."""
        return channel_eyes(self._settings)


def channel_eyes(settings: TeamsSettings) -> Eyes:
    """How a channel reads: in the team's language, and the same for everybody."""
    return Eyes(settings=settings, catalogue=Catalogue(settings.language, settings.time_zone))
