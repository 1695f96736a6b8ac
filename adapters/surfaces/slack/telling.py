"""Answers to people: whispers that only they see. They come after Slack has its answer."""

import asyncio
import logging
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.surfaces.slack.blocks import Message
from adapters.surfaces.slack.errors import foreign_errors
from bot.errors import OutsideError

log = logging.getLogger("augenhoehe.slack")
PATIENCE = 3
"""Seconds an answer may take; after that nobody waits for it any more."""


class Telling:
    """Tells people. What they decided is kept already: an answer that gets lost loses nothing."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    def soon(self, telling: Coroutine[Any, Any, None]) -> None:
        """Tell it once Slack has its answer. Any: the types of a coroutine that nobody uses."""
        task = asyncio.create_task(_logged(telling))
        # Python forgets tasks that nobody holds.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def respond(self, url: str, message: Message, *, replace: bool = False) -> None:
        """Whisper to whoever clicked, or replace the whisper that they clicked in."""
        hook = AsyncWebhookClient(url, timeout=PATIENCE, retry_handlers=[])
        with foreign_errors(changes=False):
            answer = await hook.send(
                text=message.text,
                blocks=list(message.blocks),
                response_type="ephemeral",
                replace_original=replace,
                unfurl_links=False,
                unfurl_media=False,
            )
        if answer.status_code != HTTPStatus.OK:
            log.warning("not told", extra={"status": answer.status_code})

    async def whisper(self, channel: str, account: str, thread: str, message: Message) -> None:
        """Say something in a channel or thread that only one person sees."""
        with foreign_errors(channel, changes=False):
            await self._client.chat_postEphemeral(
                channel=channel,
                user=account,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=thread or None,
                parse="none",
            )

    async def close(self) -> None:
        """Tell what is still to be told, for a moment, and stop."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=PATIENCE)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)


async def _logged(telling: Coroutine[Any, Any, None]) -> None:
    try:
        await telling
    except OutsideError as error:
        log.warning("not told", extra={"why": str(error.words)})
