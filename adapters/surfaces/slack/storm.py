"""Draws a storm: how many comments wait for their thread in a channel, and of what kind."""

from collections.abc import Iterator

from adapters.surfaces.slack import blocks as kit
from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.pen import Pen
from bot.views import Count, StormCard

MOST = 12
"""Lines of each list."""


def storm_line(view: StormCard, pen: Pen) -> str:
    """The storm in one line."""
    if view.over:
        return pen.say("The channel has caught up. {count} are still to come.", count=view.waiting)
    return pen.say("{count} comments wait for their thread in this channel.", count=view.waiting)


def draw_storm(view: StormCard, pen: Pen) -> Iterator[Block]:
    """The numbers, and what to do about them."""
    yield kit.header(f"{'✔' if view.over else '🌊'} {storm_line(view, pen)}")
    if view.urgencies and not view.over:
        yield kit.rich(kit.listed(_line(count, pen) for count in view.urgencies[:MOST]))
        yield kit.rich(kit.listed(_line(count, pen) for count in view.kinds[:MOST]))
        yield kit.section(pen.say("The most urgent ones come first, each in a thread of its own."))
        yield kit.section(
            pen.say("Nobody has to wait: {command} hands you the next one.", command="/queue next")
        )
    yield kit.context(pen.say("Since {when}", when=pen.reader.catalogue.moment(view.since)))


def _line(count: Count, pen: Pen) -> str:
    return f"{'⚠ ' if count.alarming else ''}{count.number}  {pen.tell(count.label)}"
