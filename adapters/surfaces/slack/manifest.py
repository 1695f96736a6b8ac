"""The manifest of our Slack app, for people to paste when they make it. No SDK is imported here.

It is made of what the code calls and hears: tests compare both, so that they cannot drift.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
COMMAND = "/queue"
EVENTS = ("app_mention",)
NOTE_EVENTS = ("message.channels", "message.groups")
"""Only when notes are kept: otherwise nobody's messages are sent to us."""
SCOPES: Mapping[str, tuple[str, ...]] = {
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history"),
    "conversations.replies": ("channels:history", "groups:history"),
    "users.info": ("users:read",),
    "auth.test": (),
    "views.open": (),
    "views.update": (),
}
"""Each method that we call with the bot token, and the rights it needs in public and private channels."""
EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
}
EVENTS_PATH = "/slack/events"


def manifest(mode: Literal["socket", "http"] = "socket", *, url: str = "", keep_notes: bool = False) -> Json:
    """The manifest for a mode. `url` is where Slack reaches us over HTTP."""
    socket = mode == "socket"
    address = {} if socket else {"request_url": f"{url.rstrip('/')}{EVENTS_PATH}"}
    events = (*EVENTS, *(NOTE_EVENTS if keep_notes else ()))
    return {
        "display_information": {
            "name": "Augenhöhe",
            "description": "Brings the community's comments to the team, with drafts that people approve.",
            "background_color": "#1f4d3a",
        },
        "features": {
            "bot_user": {"display_name": "Augenhöhe", "always_online": True},
            "slash_commands": [_command(None if socket else address["request_url"])],
        },
        "oauth_config": {"scopes": {"bot": scopes(keep_notes=keep_notes)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(events)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def scopes(*, keep_notes: bool = False) -> list[str]:
    """The rights that the app asks for, each only because something needs it."""
    events = (*EVENTS, *(NOTE_EVENTS if keep_notes else ()))
    needed = [one for many in SCOPES.values() for one in many]
    needed += [one for event in events for one in EVENT_SCOPES[event]]
    return sorted({"commands", *needed})


def printed(mode: Literal["socket", "http"] = "socket", *, url: str = "", keep_notes: bool = False) -> str:
    """The manifest as text to paste."""
    return json.dumps(manifest(mode, url=url, keep_notes=keep_notes), indent=2, ensure_ascii=False)


def _command(address: str | None) -> Json:
    command: Json = {
        "command": COMMAND,
        "description": "The community's queue",
        "usage_hint": "[next | mine | item 42 | search … | log 42 | share | help]",
        "should_escape": True,
    }
    return command if address is None else {**command, "url": address}
