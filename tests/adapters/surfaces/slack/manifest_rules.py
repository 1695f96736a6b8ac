"""What Slack's published schema says about manifests like ours, as a table; what is not in it is refused."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What may stand somewhere."""

    kind: type
    least: int = 0
    most: int = 10_000
    """Characters of a text, elements of a list."""
    pattern: str = ""
    needs: tuple[str, ...] = ()
    """Keys that an object has to have."""


URL = "https?://"
RULES: Mapping[str, Rule] = {
    "": Rule(dict, needs=("display_information",)),
    "display_information": Rule(dict, needs=("name",)),
    "display_information.name": Rule(str, 1, 35),
    "display_information.description": Rule(str, 1, 140),
    "display_information.long_description": Rule(str, 175, 4000),
    "display_information.background_color": Rule(str, 4, 7, "#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
    "features": Rule(dict),
    "features.app_home": Rule(dict),
    "features.app_home.home_tab_enabled": Rule(bool),
    "features.app_home.messages_tab_enabled": Rule(bool),
    "features.app_home.messages_tab_read_only_enabled": Rule(bool),
    "features.bot_user": Rule(dict, needs=("display_name",)),
    "features.bot_user.display_name": Rule(str, 1, 80),
    "features.bot_user.always_online": Rule(bool),
    "features.shortcuts": Rule(list, 1, 10),
    "features.shortcuts[]": Rule(dict, needs=("name", "type", "callback_id", "description")),
    "features.shortcuts[].name": Rule(str, 1, 24),
    "features.shortcuts[].type": Rule(str, pattern="(message|global)$"),
    "features.shortcuts[].callback_id": Rule(str, 1, 255),
    "features.shortcuts[].description": Rule(str, 1, 150),
    "features.slash_commands": Rule(list, 1, 50),
    "features.slash_commands[]": Rule(dict, needs=("command", "description")),
    "features.slash_commands[].command": Rule(str, 2, 32, "/"),
    "features.slash_commands[].url": Rule(str, 0, 3000, URL),
    "features.slash_commands[].description": Rule(str, 1, 2000),
    "features.slash_commands[].usage_hint": Rule(str, 1, 1000),
    "features.slash_commands[].should_escape": Rule(bool),
    "oauth_config": Rule(dict),
    "oauth_config.scopes": Rule(dict),
    "oauth_config.scopes.bot": Rule(list, 0, 255),
    "oauth_config.scopes.bot[]": Rule(str, 0, 50),
    "settings": Rule(dict),
    "settings.event_subscriptions": Rule(dict),
    "settings.event_subscriptions.request_url": Rule(str, 0, 3500, URL),
    "settings.event_subscriptions.bot_events": Rule(list, 0, 100),
    "settings.event_subscriptions.bot_events[]": Rule(str, 0, 50),
    "settings.interactivity": Rule(dict, needs=("is_enabled",)),
    "settings.interactivity.is_enabled": Rule(bool),
    "settings.interactivity.request_url": Rule(str, 0, 3500, URL),
    "settings.interactivity.message_menu_options_url": Rule(str, 0, 3500, URL),
    "settings.org_deploy_enabled": Rule(bool),
    "settings.socket_mode_enabled": Rule(bool),
    "settings.token_rotation_enabled": Rule(bool),
}


def faults_of(value: object, path: str = "") -> Iterator[str]:
    """Where a manifest breaks a rule."""
    rule = RULES.get(path)
    if rule is None or type(value) is not rule.kind:
        yield f"{path}: {'unknown' if rule is None else 'of another type'}"
        return
    yield from _own_faults(value, path, rule)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from faults_of(part, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for part in value:
            yield from faults_of(part, f"{path}[]")


def _own_faults(value: object, path: str, rule: Rule) -> Iterator[str]:
    if isinstance(value, Sequence) and not rule.least <= len(value) <= rule.most:
        yield f"{path}: length"
    if isinstance(value, str) and not re.match(rule.pattern, value):
        yield f"{path}: pattern"
    if isinstance(value, list) and len({str(part) for part in value}) < len(value):
        yield f"{path}: twice the same"
    if isinstance(value, dict):
        yield from (f"{path}: no {name}" for name in rule.needs if name not in value)
