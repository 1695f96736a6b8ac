"""Draws a view as a dialog to look at: where there is no channel to answer in, as at home."""

from adapters.surfaces._text import short
from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen, Reader
from adapters.surfaces.slack.render import plain, render
from bot.views import Answer, ItemCard, View

SHEET = "sheet"
"""The callback id of such a dialog."""
LONGEST_TITLE = 24


def draw_sheet(view: View, reader: Reader) -> Block:
    """The view with its buttons, in a dialog."""
    drawn = render(view, reader)
    return _sheet(view, reader, list(drawn.blocks) or [kit.section(drawn.text)])


def plain_sheet(view: View, reader: Reader) -> Block:
    """The same in words alone, for when Slack refuses the drawing."""
    return _sheet(view, reader, [kit.section(plain(view, reader).text)])


def _sheet(view: View, reader: Reader, blocks: list[Block]) -> Block:
    card = view.card if isinstance(view, Answer) else view
    title = f"#{card.item}" if isinstance(card, ItemCard) else "Augenhöhe"
    return {
        "type": "modal",
        "callback_id": SHEET,
        "title": kit.plain(short(title, LONGEST_TITLE), LONGEST_TITLE),
        "close": kit.plain(Pen(reader, LONGEST_TITLE).say("Close"), LONGEST_TITLE),
        "blocks": blocks,
    }
