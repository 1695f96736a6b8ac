"""What a chat tool's surface remembers between its calls: a unit of work for each."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, select

from storage._sql import table
from storage.database import Database
from storage.tables import PlaceRow

_places = table(PlaceRow)


class ChatMemory:
    """Facts of one surface, and which of its cards stands where."""

    def __init__(self, database: Database, surface: str) -> None:
        self._database = database
        self._surface = surface

    async def facts(self, beginning: str) -> Mapping[str, str]:
        """All facts of the surface whose name begins so."""
        async with self._database.read() as work:
            found = await work.facts(f"{self._surface}:{beginning}")
        return {name.removeprefix(f"{self._surface}:"): value for name, value in found.items()}

    async def set_fact(self, name: str, value: str | None) -> None:
        """Remember a fact, or forget it."""
        async with self._database.work() as work:
            await work.set_fact(f"{self._surface}:{name}", value)

    async def item_at(self, channel: str, messages: Sequence[str]) -> int | None:
        """The item whose card is one of these messages, the first one that is any."""
        there = and_(_places.c.channel == channel, _places.c.remote.in_(list(messages)))
        query = select(_places.c.remote, _places.c.item).where(_places.c.surface == self._surface, there)
        async with self._database.read() as work:
            found = {row["remote"]: int(row["item"]) for row in await work.session.rows(query)}
        return next((found[one] for one in messages if one in found), None)

    async def place_of(self, item: int, channel: str) -> str:
        """The message that is kept up to date for an item; "" for none."""
        here = and_(_places.c.channel == channel, _places.c.item == item)
        query = select(_places.c.remote).where(_places.c.surface == self._surface, here)
        async with self._database.read() as work:
            found: str | None = await work.session.value(query)
        return found or ""
