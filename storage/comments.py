"""Comments together with what they stand under."""

from typing import Any

from sqlalchemy import Select, select

from storage._sql import table
from storage.tables import CommentRow, PostRow

_posts = table(PostRow)
_comments = table(CommentRow)


def _joined() -> Select[Any]:
    """Comments with their post. Any: the row's many types."""
    post = [
        getattr(_posts.c, name).label(f"post_{name}")
        for name in ("remote", "title", "text", "url", "image", "language")
    ]
    return select(_comments, *post).join(_posts, _posts.c.id == _comments.c.post)


COMMENTS = _joined()
"""Comments with their post, as `storage.rows.comment_of` reads them."""
