"""The contract against a real WordPress from Debian's packages: what the pretend one repeats, it knows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.platforms.wordpress import WordPress
from adapters.platforms.wordpress_settings import WordPressSettings
from bot.domain.community import Comment, Cursor, Source
from bot.errors import TooLong
from tests.contracts.platform_stage import Backstage, Reading, approved
from tests.contracts.platform_wire import WireContract
from tests.contracts.wire import Wire
from tests.rigs.wordpress import Site, wordpress

pytestmark = pytest.mark.wordpress


class RealBackstage(Backstage):
    """A real site as the contract sees it: strangers use the form, moderators WordPress's own functions."""

    def __init__(self, site: Site) -> None:
        self.site = site

    async def write(self, text: str, *, author: str = "Vera", parent: str = "") -> str:
        number = await asyncio.to_thread(
            self.site.comment_as_visitor,
            self.site.post_id,
            author,
            "someone@example.org",
            text,
            int(parent or 0),
        )
        assert number is not None, "WordPress refused the visitor's comment"
        return str(number)

    async def edit(self, comment: str, text: str) -> None:
        await asyncio.to_thread(self.site.edit, int(comment), text)

    async def delete(self, comment: str) -> None:
        await asyncio.to_thread(self.site.delete_for_good, int(comment))

    async def moderate(self, *, on: bool) -> None:
        await asyncio.to_thread(self.site.moderate, on=on)

    async def approve(self, comment: str) -> None:
        await asyncio.to_thread(self.site.approve, int(comment))

    async def reply_natively(self, comment: str, text: str) -> str:
        body = {"post": self.site.post_id, "parent": int(comment), "content": text}
        async with httpx.AsyncClient(auth=(self.site.user, self.site.password), timeout=30) as client:
            answer = await client.post(f"{self.site.url}/wp-json/wp/v2/comments", json=body)
        return str(answer.raise_for_status().json()["id"])

    async def replies(self, comment: str) -> list[str]:
        rows = await asyncio.to_thread(self.site.replies, int(comment))
        return [row.text for row in rows if row.status == "approved"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with wordpress(tmp_path_factory.mktemp("wordpress")) as site:
        site.flood_off()
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """Be a post of its own: WordPress refuses the same text twice beneath the same post."""
    post = server.new_post("Die neue Sorte &#8211; endlich", "Sie ist <strong>da</strong>.")
    return Site(**(vars(server) | {"post_id": post}))


@pytest.fixture
async def wire(site: Site) -> AsyncIterator[Wire]:
    async with Wire(site.url) as wire:
        yield wire


@pytest.fixture
async def platform(wire: Wire, site: Site, patience: float) -> AsyncIterator[WordPress]:
    # PHP on a busy machine needs more than the least patience of the contract.
    waiting = max(patience, 3.0)
    settings = WordPressSettings(url=wire.url, user=site.user, password=site.password, patience=waiting)
    platform = WordPress(settings)
    yield platform
    await platform.close()


@pytest.fixture
def backstage(site: Site) -> Backstage:
    return RealBackstage(site)


class TestRealWordPress(WireContract):
    tick = 1.0

    @pytest.fixture
    async def reading(self, platform: WordPress, source: Source) -> Reading:
        """Begin after everything that earlier tests wrote on the same site, in this very second too."""
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC) + timedelta(seconds=self.tick)))
        assert await reading.news() == ([], [])
        return reading

    async def test_knows_the_post(self, comment: Comment) -> None:
        assert comment.post.title == "Die neue Sorte – endlich"
        assert comment.post.text == "Sie ist da."

    async def test_the_column_takes_exactly_what_we_say(self, platform: WordPress, comment: Comment) -> None:
        longest = platform.limits.longest
        await platform.post(approved(comment, "x" * longest), "key-1")
        (own,) = (await platform.look(comment)).replies
        assert len(own.text) == longest
        with pytest.raises(TooLong):
            await platform.post(approved(comment, "x" * (longest + 1)), "key-2")
