"""Earlier comments: offered when a source is new, and taken in when somebody asks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backfilling import NEW, backfill, offers
from bot.bootstrap import Parts, assemble
from bot.config import Settings, load
from bot.errors import NotFound
from storage.migrate import migrate


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A team with one blog."""
    own = {
        "AUGENHOEHE_COMMUNITY_MODE": "own",
        "AUGENHOEHE_WORDPRESS_URL": "https://blog.example",
        "AUGENHOEHE_WORDPRESS_USER": "u",
        "AUGENHOEHE_WORDPRESS_PASSWORD": "abcd",
    }
    return load(own | {"AUGENHOEHE_DATA": str(tmp_path)}, tmp_path)


@pytest.fixture
async def parts(settings: Settings) -> AsyncIterator[Parts]:
    """The program, whose blog was connected just now."""
    parts = assemble(settings)
    await migrate(parts.database)
    async with parts.database.work() as work:
        await work.sources.open(parts.desk.policy.watches[0].source, work.now)
    yield parts
    for platform in parts.desk.platforms.values():
        await platform.close()
    await parts.database.close()


async def test_earlier_comments_are_offered_until_somebody_asked_for_them(parts: Parts) -> None:
    (offer,) = await offers(parts)
    assert "augenhoehe backfill wordpress --days 7" in str(offer)
    assert "joins the queue" in str(await backfill(parts.settings, "wordpress", 7))
    assert await offers(parts) == []
    async with parts.database.read() as work:
        (reading,) = await work.sources.all()
    assert work.now - reading.cursor.since >= timedelta(days=7)
    assert reading.due <= work.now
    assert "nothing is left out" in str(await backfill(parts.settings, "wordpress", 3))


async def test_a_source_that_has_been_here_for_long_is_not_talked_about(parts: Parts) -> None:
    async with parts.database.work() as work:
        await work.sources.rewind(parts.desk.policy.watches[0].source, work.now - NEW)
    assert await offers(parts) == []


async def test_a_source_that_is_not_there_is_said_to_be(settings: Settings) -> None:
    with pytest.raises(NotFound, match=r"wordpress"):
        await backfill(settings, "blogg", 7)
