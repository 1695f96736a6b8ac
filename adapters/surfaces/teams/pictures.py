"""The charts of a report, beneath its card: pictures, each with words for whoever cannot see it.

Teams has charts of its own, but no version of the schema knows them, and not every phone shows them. A
picture travels within its card: nothing of ours has to be reachable for it, and it is as small as a message
may be (docs/decisions/0011).
"""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.surfaces.teams import kit
from adapters.surfaces.teams.kit import Json
from adapters.surfaces.teams.text import title
from bot.catalogue import Catalogue
from bot.charts import Chart, charts
from bot.errors import OutsideError
from bot.reports import Report

log = logging.getLogger("augenhoehe.teams")
LONGEST_WORDS = 1000
"""Characters of an alternative text."""
LONGEST_TITLE = 60
PAUSE = 0.3
"""Seconds between two: Teams takes eight messages in two seconds, and cards go first."""
Sends = Callable[[Json], Awaitable[Any]]
"""Sends a message to where the report is. Any: nobody asks for its number."""


async def hang(report: Report, catalogue: Catalogue, send: Sends) -> None:
    """Send the charts of a report. It says everything in words too: without them nothing is missing."""
    # Drawing takes a second, in which everything else would stand still.
    drawn = await asyncio.to_thread(charts, report, catalogue.say)
    for chart in drawn:
        await asyncio.sleep(PAUSE)
        try:
            await send(draw_picture(chart))
        except OutsideError as error:
            log.warning("chart not shown", extra={"chart": chart.name, "why": type(error).__name__})
            return


def draw_picture(chart: Chart) -> Json:
    """A message with one picture."""
    data = base64.b64encode(chart.png).decode()
    picture: Json = {
        "type": "Image",
        "url": f"data:image/png;base64,{data}",
        "altText": title(chart.words, LONGEST_WORDS),
        "size": "stretch",
    }
    said = title(chart.title, LONGEST_TITLE)
    return {
        "type": "message",
        "summary": said,
        "attachments": [kit.attached(kit.card([picture], fallbackText=said))],
    }
