"""The pretend Teams in a process of its own: slow, unreliable, and never killed.

Run it as `python -m tests.campaigns_teams.outside`; it prints its address. What a call does happens at a
random moment within it, whether or not the caller is still there.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

from tests.adapters.surfaces.teams.pretend import APP, Json, PretendTeams

SLOW = 0.03
"""Seconds that a call takes at most, before and after it is done."""
CHANGES = frozenset({"create", "reply", "update"})


@dataclass
class Outside(PretendTeams):
    """A Teams over a bad line."""

    chance: float = 0.0
    """How likely the answer to a call is lost."""
    lost: int = 0
    """How many answers to a new message were lost, or came too late."""

    def routes(self, app: web.Application) -> None:
        """One more, for the campaign itself."""
        super().routes(app)
        app.router.add_post("/control", self._control)

    async def _guard(self, request: web.Request, kind: str, channel: str) -> web.StreamResponse | None:
        await asyncio.sleep(random.uniform(0, SLOW))
        if random.random() < self.chance and kind in CHANGES:
            self.faults.setdefault(kind, []).append("drop")
        return await super()._guard(request, kind, channel)

    async def _told(self, kind: str, request: web.Request, body: Json, status: int) -> web.StreamResponse:
        await asyncio.sleep(random.uniform(0, SLOW))
        gone = request.transport is None or request.transport.is_closing()
        self.lost += kind in {"create", "reply"} and (gone or bool(self.faults.get(kind)))
        return await super()._told(kind, request, body, status)

    async def _control(self, request: web.Request) -> web.Response:
        """What the channel shows, how often it was called, a token; and what goes wrong from now on."""
        asked = await request.json()
        self.chance = asked.get("chance", self.chance)
        for kind, faults in asked.get("faults", {}).items():
            self.fail_next(kind, *(tuple(one) if isinstance(one, list) else one for one in faults))
        token = self.signer.token(APP, self.service_url)
        told = {"messages": self.messages, "calls": self.calls, "lost": self.lost, "token": token}
        return web.json_response(told)


@contextmanager
def outside() -> Iterator[str]:
    """Its address."""
    command = [sys.executable, "-m", "tests.campaigns_teams.outside"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


async def main() -> None:
    """Serve until killed."""
    async with Outside() as teams:
        print(teams.url, flush=True)  # noqa: T201 - whoever started it reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
