"""What an open page says of its reader by itself: that they have seen something, and that they write."""

from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.surfaces.web.door import Door, field
from adapters.surfaces.web.render import draw
from bot.commands import DoneWriting, StillWriting, number_of
from bot.for_you import SeeForYou

MOST = 50
"""So many are seen at once."""


@dataclass(frozen=True)
class OwnPages:
    """The routes, as methods."""

    door: Door

    async def seen(self, request: Request) -> Response:
        """What stood before the reader's eyes; the answer is what is new still."""
        form = await self.door.posted(request)
        caller = await self.door.caller(request)
        await self.door.ask(caller.session, SeeForYou(numbers=_numbers(field(form, "numbers"))))
        visit = await self.door.visit(request)
        html = draw("news.html", visit.reader, news=visit.me.news)
        return HTMLResponse(html, headers={"x-who": self.door.sessions.who(visit.session)})

    async def writing(self, request: Request) -> Response:
        """A dialog is open still, or was closed."""
        form = await self.door.posted(request)
        caller = await self.door.caller(request)
        for item in _numbers(field(form, "item")):
            command = StillWriting(item=item) if field(form, "still") else DoneWriting(item=item)
            await self.door.ask(caller.session, command)
        return Response(status_code=HTTPStatus.NO_CONTENT)


def _numbers(told: str) -> tuple[int, ...]:
    """What is no number was never shown by us."""
    numbers = []
    for one in told.split(",")[:MOST]:
        with suppress(ValueError):
            numbers.append(number_of(one))
    return tuple(numbers)
