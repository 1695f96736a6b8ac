"""Who visits the community's page: a random cookie, known to us only by its digest, and a token against
forms that another site fills in.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.platforms.demo.book import Entry
from adapters.platforms.demo.content import DemoPost, posts

COOKIE = "besuch"
YEAR = 365 * 24 * 3600
LONGEST_FORM = 32 * 1024


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A browser."""

    cookie: str
    id: str
    """What is kept with their comments."""
    token: str
    """What their forms must carry."""
    new: bool

    def greet(self, response: Response, *, secure: bool) -> None:
        """Give a new browser its cookie."""
        if self.new:
            response.set_cookie(
                COOKIE, self.cookie, max_age=YEAR, httponly=True, samesite="lax", secure=secure
            )


def visitor_of(request: Request, secret: bytes) -> Visitor:
    """Recognise a browser, or take it for a new one."""
    told = request.cookies.get(COOKIE, "")
    known = 20 <= len(told) <= 100  # noqa: PLR2004 - ours have 32 letters; anything alike is as good
    cookie = told if known else secrets.token_urlsafe(24)
    return Visitor(
        cookie=cookie,
        id=_digest(secret, "visitor", cookie)[:16],
        token=_digest(secret, "form", cookie),
        new=not known,
    )


async def form_of(request: Request, visitor: Visitor) -> Mapping[str, str]:
    """Read a form: bounded, and only one that our own page gave to this browser."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, "Das ist zu lang.")
    try:
        told = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as exc:
        raise HTTPException(400, "Das Formular war nicht lesbar.") from exc
    fields = {name: values[-1] for name, values in told.items()}
    if not hmac.compare_digest(fields.get("token", "").encode(), visitor.token.encode()):
        raise HTTPException(403, "Die Seite war zu alt. Bitte neu laden und noch einmal versuchen.")
    return fields


def post_of(number: str) -> DemoPost:
    """Find a post, or tell the visitor that there is none."""
    if number not in posts():
        raise HTTPException(404)
    return posts()[number]


def public(entry: Entry | None) -> Entry | None:
    """Give the comment only if everybody may read it."""
    return entry if entry and not entry.deleted and not entry.hidden else None


def own(entry: Entry | None, visitor: Visitor) -> Entry | None:
    """Give the comment only if it is the visitor's."""
    return entry if entry and not entry.deleted and entry.visitor == visitor.id else None


def _digest(secret: bytes, use: str, cookie: str) -> str:
    return hmac.new(secret, f"{use}:{cookie}".encode(), "sha256").hexdigest()
