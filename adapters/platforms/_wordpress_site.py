"""A WordPress site read through its REST API: listings in full, whatever their length."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

from adapters.platforms._errors import GONE, TOO_LONG, ForeignError, TooLarge, Verdict, http_date, understood
from adapters.platforms._http import Http, Query
from adapters.platforms._wordpress_rows import (
    FIELDS,
    POST_FIELDS,
    Row,
    read_post,
    read_row,
    read_rows,
    unknown_post,
)
from bot.domain.community import Post
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater
from bot.words import say

PER_PAGE: Final = 100
KEPT_POSTS: Final = 500
POST_AGE: Final = 3_600.0
"""Seconds after which a post's title is read again."""
CLOCK_TOLERANCE: Final = timedelta(seconds=2)

CLOSED: Final = Verdict(
    Refused,
    say("{site} takes no more comments beneath this post. Nothing was posted. Please answer elsewhere."),
)
FLOOD: Final = Verdict(TryLater, say("{site} asks us to wait. Nothing was changed, and it is tried again."))
NO_SITE: Final = Verdict(
    NeedsPerson,
    say(
        "{site} was found, but not its data (wp-json). Please check the address, whether permalinks are"
        " switched on, and whether the REST API is blocked."
    ),
)
NO_RIGHT: Final = Verdict(
    NeedsPerson,
    say("Our user on {site} may not moderate comments. Nothing was read. Please give it the role Editor."),
)

# Reasons that say more than their status.
_CODES: Final[Mapping[str, Verdict]] = {
    "comment_flood": FLOOD,
    "comment_content_column_length": TOO_LONG,
    "rest_comment_closed": CLOSED,
    "rest_comment_draft_post": CLOSED,
    "rest_comment_trash_post": CLOSED,
    "rest_comment_invalid_post_id": CLOSED,
    "rest_comment_invalid_id": GONE,
    "rest_no_route": NO_SITE,
}


def code_of(error: OutsideError) -> str:
    """Tell WordPress's own reason for an error, or ""."""
    return error.__cause__.code if isinstance(error.__cause__, ForeignError) else ""


def status_of(error: OutsideError) -> int:
    """Tell the status an error came with, or 0."""
    return error.__cause__.status if isinstance(error.__cause__, ForeignError) else 0


@contextmanager
def known_codes(site: str) -> Iterator[None]:
    """Let WordPress's own reason decide where we know it."""
    try:
        yield
    except OutsideError as exc:
        if verdict := _CODES.get(code_of(exc)):
            raise verdict.of(site) from exc.__cause__
        raise


class Site:
    """What is on the site now."""

    def __init__(self, name: str, http: Http) -> None:
        """Nothing is sent yet."""
        self._name = name
        self._http = http
        self._me = 0
        self._posts: dict[int, tuple[float, Post]] = {}
        self.ahead = timedelta()
        """How far the site's clock is before ours, as its last listing told."""

    async def me(self) -> int:
        """Tell the number of our user; asked once."""
        if not self._me:
            answer = await self._listing("users/me", {"context": "edit", "_fields": "id,capabilities"})
            with understood(self._name):
                if not answer["capabilities"].get("moderate_comments"):
                    raise NO_RIGHT.of(self._name)
                self._me = int(answer["id"])
        return self._me

    async def comments(
        self, enough: Callable[[list[Row]], bool], query: Query | None = None
    ) -> dict[int, Row]:
        """List comments, newest first, approved and held, until a page of them is enough."""
        rows: dict[int, Row] = {}
        offset, size = 0, PER_PAGE
        while True:
            asked: Query = {**_COMMENTS, **(query or {}), "offset": offset, "per_page": size}
            try:
                told = await self._listing("comments", asked)
            except TooLarge:
                # A hundred comments of the greatest length are more than we take; one is not.
                if size == 1:
                    raise
                size //= 10
                continue
            with understood(self._name):
                page = read_rows(told)
            rows |= {row.id: row for row in page}
            offset += size
            if len(told) < size or (page and enough(page)):
                return rows

    async def comments_by_id(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Look these up; what is spam, in the trash or deleted is not among the answers."""
        asked = sorted(numbers)
        rows: dict[int, Row] = {}
        for start in range(0, len(asked), PER_PAGE):
            wanted = ",".join(map(str, asked[start : start + PER_PAGE]))
            rows |= await self.comments(_never, {"include": wanted})
        return rows

    async def comment(self, number: str) -> Row | None:
        """Look one up, spam and trash too."""
        try:
            told = await self._read(f"comments/{number}", {"context": "edit", "_fields": FIELDS})
        except Refused as exc:
            if status_of(exc) == HTTPStatus.NOT_FOUND:
                return None
            raise
        with understood(self._name):
            return read_row(told)

    async def replies(self, number: str, author: int) -> list[Row]:
        """List what one user wrote directly beneath a comment, oldest first, spam too."""
        rows = await self.comments(_never, {"parent": number, "author": author, "status": "any"})
        return [rows[key] for key in sorted(rows)]

    async def post(self, row: Row) -> Post:
        """Tell what was commented on, from memory where it is fresh."""
        read_at, post = self._posts.get(row.post, (-POST_AGE, None))
        if post is None or monotonic() - read_at > POST_AGE:
            post = await self._read_post(row)
            self._posts.pop(row.post, None)
            self._posts[row.post] = (monotonic(), post)
            for oldest in list(self._posts)[:-KEPT_POSTS]:
                del self._posts[oldest]
        return post

    async def _read_post(self, row: Row) -> Post:
        if not row.post_path:
            return unknown_post(row)
        try:
            told = await self._read(row.post_path, {"_embed": "wp:featuredmedia", "_fields": POST_FIELDS})
        except (Refused, NeedsPerson):
            # A private post, or a type that is not open to us: the comment matters more than its title.
            return unknown_post(row)
        with understood(self._name):
            return read_post(told)

    async def _listing(self, path: str, query: Query) -> Any:
        try:
            return await self._read(path, query)
        except Refused as exc:
            if status_of(exc) == HTTPStatus.NOT_FOUND:
                raise NO_SITE.of(self._name) from exc
            raise

    async def _read(self, path: str, query: Query) -> Any:
        with known_codes(self._name):
            answer = await self._http.read(path, query)
        if told := http_date(answer.headers.get("Date", "")):
            ahead = told - datetime.now(UTC)
            self.ahead = ahead if abs(ahead) > CLOCK_TOLERANCE else timedelta()
        return answer.json


_COMMENTS: Final[Query] = {
    "context": "edit",
    "status": "all",
    "type": "comment",
    "orderby": "id",
    "order": "desc",
    "_fields": FIELDS,
}


def _never(_page: list[Row]) -> bool:
    return False
