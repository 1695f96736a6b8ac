"""The register of what we may use again."""

from datetime import datetime
from typing import Protocol

from bot.domain.grant import Grant


class Grants(Protocol):
    """Who granted what, when, for which use."""

    async def note(self, grant: Grant) -> int:
        """Keep it, under the number that is returned."""

    async def count(self, since: datetime, until: datetime) -> int:
        """How many were noted from one moment until before another."""

    async def within(self, since: datetime, until: datetime, limit: int) -> list[Grant]:
        """Those themselves, the latest first."""

    async def all(self, limit: int) -> list[Grant]:
        """The latest, newest first."""
