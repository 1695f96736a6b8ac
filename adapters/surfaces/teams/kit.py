"""The few pieces of Adaptive Cards 1.5 that we draw with. Texts come in inert.

Whatever somebody may have written stands in a run of a `RichTextBlock`, the one place where Teams reads no
markup (facts: TextBlock, FactSet and message text do). So there is no other text in our cards at all.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from adapters.surfaces._text import units
from adapters.surfaces.teams.text import EMPTY, host, parted

Json = dict[str, Any]
"""A piece of a card. Any: its values are texts, numbers and further pieces."""
VERSION = "1.5"
CARD = "application/vnd.microsoft.card.adaptive"
LARGEST = 24 * 1024 // 2
"""UTF-16 units of an activity. Teams takes 28 to 100 KB, by the age of the page that one reads."""
MARK = 70
"""Units of such a mark, at most."""
PLACE = ("spacing", "separator")
"""Properties of a paragraph, not of its text."""
MOST_VISIBLE = 6
"""Buttons of a row that stand open in Teams."""


def size(piece: object) -> int:
    """How large something is on the wire, in UTF-16 units."""
    return units(json.dumps(piece, ensure_ascii=False, separators=(",", ":")))


def weight(piece: object) -> int:
    """The same with the mark that the surface adds to each of our buttons."""
    text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
    return units(text) + MARK * text.count('"Action.Execute"')


# Texts


def runs(text: str, **style: str | bool) -> list[Json]:
    """A text in runs. Doubled braces are parted, because Teams computes `{{DATE(…)}}` even here."""
    return [{"type": "TextRun", "text": part, **style} for part in parted(text or EMPTY)]


def link(url: str, text: str = "") -> list[Json]:
    """A link; without a text of ours people see where it leads. Nothing is fetched until somebody follows."""
    opens = {"type": "Action.OpenUrl", "url": url}
    return [{"type": "TextRun", "text": text or host(url), "color": "accent", "selectAction": opens}]


def line(*parts: Iterable[Json], **more: str | bool) -> Json:
    """A paragraph."""
    return {"type": "RichTextBlock", "inlines": list(chain.from_iterable(parts)), **more}


def said(text: str, **style: str | bool) -> Json:
    """A paragraph in one style; what is about its place goes to the paragraph."""
    place = {name: style.pop(name) for name in PLACE if name in style}
    return line(runs(text, **style), **place)


def small(text: str) -> Json:
    """Small print."""
    return line(runs(text, size="small", isSubtle=True), spacing="small")


# Boxes


def box(items: Iterable[Json], **more: str | bool) -> Json:
    """What belongs together."""
    return {"type": "Container", "items": list(items), **more}


def hidden(name: str, piece: Json) -> Json:
    """Not seen until a button shows it."""
    return {**piece, "id": name, "isVisible": False}


def columns(*many: Iterable[Json]) -> Json:
    """Side by side, each as wide as the others."""
    columns = [{"type": "Column", "width": "stretch", "items": list(one)} for one in many]
    return {"type": "ColumnSet", "columns": columns}


def beside(left: Iterable[Json], right: Iterable[Json]) -> Json:
    """The left takes the room, the right what it needs."""
    return {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": "stretch", "items": list(left)},
            {"type": "Column", "width": "auto", "items": list(right)},
        ],
    }


# Buttons


def execute(title: str, verb: str, data: Json, **more: Any) -> Json:
    """A button that asks us."""
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data, **more}


def submit(title: str, data: Json, **more: Any) -> Json:
    """A button that opens or sends a dialog."""
    return {"type": "Action.Submit", "title": title, "data": data, **more}


def submitting(piece: Any) -> Any:
    """The same with buttons for a dialog, which knows no `Action.Execute`. Any: a piece or value."""
    if isinstance(piece, list):
        return [submitting(part) for part in piece]
    if not isinstance(piece, dict):
        return piece
    if piece.get("type") == "Action.Execute":
        return {**{k: v for k, v in piece.items() if k != "verb"}, "type": "Action.Submit"}
    return {name: submitting(part) for name, part in piece.items()}


def unfold(title: str, items: Sequence[Json], actions: Sequence[Json], **more: Any) -> Json:
    """A button that opens a small card beneath it, in Teams itself."""
    inner: Json = {"type": "AdaptiveCard", "body": list(items), "actions": list(actions)}
    return {"type": "Action.ShowCard", "title": title, "card": inner, **more}


def toggle(title: str, *names: str) -> Json:
    """A button that shows what is hidden, and hides what is seen."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": list(names)}


def go(title: str, url: str) -> Json:
    """A button that opens a page of ours."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def row(buttons: Sequence[Json], **more: str | bool) -> list[Json]:
    """A row of buttons, if there are any: the first ones open, the rest behind “…”."""
    if not buttons:
        return []
    first = [one for one in buttons if one.get("mode") != "secondary"]
    rest = [{**one, "mode": "secondary"} for one in buttons if one not in first[:MOST_VISIBLE]]
    return [{"type": "ActionSet", "actions": [*first[:MOST_VISIBLE], *rest], **more}]


# Fields


def field(name: str, label: str, value: str = "", **more: Any) -> Json:
    """A field for text."""
    start = {"value": value} if value.strip() else {}
    return {"type": "Input.Text", "id": name, "label": label, **start, **more}


def choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str = "") -> Json:
    """One of several: pairs of title and value."""
    start = {"value": chosen} if chosen else {}
    choices = [{"title": title, "value": value} for title, value in options]
    return {"type": "Input.ChoiceSet", "id": name, "label": label, "choices": choices, **start}


def tick(name: str, title: str, *, on: bool = False) -> Json:
    """A box to tick."""
    return {"type": "Input.Toggle", "id": name, "title": title, "value": "true" if on else "false"}


# Cards


def card(body: Sequence[Json], **more: Any) -> Json:
    """A whole card."""
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "msteams": {"width": "Full"},
        "body": list(body),
        **more,
    }


def attached(content: Json) -> Json:
    """A card as a message carries it."""
    return {"contentType": CARD, "content": content}
