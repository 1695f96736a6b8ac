"""WordPress's comments as its REST API tells them, read into values of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.platforms._text import clean, line, plain
from bot.domain.community import Author, Comment, OwnReply, Post
from bot.ports import Precedent

FIELDS = "id,post,parent,author,author_name,author_url,date_gmt,content,link,status,type,_links.up"
"""Comments have no `content.raw` to choose alone (measured): the rendered text comes along."""
POST_FIELDS = "id,title,content,link,_links.wp:featuredmedia,_embedded"
LONGEST_POST = 6_000
"""Characters of a post that we keep: enough to know what is talked about."""

_POST_PATH = re.compile(r"/wp/v2/([a-zA-Z0-9_-]+/[0-9]+)$")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One comment as WordPress has it now."""

    id: int
    post: int
    post_path: str
    """Where the API tells about the post; "" when it does not."""
    parent: int
    author: int
    """The number of a user of the blog, 0 for a visitor."""
    name: str
    url: str
    published: datetime
    source: str
    """What was written: HTML with a handful of tags, and line breaks that count."""
    link: str
    status: str
    """approved | hold | spam | trash."""
    type: str

    @property
    def held(self) -> bool:
        """Whether it waits for moderation, or was hidden by a moderator."""
        return self.status == "hold"

    @property
    def gone(self) -> bool:
        """Whether the public cannot read it and nobody is expected to let it through."""
        return self.status not in {"approved", "hold"}


def read_rows(listed: Any) -> list[Row]:
    """Read a listing; other types than comments (pingbacks, notes in the editor) are left out."""
    rows = [read_row(told) for told in listed]
    return [row for row in rows if row.type == "comment"]


def read_row(told: Any) -> Row:
    """Read one comment."""
    return Row(
        id=int(told["id"]),
        post=int(told["post"]),
        post_path=_post_path(told.get("_links")),
        parent=int(told["parent"]),
        author=int(told["author"]),
        name=line(str(told["author_name"])),
        url=clean(str(told.get("author_url") or "")),
        published=_moment(str(told["date_gmt"])),
        source=str(told["content"]["raw"]),
        link=clean(str(told["link"])),
        status=str(told["status"]),
        type=str(told.get("type") or "comment"),
    )


def _moment(date_gmt: str) -> datetime:
    # It comes without a zone. Importers leave zeros here ("-0001-11-30"): one bad row must not stop a fetch.
    try:
        return datetime.fromisoformat(date_gmt).replace(tzinfo=UTC)
    except ValueError:
        return datetime.now(UTC).replace(microsecond=0)


def _post_path(links: Any) -> str:
    # A comment can stand beneath a post, a page or a type of a plugin's: only this link tells which. The host
    # in it is not trusted with our password; the path alone is used.
    up = links.get("up") if isinstance(links, Mapping) else None
    found = _POST_PATH.search(str(up[0]["href"])) if up else None
    return found[1] if found else ""


def read_post(told: Any) -> Post:
    """Read the post, page or other thing that was commented on."""
    pictures = (told.get("_embedded") or {}).get("wp:featuredmedia") or [{}]
    return Post(
        id=str(int(told["id"])),
        title=line(str(told["title"]["rendered"])),
        text=plain(str(told["content"]["rendered"]))[:LONGEST_POST],
        url=clean(str(told["link"])),
        image=clean(str(pictures[0].get("source_url") or "")),
    )


def unknown_post(row: Row) -> Post:
    """Stand in for a post that we may not read."""
    return Post(id=str(row.post), title="", url=row.link.partition("#")[0])


def comment_of(row: Row, post: Post, *, platform: str, source: str, ours: bool) -> Comment:
    """Make it a comment."""
    return Comment(
        platform=platform,
        source=source,
        id=str(row.id),
        post=post,
        author=Author(id=str(row.author) if row.author else "", name=row.name, url=row.url),
        text=plain(row.source, breaks=True),
        published=row.published,
        parent=str(row.parent) if row.parent else "",
        url=row.link,
        ours=ours,
        held=row.held,
    )


def own_reply_of(row: Row) -> OwnReply:
    """Make it a reply of ours."""
    return OwnReply(
        id=str(row.id),
        text=plain(row.source, breaks=True),
        url=row.link,
        at=row.published,
        held=row.status != "approved",
    )


def precedent_of(row: Row, answered: Row) -> Precedent:
    """Make it a reply of ours from earlier, with what it answered."""
    return Precedent(
        author=answered.name,
        comment=plain(answered.source, breaks=True),
        reply=plain(row.source, breaks=True),
    )
