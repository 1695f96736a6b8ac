"""Plays the invented comments into the community, in their own time, each of them once.

How far it got is kept in the community's file, in the transaction that plays an event. So the stream goes on
after a restart, and any number of processes may play it together: each only moves the common clock on.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.platforms.demo.book import Book, Played, Written
from adapters.platforms.demo.content import DAY, STORM, STREAM, Event, day, events
from adapters.platforms.demo.store import Store
from bot.errors import OutsideError

KINDS = (STREAM, STORM)
TICK = 0.5
LONGEST_TICK = 2.0
"""Seconds: nobody wants to be met by everything that did not happen while the program was down."""


class Player:
    """Plays the stream and the storm while they are switched on."""

    def __init__(self, store: Store, speed: float) -> None:
        """`speed` 2 is twice as fast."""
        self._store = store
        self._speed = speed
        self._task: asyncio.Task[None] | None = None
        self._woken = False

    def play(self, until: float, kind: str = STREAM) -> None:
        """Play everything up to `until` seconds at once, whether switched on or not."""
        with self._store.writing() as book:
            _play(book, replace(book.played(kind), position=until))

    def play_day(self, do: str) -> None:
        """Write the comments of the day, or the replies, in one go and once, with times of the past hours."""
        kind = f"{DAY}:{do}"
        with self._store.writing() as book:
            if not book.played(kind).done:
                now, script = datetime.now(UTC), [event for event in day() if event.do == do]
                for event in script:
                    _happen(book, event, now + timedelta(seconds=event.at))
                book.keep_played(Played(kind=kind, done=len(script)))

    def switch(self, kind: str, *, on: bool) -> None:
        """Let it run, or pause it where it is."""
        with self._store.writing() as book:
            book.keep_played(replace(book.played(kind), running=on, ticked=time.time()))

    def tick_once(self) -> bool:
        """Move on what runs; tells whether anything runs still."""
        with self._store.reading() as book:
            if not any(book.played(kind).running for kind in KINDS):
                return False
        with self._store.writing() as book:
            moving = [self._move_on(book, book.played(kind)) for kind in KINDS]
        return any(moving)

    def _move_on(self, book: Book, played: Played) -> bool:
        if not played.running:
            return False
        now = time.time()
        passed = min(max(now - played.ticked, 0.0), LONGEST_TICK) * self._speed
        left = _play(book, replace(played, position=played.position + passed, ticked=now))
        return left > 0

    def wake(self) -> None:
        """See to it that what is switched on is played, by this process too."""
        self._woken = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        # Whoever wakes us while the last look is under way is heard as well.
        while self._woken:
            self._woken = False
            # What is wrong with the file is said by the next fetch or visit, which wakes us again.
            with suppress(OutsideError):
                while await asyncio.to_thread(self.tick_once):  # noqa: ASYNC110 - other processes switch it too: time is all there is to wait for
                    await asyncio.sleep(TICK)

    async def stop(self) -> None:
        """Play no more in this process."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _play(book: Book, played: Played) -> int:
    """Let everything happen whose time has come; tells how much is left."""
    script = events(played.kind)
    due = [event for event in script[played.done :] if event.at <= played.position]
    for event in due:
        _happen(book, event)
    done = played.done + len(due)
    left = len(script) - done
    book.keep_played(replace(played, done=done, running=played.running and left > 0))
    return left


def _happen(book: Book, event: Event, at: datetime | None = None) -> None:
    match event.do:
        case "comment":
            written = Written(
                post=event.post,
                parent=event.parent,
                author=event.author,
                text=event.text,
                image=event.image,
                image_alt=event.image_alt,
            )
            book.write(written, event.id, at)
        case "edit":
            book.edit(event.target, event.text)
        case "delete":
            book.delete(event.target)
        case "native_reply":
            _reply(book, event, at)


def _reply(book: Book, event: Event, at: datetime | None) -> None:
    target = book.entry(event.target)
    if target and not target.deleted:
        reply = Written(post=target.post, parent=target.id, text=event.text, ours=True)
        book.write(reply, event.id, at)
