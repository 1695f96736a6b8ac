"""The few pieces of Block Kit that we draw with. Texts come in inert; nothing here is ever parsed by Slack.

Public text stands in leaves of `rich_text` or in `plain_text`, never in `mrkdwn`: facts/slack.md 3.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.surfaces._text import fits, short, units
from adapters.surfaces.slack.text import EMPTY, pieces

Block = dict[str, Any]
"""A piece of Block Kit. Any: its values are texts, numbers and further pieces."""
LONGEST_LABEL = 75
LONGEST_HEADER = 150
LONGEST_TEXT = 2900
LONGEST_VALUE = 150
MOST_BLOCKS = 50
MOST_BUTTONS = 25
MOST_OPTIONS = 5
LARGEST = 11_500
"""Units of a message's blocks in all. Slack does not publish its limit; people report 13,200."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A drawn view."""

    text: str
    """For notifications and for where blocks cannot be shown; escaped."""
    blocks: tuple[Block, ...]
    simpler: "Message | None" = None
    """The same without what some workspaces do not know yet."""

    @property
    def fits(self) -> bool:
        """Whether Slack takes it."""
        return len(self.blocks) <= MOST_BLOCKS and size(self.blocks) <= LARGEST


def size(blocks: Sequence[Block]) -> int:
    """How large blocks are, as Slack may count it."""
    return units(json.dumps(blocks, ensure_ascii=False))


# Texts


def plain(text: str, longest: int = LONGEST_TEXT) -> Block:
    """A text that is shown as it is."""
    kept = text if fits(text, longest) else short(text, longest)
    return {"type": "plain_text", "text": kept if kept.strip() else EMPTY, "emoji": False}


def leaf(text: str, *styles: str) -> Block:
    """A part of a rich text."""
    style = {"style": dict.fromkeys(styles, True)} if styles else {}
    return {"type": "text", "text": text or EMPTY, **style}


def leaves(text: str, *styles: str) -> list[Block]:
    """A text of any length, all of it."""
    return [leaf(piece, *styles) for piece in pieces(text or EMPTY)]


def link(url: str, text: str) -> Block:
    """A link that people see the target of."""
    return {"type": "link", "url": url, "text": text}


def line(*parts: Block) -> Block:
    """A paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(parts)}


def quote(text: str) -> Block:
    """What somebody wrote."""
    return {"type": "rich_text_quote", "elements": leaves(text)}


def listed(lines: Iterable[str]) -> Block:
    """Points."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(*leaves(one)) for one in lines]}


# Blocks


def rich(*elements: Block) -> Block:
    """A rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph with at most one button beside it."""
    beside = {"accessory": accessory} if accessory else {}
    return {"type": "section", "text": plain(text), **beside}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [plain(text, 400) for text in texts[:10]]}


# Buttons


def button(label: str, action_id: str, value: str, style: str = "plain") -> Block:
    """A button."""
    styled = {"style": style} if style in {"primary", "danger"} else {}
    return {
        "type": "button",
        "text": plain(label, LONGEST_LABEL),
        "action_id": action_id,
        "value": value,
        **styled,
    }


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before something is done."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str) -> Block:
    """One choice of several."""
    return {"text": plain(label, LONGEST_LABEL), "value": value}


def menu(options: Sequence[Block], label: str) -> list[Block]:
    """What is behind “…”. Slack's own menu for that holds a few; more stand in a list to choose from."""
    if not options:
        return []
    if len(options) <= MOST_OPTIONS:
        return [{"type": "overflow", "action_id": "more:0", "options": list(options)}]
    shown = plain(label, LONGEST_LABEL)
    return [{"type": "static_select", "action_id": "more:0", "placeholder": shown, "options": list(options)}]


def actions(elements: Sequence[Block]) -> list[Block]:
    """A row of buttons, if there are any."""
    return [{"type": "actions", "elements": list(elements[:MOST_BUTTONS])}] if elements else []
