"""The posts and the invented comments of the demo, read from its TOML files."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "demo_content"
IMAGES = FOLDER / "images"
BRAND = "Haferglück"

STREAM = "event"
STORM = "storm"
DAY = "day"


@dataclass(frozen=True, kw_only=True)
class DemoPost:
    """A post of the brand."""

    id: str
    title: str
    text: str
    language: str
    image: str
    image_alt: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happens in the community at its time."""

    at: float
    """Seconds since the stream, or the storm, began; before the day began, they are less than 0."""
    do: str
    """comment | edit | delete | native_reply."""
    id: str
    target: str = ""
    """The comment that is edited, deleted or answered."""
    post: str = ""
    parent: str = ""
    author: str = ""
    text: str = ""
    image: str = ""
    image_alt: str = ""


@cache
def posts() -> dict[str, DemoPost]:
    """Every post by its id, in the order of the page."""
    return {row["id"]: DemoPost(**row) for row in _read("posts.toml")["post"]}


@cache
def events(kind: str) -> tuple[Event, ...]:
    """What the stream or the storm plays, in order."""
    rows = [{name: row[name] for name in row if name != "kind"} for row in _read("stream.toml")[kind]]
    return tuple(sorted((Event(**row) for row in rows), key=lambda event: event.at))


@cache
def day() -> tuple[Event, ...]:
    """What was written before the demo began: a shift in the middle of its work."""
    rows = _read("day.toml")[DAY]
    return tuple(
        Event(
            at=-60.0 * row["minutes"],
            **{name: row[name] for name in row if name not in {"kind", "minutes"}},
        )
        for row in rows
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
