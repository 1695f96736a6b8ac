"""Draws the board: what somebody wants to know who only glances at it, on one screen."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.lists import MOST_ITEMS, draw_line
from adapters.surfaces.slack.pen import Pen
from bot.bars import bar
from bot.views import Board, Count

MOST_COUNTS = 30
MOST_STORMS = 5
WIDTH = 8
"""Letters of a whole bar."""


def draw_board(view: Board, pen: Pen) -> Iterator[Block]:
    """The queue in one screen."""
    yield kit.header(pen.say("The queue"))
    yield from (kit.section(f"🌊 {pen.tell(storm)}") for storm in view.storms[:MOST_STORMS])
    yield from _urgencies(view, pen)
    if view.counts:
        yield kit.rich(kit.listed([_count(one, pen) for one in view.counts[:MOST_COUNTS]]))
    if view.today:
        numbers = " · ".join(f"{pen.tell(one.label)}: {pen.tell(one.words)}" for one in view.today)
        yield kit.section(f"{pen.say('Today')} · {numbers}")
    if view.oldest:
        yield kit.section(pen.say("Waiting longest:"))
        yield draw_line(view.oldest, pen)
    if view.mine:
        yield kit.section(pen.say("Mine:"))
        yield from (draw_line(line, pen) for line in view.mine[:MOST_ITEMS])
    if view.shift:
        yield kit.context(*(pen.tell(words) for words in view.shift))
    if view.parts:
        yield kit.context(*(pen.tell(part) for part in view.parts))


def _count(one: Count, pen: Pen) -> str:
    return f"{'⚠ ' if one.alarming else ''}{one.number}  {pen.tell(one.label)}"


def _urgencies(view: Board, pen: Pen) -> Iterator[Block]:
    """What is open by its urgency, with a bar to see it by."""
    if not view.urgencies:
        return
    most = max(one.number for one in view.urgencies)
    lines = [f"{bar(one.number, most, WIDTH):<{WIDTH}} {_count(one, pen)}" for one in view.urgencies]
    drawn = {"type": "rich_text_preformatted", "elements": [kit.leaf("\n".join(lines))]}
    yield kit.rich(kit.line(kit.leaf(pen.say("Open by urgency:"), "bold")), drawn)
