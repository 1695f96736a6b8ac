"""The charts of a report, beneath its message: pictures, each with words for whoever cannot see it."""

import asyncio
import logging

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.charts import native
from adapters.surfaces.slack.errors import foreign_errors
from adapters.surfaces.slack.pen import Pen, Reader
from bot.charts import Chart, charts
from bot.errors import OutsideError
from bot.reports import Report

log = logging.getLogger("augenhoehe.slack")
LONGEST_WORDS = 1000
"""Characters of an alternative text."""
PATIENCE = aiohttp.ClientTimeout(total=20)


class Pictures:
    """Hangs charts up. The report says everything in words too: without them nothing is missing."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def hang(self, channel: str, thread: str, report: Report, reader: Reader, *, drawn: bool) -> None:
        """Put the charts of a report into the thread of its message, but for those that Slack has drawn."""
        done = tuple(native(report, Pen(reader, LONGEST_WORDS))) if drawn else ()
        # Drawing takes a second, in which everything else would stand still.
        made = await asyncio.to_thread(charts, report, reader.catalogue.say, done)
        try:
            with foreign_errors(channel, changes=False):
                files = [await self._sent(chart) for chart in made]
                if files:
                    await self._client.files_completeUploadExternal(
                        files=files, channel_id=channel, thread_ts=thread
                    )
        except (OutsideError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("charts not shown", extra={"channel": channel, "why": type(error).__name__})

    async def _sent(self, chart: Chart) -> dict[str, str | None]:
        """Give Slack one file, which nobody sees yet; what it is called there."""
        answer = await self._client.files_getUploadURLExternal(
            filename=f"{chart.name}.png", length=len(chart.png), alt_txt=chart.words[:LONGEST_WORDS]
        )
        async with (
            aiohttp.ClientSession(timeout=PATIENCE) as session,
            session.post(str(answer["upload_url"]), data=chart.png) as taken,
        ):
            taken.raise_for_status()
        return {"id": str(answer["file_id"]), "title": chart.title}
