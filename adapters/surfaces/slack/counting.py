"""Tells while somebody types how much room the platform leaves. It changes nothing but one line."""

from collections.abc import Mapping
from typing import Any

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen, Reader
from bot.domain.length import measure
from bot.words import Words, say

COUNT = "count"
"""The block in which it stands."""
SOON = 0.8
"""From this part of the limit on every character is counted; before, the line stays as it is."""
_OURS = ("type", "callback_id", "title", "submit", "close", "notify_on_close", "private_metadata")
"""What Slack sends back of a dialog, and takes again."""
_UNITS = {"bytes": say("bytes"), "graphemes": say("visible characters")}


def unit_words(unit: str) -> Words:
    """How a platform counts, for people."""
    return _UNITS.get(unit, say("characters"))


def count_line(text: str, longest: int, unit: str, pen: Pen) -> Block:
    """The line for a text as it is now."""
    left = longest - measure(text.strip(), unit)
    counted: dict[str, object] = {"count": abs(left), "unit": unit_words(unit)}
    if left < 0:
        said = pen.say("⚠ {count} {unit} too many: it cannot be posted like this.", **counted)
    elif left <= longest * (1 - SOON):
        said = pen.say("{count} {unit} are left.", **counted)
    else:
        counted["count"] = longest
        said = pen.say("The platform takes at most {count} {unit}.", **counted)
    return {**kit.context(said), "block_id": COUNT}


def recounted(view: Mapping[str, Any], text: str, limit: tuple[int, str], reader: Reader) -> Block | None:
    """The dialog with its line as it should be now; None when it is so already. Any: Slack's payload."""
    line = count_line(text, *limit, Pen(reader, 1000))
    before: Mapping[str, Any] = next(
        (block for block in view["blocks"] if block.get("block_id") == COUNT), {}
    )
    if not before or _said(before) == _said(line):
        return None
    blocks = [line if block is before else block for block in view["blocks"]]
    return {**{name: view[name] for name in _OURS if view.get(name)}, "blocks": blocks}


def _said(block: Mapping[str, Any]) -> str:
    return str(block["elements"][0]["text"])
