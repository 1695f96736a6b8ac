"""What the tests of every platform work with: people behind its back, hostile texts, a source to read."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import pytest

from bot.domain.community import Comment, Cursor, Source
from bot.domain.people import Actor
from bot.ports import Approved, Platform

HOSTILE = (
    # What is written, and what the team must be able to read of it.
    ("<script>alert('hafer')</script> wer liest das?", "wer liest das?"),
    ('<img src=x onerror="alert(1)"> na und', "na und"),
    ("3 > 2 && 1 < 2, oder?", "3 > 2 && 1 < 2, oder?"),
    ("*fett* _schräg_ ~weg~ `code` <!channel> <@U123>", "*fett* _schräg_ ~weg~ `code`"),
    ("{text} %s ${jndi:ldap://x} {{7*7}}", "{text} %s ${jndi:ldap://x} {{7*7}}"),
    ("null\x00byte\x07 und \x1b[31mrot", "rot"),
    ("👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪", "👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪"),
    ("שלום עולם مرحبا", "שלום עולם مرحبا"),
    ("Z̸̧̢a̵l̷g̸o̶ kommt", "kommt"),
    ("'; DROP TABLE comments; --", "DROP TABLE comments; --"),
    ("lang " + "x" * 1_500, "x" * 1_500),
    ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
)


class Backstage(Protocol):
    """The public, the moderators and the brand's own people, without the adapter."""

    async def write(self, text: str, *, author: str = "Vera", parent: str = "") -> str:
        """Comment as a stranger; the comment's id."""

    async def edit(self, comment: str, text: str) -> None:
        """Change a comment's text."""

    async def delete(self, comment: str) -> None:
        """Take a comment away."""

    async def moderate(self, *, on: bool) -> None:
        """Hold what strangers write from now on, or no longer."""

    async def approve(self, comment: str) -> None:
        """Make a held comment public."""

    async def reply_natively(self, comment: str, text: str) -> str:
        """Answer with the brand's account, without the adapter."""

    async def replies(self, comment: str) -> list[str]:
        """The texts that stand publicly beneath a comment."""


def approved(comment: Comment, text: str) -> Approved:
    """A person said yes to this text."""
    return Approved(comment=comment, text=text, by=Actor(person=1, surface="web"), at=datetime.now(UTC))


@dataclass
class Reading:
    """A source read page by page until there is no more, as the desk does."""

    platform: Platform
    source: Source
    cursor: Cursor
    pages: list[tuple[Comment, ...]] = field(default_factory=list)

    async def news(self) -> tuple[list[Comment], list[str]]:
        """Read on; the comments and the ids of gone ones."""
        comments: list[Comment] = []
        gone: list[str] = []
        self.pages = []
        more = True
        while more:
            page = await self.platform.fetch(self.source, self.cursor)
            self.cursor, more = page.cursor, page.more
            comments += page.comments
            gone += page.gone
            self.pages.append(page.comments)
        return comments, gone

    async def one(self) -> Comment:
        """Read on, and expect exactly one comment."""
        (comment,), gone = await self.news()
        assert gone == []
        return comment


class PlatformStage:
    """What the tests of a platform start from. The adapter's tests add `platform` and `backstage`."""

    tick = 0.0
    """Seconds of the platform's smallest difference between two times."""

    @pytest.fixture
    def patience(self) -> float:
        """Seconds an adapter waits for an answer; long enough for a busy machine."""
        return 10.0

    @pytest.fixture
    def source(self, platform: Platform) -> Source:
        return Source(platform=platform.name, name="here")

    @pytest.fixture
    async def reading(self, platform: Platform, source: Source) -> Reading:
        """A source that was connected just now."""
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC)))
        assert await reading.news() == ([], [])
        return reading

    @pytest.fixture
    async def comment(self, reading: Reading, backstage: Backstage) -> Comment:
        """A stranger's comment, as the adapter told it."""
        await backstage.write("Wann kommt die neue Sorte?")
        return await reading.one()
