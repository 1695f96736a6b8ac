"""Where Slack calls us over HTTP: only what is signed, fresh and not heard before gets in."""

from collections import OrderedDict
from http import HTTPStatus

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.surfaces._body import body as body_of

MOST = 512 * 1024
"""Bytes of a request; Slack's largest ones, with a whole message in them, are a fifth of it."""
MOST_HEARD = 20_000
"""Signatures that are remembered: more than Slack sends in the five minutes in which one is valid."""
SIGNATURE, TIMESTAMP = "x-slack-signature", "x-slack-request-timestamp"
EVENTS = "/events"


class Endpoint:
    """Plain ASGI around the app of Bolt."""

    def __init__(self, app: AsyncApp, secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(secret)
        self._heard: OrderedDict[str, None] = OrderedDict()
        self.asgi = Starlette(routes=[Route(EVENTS, self._serve, methods=["POST"])])

    async def _serve(self, request: Request) -> Response:
        read = await body_of(request, MOST)
        # What is no UTF-8 does not fit its signature any more, and is refused for that.
        body = None if read is None else read.decode(errors="replace")
        if body is None:
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        signature = request.headers.get(SIGNATURE, "")
        if not self._signed(body, request) or signature in self._heard:
            return _refused(HTTPStatus.UNAUTHORIZED)
        return await self._once(signature, body, request)

    def _signed(self, body: str, request: Request) -> bool:
        # Checked before the body is parsed. The verifier expects a number as the time.
        timestamp = request.headers.get(TIMESTAMP, "")
        if not (timestamp.isascii() and timestamp.isdigit()):
            return False
        return self._verifier.is_valid(body, timestamp, request.headers.get(SIGNATURE, ""))

    async def _once(self, signature: str, body: str, request: Request) -> Response:
        """Pass it on. What failed may be sent again with the same signature; what was heard may not."""
        self._heard[signature] = None
        while len(self._heard) > MOST_HEARD:
            self._heard.popitem(last=False)
        heard = False
        try:
            answer = await self._app.async_dispatch(
                AsyncBoltRequest(body=body, query=request.url.query, headers=dict(request.headers))
            )
            heard = answer.status == HTTPStatus.OK
        finally:
            if not heard:
                self._heard.pop(signature, None)
        headers = {name: values[0] for name, values in answer.headers.items() if values}
        return Response(answer.body, answer.status, headers)


def _refused(status: HTTPStatus) -> Response:
    return PlainTextResponse(status.phrase, status)
