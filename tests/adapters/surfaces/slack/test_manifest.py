"""The manifest: what it asks for is what the code uses, no more and no less, and Slack would take it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from adapters.surfaces.slack.manifest import (
    COMMAND,
    EVENT_SCOPES,
    EVENTS,
    EVENTS_PATH,
    NOTE_EVENTS,
    SCOPES,
    manifest,
    printed,
    scopes,
)
from adapters.surfaces.slack.surface import Slack
from tests.adapters.surfaces.slack.conftest import settings_for
from tests.adapters.surfaces.slack.pretend_slack import PretendSlack
from tests.adapters.surfaces.web.fake_desk import FakeDesk

CODE = Path(__file__).parents[4] / "adapters" / "surfaces" / "slack"
MODES: tuple[Literal["socket", "http"], ...] = ("socket", "http")


def called() -> set[str]:
    """Every method of Slack that the code calls, as Slack names it."""
    return {f"{group}.{rest}" for group, rest in _methods()}


def _methods() -> Iterator[tuple[str, str]]:
    for path in CODE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = node.attr if isinstance(node, ast.Attribute) else ""
            group, _, rest = named.partition("_")
            if group in {"chat", "conversations", "users", "views", "auth", "reactions", "files"} and rest:
                yield group, re.sub("_(.)", lambda found: found[1].upper(), rest)


def test_the_rights_are_those_that_the_code_needs() -> None:
    assert called() == set(SCOPES)


def test_every_event_that_is_heard_is_asked_for(pretend: PretendSlack, desk: FakeDesk) -> None:
    text = (CODE / "inbound.py").read_text(encoding="utf-8")
    heard = set(re.findall(r'app\.event\("(\w+)"\)', text))
    assert heard == {event.partition(".")[0] for event in (*EVENTS, *NOTE_EVENTS)}
    assert set(EVENT_SCOPES) == {*EVENTS, *NOTE_EVENTS}
    assert COMMAND in json.dumps(manifest())
    served = Slack(settings=settings_for(pretend), hear=desk.hear).mounts()
    assert EVENTS_PATH.startswith(f"{next(iter(served))}/")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("keep_notes", [True, False])
def test_slack_would_take_it(mode: Literal["socket", "http"], *, keep_notes: bool) -> None:
    """The rules of Slack's published schema that a manifest like ours can break."""
    made: dict[str, Any] = json.loads(printed(mode, url="https://bot.example/", keep_notes=keep_notes))
    about, features, settings = made["display_information"], made["features"], made["settings"]
    assert set(made) == {"display_information", "features", "oauth_config", "settings"}
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    (command,) = features["slash_commands"]
    assert command["command"].startswith("/")
    assert max(len(command["command"]), len(command["usage_hint"])) <= 1000
    assert len(command["description"]) <= 2000
    assert (
        len(made["oauth_config"]["scopes"]["bot"]) == len(set(made["oauth_config"]["scopes"]["bot"])) <= 255
    )
    assert settings["socket_mode_enabled"] is (mode == "socket")
    for part in (settings["event_subscriptions"], settings["interactivity"], command):
        address = part.get("request_url") or part.get("url")
        assert address == (None if mode == "socket" else "https://bot.example/slack/events")


def test_messages_of_people_are_asked_for_only_when_notes_are_kept() -> None:
    assert not set(NOTE_EVENTS) & set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert set(NOTE_EVENTS) <= set(manifest(keep_notes=True)["settings"]["event_subscriptions"]["bot_events"])


def test_nothing_is_asked_for_that_reads_more_than_our_channels() -> None:
    assert scopes(keep_notes=True) == [
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "commands",
        "groups:history",
        "users:read",
    ]
