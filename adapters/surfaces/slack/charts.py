"""Draws timelines as charts of Slack's own, where it has a drawing for them: in messages, two at most.

What it takes is told by the reference: docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
Public text never stands in one. A timeline that breaks a limit keeps its letters.
"""

from collections.abc import Mapping
from dataclasses import replace

from adapters.surfaces._text import short
from adapters.surfaces.slack.blocks import Block, Message
from adapters.surfaces.slack.pen import Pen
from bot.bars import UNTIL_NEXT
from bot.reports import Report, Series, Timeline
from bot.words import Words

BLOCK = "data_visualization"
LONGEST_TITLE = 50
"""And of what is said at an axis."""
LONGEST_NAME = 20
"""Of a series, and of a step."""
MOST_STEPS = 20
MOST_POINTS = 60
"""Of a chart: two of them, and the rest of a report, have to fit into one message."""
MOST_SERIES = 6
"""So many since there are charts; lately it takes twelve."""
_SIGNS = str.maketrans("<>@", "‹›＠")
MOST_BARS = 10
"""Steps that have room for bars; more are lines."""


def native(report: Report, pen: Pen) -> Mapping[str, Block]:
    """The charts that Slack can draw, by the names of their timelines."""
    drawn = {line.name: _chart(line, pen) for line in (report.volume, report.kinds) if line.name}
    return {name: block for name, block in drawn.items() if block}


def shows(message: Message) -> bool:
    """Whether there are such charts in a message."""
    return any(block["type"] == BLOCK for block in message.blocks)


def _chart(line: Timeline, pen: Pen) -> Block | None:
    """The chart of one; None when there is nothing to draw, or no room for it."""
    if not line.most:
        return None
    some = _few(line.series)
    fewer = replace(line, series=some).within(min(MOST_STEPS, MOST_POINTS // len(some)))
    steps = [_step(step, pen) for step in fewer.steps]
    rows = {_name(one, pen): one.numbers for one in fewer.series}
    if len(set(steps)) < len(steps) or len(rows) < len(some):
        return None
    series = [
        {"name": name, "data": [{"label": step, "value": n} for step, n in zip(steps, numbers, strict=True)]}
        for name, numbers in rows.items()
    ]
    # Slack has no bars that stand upon each other.
    kind = "line" if line.stacked or len(steps) > MOST_BARS else "bar"
    axis: Block = {"categories": steps}
    if len(steps) < len(line.steps):
        axis["x_label"] = short(pen.tell(UNTIL_NEXT), LONGEST_TITLE)
    chart = {"type": kind, "series": series, "axis_config": axis}
    return {"type": BLOCK, "title": short(pen.tell(line.title), LONGEST_TITLE), "chart": chart}


def _few(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """At most as many as it takes; the last of them are one, under the name of the very last."""
    if len(series) <= MOST_SERIES:
        return series
    kept, others = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
    sums = tuple(map(sum, zip(*(one.numbers for one in others), strict=True)))
    return (*kept, replace(others[-1], numbers=sums))


def _name(one: Series, pen: Pen) -> str:
    """What it is called, with its sum: a legend is read where nobody can point at a bar."""
    told = f" · {one.total}"
    return _label(one.label, pen, LONGEST_NAME - len(told)) + told


def _step(step: Words, pen: Pen) -> str:
    """The day alone, also of a week: there is little room."""
    day = step.values.get("day")
    return _label(Words("{day}", {"day": day}) if day else step, pen, LONGEST_NAME)


def _label(words: Words, pen: Pen, longest: int) -> str:
    """One line. Nobody tells how Slack reads signs here that call people elsewhere."""
    return short(pen.tell(words).translate(_SIGNS), longest)
