"""Hears Teams: who clicks and writes, where our app is added and removed, what becomes of its channels."""

from collections.abc import Awaitable, Callable, Mapping

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.teams.activities import Json, Sent, concerns_us, event_of
from adapters.surfaces.teams.checkup import Checkup
from adapters.surfaces.teams.clicks import Answer, Clicks
from adapters.surfaces.teams.references import References
from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.talks import Talks

ADDED = frozenset({"add", "add-upgrade"})


class Inbound:
    """The listeners of the gateway."""

    def __init__(
        self,
        settings: TeamsSettings,
        telling: Afterwards,
        references: References,
        listeners: tuple[Clicks, Talks],
        checkup: Checkup,
    ) -> None:
        self._settings = settings
        self._telling = telling
        self._references = references
        self._clicks, self._talks = listeners
        self._checkup = checkup

    async def on_message(self, activity: Json) -> None:
        """Somebody wrote something."""
        await self._talks.on_message(self._sent(activity))

    async def on_invoke(self, activity: Json) -> Answer:
        """Somebody clicked."""
        return await self._clicks.on_click(self._sent(activity))

    async def on_installed(self, activity: Json) -> None:
        """Our app was added or removed, in a team or for one person."""
        sent = self._sent(activity)
        if str(activity.get("action")) not in ADDED:
            self._changes(self._references.removed(activity))
            return
        self._changes(self._references.added(activity))
        if sent.chat and activity.get("action") == "add":
            self._telling.soon(self._talks.home(sent))

    async def on_changed(self, activity: Json) -> None:
        """Our app came or went, or something happened to a team or one of its channels."""
        self._sent(activity)
        event = event_of(activity)
        keep: Mapping[str, Callable[[], Awaitable[None]]] = {
            "teamRenamed": lambda: self._references.added(activity),
            "teamArchived": lambda: self._references.archived(activity, archived=True),
            "teamUnarchived": lambda: self._references.archived(activity, archived=False),
            "teamDeleted": lambda: self._references.removed(activity),
            "teamHardDeleted": lambda: self._references.removed(activity),
        }
        if concerns_us(activity, "membersRemoved"):
            self._changes(self._references.removed(activity))
        elif concerns_us(activity, "membersAdded"):
            self._changes(self._references.added(activity))
        elif event in keep:
            self._changes(keep[event]())
        elif event.startswith("channel"):
            self._checkup.soon()

    def _sent(self, activity: Json) -> Sent:
        sent = Sent.of(activity, guest=self._settings.no_sign_in)
        self._telling.soon(self._references.learn(sent, activity))
        return sent

    def _changes(self, kept: Awaitable[None]) -> None:
        """Keep it, and then look how we are doing."""

        async def keep() -> None:
            await kept
            self._checkup.soon()

        self._telling.soon(keep())
