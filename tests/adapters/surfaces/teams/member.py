"""Somebody with Teams open: what Teams sends us when they click, type and write, signed as Teams signs."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters.surfaces.teams.surface import Teams
from tests.adapters.surfaces.teams.pretend import (
    APP,
    CHANNEL,
    TEAM,
    TENANT,
    Json,
    PretendTeams,
    buttons,
    card_of,
)
from tests.adapters.surfaces.teams.rules import dialog_faults, faults

BOT = f"28:{APP}"
KIM, VIC = "cccccccc-0000-4000-8000-00000000000a", "cccccccc-0000-4000-8000-00000000000b"
NAME = "Augenhöhe"


@dataclass
class Member:
    """A person, and their client."""

    teams: Teams
    pretend: PretendTeams
    account: str = KIM
    tenant: str = TENANT
    numbers: "Iterator[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        app = Starlette(routes=[Mount(path, served) for path, served in self.teams.mounts().items()])
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def click(self, message: Json, verb: str, **typed: Any) -> httpx.Response:
        """Press the button of a message that sends this verb, with what was typed into its card."""
        button = buttons(card_of(message), verb)[0]
        return await self.send(self.clicked(message, button, **typed))

    def clicked(self, message: Json, button: Json, channel: str = CHANNEL, **typed: Any) -> Json:
        """What Teams sends for a button of a card."""
        action = {**{name: button[name] for name in ("type", "verb")}, "data": {**button["data"], **typed}}
        value = {"action": action, "trigger": "manual"}
        return self.invoked("adaptiveCard/action", value, message, channel)

    async def press_in_chat(
        self, conversation: str, message: Json, verb: str, **typed: Any
    ) -> httpx.Response:
        """The same in the chat with us."""
        sent = self.clicked(message, buttons(card_of(message), verb)[0], **typed)
        return await self.send({**sent, "conversation": _chat(conversation), "channelData": self._tenant()})

    async def open(self, message: Json, action: str) -> Json:
        """Press a button that opens a dialog; what comes back."""
        (button, *_) = buttons(card_of(message), action)
        answer = await self.send(self.invoked("task/fetch", {"data": button["data"]}, message))
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()["task"]
        return told

    async def submit(self, message: Json, data: Json, **typed: Any) -> httpx.Response:
        """Send a dialog."""
        return await self.send(self.invoked("task/submit", {"data": {**data, **typed}}, message))

    async def choose(self, entry: str, message: Json, content: str = "") -> httpx.Response:
        """Choose an entry of a message's menu."""
        thread = message["thread"] or message["id"]
        payload = {"id": message["id"], "body": {"contentType": "html", "content": content}}
        value = {"commandId": entry, "commandContext": "message", "messagePayload": payload}
        sent = self.invoked("composeExtension/fetchTask", value, {"id": "", "thread": thread})
        del sent["replyToId"]
        return await self.send(sent)

    def invoked(self, name: str, value: Json, message: Json, channel: str = CHANNEL) -> Json:
        """What Teams sends for a click."""
        thread = message["thread"] or message["id"]
        about = {"name": name, "value": value, "replyToId": message["id"]}
        return self.activity("invoke", f"{channel};messageid={thread}", **about)

    async def say(self, words: str, thread: str = "", *, mention: bool = True, **more: Any) -> httpx.Response:
        """Write into the channel, or into a thread of it."""
        number = f"{next(self.numbers)}"
        called = f"<at>{NAME}</at> {words}"
        entity = {"type": "mention", "text": f"<at>{NAME}</at>", "mentioned": {"id": BOT, "name": NAME}}
        said = {"text": called if mention else words, "entities": [entity] if mention else []}
        where = f"{CHANNEL};messageid={thread or f'9{number}'}"
        return await self.send({**self.activity("message", where), **said, "id": f"9{number}", **more})

    async def write(self, text: str, **more: Any) -> httpx.Response:
        """Write into the chat with us."""
        chat = {"conversation": _chat(self.chat), "channelData": self._tenant()}
        return await self.send({**self.activity("message", ""), **chat, "text": text, **more})

    async def install(self, action: str = "add", *, alone: bool = False) -> httpx.Response:
        """Add the app to the team or for oneself, or remove it."""
        sent = self.activity("installationUpdate", TEAM, action=action)
        chat = {"conversation": _chat(self.chat), "channelData": self._tenant()} if alone else {}
        return await self.send({**sent, **chat})

    async def tell(self, event: str, **more: Any) -> httpx.Response:
        """Something happens to the team or a channel."""
        sent = self.activity("conversationUpdate", TEAM)
        return await self.send({**sent, "channelData": {**sent["channelData"], "eventType": event, **more}})

    @property
    def chat(self) -> str:
        """The chat of this person with us."""
        return f"a:29:{self.account}"

    def activity(self, kind: str, conversation: str, **more: Any) -> Json:
        """What every activity has."""
        channel = conversation.partition(";")[0]
        return {
            "type": kind,
            "id": f"f:{self.account}:{next(self.numbers)}",
            "channelId": "msteams",
            "serviceUrl": self.pretend.service_url,
            "from": {"id": f"29:{self.account}", "name": "Kim", "aadObjectId": self.account},
            "recipient": {"id": BOT, "name": NAME},
            "conversation": {
                "id": conversation,
                "conversationType": "channel",
                "isGroup": True,
                "tenantId": self.tenant,
            },
            "channelData": {
                **self._tenant(),
                "team": {"id": TEAM, "name": "Haferglück"},
                "channel": {"id": channel},
            },
            **more,
        }

    async def send(self, activity: Json, **claims: Any) -> httpx.Response:
        """Send an activity with a good token."""
        token = self.pretend.signer.token(APP, self.pretend.service_url, **claims)
        answer = await self.post(activity, f"Bearer {token}")
        if answer.status_code == httpx.codes.OK and answer.content:
            _check(answer.json())
        return answer

    async def post(self, activity: Any, authorization: str | bytes | None) -> httpx.Response:
        """Send anything with any token. Any: a body, however wrong."""
        sent = authorization.encode() if isinstance(authorization, str) else authorization
        headers = {} if sent is None else {b"authorization": sent}
        return await self.http.post("/teams/messages", json=activity, headers=headers)

    def _tenant(self) -> Json:
        return {"tenant": {"id": self.tenant}}


def _check(told: Json) -> None:
    """What Teams would not draw, it would not show either."""
    if told.get("type") == "application/vnd.microsoft.card.adaptive":
        assert faults(told["value"]) == []
    if told.get("task", {}).get("type") == "continue":
        assert dialog_faults(told["task"]["value"]) == []


def _chat(conversation: str) -> Json:
    return {"id": conversation, "conversationType": "personal"}
