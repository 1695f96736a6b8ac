"""The real application in front of a small honest desk, and a browser that keeps its cookies."""

from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters.surfaces.web.settings import Teammate, WebSettings
from adapters.surfaces.web.surface import Web
from bot.domain.status import Action
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import ALEX, KIM, NOW, item_card

SECRET = "a secret for tests only, long enough"
TOKEN = "kims-own-key"
MATES = (Teammate(account="kim", name="Kim"), Teammate(account="alex", name="Alex"))
KIMS_ACCOUNT = sha256(TOKEN.encode()).hexdigest()
DEMO = WebSettings(
    secret=SECRET, secure=False, sign_in_required=False, demo=True, teammates=MATES, poll=0.01, heartbeat=0.05
)
GUARDED = WebSettings(secret=SECRET, poll=0.01, heartbeat=0.05)


@pytest.fixture
def desk() -> FakeDesk:
    """Two teammates and one card."""
    return FakeDesk({"kim": KIM, "alex": ALEX}, item_card(42, Action.APPROVE, Action.EDIT))


@pytest.fixture
def web(desk: FakeDesk) -> Web:
    """The page of a demo."""
    return Web(settings=DEMO, hear=desk.hear, pulse=desk.pulse, clock=lambda: NOW)


@pytest.fixture
def guarded(desk: FakeDesk) -> Web:
    """The page of a real team: nobody gets in without a key."""
    return Web(settings=GUARDED, hear=desk.hear, pulse=desk.pulse, clock=lambda: NOW)


class Browser:
    """A person's browser: cookies, the token of the page it has open, and clicks."""

    def __init__(self, web: Web, origin: str = "http://127.0.0.1") -> None:
        app = Starlette(routes=[Mount(path, served) for path, served in web.mounts().items()])
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=origin)
        self.token = ""

    async def open(self, path: str = "/team/") -> httpx.Response:
        """Open a page, and remember the token in it."""
        page = await self.http.get(path)
        for mark in ('data-csrf="', 'name="csrf" value="'):
            if mark in page.text:
                self.token = page.text.split(mark)[1].split('"')[0]
        return page

    async def post(self, path: str, *, key: str = "", **fields: str) -> httpx.Response:
        """What the page's script sends."""
        data = {"key": key or uuid4().hex, **fields}
        return await self.http.post(path, data=data, headers={"x-csrf": self.token, "x-part": "1"})

    async def click(self, button: str, **fields: str) -> httpx.Response:
        """Press a button, with the text of its dialog if there is one."""
        return await self.post("/team/do", button=button, **fields)


Opens = Callable[..., Browser]


@pytest.fixture
async def opens() -> AsyncIterator[Opens]:
    """Opens browsers, and closes them in the end."""
    browsers: list[Browser] = []

    def one(web: Web, origin: str = "http://127.0.0.1") -> Browser:
        browsers.append(Browser(web, origin))
        return browsers[-1]

    yield one
    for browser in browsers:
        await browser.http.aclose()


@pytest.fixture
async def browser(opens: Opens, web: Web) -> Browser:
    """A browser with the demo open."""
    browser = opens(web)
    await browser.open()
    return browser
