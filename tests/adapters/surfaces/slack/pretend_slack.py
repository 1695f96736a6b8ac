"""A pretend Slack: its Web API over real HTTP, with its limits, its errors and a bad line on command."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from adapters.surfaces.slack.manifest import scopes
from tests.adapters.surfaces.slack.linter import lint_home, lint_message, lint_modal
from tests.adapters.surfaces.slack.pretend_files import PretendFiles
from tests.adapters.surfaces.slack.pretend_http import arguments, page, too_many
from tests.adapters.surfaces.slack.pretend_rules import Rules

STANDING = frozenset({"is_archived", "not_in_channel"})
"""What is wrong with a channel that can still be asked about."""
DRAWN = frozenset({"chat.postMessage", "chat.update"})
BOT, TEAM, CHANNEL = "UBOT0001", "T0001", "C0001"
Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


@dataclass
class Room:
    """A channel."""

    messages: list[Json] = field(default_factory=list)
    trouble: str = ""
    """Every call about it fails with this error."""
    last_post: float = 0.0
    name: str = "community"
    members: set[str] = field(default_factory=set)
    """Who is in it; when nobody is named, everybody."""


@dataclass
class PretendSlack:
    """What is in the workspace, and what goes wrong next."""

    rooms: dict[str, Room] = field(default_factory=lambda: {CHANNEL: Room()})
    users: dict[str, Json] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    """Of views that have changed since they were opened."""
    homes: dict[str, list[Json]] = field(default_factory=dict)
    """Each Home that was published, by member, oldest first."""
    groups: dict[str, list[str]] = field(default_factory=dict)
    """User groups and their members."""
    answers: list[Json] = field(default_factory=list)
    """What came to response_urls."""
    whispers: list[Json] = field(default_factory=list)
    """Ephemeral messages."""
    direct: list[Json] = field(default_factory=list)
    """Messages to one member."""
    calls: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str | Json]] = field(default_factory=dict)
    """For a method: `drop` (done, and the answer is lost), `stall`, `html`, an error, or a whole answer."""
    pace: float = 0.0
    """Seconds between two messages in a channel; 0 for no limit."""
    rules: Rules = field(default_factory=Rules)
    granted: str = ",".join(scopes(keep_notes=True))
    """The rights of our token."""
    seen: list[Json] = field(default_factory=list)
    url: str = ""
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    """Open connections of Socket Mode."""
    acks: dict[str, Json] = field(default_factory=dict)
    """What was answered to each envelope."""
    files: PretendFiles = field(default_factory=PretendFiles)
    charts: bool = True
    """Whether this workspace knows charts yet."""
    _ts: int = 1000

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{id}", self._hook)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/upload/{name}", self.files.bring)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    def fail_next(self, method: str, *faults: str | Json) -> None:
        """What happens to the next calls of a method."""
        self.faults.setdefault(method, []).extend(faults)

    @property
    def messages(self) -> list[Json]:
        """The messages of the one channel, oldest first."""
        return self.rooms[CHANNEL].messages

    # The Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        asked = await arguments(request)
        self.seen.append({"method": method, **asked})
        if wait := self.rules.wait_for(method):
            return too_many(wait)
        fault = self.faults[method].pop(0) if self.faults.get(method) else ""
        if fault == "stall":
            await asyncio.sleep(30)
        if fault == "html":
            return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        if isinstance(fault, dict):
            return web.json_response(fault)
        if fault and fault != "drop":
            return web.json_response({"ok": False, "error": fault})
        answer = self._answer(method, asked)
        answer.headers["x-oauth-scopes"] = self.granted
        if fault == "drop" and request.transport:
            request.transport.close()
        return answer

    def _answer(self, method: str, asked: Json) -> web.Response:
        room = self.rooms.get(str(asked.get("channel", CHANNEL)))
        trouble = "channel_not_found" if room is None else room.trouble
        if str(asked.get("channel", "")).startswith("U"):
            return web.json_response({"ok": True, **self._direct(asked)})
        if method == "conversations.info" and room is not None and trouble in STANDING:
            trouble = ""
        if trouble and "channel" in asked:
            return web.json_response({"ok": False, "error": trouble})
        if method in DRAWN and lint_message(asked["text"], asked.get("blocks") or [], charts=self.charts):
            return web.json_response({"ok": False, "error": "invalid_blocks"})
        known: Mapping[str, Callable[[Json], Json]] = {
            "apps.connections.open": self._connect,
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "conversations.history": self._history,
            "files.getUploadURLExternal": lambda asked: self.files.announce(asked, self.url),
            "files.completeUploadExternal": self.files.show,
            "conversations.info": self._info,
            "conversations.replies": self._replies,
            "users.info": self._user,
            "usergroups.users.list": self._group,
            "views.open": self._open,
            "views.push": self._open,
            "views.publish": self._publish,
            "views.update": self._open,
        }
        said = known[method](asked)
        if said.get("error") == "ratelimited":
            return too_many(1)
        return web.json_response({"ok": "error" not in said, **said})

    # Socket Mode

    async def push(self, kind: str, payload: Json) -> Json:
        """Send something to one of the open connections, and wait for what is answered."""
        number = f"envelope-{self.calls['push']}"
        self.calls["push"] += 1
        socket = self.sockets[self.calls["push"] % len(self.sockets)]
        await socket.send_json({"envelope_id": number, "type": kind, "payload": payload})
        await until(lambda: number in self.acks)
        return self.acks[number]

    async def hang_up(self) -> None:
        """Ask every connection to come again, and close it, as Slack does every few hours."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    def _connect(self, _: Json) -> Json:
        return {"url": f"{self.url.replace('http', 'ws')}/socket"}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                said = json.loads(message.data)
                self.acks[said["envelope_id"]] = said.get("payload") or {}
        self.sockets.remove(socket)
        return socket

    def _auth_test(self, _: Json) -> Json:
        return {
            "user_id": BOT,
            "bot_id": "B1",
            "team_id": TEAM,
            "team": "Hafer",
            "user": "augenhoehe",
            "url": "x",
        }

    def _post(self, asked: Json) -> Json:
        room = self.rooms[asked["channel"]]
        if self.pace and time.monotonic() - room.last_post < self.pace:
            return {"error": "ratelimited"}
        room.last_post = time.monotonic()
        self._ts += 1
        message = {"type": "message", "user": BOT, "ts": f"{int(time.time())}.{self._ts:06}", **asked}
        if not any(one["ts"] == asked.get("thread_ts") for one in room.messages):
            # Beneath a head that is gone, Slack writes into the channel and does not say so.
            message.pop("thread_ts", None)
        room.messages.append(message)
        return {"ts": message["ts"], "channel": asked["channel"], "message": message}

    def _update(self, asked: Json) -> Json:
        found = [one for one in self.rooms[asked["channel"]].messages if one["ts"] == asked["ts"]]
        if not found:
            return {"error": "message_not_found"}
        found[0].update(text=asked["text"], blocks=asked["blocks"])
        return {"ts": asked["ts"]}

    def _direct(self, asked: Json) -> Json:
        """A message to one member, in the tab that our app has there."""
        self.direct.append(asked)
        return {"ts": "1.0", "channel": f"D{asked['channel']}"}

    def _info(self, asked: Json) -> Json:
        room = self.rooms[asked["channel"]]
        archived, inside = room.trouble == "is_archived", room.trouble != "not_in_channel"
        return {"channel": {"name": room.name, "is_archived": archived, "is_member": inside}}

    def seen_by(self, account: str) -> list[Json]:
        """What one member sees in the channel: everybody's messages, and what only they were told."""
        return [*self.messages, *(one for one in self.whispers if one["user"] == account)]

    def _whisper(self, asked: Json) -> Json:
        members = self.rooms[asked["channel"]].members
        if members and asked["user"] not in members:
            return {"error": "user_not_in_channel"}
        self.whispers.append(asked)
        return {"message_ts": "1.0"}

    def _history(self, asked: Json) -> Json:
        threads = Counter(one.get("thread_ts") for one in self.rooms[asked["channel"]].messages)
        heads = [one for one in self.rooms[asked["channel"]].messages if not one.get("thread_ts")]
        found = [{**one, "reply_count": threads[one["ts"]]} for one in reversed(heads)]
        return page([one for one in found if float(one["ts"]) >= float(asked.get("oldest", 0))], asked)

    def _replies(self, asked: Json) -> Json:
        room = self.rooms[asked["channel"]].messages
        found = [one for one in room if asked["ts"] in {one["ts"], one.get("thread_ts")}]
        return page(found, asked) if found else {"error": "thread_not_found"}

    def _user(self, asked: Json) -> Json:
        user = self.users.get(asked["user"])
        return {"user": user} if user else {"error": "user_not_found"}

    def _group(self, asked: Json) -> Json:
        group = self.groups.get(asked["usergroup"])
        return {"error": "no_such_subteam"} if group is None else {"users": group}

    def _publish(self, asked: Json) -> Json:
        if lint_home(asked["view"]):
            return {"error": "invalid_arguments"}
        self.homes.setdefault(asked["user_id"], []).append(asked["view"])
        return {"view": {"id": "VHOME"}}

    def _open(self, asked: Json) -> Json:
        known = asked.get("view_id")
        if known and asked.get("hash") and asked["hash"] != self.hashes.get(known, asked["hash"]):
            return {"error": "hash_conflict"}
        trigger = asked.get("trigger_id")
        if trigger and (fault := self.rules.trigger_fault(str(trigger))):
            return {"error": fault}
        if lint_modal(asked["view"]):
            return {"error": "invalid_arguments"}
        number = asked.get("view_id") or f"V{len(self.views) + 1}"
        self.views[number] = asked["view"]
        return {"view": {"id": number}}

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        if fault := self.rules.hook_fault(request.match_info["id"]):
            return web.Response(status=404, text=fault)
        if lint_message(said["text"], said.get("blocks") or [], charts=self.charts):
            return web.Response(status=400, text="invalid_blocks")
        self.answers.append(said)
        return web.Response(text="ok")


async def until(true: Callable[[], object], patience: float = 20.0) -> None:
    """Wait until something has come true; what is done after an answer is not done at once."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.005)
