"""A pretend WordPress over real HTTP on loopback: what the adapter speaks of its REST API, and its oddities.

Each oddity was seen on a real one, and the same contract runs against that too. Bad lines are not played
here: a `Wire` stands before it.
"""

import base64
import html
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

USER, PASSWORD, BRAND = "brand", "abcd efgh ijkl", 7
COLUMN = 65_525
MOST = 100
ALLOWED = re.compile(r"</?(a|b|i|em|strong|blockquote|code)(\s[^<>]*)?>")
LISTED = {"all": {"approved", "hold"}, "any": {"approved", "hold", "spam"}}


@dataclass(kw_only=True)
class Told:
    """One comment in its database."""

    id: int
    post: int
    parent: int
    author: int
    name: str
    text: str
    at: datetime
    status: str
    type: str = "comment"


@dataclass
class PretendWordPress:
    """The site. Tests change it from their own thread; each request sees it whole."""

    comments: dict[int, Told] = field(default_factory=dict)
    posts: dict[int, str] = field(default_factory=lambda: {1: "Die neue Sorte &#8211; endlich"})
    clock: timedelta = timedelta()
    """How far its clock is wrong."""
    moderates: bool = False
    distrusts: str = ""
    """What it makes of the brand's own comments: hold | spam."""
    may_moderate: bool = True
    takes_comments: bool = True
    has_trash: bool = True
    has_api: bool = True
    has_links: bool = True
    number: int = 0
    calls: list[str] = field(default_factory=list)
    url: str = ""

    # What people do there

    def comment(self, text: str, name: str = "Vera", parent: int = 0, **more: Any) -> int:
        """Write as a stranger, or with `author=BRAND` as the brand; the number of the comment."""
        held = self.moderates and not more.get("author")
        self.number += 1
        told: dict[str, Any] = {
            "post": 1,
            "author": 0,
            "at": self.now(),
            "status": "hold" if held else "approved",
        }
        self.comments[self.number] = Told(
            **(told | more), id=self.number, parent=parent, name=name, text=kses(text)
        )
        return self.number

    def now(self) -> datetime:
        """Tell the time there, in whole seconds."""
        return (datetime.now(UTC) + self.clock).replace(microsecond=0)

    # What the API answers

    def app(self) -> Starlette:
        """Make the web application."""
        root = "/wp-json/wp/v2"
        return Starlette(
            routes=[
                Route(f"{root}/users/me", self._answer(self._me)),
                Route(f"{root}/comments", self._answer(self._list)),
                Route(f"{root}/comments", self._answer(self._create), methods=["POST"]),
                Route(f"{root}/comments/{{id:int}}", self._answer(self._one)),
                Route(f"{root}/comments/{{id:int}}", self._answer(self._change), methods=["POST"]),
                Route(f"{root}/comments/{{id:int}}", self._answer(self._delete), methods=["DELETE"]),
                Route(f"{root}/posts/{{id:int}}", self._answer(self._post)),
            ]
        )

    def _answer(self, act: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            self.calls.append(f"{request.method} {request.url.path}")
            body = await request.body()
            response: Response = self._gate(request) or act(request, await request.json() if body else {})
            response.headers["Date"] = format_datetime(datetime.now(UTC) + self.clock, usegmt=True)
            return response

        return endpoint

    def _gate(self, request: Request) -> Response | None:
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if not self.has_api:
            return Response("<h1>Seite nicht gefunden</h1>", 404, media_type="text/html")
        if request.headers.get("authorization") != expected:
            code = "rest_comment_login_required" if request.method == "POST" else "rest_forbidden_context"
            return no(401, code)
        return None

    def _me(self, _request: Request, _body: dict[str, Any]) -> Response:
        return JSONResponse({"id": BRAND, "capabilities": {"moderate_comments": self.may_moderate}})

    def _list(self, request: Request, _body: dict[str, Any]) -> Response:
        asked = request.query_params
        size, offset = int(asked.get("per_page", 10)), int(asked.get("offset", 0))
        if size > MOST or int(asked.get("page", 1)) < 1:
            return no(400, "rest_invalid_param")
        rows = [told for told in self.comments.values() if self._matches(told, asked)]
        rows.sort(key=lambda told: told.id, reverse=asked.get("order", "desc") == "desc")
        start = offset or (int(asked.get("page", 1)) - 1) * size
        totals = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        page = [self._tell(told) for told in rows[start : start + size]]
        return JSONResponse([chosen(told, asked) for told in page], headers=totals)

    @staticmethod
    def _matches(told: Told, asked: Any) -> bool:
        status = asked.get("status", "approved")
        numbers = {name: asked[name].split(",") for name in ("include", "parent", "author") if name in asked}
        return (
            told.status in LISTED.get(status, {status})
            and told.type == asked.get("type", "comment")
            and str(told.id) in numbers.get("include", [str(told.id)])
            and str(told.parent) in numbers.get("parent", [str(told.parent)])
            and str(told.author) in numbers.get("author", [str(told.author)])
        )

    def _one(self, request: Request, _body: dict[str, Any]) -> Response:
        told = self.comments.get(request.path_params["id"])
        if told is None:
            return no(404, "rest_comment_invalid_id")
        return JSONResponse(chosen(self._tell(told), request.query_params))

    def _create(self, _request: Request, body: dict[str, Any]) -> Response:
        if not self.takes_comments:
            return no(403, "rest_comment_closed")
        if len(body["content"].encode()) > COLUMN:
            return no(400, "comment_content_column_length")
        same = (body["post"], body["parent"], BRAND, body["content"])
        # Compared with what was stored: a text that kses changes never equals itself.
        if any((told.post, told.parent, told.author, told.text) == same for told in self.comments.values()):
            return no(409, "comment_duplicate")
        status = self.distrusts or "approved"
        number = self.comment(
            body["content"], "Brand", body["parent"], author=BRAND, post=body["post"], status=status
        )
        return JSONResponse(self._tell(self.comments[number]), 201)

    def _change(self, request: Request, body: dict[str, Any]) -> Response:
        told = self.comments.get(request.path_params["id"])
        if told is None:
            return no(404, "rest_comment_invalid_id")
        if body.get("status") == told.status:
            return no(500, "rest_comment_failed_edit")
        told.status = body.get("status", told.status)
        told.text = kses(body["content"]) if "content" in body else told.text
        return JSONResponse(self._tell(told))

    def _delete(self, request: Request, _body: dict[str, Any]) -> Response:
        told = self.comments.get(request.path_params["id"])
        if told is None:
            return no(404, "rest_comment_invalid_id")
        if request.query_params.get("force") == "true":
            del self.comments[told.id]
        elif not self.has_trash:
            return no(501, "rest_trash_not_supported")
        elif told.status == "trash":
            return no(410, "rest_already_trashed")
        told.status = "trash"
        return JSONResponse(self._tell(told))

    def _post(self, request: Request, _body: dict[str, Any]) -> Response:
        number = request.path_params["id"]
        if number not in self.posts:
            return no(401, "rest_forbidden")
        picture = {"source_url": f"{self.url}/karton.jpg"}
        return JSONResponse(
            {
                "id": number,
                "title": {"rendered": self.posts[number]},
                "content": {"rendered": "<p>Sie ist <strong>da</strong>.</p>", "protected": False},
                "link": f"{self.url}/post-{number}/",
                "_embedded": {"wp:featuredmedia": [picture]},
            }
        )

    def _tell(self, told: Told) -> dict[str, Any]:
        up = f"{self.url}/wp-json/wp/v2/posts/{told.post}"
        return {
            "id": told.id,
            "post": told.post,
            "parent": told.parent,
            "author": told.author,
            "author_name": told.name,
            "author_url": "",
            "date_gmt": told.at.strftime("%Y-%m-%dT%H:%M:%S"),
            "content": {"raw": told.text, "rendered": f"<p>{told.text}</p>\n"},
            "link": f"{self.url}/post-{told.post}/#comment-{told.id}",
            "status": told.status,
            "type": told.type,
            "_links": {"up": [{"embeddable": True, "post_type": "post", "href": up}]}
            if self.has_links
            else {},
        }


def chosen(told: dict[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """Leave only the fields that were asked for; below the first level WordPress chooses in links alone."""
    fields = asked.get("_fields", ",".join(told)).split(",")
    return {name: told[name] for name in told if name in fields or f"{name}.up" in fields}


def kses(text: str) -> str:
    """Keep a handful of tags, and change every link, as WordPress does before it stores a comment."""
    parts, at = [], 0
    for tag in ALLOWED.finditer(text):
        parts += [_escaped(text[at : tag.start()]), tag[0].replace("<a ", '<a rel="nofollow ugc" ')]
        at = tag.end()
    return ("".join(parts) + _escaped(text[at:])).strip()


def _escaped(text: str) -> str:
    tagless = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    return html.escape(html.unescape(tagless), quote=False).replace("\0", "")


def no(status: int, code: str) -> Response:
    """Refuse, in WordPress's form."""
    return JSONResponse({"code": code, "message": "Sorry.", "data": {"status": status}}, status)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Run an application on loopback in a thread of its own; its address."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, lifespan="off", ws="none", log_config=None, date_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
