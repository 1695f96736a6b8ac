"""What the schema of Teams apps, 1.25, says about manifests like ours; what is not in it is refused."""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

GUID = r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
HTTPS = "https://[^/]+"
FILE = r"[\w-]+\.(png|json)"


@dataclass(frozen=True)
class Rule:
    """What may stand somewhere."""

    kind: type
    most: int = 10_000
    """Characters of a text, elements of a list."""
    pattern: str = ""
    needs: tuple[str, ...] = ()
    """Keys that an object has to have."""


BOT, MENU = "bots[]", "composeExtensions[].commands[]"
RULES: Mapping[str, Rule] = {
    "": Rule(
        dict,
        needs=(
            *("manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"),
            *("$schema", "validDomains", "bots"),
        ),
    ),
    "$schema": Rule(str, 200, HTTPS),
    "manifestVersion": Rule(str, 4, r"1\.25$"),
    "version": Rule(str, 256, r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"),
    "id": Rule(str, 36, GUID),
    "developer": Rule(dict, needs=("name", "websiteUrl", "privacyUrl", "termsOfUseUrl")),
    "developer.name": Rule(str, 32, "."),
    "developer.websiteUrl": Rule(str, 2048, HTTPS),
    "developer.privacyUrl": Rule(str, 2048, HTTPS),
    "developer.termsOfUseUrl": Rule(str, 2048, HTTPS),
    "name": Rule(dict, needs=("short", "full")),
    "name.short": Rule(str, 30, "."),
    "name.full": Rule(str, 100, "."),
    "description": Rule(dict, needs=("short", "full")),
    "description.short": Rule(str, 80, "."),
    "description.full": Rule(str, 4000, "."),
    "localizationInfo": Rule(dict, needs=("defaultLanguageTag",)),
    "localizationInfo.defaultLanguageTag": Rule(str, 20, r"\w{1,8}(-\w{1,8}){0,2}$"),
    "localizationInfo.additionalLanguages": Rule(list),
    "localizationInfo.additionalLanguages[]": Rule(dict, needs=("languageTag", "file")),
    "localizationInfo.additionalLanguages[].languageTag": Rule(str, 20, r"\w{1,8}(-\w{1,8}){0,2}$"),
    "localizationInfo.additionalLanguages[].file": Rule(str, 2048, FILE),
    "icons": Rule(dict, needs=("color", "outline")),
    "icons.color": Rule(str, 2048, FILE),
    "icons.outline": Rule(str, 2048, FILE),
    "accentColor": Rule(str, 7, "#[0-9a-fA-F]{6}$"),
    "permissions": Rule(list, 2),
    "permissions[]": Rule(str, 30, "(identity|messageTeamMembers)$"),
    "validDomains": Rule(list, 16),
    "validDomains[]": Rule(str, 2048, r"[\w.-]+$"),
    "defaultInstallScope": Rule(str, 20, "(personal|team|groupChat|meetings|copilot)$"),
    "defaultGroupCapability": Rule(dict),
    "defaultGroupCapability.team": Rule(str, 20, "(tab|bot|connector)$"),
    "supportsChannelFeatures": Rule(str, 5, "tier1$"),
    "bots": Rule(list, 1),
    BOT: Rule(dict, needs=("botId", "scopes")),
    f"{BOT}.botId": Rule(str, 36, GUID),
    f"{BOT}.scopes": Rule(list, 4),
    f"{BOT}.scopes[]": Rule(str, 20, "(team|personal|groupChat|copilot)$"),
    f"{BOT}.supportsFiles": Rule(bool),
    f"{BOT}.isNotificationOnly": Rule(bool),
    f"{BOT}.commandLists": Rule(list, 3),
    f"{BOT}.commandLists[]": Rule(dict, needs=("scopes", "commands")),
    f"{BOT}.commandLists[].scopes": Rule(list, 4),
    f"{BOT}.commandLists[].scopes[]": Rule(str, 20, "(team|personal|groupChat|copilot)$"),
    # The schema says 12 by now; older tenants take 10.
    f"{BOT}.commandLists[].commands": Rule(list, 10),
    f"{BOT}.commandLists[].commands[]": Rule(dict, needs=("title", "description")),
    f"{BOT}.commandLists[].commands[].title": Rule(str, 32, "."),
    f"{BOT}.commandLists[].commands[].description": Rule(str, 128, "."),
    "composeExtensions": Rule(list, 1),
    "composeExtensions[]": Rule(dict, needs=("botId", "commands")),
    "composeExtensions[].botId": Rule(str, 36, GUID),
    "composeExtensions[].commands": Rule(list, 10),
    MENU: Rule(dict, needs=("id", "title", "type", "context", "fetchTask")),
    f"{MENU}.id": Rule(str, 64, "."),
    f"{MENU}.type": Rule(str, 6, "(query|action)$"),
    f"{MENU}.context": Rule(list, 3),
    f"{MENU}.context[]": Rule(str, 20, "(compose|commandBox|message)$"),
    f"{MENU}.title": Rule(str, 32, "."),
    f"{MENU}.description": Rule(str, 128, "."),
    f"{MENU}.fetchTask": Rule(bool),
    "webApplicationInfo": Rule(dict, needs=("id",)),
    "webApplicationInfo.id": Rule(str, 36, GUID),
    "webApplicationInfo.resource": Rule(str, 2048, HTTPS),
    "authorization": Rule(dict),
    "authorization.permissions": Rule(dict),
    "authorization.permissions.resourceSpecific": Rule(list, 16),
    "authorization.permissions.resourceSpecific[]": Rule(dict, needs=("name", "type")),
    "authorization.permissions.resourceSpecific[].name": Rule(str, 128, "."),
    "authorization.permissions.resourceSpecific[].type": Rule(str, 20, "(Application|Delegated)$"),
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
    if isinstance(value, Sequence) and not 1 <= len(value) <= rule.most:
        yield f"{path}: length"
    if isinstance(value, str) and not re.match(rule.pattern, value):
        yield f"{path}: pattern"
    if isinstance(value, list) and len({str(part) for part in value}) < len(value):
        yield f"{path}: twice the same"
    if isinstance(value, dict):
        yield from (f"{path}: no {name}" for name in rule.needs if name not in value)


@dataclass(frozen=True)
class Picture:
    """A PNG as a program reads it."""

    width: int
    height: int
    points: tuple[bytes, ...]
    """Red, green, blue and how opaque, row by row."""

    @staticmethod
    def of(png: bytes) -> "Picture":
        """Read it; every checksum has to be right."""
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        at, data, size = 8, b"", (0, 0)
        while at < len(png):
            (length,) = struct.unpack(">I", png[at : at + 4])
            kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
            assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
            size = struct.unpack(">II", body[:8]) if kind == b"IHDR" else size
            data += body if kind == b"IDAT" else b""
            at += 12 + length
        rows, line = zlib.decompress(data), 4 * size[0] + 1
        assert len(rows) == line * size[1]
        starts = [row * line + 1 + 4 * column for row in range(size[1]) for column in range(size[0])]
        return Picture(size[0], size[1], tuple(rows[start : start + 4] for start in starts))
