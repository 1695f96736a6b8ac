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
    HEALTH_EVENTS,
    NOTE_EVENTS,
    SCOPES,
    manifest,
    printed,
    scopes,
)
from adapters.surfaces.slack.shortcuts import SHORTCUTS, shortcut_of
from adapters.surfaces.slack.surface import Slack
from bot.errors import BadSetting
from tests.adapters.surfaces.slack.conftest import settings_for
from tests.adapters.surfaces.slack.manifest_rules import faults_of
from tests.adapters.surfaces.slack.pretend_slack import PretendSlack
from tests.adapters.surfaces.web.fake_desk import FakeDesk

CODE = Path(__file__).parents[4] / "adapters" / "surfaces" / "slack"
GROUPS = frozenset({"chat", "conversations", "users", "views", "auth", "reactions", "files"})
MODES: tuple[Literal["socket", "http"], ...] = ("socket", "http")


def called() -> set[str]:
    """Every method of Slack that the code calls, as Slack names it."""
    return {f"{group}.{rest}" for group, rest in _methods()}


def _methods() -> Iterator[tuple[str, str]]:
    for path in CODE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            group, _, rest = (node.attr if isinstance(node, ast.Attribute) else "").partition("_")
            if group == "usergroups" and rest:
                yield group, rest.replace("_", ".")
            elif group in GROUPS and rest:
                yield group, re.sub("_(.)", lambda found: found[1].upper(), rest)


def test_the_rights_are_those_that_the_code_needs() -> None:
    assert called() == set(SCOPES)


def test_every_event_that_is_heard_is_asked_for(pretend: PretendSlack, desk: FakeDesk) -> None:
    text = (CODE / "inbound.py").read_text(encoding="utf-8")
    heard = set(re.findall(r'app\.event\("(\w+)"\)', text))
    assert heard == {event.partition(".")[0] for event in (*EVENTS, *NOTE_EVENTS)}
    assert "for name in HEALTH_EVENTS:" in (CODE / "checkup.py").read_text(encoding="utf-8")
    assert set(EVENT_SCOPES) == {*EVENTS, *HEALTH_EVENTS, *NOTE_EVENTS}
    assert set(HEALTH_EVENTS) < set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert COMMAND in json.dumps(manifest())
    served = Slack(settings=settings_for(pretend), hear=desk.hear).mounts()
    assert EVENTS_PATH.startswith(f"{next(iter(served))}/")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("keep_notes", [True, False])
def test_slack_would_take_it(mode: Literal["socket", "http"], *, keep_notes: bool) -> None:
    made: dict[str, Any] = json.loads(printed(mode, url="https://bot.example/", keep_notes=keep_notes))
    assert list(faults_of(made)) == []
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    for part in (
        settings["event_subscriptions"],
        settings["interactivity"],
        *made["features"]["slash_commands"],
    ):
        address = part.get("request_url") or part.get("url")
        assert address == (None if mode == "socket" else "https://bot.example/slack/events")


def test_what_slack_would_not_take_is_found() -> None:
    made = manifest()
    made["display_information"]["name"] = "x" * 36
    made["display_information"]["background_color"] = "green"
    made["features"]["slash_commands"][0]["command"] = "queue"
    made["features"]["shortcuts"] *= 9
    made["features"]["tabs"] = {}
    made["settings"]["interactivity"] = {}
    made["settings"]["socket_mode_enabled"] = "yes"
    assert {fault.rpartition(".")[2] for fault in faults_of(made)} == {
        "name: length",
        "background_color: pattern",
        "slash_commands[].command: pattern".rpartition(".")[2],
        "shortcuts: length",
        "shortcuts: twice the same",
        "tabs: unknown",
        "interactivity: no is_enabled",
        "socket_mode_enabled: of another type",
    }


def test_over_http_the_manifest_needs_to_know_where() -> None:
    for url in ("", "http://bot.example", "bot.example"):
        with pytest.raises(BadSetting, match="--url"):
            manifest("http", url=url)


def test_every_shortcut_that_is_offered_is_heard_and_fits_slacks_limits() -> None:
    features = manifest()["features"]
    assert [one["callback_id"] for one in features["shortcuts"]] == [one.callback for one in SHORTCUTS]
    assert len(features["shortcuts"]) <= 5
    for one in features["shortcuts"]:
        assert one["type"] == "message"
        assert one["callback_id"].startswith("thread:")
        assert shortcut_of(one["callback_id"])
        assert 1 <= len(one["name"]) <= 24
        assert 1 <= len(one["description"]) <= 150
    assert features["app_home"]["home_tab_enabled"]


def test_messages_of_people_are_asked_for_only_when_notes_are_kept() -> None:
    assert not set(NOTE_EVENTS) & set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert set(NOTE_EVENTS) <= set(manifest(keep_notes=True)["settings"]["event_subscriptions"]["bot_events"])


def test_nothing_is_asked_for_that_reads_more_than_our_channels() -> None:
    assert scopes(keep_notes=True) == [
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "usergroups:read",
        "users:read",
        "users:read.email",
    ]
