"""Files in the pretend Slack: told of beforehand, brought, and shown somewhere."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


@dataclass
class PretendFiles:
    """What was brought."""

    told: dict[str, Json] = field(default_factory=dict)
    brought: dict[str, bytes] = field(default_factory=dict)
    shown: list[Json] = field(default_factory=list)

    def announce(self, asked: Json, url: str) -> Json:
        """Somebody wants to bring a file."""
        name = f"F{len(self.told) + 1}"
        self.told[name] = asked
        return {"upload_url": f"{url}/upload/{name}", "file_id": name}

    async def bring(self, request: web.Request) -> web.Response:
        """Here it is, as long as it was said to be."""
        name, data = request.match_info["name"], await request.read()
        if len(data) != int(self.told[name]["length"]):
            return web.Response(status=400)
        self.brought[name] = data
        return web.Response(text=f"OK - {len(data)}")

    def show(self, asked: Json) -> Json:
        """Show them in a thread."""
        files = json.loads(asked["files"])
        if any(one["id"] not in self.brought for one in files):
            return {"error": "file_not_found"}
        self.shown.append({**asked, "files": files})
        return {"files": files}
