"""What the Teams surface has to remember across restarts and processes; storage does it."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Memory(Protocol):
    """A few facts by name, and which card stands where."""

    async def facts(self, beginning: str) -> Mapping[str, str]:
        """All facts whose name begins so."""

    async def set_fact(self, name: str, value: str | None) -> None:
        """Remember a fact, or forget it."""

    async def item_at(self, channel: str, messages: Sequence[str]) -> int | None:
        """The item whose card is one of these messages, the first one that is any."""

    async def place_of(self, item: int, channel: str) -> str:
        """The message that is kept up to date for an item; "" for none."""
