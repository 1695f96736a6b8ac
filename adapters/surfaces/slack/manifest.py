"""The manifest of our Slack app, for people to paste when they make it. No SDK is imported here.

It is made of what the code calls and hears: tests compare both, so that they cannot drift.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from adapters.surfaces.slack.shortcuts import SHORTCUTS, Shortcut
from bot.errors import BadSetting
from bot.words import say

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
COMMAND = "/queue"
COMMANDS: Mapping[str, tuple[str, str]] = {
    COMMAND: (
        "The community's queue",
        "[next | mine | home | item 42 | search … | log 42 | share | help]",
    ),
    "/shift": ("Who is on shift", "[start until 18:00 | end | absent … | back … | plan … | cancel 7]"),
    "/handover": ("What one shift leaves to the next", ""),
    "/report": ("The numbers of some days", "[day | week | 2026-11-01..2026-11-15]"),
}
"""The slash commands, each with its description and a hint."""
EVENTS = ("app_mention", "app_home_opened")
HEALTH_EVENTS = (
    *(f"{kind}_{what}" for kind in ("channel", "group") for what in ("archive", "unarchive", "rename")),
    *(f"{kind}_{what}" for kind in ("channel", "group") for what in ("deleted", "left")),
    *("channel_id_changed", "tokens_revoked", "app_uninstalled"),
)
"""What tells us that something is not in order, or is again."""
NOTE_EVENTS = ("message.channels", "message.groups")
"""Only when notes are kept: otherwise nobody's messages are sent to us."""
SCOPES: Mapping[str, tuple[str, ...]] = {
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.history": ("channels:history", "groups:history"),
    "conversations.replies": ("channels:history", "groups:history"),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
    "users.info": ("users:read", "users:read.email"),
    "auth.test": (),
    "usergroups.users.list": ("usergroups:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Each method that we call with the bot token, and the rights it needs in public and private channels."""
EVENT_SCOPES: Mapping[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "app_home_opened": (),
    **{name: (f"{name.partition('_')[0]}s:read",) for name in HEALTH_EVENTS},
    "tokens_revoked": (),
    "app_uninstalled": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
}
EVENTS_PATH = "/slack/events"


def manifest(mode: Literal["socket", "http"] = "socket", *, url: str = "", keep_notes: bool = False) -> Json:
    """The manifest for a mode. `url` is where Slack reaches us over HTTP.

    Raises:
        BadSetting: over HTTP, and nobody said where.

    """
    socket = mode == "socket"
    if not socket and not url.startswith("https://"):
        raise BadSetting(say("Over HTTP, Slack has to know where we are: add --url https://…"))
    address = {} if socket else {"request_url": f"{url.rstrip('/')}{EVENTS_PATH}"}
    events = _events(keep_notes=keep_notes)
    return {
        "display_information": {
            "name": "Augenhöhe",
            "description": "Brings the community's comments to the team, with drafts that people approve.",
            "background_color": "#1f4d3a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Augenhöhe", "always_online": True},
            "slash_commands": [_command(name, address.get("request_url")) for name in COMMANDS],
            "shortcuts": [_shortcut(one) for one in SHORTCUTS],
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
    events = _events(keep_notes=keep_notes)
    needed = [one for many in SCOPES.values() for one in many]
    needed += [one for event in events for one in EVENT_SCOPES[event]]
    return sorted({"commands", *needed})


def printed(mode: Literal["socket", "http"] = "socket", *, url: str = "", keep_notes: bool = False) -> str:
    """The manifest as text to paste."""
    return json.dumps(manifest(mode, url=url, keep_notes=keep_notes), indent=2, ensure_ascii=False)


def _events(*, keep_notes: bool) -> tuple[str, ...]:
    return (*EVENTS, *HEALTH_EVENTS, *(NOTE_EVENTS if keep_notes else ()))


def _shortcut(one: Shortcut) -> Json:
    named = {"name": one.name, "description": one.description}
    return {**named, "type": "message", "callback_id": one.callback}


def _command(name: str, address: str | None) -> Json:
    description, hint = COMMANDS[name]
    command: Json = {"command": name, "description": description, "should_escape": True}
    command |= {"usage_hint": hint} if hint else {}
    return command if address is None else {**command, "url": address}
