"""The demo community behind the ports: a platform of our own that needs no account and no network."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.platforms._errors import GONE, TOO_LONG
from adapters.platforms.demo.book import Book, Entry, Written
from adapters.platforms.demo.content import STREAM, day, posts
from adapters.platforms.demo.pages import Pages
from adapters.platforms.demo.store import Store
from adapters.platforms.demo.stream import Player
from adapters.platforms.demo_settings import DemoSettings
from bot.abilities import Recalls
from bot.domain.community import (
    Attachment,
    Author,
    Comment,
    Cursor,
    Limits,
    OwnReply,
    Page,
    Post,
    Posted,
    Sight,
    Source,
)
from bot.ports import Approved, Corrects, Deletes, Hides, Mounts, Platform, Precedent

PATH: Final = "/community"
LONGEST: Final = 2_000
PAGE: Final = 100


class Demo(Platform, Hides, Corrects, Deletes, Mounts, Recalls):
    """The community of an invented brand, with a public page where anybody can write."""

    def __init__(self, settings: DemoSettings) -> None:
        """Open its file; the stream goes on with the first fetch or visit, if it was switched on."""
        self.name = settings.name
        self.limits = Limits(longest=LONGEST, lease=10.0)
        self.store = Store(settings.folder / "community.sqlite")
        self.player = Player(self.store, settings.speed)
        self._url = settings.url.rstrip("/")
        self._pages = Pages(self.store, self.player, LONGEST, settings.time_zone)

    def mounts(self) -> Mapping[str, Any]:
        """Its public page."""
        return {PATH: self._pages.app()}

    def play(self, until: float, kind: str = STREAM) -> None:
        """Let everything happen that the stream, or the storm, holds up to `until` seconds."""
        self.player.play(until, kind)

    async def begin_day(self) -> frozenset[str]:
        """Look as in the middle of a day; the comments of that day, also if it was begun before."""
        await asyncio.to_thread(self.player.play_day, "comment")
        return frozenset(event.id for event in day() if event.do == "comment")

    async def answer_day(self) -> None:
        """Let the brand have answered some of them, here in public."""
        await asyncio.to_thread(self.player.play_day, "native_reply")

    async def close(self) -> None:
        """Play no more in this process, and let go of the file."""
        await self.player.stop()
        self.store.close()

    async def fetch(self, source: Source, after: Cursor) -> Page:
        """Read what changed since; in the order of the changes, page by page."""
        self.player.wake()
        return await asyncio.to_thread(self._fetch, source, after)

    def _fetch(self, source: Source, after: Cursor) -> Page:
        known = int(after.mark) if after.mark.isascii() and after.mark.isdigit() else 0
        with self.store.reading() as book:
            entries = book.changed(known, PAGE + 1)
        more = len(entries) > PAGE
        entries = entries[:PAGE]
        mark = str(entries[-1].change) if entries else str(known)
        told = [entry for entry in entries if entry.shown >= after.since]
        public = sorted((entry for entry in told if not entry.deleted), key=lambda entry: entry.published)
        return Page(
            cursor=replace(after, mark=mark),
            comments=tuple(self._comment(entry, source.name) for entry in public),
            gone=tuple(entry.id for entry in told if entry.deleted),
            more=more,
        )

    async def look(self, comment: Comment) -> Sight:
        """Read one comment and every reply of ours beneath it."""
        return await asyncio.to_thread(self._look, comment)

    def _look(self, comment: Comment) -> Sight:
        with self.store.reading() as book:
            entry = book.entry(comment.id)
            beneath = book.beneath(comment.id)
            liked = comment.id in book.liked()
        replies = tuple(self._own_reply(reply) for reply in beneath if reply.ours)
        if entry is None or entry.deleted:
            return Sight(comment=None, replies=replies, liked=liked)
        return Sight(comment=self._comment(entry, comment.source), replies=replies, liked=liked)

    async def post(self, reply: Approved, key: str) -> Posted:
        """Post beneath the comment; the same key posts once."""
        self._check_length(reply.text)
        return await asyncio.to_thread(self._post, reply, key)

    def _post(self, reply: Approved, key: str) -> Posted:
        with self.store.writing() as book:
            above = self._there(book, reply.comment.id)
            written = Written(post=above.post, parent=above.id, text=reply.text, key=key, ours=True)
            return self._posted(book.write(written))

    async def own_replies(self, limit: int) -> list[Precedent]:
        """What the brand replied, newest first, with what it answered."""
        return await asyncio.to_thread(self._own_replies, limit)

    def _own_replies(self, limit: int) -> list[Precedent]:
        with self.store.reading() as book:
            pairs = [(reply, book.entry(reply.parent)) for reply in book.own(limit)]
        return [
            Precedent(author=above.author, comment=above.text, reply=reply.text)
            for reply, above in pairs
            if above and not above.ours and not above.deleted
        ]

    async def hide(self, comment: Comment) -> None:
        """Take it from the public page."""
        await asyncio.to_thread(self._set_hidden, comment.id, hidden=True)

    async def unhide(self, comment: Comment) -> None:
        """Put it back."""
        await asyncio.to_thread(self._set_hidden, comment.id, hidden=False)

    def _set_hidden(self, number: str, *, hidden: bool) -> None:
        with self.store.writing() as book:
            entry = self._there(book, number)
            (book.hide if hidden else book.show)(entry.id)

    async def like(self, comment: Comment) -> None:
        """Leave the brand's like."""
        await asyncio.to_thread(self._like, comment.id)

    def _like(self, number: str) -> None:
        with self.store.writing() as book:
            book.like(self._there(book, number).id)

    async def correct(self, comment: Comment, reply: OwnReply, approved: Approved) -> Posted:  # noqa: ARG002 - the reply's own id is enough here
        """Replace the text of our reply."""
        self._check_length(approved.text)
        return await asyncio.to_thread(self._correct, reply.id, approved.text)

    def _correct(self, number: str, text: str) -> Posted:
        with self.store.writing() as book:
            entry = self._there(book, number)
            book.edit(entry.id, text)
            return self._posted(entry)

    async def delete_reply(self, comment: Comment, reply: OwnReply) -> None:  # noqa: ARG002 - see `correct`
        """Take our reply down."""
        await asyncio.to_thread(self._delete, reply.id)

    def _delete(self, number: str) -> None:
        with self.store.writing() as book:
            book.delete(number)

    def _there(self, book: Book, number: str) -> Entry:
        entry = book.entry(number)
        if entry is None or entry.deleted:
            raise GONE.of(self.name)
        return entry

    def _check_length(self, text: str) -> None:
        if len(text) > LONGEST:
            raise TOO_LONG.of(self.name)

    # From the community's words into ours

    def _comment(self, entry: Entry, source: str) -> Comment:
        image = (Attachment(url=self._image(entry.image), alt=entry.image_alt),) if entry.image else ()
        return Comment(
            platform=self.name,
            source=source,
            id=entry.id,
            post=self._post_of(entry.post),
            author=Author(id=entry.visitor, name=entry.author),
            text=entry.text,
            published=entry.published,
            parent=entry.parent,
            url=self._address(entry),
            attachments=image,
            ours=entry.ours,
            held=entry.hidden,
        )

    def _post_of(self, number: str) -> Post:
        post = posts()[number]
        return Post(
            id=post.id,
            title=post.title,
            text=post.text,
            url=f"{self._url}/post/{post.id}",
            image=self._image(post.image) if post.image else "",
            language=post.language,
        )

    def _own_reply(self, entry: Entry) -> OwnReply:
        return OwnReply(
            id=entry.id,
            text=entry.text,
            url=self._address(entry),
            at=entry.published,
            key=entry.key or "",
        )

    def _posted(self, entry: Entry) -> Posted:
        return Posted(id=entry.id, url=self._address(entry))

    def _address(self, entry: Entry) -> str:
        return f"{self._url}/post/{entry.post}#c-{entry.id}"

    def _image(self, name: str) -> str:
        return f"{self._url}/images/{name}"
