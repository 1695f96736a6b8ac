"""A pretend Teams: sign-in, keys that rotate, and the connector's REST interface, over real sockets."""

import asyncio
import itertools
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs

from aiohttp import web

from tests.adapters.surfaces.teams.rules import message_faults
from tests.adapters.surfaces.teams.signing import Signer

APP, TENANT = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"
SECRET = "a client secret for tests only"
TEAM = CHANNEL = "19:Community0001@thread.tacv2"
OTHER = "19:Krisen0002@thread.tacv2"
Json = dict[str, Any]
"""JSON. Any: its values have no common type."""


@dataclass
class Room:
    """A channel."""

    name: str = "Community"
    messages: list[Json] = field(default_factory=list)
    """`{id, thread, activity}`, oldest first."""
    trouble: tuple[int, str] | None = None
    """Every call about it fails so."""
    calls: "deque[float]" = field(default_factory=deque)


@dataclass
class PretendTeams:
    """What is in the tenant, and what goes wrong next."""

    rooms: dict[str, Room] = field(default_factory=lambda: {CHANNEL: Room()})
    chats: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """Messages to one person, by their chat."""
    people: dict[str, Json] = field(default_factory=dict)
    """Members of the team, by object id."""
    calls: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str | tuple[int, str]]] = field(default_factory=dict)
    """By kind of call: `drop` (done, and the answer is lost), `stall`, `html`, `wait`, or status and code."""
    seen: list[Json] = field(default_factory=list)
    paced: bool = False
    """Whether it keeps its limit of 7 calls a second into a channel."""
    lasts: int = 3600
    """Seconds that our token is said to last."""
    signer: Signer = field(default_factory=Signer)
    url: str = ""
    _tokens: set[str] = field(default_factory=set)
    _numbers: "Iterator[int]" = field(default_factory=lambda: itertools.count(1_700_000_000_001))

    async def __aenter__(self) -> Self:
        app = web.Application()
        self.routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def routes(self, app: web.Application) -> None:
        """What can be called."""
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/emea/v3/teams/{team}/conversations", self._channels)
        app.router.add_post("/emea/v3/conversations", self._create)
        app.router.add_post("/emea/v3/conversations/{where}/activities", self._reply)
        app.router.add_put("/emea/v3/conversations/{where}/activities/{id}", self._change)
        app.router.add_get("/emea/v3/conversations/{where}/pagedmembers", self._members)
        app.router.add_get("/emea/v3/conversations/{where}/members/{id}", self._member)

    @property
    def service_url(self) -> str:
        """Where it is called."""
        return f"{self.url}/emea/"

    @property
    def messages(self) -> list[Json]:
        """The messages of the one channel, oldest first."""
        return self.rooms[CHANNEL].messages

    def cards(self, channel: str = CHANNEL) -> list[Json]:
        """The cards in a channel, oldest first."""
        return [card_of(one) for one in self.rooms[channel].messages]

    def fail_next(self, kind: str, *faults: str | tuple[int, str]) -> None:
        """What happens to the next calls of a kind."""
        self.faults.setdefault(kind, []).extend(faults)

    def revoke(self) -> None:
        """None of our tokens is good any more."""
        self._tokens.clear()

    def add_person(self, account: str, name: str, **more: str) -> None:
        """Somebody joins the team."""
        email = f"{name.lower()}@team.example"
        self.people[account] = {
            "id": f"29:{account}",
            "aadObjectId": account,
            "name": name,
            "email": email,
            "userPrincipalName": email,
            "userRole": "user",
            **more,
        }

    # Sign-in and keys

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.calls["token"] += 1
        if refused := await self._fault("token"):
            return refused
        asked = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        good = (
            request.match_info["tenant"] == TENANT
            and asked.get("client_id") == APP
            and asked.get("client_secret") == SECRET
            and asked.get("scope") == "https://api.botframework.com/.default"
        )
        if not good:
            return web.json_response({"error": "invalid_client", "error_description": "no"}, status=401)
        token = f"token-{self.calls['token']}"
        self._tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": self.lasts, "token_type": "Bearer"})

    async def _openid(self, _: web.Request) -> web.StreamResponse:
        self.calls["openid"] += 1
        if refused := await self._fault("openid"):
            return refused
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.StreamResponse:
        self.calls["keys"] += 1
        return web.json_response({"keys": self.signer.published()})

    # The connector

    async def _create(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        if not asked.get("isGroup"):
            return await self._open_chat(request, asked)
        channel = asked["channelData"]["channel"]["id"]
        if refused := await self._guard(request, "create", channel):
            return refused
        assert asked["tenantId"] == TENANT
        number = self._add(channel, "", asked["activity"])
        told = {"id": f"{channel};messageid={number}", "activityId": number}
        return await self._told("create", request, told, 201)

    async def _open_chat(self, request: web.Request, asked: Json) -> web.StreamResponse:
        if refused := await self._guard(request, "chat", ""):
            return refused
        (member,) = asked["members"]
        if member["id"] not in {one["id"] for one in self.people.values()}:
            return _error(403, "BotNotInConversationRoster")
        return web.json_response({"id": f"a:{member['id']}"}, status=201)

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        channel, _, thread = request.match_info["where"].partition(";messageid=")
        if refused := await self._guard(request, "reply", channel):
            return refused
        number = self._add(channel, thread, await request.json())
        return await self._told("reply", request, {"id": number}, 201)

    async def _change(self, request: web.Request) -> web.StreamResponse:
        channel = request.match_info["where"].partition(";messageid=")[0]
        if refused := await self._guard(request, "update", channel):
            return refused
        where = self._where(channel)
        found = [one for one in where if one["id"] == request.match_info["id"]]
        if not found:
            return _error(404, "ActivityNotFoundInConversation")
        found[0]["activity"] = await request.json()
        return await self._told("update", request, {"id": found[0]["id"]}, 200)

    async def _members(self, request: web.Request) -> web.StreamResponse:
        if refused := await self._guard(request, "members", request.match_info["where"]):
            return refused
        size, start = int(request.query["pageSize"]), int(request.query.get("continuationToken", 0))
        some = list(self.people.values())[start : start + size]
        more = {"continuationToken": str(start + size)} if start + size < len(self.people) else {}
        return web.json_response({"members": some, **more})

    async def _member(self, request: web.Request) -> web.StreamResponse:
        if refused := await self._guard(request, "member", request.match_info["where"]):
            return refused
        found = self.people.get(request.match_info["id"])
        return web.json_response(found) if found else _error(404, "MemberNotFoundInConversation")

    async def _channels(self, request: web.Request) -> web.StreamResponse:
        if refused := await self._guard(request, "channels", request.match_info["team"]):
            return refused
        named = [{"id": number, "name": room.name} for number, room in self.rooms.items()]
        # The first channel of a team is called by no name.
        named[0]["name"] = None  # type: ignore[assignment]  # as Teams does
        return web.json_response({"conversations": named})

    # What may go wrong

    async def _guard(self, request: web.Request, kind: str, channel: str) -> web.StreamResponse | None:
        self.calls[kind] += 1
        body = await request.json() if request.body_exists else {}
        self.seen.append({"kind": kind, "path": request.path, "body": body})
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._tokens:
            return _error(401, "Unauthorized")
        room = self.rooms.get(channel)
        if channel.startswith("19:") and room is None:
            return _error(404, "ConversationNotFound")
        if room is not None and room.trouble:
            return _error(*room.trouble)
        if kind in {"create", "reply", "update"} and (fault := _fault_of(body.get("activity", body))):
            return _error(400, f"BadSyntax {fault}")
        if self.paced and room is not None and kind in {"create", "reply", "update"} and _too_many(room):
            return _wait("1")
        return await self._fault(kind)

    async def _fault(self, kind: str) -> web.StreamResponse | None:
        if not self.faults.get(kind) or self.faults[kind][0] == "drop":
            return None
        fault = self.faults[kind].pop(0)
        if fault == "stall":
            await asyncio.sleep(30)
        if fault == "html":
            return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")
        if fault == "wait":
            return _wait("2")
        assert isinstance(fault, tuple), fault
        return _error(*fault)

    async def _told(self, kind: str, request: web.Request, body: Json, status: int) -> web.StreamResponse:
        if (self.faults.get(kind) or [""])[0] == "drop" and request.transport:
            self.faults[kind].pop(0)
            request.transport.close()
        return web.json_response(body, status=status)

    def _add(self, channel: str, thread: str, activity: Json) -> str:
        number = str(next(self._numbers))
        self._where(channel).append({"id": number, "thread": thread, "activity": activity})
        return number

    def _where(self, channel: str) -> list[Json]:
        return self.rooms[channel].messages if channel in self.rooms else self.chats[channel]


def _fault_of(activity: Json) -> str:
    """What is wrong with a message, if anything is."""
    faults = message_faults({name: value for name, value in activity.items() if name != "id"})
    return faults[0] if faults else ""


def _too_many(room: Room) -> bool:
    now = time.monotonic()
    while room.calls and room.calls[0] < now - 1:
        room.calls.popleft()
    room.calls.append(now)
    return len(room.calls) > 7


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": "no"}}, status=status)


def _wait(seconds: str) -> web.Response:
    body = json.dumps({"error": {"code": "429", "message": "slow down"}})
    return web.Response(status=429, text=body, headers={"Retry-After": seconds})


def card_of(message: Json) -> Json:
    """The card of a message."""
    card: Json = message["activity"]["attachments"][0]["content"]
    return card


def pieces(value: object) -> Iterator[Json]:
    """Every piece of a card, from the outside in."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from pieces(part)


def words(card: object) -> str:
    """Whatever can be read in a card."""
    return "".join(str(one["text"]) for one in pieces(card) if one.get("type") == "TextRun")


def buttons(card: object, verb: str) -> list[Json]:
    """The buttons of a card that send this verb, or open the dialog of this action."""
    found = (one for one in pieces(card) if str(one.get("type", "")).startswith("Action."))
    return [
        one
        for one in found
        if one.get("verb") == verb or (isinstance(one.get("data"), dict) and one["data"].get("open") == verb)
    ]


async def until(true: Any, patience: float = 20.0) -> None:
    """Wait until something has come true. Any: a function that tells."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.005)
