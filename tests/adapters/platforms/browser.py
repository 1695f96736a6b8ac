"""A browser on the demo community's page, without a screen."""

import re

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters.platforms.demo import Demo

POST = "barista-vanille"
PAGE = f"/community/post/{POST}"


class Browser:
    """Somebody's browser: it keeps its cookie and fills in the page's forms."""

    def __init__(self, demo: Demo) -> None:
        app = Starlette(routes=[Mount(path, mounted) for path, mounted in demo.mounts().items()])
        transport = httpx.ASGITransport(app=app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://demo.test")

    async def see(self, path: str = PAGE, seen: str = "") -> str:
        answer = await self.client.get(path, headers={"X-Seen": seen} if seen else {})
        return answer.raise_for_status().text

    async def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', await self.see())
        assert found
        return found[1]

    async def send(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"token": await self.token()} | fields)

    async def write(self, text: str, name: str = "Vera", **fields: str) -> str:
        """Comment; the comment's id."""
        answer = await self.send(PAGE, name=name, text=text, **fields)
        assert answer.status_code == 303
        return answer.headers["location"].rpartition("#c-")[2]


def article(page: str, number: str) -> str:
    """Cut one comment out of the page, as a reader sees its words."""
    found = re.search(rf'<article [^>]*id="c-{number}">(.*?)</article>', page, re.DOTALL)
    return found[1] if found else ""
