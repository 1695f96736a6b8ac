"""Views to draw that the other surfaces do not sample."""

from dataclasses import replace

from bot.bulk import CloseMany
from bot.views import Backlog
from tests.adapters.surfaces.web.register_samples import registers


def backlog(lines: int) -> Backlog:
    """So many items that need no reply."""
    sample, *_ = registers()
    return replace(
        sample,
        lines=tuple(replace(sample.lines[0], item=number, version=1) for number in range(1, lines + 1)),
        close=CloseMany(items=tuple((number, 1) for number in range(1, lines + 1))),
        people=((3, "Kim"), (4, "Alex")),
    )
