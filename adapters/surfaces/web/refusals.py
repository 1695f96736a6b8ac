"""Every request that is turned away is answered in words: as a page, or as part of one."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.surfaces.web.blocked import Blocked
from adapters.surfaces.web.door import Door, base
from adapters.surfaces.web.render import draw, render
from bot.errors import AugenhoeheError, NotAllowed, NotFound, Refusal
from bot.views import Notice
from bot.words import Words, say

LOG = logging.getLogger(__name__)


class Refusals:
    """Says what is wrong with a request in the reader's language, as a page or as part of one."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def ours(self, request: Request, error: Exception) -> Response:
        """What we raise on purpose carries its own words."""
        if not isinstance(error, AugenhoeheError):
            raise error
        status = _status(error)
        if status == HTTPStatus.UNAUTHORIZED and "x-part" not in request.headers:
            return RedirectResponse(f"{base(request)}/sign-in", HTTPStatus.SEE_OTHER)
        return self._answer(request, status, error.words)

    async def http(self, request: Request, error: Exception) -> Response:
        """What the framework refuses: no such page, or not in this way."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        if status == HTTPStatus.NOT_FOUND:
            return self._answer(request, status, say("There is no such thing here. Perhaps the link is old."))
        return self._answer(
            request, status, say("This request is not one of ours. Nothing was done. Please reload the page.")
        )

    async def unknown(self, request: Request, error: Exception) -> Response:
        """What nobody foresaw: the server logs it, the reader learns that it is not their fault."""
        LOG.error("a request of the web page failed: %s", request.url.path, exc_info=error)
        words = say("Something went wrong on our side. It is in the log. Please try again in a moment.")
        return self._answer(request, 500, words)

    def _answer(self, request: Request, status: int, words: Words) -> Response:
        reader = self._door.stranger(request)
        if "x-part" in request.headers:
            return HTMLResponse(render(Notice(words=words, refused=True), reader), status)
        can = self._door.settings.sign_in_required
        return HTMLResponse(
            draw("blocked.html", reader, words=words, status=status, can_sign_out=can), status
        )


def _status(error: AugenhoeheError) -> int:
    match error:
        case Blocked(status=status):
            return status
        case NotAllowed():
            return 403
        case NotFound():
            return 404
        case Refusal():
            return 400
        case _:
            return 503
