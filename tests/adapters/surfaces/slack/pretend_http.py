"""How the pretend Slack reads what it is asked, and answers."""

import json
from typing import Any

from aiohttp import web

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


def too_many(wait: int) -> web.Response:
    """Come again in so many seconds."""
    said = {"ok": False, "error": "ratelimited"}
    return web.json_response(said, status=429, headers={"Retry-After": str(wait)})


def page(messages: list[Json], asked: Json) -> Json:
    """Some of these messages, as far as they were asked for."""
    start, limit = int(asked.get("cursor") or 0), int(asked.get("limit") or 100)
    end = start + limit
    some = messages[start:end]
    if str(asked.get("include_all_metadata")).lower() not in {"1", "true"}:
        some = [{name: value for name, value in one.items() if name != "metadata"} for one in some]
    cursor = str(end) if end < len(messages) else ""
    return {"messages": some, "response_metadata": {"next_cursor": cursor}}


async def arguments(request: web.Request) -> Json:
    """What a method is asked."""
    if request.content_type == "application/json":
        return dict(await request.json())
    said = {**request.query, **(await request.post())}
    return {
        name: json.loads(str(value)) if name in {"view", "blocks", "metadata"} else value
        for name, value in said.items()
    }
