"""Dialogs and Home pages: opened, laid on top, changed, published. All of it may be done twice."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.surfaces.slack.blocks import Block
from adapters.surfaces.slack.errors import INVALID_BLOCKS, code_of, foreign_errors

log = logging.getLogger("augenhoehe.slack")
NOT_TAKEN = INVALID_BLOCKS | {"invalid_arguments", "view_too_large"}
"""Slack does not take the drawing."""


class Windows:
    """What Slack shows outside of channels. `plain` is shown when Slack does not take the drawing."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def open(self, trigger: str, view: Block, plain: Block | None = None) -> None:
        """Open a dialog; Slack gives us three seconds from the click on."""
        await _drawn(lambda one: self._client.views_open(trigger_id=trigger, view=one), view, plain)

    async def push(self, trigger: str, view: Block, plain: Block | None = None) -> None:
        """Lay a dialog on top of the one in which somebody clicked."""
        await _drawn(lambda one: self._client.views_push(trigger_id=trigger, view=one), view, plain)

    async def turn(self, number: str, view: Block, plain: Block | None = None, *, seen: str = "") -> None:
        """Show something else in an open dialog; with `seen` only if it is still as it was then."""
        await _drawn(
            lambda one: self._client.views_update(view_id=number, view=one, hash=seen or None), view, plain
        )

    async def publish(self, account: str, view: Block, plain: Block | None = None) -> None:
        """Make somebody's Home look like this."""
        await _drawn(lambda one: self._client.views_publish(user_id=account, view=one), view, plain)


async def _drawn(call: Callable[[Block], Awaitable[Any]], view: Block, plain: Block | None) -> None:
    """Call with the drawing, and with the plain words if Slack clearly says no. Any: the SDK's answer."""
    with foreign_errors(changes=False):
        try:
            await call(view)
        except SlackApiError as error:
            if plain is None or code_of(error) not in NOT_TAKEN:
                raise
            log.warning("view refused", extra={"code": code_of(error)})
            await call(plain)
