"""Where Teams calls us: only what is signed for us gets in, and whatever else comes is answered in a line."""

import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from adapters.surfaces._body import body as body_of
from adapters.surfaces.teams.gateway import Answer, Gateway, Malformed
from adapters.surfaces.teams.tokens import Forged, Tokens
from bot.errors import TryLater

log = logging.getLogger("augenhoehe.teams")
MOST = 512 * 1024
"""Bytes of a call; the largest of Teams, with a whole message in it, are a third of that."""
MESSAGES = "/messages"
DEEP = 40
"""How deeply a call may be nested; what reads it goes down step by step."""
Process = Callable[[Any], Awaitable[Answer]]


class Endpoint:
    """Plain ASGI around the gateway."""

    def __init__(self, tokens: Tokens, gateway: Gateway) -> None:
        self._tokens = tokens
        self._gateway = gateway
        self.asgi = Starlette(routes=[Route(MESSAGES, self._serve, methods=["POST"])])

    async def _serve(self, request: Request) -> Response:
        body = await body_of(request, MOST)
        if body is None:
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        activity = _activity(body)
        try:
            # What is no activity names no address that a token could be for.
            await self._tokens.check(request.headers, activity or {})
        except Forged as why:
            log.info("not let in", extra={"why": str(why)})
            return _refused(HTTPStatus.UNAUTHORIZED)
        except TryLater as error:
            log.warning("nobody let in", extra={"why": str(error.words)})
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE)
        return await self._answered(activity)

    async def _answered(self, activity: Any) -> Response:
        try:
            status, body = await self._gateway.process(activity)
        except Malformed:
            return _refused(HTTPStatus.BAD_REQUEST)
        return Response(status_code=status) if body is None else JSONResponse(body, status)


def _activity(body: bytes) -> dict[str, Any] | None:
    """The call as an object; None when it is none. Any: foreign JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and _shallow(found, DEEP) else None


def _shallow(value: object, room: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return room > 0 and all(_shallow(one, room - 1) for one in value)


def _refused(status: HTTPStatus) -> Response:
    return PlainTextResponse(status.phrase, status)
