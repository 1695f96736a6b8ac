"""The rules of Slack's charts, as its reference tells them; the SDK has no model of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CHART = "data_visualization"
Json = Mapping[str, Any]
"""A piece of a payload. Any: it is JSON."""


def lint_charts(blocks: Sequence[Json]) -> list[str]:
    """What Slack would not take of the charts of a message."""
    charts = [block for block in blocks if block["type"] == CHART]
    faults = ["chart: more than two"] if len(charts) > 2 else []
    for block in charts:
        if set(block) - {"type", "title", "chart", "block_id"} or not _fits(block["title"], 50):
            faults.append("chart: title or keys")
        faults += _plotted(block["chart"])
    return faults


def _plotted(chart: Json) -> Iterator[str]:
    if set(chart) != {"type", "series", "axis_config"} or chart["type"] not in {"bar", "line", "area"}:
        yield "chart: keys or type"
        return
    axis, names = chart["axis_config"], [one["name"] for one in chart["series"]]
    steps = axis["categories"]
    said = [axis[name] for name in ("x_label", "y_label") if name in axis]
    if set(axis) - {"categories", "x_label", "y_label"} or not all(_fits(one, 50) for one in said):
        yield "chart: axis"
    if not _distinct(steps, 20):
        yield "chart: categories"
    if not _distinct(names, 6):
        yield "chart: series"
    for one in chart["series"]:
        if set(one) != {"name", "data"} or [point["label"] for point in one["data"]] != steps:
            yield "chart: points"
        yield from ("chart: value" for point in one["data"] if not _number(point))


def _number(point: Json) -> bool:
    return set(point) == {"label", "value"} and type(point["value"]) in {int, float}


def _distinct(names: Sequence[str], most: int) -> bool:
    return 1 <= len(names) <= most and len(set(names)) == len(names) and all(_fits(n, 20) for n in names)


def _fits(text: object, longest: int) -> bool:
    # Nobody says how it reads signs that are markup elsewhere.
    return (
        isinstance(text, str)
        and 1 <= len(text.strip()) <= len(text) <= longest
        and not set("<>@") & set(text)
    )
