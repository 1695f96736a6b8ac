"""What the public writes, as a platform tells it. All text in here is hostile data."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Author:
    """A member of the public, or ourselves."""

    id: str
    """The platform's own id; may be "" for a visitor without an account."""
    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A picture or file that came with a comment. We link it; we never fetch it for the team."""

    url: str
    kind: str = "image"
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """What was commented on."""

    id: str
    title: str
    text: str = ""
    url: str = ""
    image: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One thing somebody wrote, as it stands on the platform now."""

    platform: str
    source: str
    """The name of the source in our settings."""
    id: str
    """The platform's id: unique within the source."""
    post: Post
    author: Author
    text: str
    """Plain text, with line breaks and with links written out."""
    published: datetime
    """When it became public or was written; aware, UTC."""
    parent: str = ""
    """The platform's id of the comment this answers, or ""."""
    url: str = ""
    attachments: tuple[Attachment, ...] = ()
    ours: bool = False
    """Written from the account that we post with: never work for the team, but it may be an answer."""
    held: bool = False
    """Waiting for moderation on the platform: the team sees it, the public does not."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place on a platform that we watch."""

    platform: str
    name: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """How far a source has been read."""

    since: datetime
    """Nothing published before this is ever reported: the first connection starts from now.
    An adapter hands it back as it is: only a person who asks for earlier comments changes it."""
    mark: str = ""
    """The adapter's own note to itself; empty before the first page."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a fetch brought, and where the next one starts."""

    cursor: Cursor
    comments: tuple[Comment, ...] = ()
    """New ones and edited ones, ours too, oldest first. One that is known and unchanged may come again."""
    gone: tuple[str, ...] = ()
    """Ids of comments that the public can no longer read and that will not come back by themselves."""
    more: bool = False
    """True when the next page is there already."""


@dataclass(frozen=True, kw_only=True)
class OwnReply:
    """A text that is public under our name."""

    id: str
    text: str
    url: str = ""
    at: datetime | None = None
    key: str = ""
    """The key we posted it with, where the platform keeps one."""
    held: bool = False
    """The platform took it and holds it back: for moderation, or as spam."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A comment as it stands now, with our replies beneath it."""

    comment: Comment | None
    """None when the public can no longer read it."""
    replies: tuple[OwnReply, ...] = ()
    complete: bool = True
    """False when a reply of ours might exist that is not in `replies`."""
    liked: bool = False
    """Our like stands at the comment; a platform that is a `Likes` says so."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What the platform said after it took a reply."""

    id: str
    url: str = ""
    held: bool = False
    """It holds the reply back: for moderation, or as spam."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a platform allows and how it behaves: data, so that the desk can reckon with it."""

    longest: int
    """The longest reply, in `unit`s."""
    unit: str = "characters"
    """characters | bytes | graphemes | weighted (X) | mastodon."""
    settling: float = 0.0
    """Seconds after a post until `look` is sure to see it."""
    interval: float = 0.0
    """Seconds between two calls that change something; 0 for no limit."""
    lease: float = 30.0
    """Seconds one call may take in all, twice the patience for an answer."""
