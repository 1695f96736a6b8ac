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
            "trigger_id": self.pretend.rules.trigger(),
            "response_url": f"{self.pretend.url}/hooks/{self.pretend.rules.hook()}",
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

    async def leave(self, view: Json, number: str = "V1") -> httpx.Response:
        """Close a dialog without sending it. Slack tells of it only where the dialog asked for that."""
        assert view["notify_on_close"]
        return await self.send_form({"type": "view_closed", "view": {**view, "id": number}, **self._me()})

    async def choose(self, callback: str, message: Json) -> httpx.Response:
        """Choose an entry of a message's menu."""
        return await self.send_form(self.chosen(callback, message))

    def chosen(self, callback: str, message: Json) -> Json:
        """What Slack sends for an entry of a message's menu."""
        return {
            "type": "message_action",
            "callback_id": callback,
            "message": message,
            "message_ts": message["ts"],
            "action_ts": f"{next(self.numbers)}.1",
            "trigger_id": self.pretend.rules.trigger(),
            "response_url": f"{self.pretend.url}/hooks/{self.pretend.rules.hook()}",
            **self._me(),
        }

    async def go_home(self, tab: str = "home") -> httpx.Response:
        """Open the app's Home."""
        event = {"type": "app_home_opened", "user": self.account, "channel": "D1", "tab": tab}
        number = f"Ev{next(self.numbers)}"
        body = {"type": "event_callback", "team_id": self.team, "event_id": number, "event": event}
        return await self.send(json.dumps(body), "application/json")

    async def click_at_home(self, value: str, action_id: str = "do:x", **chosen: Any) -> httpx.Response:
        """Press a button of Home, which is no message: nothing can be answered there."""
        return await self._click_in({"id": "VHOME", "type": "home"}, value, action_id, **chosen)

    async def click_in(self, number: str, value: str, action_id: str = "do:x") -> httpx.Response:
        """Press a button of an open dialog."""
        view = {**self.pretend.views[number], "id": number}
        return await self._click_in(view, value, action_id)

    async def type_in(self, number: str, text: str, *, seen: str = "") -> httpx.Response:
        """Type into the field of an open dialog, without sending it."""
        state = {"values": {"text:0": {"text:0": {"value": text}}}}
        view = {**self.pretend.views[number], "id": number, "hash": seen, "state": state, "team_id": "T"}
        return await self._click_in(view, text, "text:0")

    async def _click_in(self, view: Json, value: str, action_id: str, **chosen: Any) -> httpx.Response:
        payload = self.clicked(value, action_id, view=view)
        payload["container"] = {"type": "view", "view_id": view["id"]}
        payload["actions"][0] |= chosen
        del payload["response_url"]
        return await self.send_form(payload)

    async def command(self, text: str, channel: str = CHANNEL) -> httpx.Response:
        """Type `/queue …`."""
        body = {
            "command": "/queue",
            "text": text,
            "user_id": self.account,
            "user_name": "kim",
            "team_id": self.team,
            "channel_id": channel,
            "trigger_id": self.pretend.rules.trigger(),
            "response_url": f"{self.pretend.url}/hooks/{self.pretend.rules.hook()}",
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

    async def tell(self, event: Json) -> httpx.Response:
        """Slack tells us of something that nobody wrote."""
        number = f"Ev{next(self.numbers)}"
        body = {"type": "event_callback", "team_id": self.team, "event_id": number, "event": event}
        return await self.send(json.dumps(body), "application/json")

    async def deliver(self, event: Json) -> list[int]:
        """Tell of an event until it is heard, as Slack does: four times at most; our answers."""
        body = {"type": "event_callback", "team_id": self.team, "event_id": f"Ev{next(self.numbers)}"}
        statuses: list[int] = []
        while len(statuses) < 4 and (not statuses or statuses[-1] != 200):
            number = len(statuses)
            retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_error"} if number else {}
            answer = await self.send(json.dumps(body | {"event": event}), "application/json", **retry)
            statuses.append(answer.status_code)
        return statuses

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
