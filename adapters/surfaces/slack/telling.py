"""Answers to people: whispers that only they see. They come after Slack has its answer."""

import logging
from http import HTTPStatus

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.surfaces._afterwards import Afterwards
from adapters.surfaces.slack.blocks import Message
from adapters.surfaces.slack.errors import INVALID_BLOCKS, foreign_errors

log = logging.getLogger("augenhoehe.slack")
PATIENCE = 3
"""Seconds an answer may take; after that nobody waits for it any more."""


class Telling(Afterwards):
    """Tells people, once Slack has its answer."""

    def __init__(self, client: AsyncWebClient) -> None:
        super().__init__(log)
        self._client = client

    async def respond(self, url: str, message: Message, *, replace: bool = False) -> None:
        """Whisper to whoever clicked, or replace the whisper that they clicked in.

        Where Slack does not take the drawing, the simpler one is told.
        """
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
        if message.simpler and any(code in answer.body for code in INVALID_BLOCKS):
            await self.respond(url, message.simpler, replace=replace)
        elif answer.status_code != HTTPStatus.OK:
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
