"""A page that draws the cards of the pretend Teams with the official renderer, for a browser to click."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.adapters.surfaces.teams.member import Member
from tests.adapters.surfaces.teams.pretend import Json, PretendTeams

HERE = Path(__file__).parent
RENDERER = "adaptivecards@3.0.6"
"""MIT. It is fetched when it is needed, and not kept with us."""
INVOKED = {"fetch": "task/fetch", "submit": "task/submit"}


def renderer() -> Path | None:
    """The folder of the official renderer, fetched with npm; None where that is not to be had."""
    folder = Path(tempfile.gettempdir()) / RENDERER.replace("@", "-")
    dist = folder / "node_modules" / "adaptivecards" / "dist"
    npm = shutil.which("npm")
    if npm and not (dist / "adaptivecards.min.js").exists():
        folder.mkdir(exist_ok=True)
        options = ("--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder))
        subprocess.run([npm, "install", *options, RENDERER], check=False, capture_output=True, timeout=120)
    return dist if (dist / "adaptivecards.min.js").exists() else None


class Page:
    """Serves the page for one member; what they do goes to us as Teams sends it, signed."""

    def __init__(self, pretend: PretendTeams, member: Member, dist: Path) -> None:
        self._pretend = pretend
        self._member = member
        self._dist = dist
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self._file)
        app.router.add_get("/messages", self._messages)
        app.router.add_get("/{name:[a-z.]+}", self._file)
        app.router.add_post("/act", self._act)
        app.router.add_post("/{kind:fetch|submit}", self._dialog)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        if name == "favicon.ico":
            return web.Response(status=204)
        return web.FileResponse((self._dist if name.startswith("adaptivecards") else HERE) / name)

    async def _messages(self, _: web.Request) -> web.StreamResponse:
        shown = [
            {"id": one["id"], "card": one["activity"]["attachments"][0]["content"]}
            for one in self._pretend.messages
        ]
        return web.json_response(shown)

    async def _act(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        action = {"type": "Action.Execute", "verb": asked["verb"], "data": asked["data"]}
        return await self._invoked("adaptiveCard/action", {"action": action, "trigger": "manual"}, asked)

    async def _dialog(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        return await self._invoked(INVOKED[request.match_info["kind"]], {"data": asked["data"]}, asked)

    async def _invoked(self, name: str, value: Json, asked: Any) -> web.StreamResponse:
        (message,) = [one for one in self._pretend.messages if one["id"] == asked["message"]]
        answer = await self._member.send(self._member.invoked(name, value, message))
        return web.json_response(answer.json() if answer.content else {}, status=answer.status_code)
