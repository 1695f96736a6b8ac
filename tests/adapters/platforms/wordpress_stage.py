"""A pretend WordPress on stage: the fixtures that its tests share."""

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.platforms.wordpress import WordPress
from adapters.platforms.wordpress_settings import WordPressSettings
from tests.adapters.platforms.pretend_wordpress import BRAND, PASSWORD, USER, PretendWordPress, serving
from tests.contracts.platform_stage import Backstage
from tests.contracts.wire import Wire


class PretendBackstage(Backstage):
    """The pretend WordPress as the contract sees it."""

    def __init__(self, site: PretendWordPress) -> None:
        self.site = site

    async def write(self, text: str, *, author: str = "Vera", parent: str = "") -> str:
        return str(self.site.comment(text, author, int(parent or 0)))

    async def edit(self, comment: str, text: str) -> None:
        self.site.comments[int(comment)].text = text

    async def delete(self, comment: str) -> None:
        del self.site.comments[int(comment)]

    async def moderate(self, *, on: bool) -> None:
        self.site.moderates = on

    async def approve(self, comment: str) -> None:
        self.site.comments[int(comment)].status = "approved"

    async def reply_natively(self, comment: str, text: str) -> str:
        return str(self.site.comment(text, "Brand", int(comment), author=BRAND))

    async def replies(self, comment: str) -> list[str]:
        told = self.site.comments.values()
        return [one.text for one in told if one.parent == int(comment) and one.status == "approved"]


def settings_for(wire: Wire, patience: float = 10.0) -> WordPressSettings:
    return WordPressSettings(url=wire.url, user=USER, password=PASSWORD, patience=patience)


class WordPressStage:
    """Mixed into a test class, it gives it a pretend site, a bad line to it, and the adapter."""

    @pytest.fixture(scope="class")
    @classmethod
    def server(cls) -> Iterator[tuple[PretendWordPress, str]]:
        site = PretendWordPress()
        with serving(site.app()) as url:
            yield site, url

    @pytest.fixture
    def site(self, server: tuple[PretendWordPress, str]) -> PretendWordPress:
        """Be a fresh site: one server serves all tests, with nothing left of the test before."""
        site, _ = server
        vars(site).update(vars(PretendWordPress()))
        return site

    @pytest.fixture
    async def wire(self, server: tuple[PretendWordPress, str], site: PretendWordPress) -> AsyncIterator[Wire]:
        async with Wire(server[1]) as wire:
            site.url = wire.url
            yield wire

    @pytest.fixture
    async def platform(self, wire: Wire, patience: float) -> AsyncIterator[WordPress]:
        platform = WordPress(settings_for(wire, patience))
        yield platform
        await platform.close()

    @pytest.fixture
    def backstage(self, site: PretendWordPress) -> Backstage:
        return PretendBackstage(site)
