"""A member of the workspace: what Slack sends us when they click, type and write, signed as Slack signs."""

import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters.surfaces.slack.surface import Slack
from tests.adapters.surfaces.slack.conftest import KIM, SECRET
from tests.adapters.surfaces.slack.pretend_slack import BOT, CHANNEL, TEAM, PretendSlack

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
FORM = "application/x-www-form-urlencoded"


@dataclass
class Member:
    """Someone with Slack open."""

    slack: Slack
    pretend: PretendSlack
    account: str = KIM
    team: str = TEAM
    secret: str = SECRET
    numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        app = Starlette(routes=[Mount(path, served) for path, served in self.slack.mounts().items()])
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def click(self, value: str, action_id: str = "do:x", **more: Any) -> httpx.Response:
        """Press a button."""
        return await self.send_form(self.clicked(value, action_id, **more))

    def clicked(self, value: str, action_id: str = "do:x", *, private: bool = False, **more: Any) -> Json:
        """What Slack sends for a button."""
        action = {
            "action_id": action_id,
            "value": value,
            "type": "button",
            "action_ts": f"{next(self.numbers)}.1",
        }
        return {
            "type": "block_actions",
            "actions": [action],
            "container": {"type": "message", "message_ts": "1.1", "is_ephemeral": private},
            "trigger_id": f"trigger-{next(self.numbers)}",
            "response_url": f"{self.pretend.url}/hooks/1",
            **self._me(),
            **more,
        }

    async def submit(self, view: Json, number: str = "V1", **values: str) -> httpx.Response:
        """Send a dialog with these values in its fields."""
        state: Json = {
            name: {name: {"value": text, "selected_option": {"value": text}}} for name, text in values.items()
        }
        state = {
            name.replace("_", ":"): {key.replace("_", ":"): v for key, v in one.items()}
            for name, one in state.items()
        }
        sent = {**view, "id": number, "state": {"values": state}}
        return await self.send_form({"type": "view_submission", "view": sent, **self._me()})

    async def command(self, text: str) -> httpx.Response:
        """Type `/queue …`."""
        body = {
            "command": "/queue",
            "text": text,
            "user_id": self.account,
            "user_name": "kim",
            "team_id": self.team,
            "channel_id": CHANNEL,
            "trigger_id": f"trigger-{next(self.numbers)}",
        }
        return await self.send(urlencode(body), FORM)

    async def write(self, text: str, *, thread: str = "", event_id: str = "", **more: Any) -> httpx.Response:
        """Write a message; a mention comes as an event of its own."""
        mention = f"<@{BOT}>" in text
        event = {
            "type": "app_mention" if mention else "message",
            "user": self.account,
            "team": self.team,
            "text": text,
            "channel": CHANNEL,
            "ts": f"9{next(self.numbers)}.1",
            **({"thread_ts": thread} if thread else {}),
            **more,
        }
        number = event_id or f"Ev{next(self.numbers)}"
        body = {"type": "event_callback", "team_id": self.team, "event_id": number, "event": event}
        return await self.send(json.dumps(body), "application/json")

    async def send_form(self, payload: Json) -> httpx.Response:
        """Send what Slack sends for buttons and dialogs."""
        return await self.send(urlencode({"payload": json.dumps(payload)}), FORM)

    async def send(self, body: str, kind: str, **headers: str) -> httpx.Response:
        """Send a signed request."""
        return await self.http.post(
            "/slack/events", content=body, headers={**self.signed(body, kind), **headers}
        )

    def signed(self, body: str, kind: str = FORM, at: float = 0.0) -> dict[str, str]:
        """The headers of a signed request."""
        # Two requests within a second would have the same signature if they said the same.
        timestamp = str(int(at or time.time()))
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=timestamp, body=body)
        return {
            "content-type": kind,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature or "",
        }

    def _me(self) -> Json:
        return {
            "user": {"id": self.account, "username": "kim", "team_id": self.team},
            "team": {"id": self.team},
            "channel": {"id": CHANNEL},
        }
