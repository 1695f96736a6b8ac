"""The pretend Slack in a process of its own: slow, unreliable, and never killed.

Run it as `python -m tests.campaigns_slack.outside`; it prints its address. What a call does happens at a
random moment within it, whether or not the caller is still there.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from tests.adapters.surfaces.slack.pretend_slack import PretendSlack

SLOW = 0.03
"""Seconds that a call takes at most, before and after it is done."""
CHANGES = frozenset({"chat.postMessage", "chat.update"})


class Outside(PretendSlack):
    """A Slack over a bad line."""

    chance = 0.0
    """How likely the answer to a call is lost."""

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method == "control":
            return await self._control(request)
        await asyncio.sleep(random.uniform(0, SLOW))
        if random.random() < self.chance:
            self.faults.setdefault(method, []).append("drop" if method in CHANGES else "html")
        answer = await super()._api(request)
        await asyncio.sleep(random.uniform(0, SLOW))
        return answer

    async def _control(self, request: web.Request) -> web.Response:
        """What the channel shows, how often it was called; and how likely answers are lost from now on."""
        asked = await request.json()
        self.chance = asked.get("chance", self.chance)
        for method, faults in asked.get("faults", {}).items():
            self.fail_next(method, *faults)
        waiting = {method: len(faults) for method, faults in self.faults.items() if faults}
        return web.json_response({"messages": self.messages, "calls": self.calls, "waiting": waiting})


@contextmanager
def outside() -> Iterator[str]:
    """Its address."""
    command = [sys.executable, "-m", "tests.campaigns_slack.outside"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


async def main() -> None:
    """Serve until killed."""
    async with Outside() as slack:
        print(slack.url, flush=True)  # noqa: T201 - whoever started it reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
