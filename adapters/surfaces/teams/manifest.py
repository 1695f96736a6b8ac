"""The app package that people add to Teams: the manifest, our icons, and its German words.

No SDK is imported here. The schema is 1.25, the lowest that has what we use: a bot in shared and private
channels (`supportsChannelFeatures`). What its tests hold it to is drawn from that schema.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters.surfaces.teams.icons import colour_icon, outline_icon
from bot import __version__
from bot.catalogue import Catalogue
from bot.errors import BadSetting
from bot.words import Words, say

Json = dict[str, Any]
"""JSON. Any: its values have no common type."""
Say = Callable[[Words], str]
SCHEMA = "1.25"
SCHEMA_URL = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json"
READS_THREADS = "ChannelMessage.Read.Group"
"""The consent of a team's owner with which Teams tells us what people write to each other in threads."""
RESOURCE = "https://RscBasedStoreApp"
"""Teams wants some address for such a consent, and uses none."""
LANGUAGES = ("de",)
"""Besides English, in which the manifest itself is."""
SAME_DATE = (2026, 1, 1, 0, 0, 0)
"""The same content makes the same file."""
_GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
SHORT = say("The community's comments, with drafts that people approve")
FULL = say(
    "Augenhöhe brings the comments of your community to the team, each as a card with a draft for the reply."
    " People claim, edit, approve or dismiss them here; nothing becomes public that nobody approved."
)
QUEUE: tuple[tuple[str, Words], ...] = (
    ("queue", say("The state of the queue in one screen")),
    ("next", say("The most urgent comment that nobody handles; it becomes yours")),
    ("mine", say("The open comments that you handle")),
    ("handover", say("What one shift tells the next")),
    ("shift", say("Who is on, who comes next, who is away")),
    ("report", say("The numbers of the past days")),
    ("help", say("What can be asked")),
)
ALONE: tuple[tuple[str, Words], ...] = (
    ("home", say("Your own page: what is yours, what waits, your language")),
    *QUEUE[:-1],
    ("facts", say("What drafts know these days")),
    QUEUE[-1],
)
COMMANDS: Mapping[str, Sequence[tuple[str, Words]]] = {"team": QUEUE, "personal": ALONE}
"""What the menu offers, by where: what is typed, and what it does."""
MESSAGE_ACTIONS: tuple[tuple[str, Words, Words], ...] = (
    ("open", say("Show card and buttons"), say("The comment of this thread")),
    ("redraft", say("New draft"), say("Have another draft written for the comment of this thread")),
    ("note", say("Note"), say("Keep an internal note with the comment of this thread")),
    ("take_over", say("Take over"), say("The comment of this thread becomes yours")),
)
"""What the menu of a message in an item's thread offers."""


def manifest(app_id: str, url: str, *, keep_notes: bool = False) -> Json:
    """The manifest of a bot, and of the address at which Teams reaches us.

    Raises:
        BadSetting: Teams would take neither.

    """
    _check(app_id, url)
    said = Catalogue("en").say
    address = url.rstrip("/")
    return {
        "$schema": SCHEMA_URL,
        "manifestVersion": SCHEMA,
        "version": __version__,
        "id": app_id,
        "developer": {
            "name": "Augenhöhe",
            "websiteUrl": f"{address}/",
            "privacyUrl": f"{address}/",
            "termsOfUseUrl": f"{address}/",
        },
        "name": {"short": "Augenhöhe", "full": "Augenhöhe"},
        "description": {"short": said(SHORT), "full": said(FULL)},
        "localizationInfo": {
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": one, "file": f"{one}.json"} for one in LANGUAGES],
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F4D3A",
        "bots": [_bot(app_id, said)],
        "composeExtensions": [_message_actions(app_id, said)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [str(urlsplit(url).hostname)],
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot"},
        "supportsChannelFeatures": "tier1",
        **(_consent(app_id) if keep_notes else {}),
    }


def translated(language: str) -> Json:
    """The words of the manifest in another language. What people type stays as it is."""
    said = Catalogue(language).say
    texts = {
        f"bots[0].commandLists[{place}].commands[{number}].description": words
        for place, commands in enumerate(COMMANDS.values())
        for number, (_, words) in enumerate(commands)
    }
    for number, (_, title, words) in enumerate(MESSAGE_ACTIONS):
        texts[f"composeExtensions[0].commands[{number}].title"] = title
        texts[f"composeExtensions[0].commands[{number}].description"] = words
    return {
        "$schema": SCHEMA_URL.replace("MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema"),
        "name.short": "Augenhöhe",
        "description.short": said(SHORT),
        "description.full": said(FULL),
        **{name: said(words) for name, words in texts.items()},
    }


def package(app_id: str, url: str, *, keep_notes: bool = False) -> bytes:
    """The file to upload in Teams.

    Raises:
        BadSetting: Teams would not take the id or the address.

    """
    texts = {"manifest.json": manifest(app_id, url, keep_notes=keep_notes)}
    texts |= {f"{language}.json": translated(language) for language in LANGUAGES}
    files = {name: json.dumps(text, indent=2, ensure_ascii=False).encode() for name, text in texts.items()}
    files |= {"color.png": colour_icon(), "outline.png": outline_icon()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, SAME_DATE), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def write(target: Path, app_id: str, url: str, *, keep_notes: bool = False) -> None:
    """Build the file, and keep it."""
    target.write_bytes(package(app_id, url, keep_notes=keep_notes))


def _check(app_id: str, url: str) -> None:
    if not _GUID.fullmatch(app_id):
        raise BadSetting(say("Teams has to know the app id of your bot: add --app-id, as Azure shows it."))
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise BadSetting(say("Teams has to know where our pages are: add --url https://…"))


def _bot(app_id: str, said: Say) -> Json:
    """Our bot and its menus."""
    return {
        "botId": app_id,
        "scopes": list(COMMANDS),
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [
            {
                "scopes": [place],
                "commands": [{"title": typed, "description": said(words)} for typed, words in commands],
            }
            for place, commands in COMMANDS.items()
        ],
    }


def _message_actions(app_id: str, said: Say) -> Json:
    return {
        "botId": app_id,
        "commands": [
            {
                "id": name,
                "type": "action",
                "context": ["message"],
                "title": said(title),
                "description": said(words),
                "fetchTask": True,
            }
            for name, title, words in MESSAGE_ACTIONS
        ],
    }


def _consent(app_id: str) -> Json:
    return {
        "webApplicationInfo": {"id": app_id, "resource": RESOURCE},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": READS_THREADS, "type": "Application"}]}
        },
    }
