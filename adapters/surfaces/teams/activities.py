"""What Teams sends us, read into values of ours. Teams calls it an activity."""

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.surfaces._text import editable

Json = Mapping[str, Any]
"""What Teams sent. Any: foreign JSON."""
CHANNEL, PERSONAL, MENU = "channel", "personal", "composeExtension/"
_TAG = re.compile(r"</?at[^>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>|</(?:p|div|li)>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]+>")
LONGEST = 8000
"""Characters of a message that are read."""


@dataclass(frozen=True, kw_only=True)
class Who:
    """The account that asks."""

    account: str
    """The object id in Entra: the same for every bot and device."""
    mri: str
    """How the Bot Framework names the person to this bot alone: `29:…`."""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Something a person did in Teams."""

    who: Who
    key: str
    """The same for every delivery of it."""
    conversation: str
    """Where: a thread of a channel (`19:…;messageid=…`), or a chat with us."""
    channel: str
    """The channel; "" for a chat."""
    chat: str
    """The chat with us alone; "" elsewhere. (Menus of messages are chosen in other people's chats too.)"""
    thread: str
    """The message that heads the thread; "" where there is none."""
    message: str
    """The message of ours in which something was clicked; "" for none."""
    number: str
    service_url: str
    text: str
    """What was typed, without our name."""
    mentioned: bool
    """We were called by name, or there is nobody else."""
    name: str
    """What is asked by a click: `adaptiveCard/action`, say."""
    value: Json

    @staticmethod
    def of(activity: Json, *, guest: bool = False) -> "Sent":
        """Read it. Whoever has no object id is nobody, but for `guest`s of the emulator."""
        conversation = _text(_part(activity, "conversation"), "id")
        channel, _, thread = conversation.partition(";messageid=")
        in_channel = _part(activity, "conversation").get("conversationType") == CHANNEL or bool(thread)
        return Sent(
            who=_who(activity, guest=guest),
            key=_key(activity, conversation),
            conversation=conversation,
            channel=channel if in_channel else "",
            chat="" if in_channel or not _alone(activity) else conversation,
            thread=thread,
            message=_text(activity, "replyToId"),
            number=_text(activity, "id"),
            service_url=_text(activity, "serviceUrl"),
            text=typed(activity),
            mentioned=not in_channel or _calls_us(activity),
            name=_text(activity, "name"),
            value=_part(activity, "value"),
        )

    @property
    def data(self) -> Json:
        """What the button carries, with what was typed into its card or dialog."""
        return _part(_part(self.value, "action"), "data") or _part(self.value, "data")

    @property
    def verb(self) -> str:
        """The verb of a card's button."""
        return _text(_part(self.value, "action"), "verb")


def typed(activity: Json) -> str:
    """What a person typed, without the mentions of our bot: found by its id, whatever it is called."""
    text = str(activity.get("text") or "")[:LONGEST]
    for one in _mentions(activity):
        text = text.replace(_text(one, "text"), " ") if _text(one, "text") else text
    # Other people's names stay as words.
    return _plain(_TAG.sub("", text))


def message_text(payload: Json) -> str:
    """The words of a message on which something of its menu was chosen: HTML, made plain."""
    content = str(_part(payload, "body").get("content") or "")[:LONGEST]
    return _plain(_MARKUP.sub("", _BREAK.sub("\n", content)))


def _plain(text: str) -> str:
    """Line by line, without blanks that nobody typed on purpose."""
    lines = editable(html.unescape(text)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def team_of(activity: Json) -> Json:
    """The team that something is about."""
    return _part(_part(activity, "channelData"), "team")


def channel_of(activity: Json) -> Json:
    """The channel that something is about."""
    return _part(_part(activity, "channelData"), "channel")


def event_of(activity: Json) -> str:
    """What happened to a team or channel."""
    return _text(_part(activity, "channelData"), "eventType")


def concerns_us(activity: Json, field: str) -> bool:
    """Whether our bot is among the members that came or went."""
    us = _text(_part(activity, "recipient"), "id")
    members = activity.get(field)
    return any(
        isinstance(one, Mapping) and us and one.get("id") == us
        for one in (members if isinstance(members, list) else ())
    )


def _who(activity: Json, *, guest: bool) -> Who:
    sender = _part(activity, "from")
    account = _text(sender, "aadObjectId").casefold()
    mri = _text(sender, "id")
    return Who(account=account or (mri if guest else ""), mri=mri, name=_text(sender, "name")[:200])


def _alone(activity: Json) -> bool:
    kind = _text(_part(activity, "conversation"), "conversationType") or PERSONAL
    return kind == PERSONAL and not _text(activity, "name").startswith(MENU)


def _key(activity: Json, conversation: str) -> str:
    kind, number = _text(activity, "type"), _text(activity, "id")
    if not number:
        whole = json.dumps(activity, sort_keys=True, default=str).encode()
        number = hashlib.sha256(whole).hexdigest()
    return f"{kind}:{conversation}:{number}"


def _mentions(activity: Json) -> list[Json]:
    """The mentions of our bot."""
    us, entities = _text(_part(activity, "recipient"), "id"), activity.get("entities")
    found = [one for one in (entities if isinstance(entities, list) else ()) if isinstance(one, Mapping)]
    return [
        one
        for one in found
        if one.get("type") == "mention" and us and _text(_part(one, "mentioned"), "id") == us
    ]


def _calls_us(activity: Json) -> bool:
    return bool(_mentions(activity))


def _part(of: Json, name: str) -> Json:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(of: Json, name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""
