"""WordPress: the comments of a blog over the REST API of its core, read and answered as one user of it.

Nothing has to be installed there: an application password of an editor is enough. How the API behaves, and
where it surprised us, was measured on WordPress 6.1.9 and 7.1.4.
"""

import html
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

import httpx

from adapters.platforms._errors import GONE, TOO_LONG, UNCLEAR, understood
from adapters.platforms._http import Http, Query
from adapters.platforms._text import normalise
from adapters.platforms._wordpress_memory import OLD_HELD, Memory, news
from adapters.platforms._wordpress_rows import Row, comment_of, own_reply_of, precedent_of
from adapters.platforms._wordpress_site import Site, code_of, known_codes, status_of
from adapters.platforms.wordpress_settings import WordPressSettings
from bot.abilities import Recalls
from bot.domain.community import Comment, Cursor, Limits, OwnReply, Page, Posted, Sight, Source
from bot.errors import OutsideError, Refused
from bot.ports import Approved, Corrects, Deletes, Hides, Platform, Precedent

LONGEST: Final = 65_525
"""Bytes that the database column takes; measured: one more is refused."""
PAGE: Final = 200
"""Comments told at a time."""
HELD_AT_START: Final = 1_000
"""Held comments from before we were connected whose approval is waited for."""
IMPORTED: Final = timedelta(days=30)
"""A new id with a date so long before we were connected came from an import, not from a visitor."""


class WordPress(Platform, Hides, Corrects, Deletes, Recalls):
    """One blog."""

    def __init__(self, settings: WordPressSettings) -> None:
        """Nothing is sent yet."""
        self.name = settings.name
        self.limits = Limits(
            longest=LONGEST,
            unit="bytes",
            settling=1.0,
            interval=settings.interval,
            lease=2 * settings.patience,
        )
        self._overlap = timedelta(days=settings.overlap_days)
        self._http = Http(
            settings.name,
            settings.url.rstrip("/") + "/wp-json/wp/v2/",
            auth=httpx.BasicAuth(settings.user, settings.password),
            patience=settings.patience,
        )
        self._site = Site(settings.name, self._http)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.close()

    async def fetch(self, source: Source, after: Cursor) -> Page:
        """Read what is new, edited, approved late or gone."""
        me = await self._site.me()
        memory = Memory.read(after.mark)
        if memory is None:
            memory, since = await self._begin(after.since)
        else:
            since = after.since - IMPORTED
        rows, gone = await self._watched(memory)
        found = news(memory, rows.values(), since + self._site.ahead, _today())
        told = found[:PAGE]
        more = len(found) > PAGE
        for one in told:
            memory.keep(one.row, one.sign, _today())
        if not more:
            memory.forget(_today() - self._overlap)
        return Page(
            cursor=replace(after, mark=memory.write()),
            comments=tuple([await self._comment(one.row, source.name, me) for one in told]),
            gone=tuple(map(str, gone)),
            more=more,
        )

    async def _begin(self, since: datetime) -> tuple[Memory, datetime]:
        """Start from `since`: find the first id that is told, and what is held from before."""
        # WordPress counts in whole seconds; a comment of this very second must not be taken for an older one.
        since = since.replace(microsecond=0)
        ahead = self._site.ahead
        recent = await self._site.comments(lambda page: all(row.published < since + ahead for row in page))
        numbers = [row.id for row in recent.values() if row.published >= since + ahead]
        memory = Memory(floor=min(numbers, default=max(recent, default=0) + 1))
        waiting = await self._held()
        for row in waiting:
            if row.id < memory.floor:
                memory.keep(row, OLD_HELD, _today())
        return memory, since

    async def _held(self) -> list[Row]:
        counted = 0

        def enough(page: list[Row]) -> bool:
            nonlocal counted
            counted += len(page)
            return counted >= HELD_AT_START

        return list((await self._site.comments(enough, {"status": "hold"})).values())

    async def _watched(self, memory: Memory) -> tuple[dict[int, Row], list[int]]:
        """Read all that may have changed: what is listed, and by id what we know and did not find there."""
        floor = memory.floor
        listed = await self._site.comments(lambda page: page[-1].id < floor)
        rows = {number: row for number, row in listed.items() if number >= floor}
        absent = sorted(number for number in memory.ids() if number not in rows)
        rows |= await self._site.comments_by_id(absent)
        return rows, [number for number in absent if number not in rows and memory.drop(number)]

    async def _comment(self, row: Row, source: str, me: int) -> Comment:
        post = await self._site.post(row)
        return comment_of(row, post, platform=self.name, source=source, ours=row.author == me)

    async def look(self, comment: Comment) -> Sight:
        """Read one comment and what our user wrote beneath it."""
        me = await self._site.me()
        row = await self._site.comment(comment.id)
        replies = await self._site.replies(comment.id, me)
        public = tuple(own_reply_of(reply) for reply in replies if not reply.gone)
        # A filter may have taken our own reply for spam: it is there, and must not be posted a second time.
        complete = not any(reply.status == "spam" for reply in replies)
        if row is None or row.gone:
            return Sight(comment=None, replies=public, complete=complete)
        return Sight(comment=await self._comment(row, comment.source, me), replies=public, complete=complete)

    async def post(self, reply: Approved, key: str) -> Posted:  # noqa: ARG002 - WordPress keeps no key
        """Post beneath the comment, as our user."""
        content = self._content(reply.text)
        comment = reply.comment
        body: Query = {"post": int(comment.post.id), "parent": int(comment.id), "content": content}
        try:
            answer = await self._change("POST", "comments", body)
        except Refused as exc:
            if code_of(exc) == "comment_duplicate":
                return await self._twin(reply)
            raise
        return self._posted(answer)

    async def _twin(self, reply: Approved) -> Posted:
        """Find the reply that this one is a duplicate of: an earlier try of ours whose answer was lost."""
        try:
            sight = await self.look(reply.comment)
        except OutsideError as exc:
            raise UNCLEAR.of(self.name) from exc
        for own in sight.replies:
            if normalise(own.text) == normalise(reply.text):
                return Posted(id=own.id, url=own.url, held=own.held)
        raise UNCLEAR.of(self.name)

    async def own_replies(self, limit: int) -> list[Precedent]:
        """What our user replied in public, newest first, with what it answered."""
        counted = 0

        def enough(page: list[Row]) -> bool:
            nonlocal counted
            counted += len(page)
            return counted >= limit

        me = await self._site.me()
        listed = await self._site.comments(enough, {"author": me})
        ours = [row for row in listed.values() if row.parent and row.status == "approved"][:limit]
        above = await self._site.comments_by_id({row.parent for row in ours})
        pairs = [(row, above[row.parent]) for row in ours if row.parent in above]
        return [precedent_of(row, answered) for row, answered in pairs if answered.author != me]

    async def hide(self, comment: Comment) -> None:
        """Hold it, so that only moderators see it."""
        await self._set_status(comment, "hold")

    async def unhide(self, comment: Comment) -> None:
        """Approve it."""
        await self._set_status(comment, "approved")

    async def _set_status(self, comment: Comment, status: str) -> None:
        # Setting the status that a comment already has is answered with 500: so look first.
        row = await self._site.comment(comment.id)
        if row is None or row.gone:
            raise GONE.of(self.name)
        if row.status != status:
            await self._change("POST", f"comments/{comment.id}", {"status": status})

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:  # noqa: ARG002 - the reply's own id is enough here
        """Replace the text of our reply."""
        content = self._content(approved.text)
        return self._posted(await self._change("POST", f"comments/{reply.id}", {"content": content}))

    async def delete_reply(self, comment: Comment, reply: OwnReply) -> None:  # noqa: ARG002 - see `correct`
        """Put our reply into the trash; where there is none, delete it."""
        path = f"comments/{reply.id}"
        try:
            await self._change("DELETE", path)
        except OutsideError as exc:
            if code_of(exc) == "rest_trash_not_supported":
                await self._change("DELETE", f"{path}?force=true")
            elif status_of(exc) not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                raise

    def _content(self, text: str) -> str:
        # WordPress takes HTML. Escaped, the reader sees what the approver saw: "a < b", "&", and no tags.
        content = html.escape(text, quote=False)
        if len(content.encode()) > LONGEST:
            raise TOO_LONG.of(self.name)
        return content

    async def _change(self, method: str, path: str, body: Query | None = None) -> Any:
        with known_codes(self.name):
            return (await self._http.change(method, path, body)).json

    def _posted(self, told: Any) -> Posted:
        with understood(self.name, changes=True):
            # Moderation and spam filters may hold back what an editor writes, too.
            held = told.get("status", "approved") != "approved"
            return Posted(id=str(int(told["id"])), url=str(told["link"]), held=held)


def _today() -> date:
    return datetime.now(UTC).date()
