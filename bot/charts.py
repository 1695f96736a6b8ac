"""Charts of a report as pictures, with words for whoever cannot see them. No public text stands there."""

import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bars import busiest, percent
from bot.reports import DRAFT_PARTS, Report, Timeline
from bot.words import Words, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Say = Callable[[Words], str]
"""Draws words in the reader's language."""
COLOURS = ("#1f6b57", "#d99a1b", "#22588f", "#b3261e", "#7a5ea8", "#5c6663", "#9cc3b5")
MOODS = ("#1f6b57", "#9aa39f", "#d99a1b", "#b3261e", "#d5dad8")
"""What the parts of the sentiment are drawn with: good, neutral, mixed, bad, not looked at."""
PARTS = ("#1f6b57", "#8cc4b2", "#d99a1b", "#b3261e")
"""What the parts of a draft's bar are drawn with."""
SIZE = (9.0, 3.6)
DOTS = 110
"""To the inch: Teams takes pictures of at most 1,024 by 1,024."""
SHADES = 32
"""Colours of a picture, and what lies between them at the edges of letters."""
MOST_LABELS = 14
MOST_PROMPTS = 10
LONGEST_LABEL = 24


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture, its title, and what is to be seen in it."""

    name: str
    """Of its file."""
    title: str
    png: bytes
    words: str
    """The alternative text."""


def charts(report: Report, tell: Say, without: Collection[str] = ()) -> list[Chart]:
    """The pictures that say something: nothing is drawn of nothing. Takes a while: ask for it in a thread.

    `without` names timelines that are drawn in another way.
    """
    lines = [line for line in (report.volume, report.kinds, report.moods) if line.name not in without]
    drawn = [_timeline(line, tell) for line in lines if line.most]
    if report.load.busiest:
        drawn.append(_load(report, tell))
    if report.drafts:
        drawn.append(_drafts(report, tell))
    return drawn


def _timeline(line: Timeline, tell: Say) -> Chart:
    """Columns beside each other, or where they are parts of a whole, one upon the other."""
    from matplotlib.ticker import MaxNLocator

    title, steps = tell(line.title), range(len(line.steps))
    figure, axes = _sheet(title)
    width = 0.8 if line.stacked else 0.8 / len(line.series)
    below = [0] * len(line.steps)
    for number, (series, colour) in enumerate(zip(line.series, _colours(line), strict=False)):
        aside = 0.0 if line.stacked else width * (number - (len(line.series) - 1) / 2)
        places = [at + aside for at in steps]
        label = _plain(tell(series.label))
        axes.bar(places, series.numbers, width, bottom=below, label=label, color=colour)
        if line.stacked:
            below = [low + high for low, high in zip(below, series.numbers, strict=True)]
    _label_steps(axes, line, tell)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(1, 1))
    return _chart(line.name or "line", title, figure, tell(_in_words(line, tell)))


def _colours(line: Timeline) -> tuple[str, ...]:
    return MOODS if line.name == "moods" else COLOURS


def _in_words(line: Timeline, tell: Say) -> Words:
    """What is to be seen: the sums, and where it was most."""
    sums = ", ".join(f"{tell(series.label)}: {series.total}" for series in line.series)
    counted = line.series if line.stacked else line.series[:1]
    peak = max(range(len(line.steps)), key=lambda at: sum(series.numbers[at] for series in counted))
    return say("{sums}. Most came: {when}", sums=sums, when=line.steps[peak])


def _load(report: Report, tell: Say) -> Chart:
    load, title = report.load, tell(say("Load by weekday and hour"))
    figure, axes = _sheet(title)
    axes.imshow(load.hours, aspect="auto", cmap="YlGn", vmin=0, vmax=load.most)
    axes.set_yticks(range(len(load.weekdays)), [tell(day) for day in load.weekdays])
    axes.set_xticks(range(0, 24, 2), [f"{hour}" for hour in range(0, 24, 2)])
    for day, people in enumerate(load.people):
        for hour, needed in enumerate(people):
            if needed:
                dark = load.hours[day][hour] > load.most * 0.6
                colour = "white" if dark else "#1f2523"
                axes.text(hour, day, str(needed), ha="center", va="center", fontsize=8, color=colour)
    axes.set_xlabel(tell(say("Hour. The numbers say how many people it takes.")), fontsize=9)
    return _chart("load", title, figure, tell(busiest(load)))


def _drafts(report: Report, tell: Say) -> Chart:
    title = tell(say("What became of drafts"))
    shares = report.drafts[:MOST_PROMPTS]
    figure, axes = _sheet(title)
    names = [_plain(share.prompt[:LONGEST_LABEL]) or "–" for share in shares]
    left = [0.0] * len(shares)
    for number, part in enumerate(DRAFT_PARTS):
        widths = [100 * share.parts[number] / max(share.total, 1) for share in shares]
        axes.barh(range(len(shares)), widths, left=left, color=PARTS[number], label=tell(part))
        left = [one + width for one, width in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(shares)), names)
    axes.invert_yaxis()
    axes.set_xlabel("%", fontsize=9)
    axes.legend(
        frameon=False, fontsize=9, ncols=len(DRAFT_PARTS), loc="upper center", bbox_to_anchor=(0.5, -0.16)
    )
    said = "; ".join(
        f"{share.prompt or '–'}: {percent(share.unchanged, share.total).strip()} {tell(DRAFT_PARTS[0])}"
        for share in shares
    )
    return _chart("drafts", title, figure, said)


def _sheet(title: str) -> "tuple[Figure, Axes]":
    # Figures of their own, without pyplot: its one global state would be shared by threads.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(_plain(title), loc="left", fontsize=11, fontweight="bold")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=9)
    return figure, axes


def _label_steps(axes: "Axes", line: Timeline, tell: Say) -> None:
    """As many labels as have room."""
    every = -(-len(line.steps) // MOST_LABELS)
    shown = range(0, len(line.steps), every)
    axes.set_xticks(list(shown), [tell(line.steps[at]) for at in shown], rotation=30, ha="right")


def _plain(text: str) -> str:
    """Matplotlib reads what stands between dollars as a formula."""
    return text.replace("$", r"\$")


def _chart(name: str, title: str, figure: "Figure", words: str) -> Chart:
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return Chart(name=name, title=title, png=_small(written), words=words)


def _small(picture: io.BytesIO) -> bytes:
    """The same with as few colours as it has: it travels within messages that may not be large."""
    from PIL import Image

    written = io.BytesIO()
    with Image.open(picture) as drawn:
        few = drawn.convert("RGB").quantize(SHADES, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
    return written.getvalue()
