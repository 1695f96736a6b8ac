"""What Adaptive Cards 1.5 and Teams take, as tables; what is not in them is refused.

They are narrower than the schema: only what we draw with stands here, and nothing that reads markup.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
"""A piece of a card. Any: its values have no common type."""
LARGEST = 24 * 1024
"""Bytes of an activity, in UTF-16."""
MOST_VISIBLE = 6
SPACES = {"none", "small", "default", "medium", "large", "extraLarge", "padding"}
STYLES = {"default", "emphasis", "accent", "good", "warning", "attention"}
COLOURS = {"default", "dark", "light", "accent", "good", "warning", "attention"}
SIZES = {"small", "default", "medium", "large", "extraLarge"}
BLOCK = {"id": str, "isVisible": bool, "separator": bool, "spacing": SPACES}
BUTTON = {"title": str, "style": {"default", "positive", "destructive"}, "mode": {"primary", "secondary"}}
FIELD = {"id": str, "label": str, "isRequired": bool, "errorMessage": str, "value": str}
KNOWN: Mapping[str, Mapping[str, Any]] = {
    "AdaptiveCard": {
        "version": {"1.5"},
        "msteams": dict,
        "fallbackText": str,
        "body": list,
        "actions": list,
        "refresh": dict,
    },
    "RichTextBlock": {**BLOCK, "inlines": list},
    "TextRun": {
        "text": str,
        "size": SIZES,
        "weight": {"lighter", "default", "bolder"},
        "color": COLOURS,
        "isSubtle": bool,
        "italic": bool,
        "highlight": bool,
        "selectAction": dict,
        "fontType": {"default", "monospace"},
    },
    "Image": {**BLOCK, "url": str, "altText": str, "size": {"auto", "stretch", "small", "medium", "large"}},
    "Container": {**BLOCK, "items": list, "style": STYLES},
    "ColumnSet": {**BLOCK, "columns": list},
    "Column": {"items": list, "width": {"auto", "stretch"}},
    "ActionSet": {**BLOCK, "actions": list},
    "Input.Text": {**FIELD, "isMultiline": bool, "maxLength": int},
    "Input.ChoiceSet": {**FIELD, "choices": list},
    "Input.Toggle": {"id": str, "title": str, "value": {"true", "false"}},
    "Action.Execute": {**BUTTON, "verb": str, "data": dict, "associatedInputs": {"auto", "none"}},
    "Action.Submit": {**BUTTON, "data": dict, "associatedInputs": {"auto", "none"}},
    "Action.ShowCard": {**BUTTON, "card": dict},
    "Action.ToggleVisibility": {**BUTTON, "targetElements": list},
    "Action.OpenUrl": {**BUTTON, "url": str},
}
"""Types, their properties, and what those may be: a type, or one of some words."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "AdaptiveCard": ("body",),
    "RichTextBlock": ("inlines",),
    "TextRun": ("text",),
    "Image": ("url", "altText"),
    "Container": ("items",),
    "ColumnSet": ("columns",),
    "Column": ("items", "width"),
    "ActionSet": ("actions",),
    "Input.Text": ("id", "label"),
    "Input.ChoiceSet": ("id", "label", "choices"),
    "Input.Toggle": ("id", "title"),
    "Action.Execute": ("title", "verb", "data"),
    "Action.Submit": ("title", "data"),
    "Action.ShowCard": ("title", "card"),
    "Action.ToggleVisibility": ("title", "targetElements"),
    "Action.OpenUrl": ("url",),
}
INSIDE: Mapping[str, tuple[str, ...]] = {
    "body": ("RichTextBlock", "Container", "ColumnSet", "ActionSet", "Input.", "Image"),
    "items": ("RichTextBlock", "Container", "ColumnSet", "ActionSet", "Input."),
    "inlines": ("TextRun",),
    "columns": ("Column",),
    "actions": ("Action.",),
    "selectAction": ("Action.OpenUrl",),
    "card": ("AdaptiveCard",),
}
"""Which types may stand where."""
PICTURE = "data:image/png;base64,iVBORw0KGgo"
"""How a picture begins that comes along: clients fetch every other one, from wherever its address leads."""
ADDRESS = re.compile(r"https?://[^\s\"'<>\\`|{}]+")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2061-\u2069\ud800-\udfff]"
)
OURS = re.compile(r"[\w:#.,@ -]*")
"""What may stand in the data of a button."""


def faults(card: Json) -> list[str]:
    """Where a card breaks a rule."""
    found = [*_piece(card, "card", ("AdaptiveCard",)), *_named(card)]
    if card.get("version") != "1.5":
        found.append("card: version")
    return found + [f"{where}: {text[:40]!r}" for where, text in strings(card) if _speaks(text, where)]


def message_faults(message: Json) -> list[str]:
    """The same for a message, with how large it is."""
    (attachment,) = message["attachments"]
    found = faults(attachment["content"])
    if set(message) != {"type", "summary", "attachments"} or message["type"] != "message":
        found.append("message: keys")
    if attachment["contentType"] != "application/vnd.microsoft.card.adaptive":
        found.append("message: contentType")
    if size(message) > LARGEST:
        found.append(f"message: {size(message)} bytes")
    return found


def dialog_faults(value: Json) -> list[str]:
    """The same for what opens a dialog: it knows no Action.Execute."""
    card = value["card"]["content"]
    found = faults(card)
    found += ["dialog: Action.Execute"] if "Action.Execute" in json.dumps(card) else []
    if set(value) != {"title", "height", "width", "card"} or not 1 <= len(value["title"]) <= 64:
        found.append("dialog: keys")
    return found


def size(value: object) -> int:
    """Bytes in UTF-16, as Teams counts."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "replace"))


def strings(value: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a card, with the type and property that it stands in."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        kind = value.get("type", where)
        for name, part in value.items():
            yield from strings(part, f"{kind}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from strings(part, where)


def read(value: object) -> list[str]:
    """What people read, a paragraph each, folded or not."""
    if isinstance(value, dict):
        if value.get("type") == "RichTextBlock":
            return ["".join(run["text"] for run in value["inlines"])]
        return [text for part in value.values() for text in read(part)]
    return [text for part in value for text in read(part)] if isinstance(value, list) else []


def pieces(value: object, kind: str | tuple[str, ...]) -> Iterator[Json]:
    """Every piece of this type."""
    if isinstance(value, dict):
        if str(value.get("type", "")).startswith(kind):
            yield value
        for part in value.values():
            yield from pieces(part, kind)
    elif isinstance(value, list):
        for part in value:
            yield from pieces(part, kind)


def _piece(piece: Json, where: str, allowed: tuple[str, ...]) -> Iterator[str]:
    kind = str(piece.get("type"))
    if kind not in KNOWN or not kind.startswith(allowed):
        yield f"{where}: {kind} does not belong there"
        return
    known = KNOWN[kind]
    yield from (f"{kind}: no {name}" for name in NEEDED[kind] if name not in piece)
    for name, value in piece.items():
        if name != "type" and not _fits(value, known.get(name)):
            yield f"{kind}.{name}: {str(value)[:60]}"
        if name in INSIDE:
            for part in value if isinstance(value, list) else [value]:
                yield from _piece(part, kind, INSIDE[name])
    if kind == "Image" and not (piece["url"].startswith(PICTURE) and piece["altText"].strip()):
        yield f"Image: {piece['url'][:60]}"
    yield from _own(piece, kind)


def _fits(value: object, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, set) else wanted is not None and type(value) is wanted


def _own(piece: Json, kind: str) -> Iterator[str]:
    """What no table says."""
    if kind == "TextRun" and not piece["text"]:
        yield "TextRun: empty, and so left out"
    if kind == "Action.OpenUrl" and not ADDRESS.fullmatch(piece["url"]):
        yield f"Action.OpenUrl: {piece['url'][:60]}"
    if kind == "ActionSet":
        open_ones = [one for one in piece["actions"] if one.get("mode") != "secondary"]
        if not 1 <= len(open_ones) <= MOST_VISIBLE:
            yield f"ActionSet: {len(open_ones)} open"
    if kind.startswith("Action.") and "data" in piece:
        carried = [text for _, text in strings(piece["data"]) if not OURS.fullmatch(text.replace("/", ""))]
        yield from (f"{kind}.data: {text[:60]}" for text in carried)
    for name in ("title", "label"):
        if "\n" in piece.get(name, "") or not 0 <= len(piece.get(name, "")) <= 60:
            yield f"{kind}.{name}: {piece[name][:80]!r}"


def _named(card: Json) -> Iterator[str]:
    """Names are said once, and what is toggled is there."""
    named = [piece["id"] for piece in pieces(card, ("Container", "ActionSet", "Input.")) if "id" in piece]
    yield from (f"twice: {name}" for name, count in Counter(named).items() if count > 1)
    for action in pieces(card, "Action.ToggleVisibility"):
        yield from (f"not there: {name}" for name in action["targetElements"] if name not in named)


def _speaks(text: str, where: str) -> bool:
    """Teams would compute it, or people would not see it. A field is never computed, and must not change."""
    return ("{{" in text and where != "Input.Text.value") or bool(UNSEEN.search(text))
