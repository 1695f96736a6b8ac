"""The geometry of charts: where each bar stands. How they look, templates and style sheets say."""

from dataclasses import dataclass

from bot.reports import DraftShare, Load, Timeline

WIDTH, HEIGHT = 640, 150
"""Of the space for bars, in units of the drawing."""
MOST_LABELS = 12
SHADES = 5
"""How many shades a load is drawn with, besides none."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A rectangle of one series."""

    x: float
    y: float
    width: float
    height: float
    series: int
    step: int


def columns(line: Timeline) -> list[Bar]:
    """A timeline as columns: beside each other, or one upon the other."""
    return _stacked(line) if line.stacked else _grouped(line)


def _grouped(line: Timeline) -> list[Bar]:
    room = WIDTH / max(len(line.steps), 1)
    each = room * 0.8 / max(len(line.series), 1)
    bars = []
    for number, series in enumerate(line.series):
        for step, value in enumerate(series.numbers):
            height = HEIGHT * value / line.most if line.most else 0.0
            x = room * (step + 0.1) + each * number
            bars.append(_bar(x, HEIGHT - height, each, height, number, step))
    return [bar for bar in bars if bar.height]


def _stacked(line: Timeline) -> list[Bar]:
    room = WIDTH / max(len(line.steps), 1)
    bars = []
    for step in range(len(line.steps)):
        top = float(HEIGHT)
        for number, series in enumerate(line.series):
            height = HEIGHT * series.numbers[step] / line.most if line.most else 0.0
            top -= height
            bars.append(_bar(room * (step + 0.15), top, room * 0.7, height, number, step))
    return [bar for bar in bars if bar.height]


def _bar(x: float, y: float, width: float, height: float, series: int, step: int) -> Bar:
    return Bar(
        x=round(x, 2), y=round(y, 2), width=round(width, 2), height=round(height, 2), series=series, step=step
    )


def labels(line: Timeline) -> list[tuple[float, int]]:
    """The steps that have room for a label: where it stands, and which one it is."""
    every = -(-len(line.steps) // MOST_LABELS) or 1
    room = WIDTH / max(len(line.steps), 1)
    return [(round(room * (step + 0.5), 2), step) for step in range(0, len(line.steps), every)]


def shares(share: DraftShare) -> list[Bar]:
    """What became of drafts as one bar in parts, of a hundred units."""
    bars, x = [], 0.0
    for number, part in enumerate(share.parts):
        width = 100 * part / share.total if share.total else 0.0
        bars.append(_bar(x, 0, width, 10, number, 0))
        x += width
    return [bar for bar in bars if bar.width]


def shade(load: Load, day: int, hour: int) -> int:
    """How dark an hour is: 0 for nothing, `SHADES` for the busiest."""
    return -(-round(1000 * SHADES * load.hours[day][hour] / load.most) // 1000) if load.most else 0


def percent(part: int, whole: int) -> int:
    """A share of a whole, in percent."""
    return round(100 * part / whole) if whole else 0
