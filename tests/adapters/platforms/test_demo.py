"""The built-in community behind the port: the whole contract, and its stream."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.platforms.demo import Demo, stream
from adapters.platforms.demo.book import Book, Written
from adapters.platforms.demo.content import STORM, STREAM, Event, day, events, posts
from adapters.platforms.demo_settings import DemoSettings
from bot.domain.community import Comment, Cursor, Source
from bot.errors import BadSetting, NeedsPerson, Refused, TryLater
from bot.ports import Mounts
from tests.contracts.platform import PlatformContract
from tests.contracts.platform_stage import Backstage, Reading, approved

POST = "barista-vanille"


class DemoBackstage(Backstage):
    """The community's own store, as visitors and the brand's people change it."""

    def __init__(self, demo: Demo) -> None:
        self._store = demo.store
        self._hold = False

    async def write(self, text: str, *, author: str = "Vera", parent: str = "") -> str:
        with self._store.writing() as book:
            written = Written(post=POST, parent=parent, author=author, text=text, hidden=self._hold)
            return book.write(written).id

    async def edit(self, comment: str, text: str) -> None:
        with self._store.writing() as book:
            book.edit(comment, text)

    async def delete(self, comment: str) -> None:
        with self._store.writing() as book:
            book.delete(comment)

    async def moderate(self, *, on: bool) -> None:
        self._hold = on

    async def approve(self, comment: str) -> None:
        with self._store.writing() as book:
            book.show(comment)

    async def reply_natively(self, comment: str, text: str) -> str:
        with self._store.writing() as book:
            return book.write(Written(post=POST, parent=comment, text=text, ours=True)).id

    async def replies(self, comment: str) -> list[str]:
        with self._store.reading() as book:
            return [entry.text for entry in book.beneath(comment)]


@pytest.fixture
def settings(tmp_path: Path) -> DemoSettings:
    return DemoSettings(folder=tmp_path, speed=1_000.0)


Start = Callable[[DemoSettings], Demo]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start as many as a test likes, each like a process of its own; all are closed in the end."""
    started: list[Demo] = []

    def start(settings: DemoSettings) -> Demo:
        started.append(Demo(settings))
        return started[-1]

    yield start
    for demo in started:
        await demo.close()


@pytest.fixture
def platform(start: Start, settings: DemoSettings) -> Demo:
    return start(settings)


@pytest.fixture
def backstage(platform: Demo) -> Backstage:
    return DemoBackstage(platform)


class TestDemo(PlatformContract):
    async def test_the_same_key_posts_once(
        self, platform: Demo, backstage: Backstage, comment: Comment
    ) -> None:
        first = await platform.post(approved(comment, "Am Montag."), "key-1")
        again = await platform.post(approved(comment, "Am Montag."), "key-1")
        assert first == again
        other = await platform.post(approved(comment, "Am Montag."), "key-2")
        assert other != first
        assert [own.key for own in (await platform.look(comment)).replies] == ["key-1", "key-2"]
        assert len(await backstage.replies(comment.id)) == 2

    async def test_refuses_to_answer_what_is_gone(
        self, platform: Demo, backstage: Backstage, comment: Comment
    ) -> None:
        await backstage.delete(comment.id)
        with pytest.raises(Refused):
            await platform.post(approved(comment, "Am Montag."), "key-1")

    async def test_a_photo_comes_with_its_description(self, platform: Demo, reading: Reading) -> None:
        platform.play(40)
        comments, _ = await reading.news()
        (photo,) = next(comment.attachments for comment in comments if comment.attachments)
        assert photo.url == "/community/images/cat.svg"
        assert photo.alt.startswith("Eine rot getigerte Katze")

    async def test_is_mounted(self, platform: Demo) -> None:
        assert isinstance(platform, Mounts)
        assert list(platform.mounts()) == ["/community"]

    async def test_two_processes_on_one_file_see_the_same(
        self, start: Start, settings: DemoSettings, reading: Reading, comment: Comment
    ) -> None:
        other = start(settings)
        await other.post(approved(comment, "Aus dem anderen Prozess."), "key-1")
        own = await reading.one()
        assert (own.text, own.ours) == ("Aus dem anderen Prozess.", True)

    async def test_an_unreadable_mark_starts_anew(self, reading: Reading, comment: Comment) -> None:
        reading.cursor = replace(reading.cursor, mark="unsinn")
        assert await reading.one() == comment


class TestStream:
    def everything(self, demo: Demo) -> list[tuple[str, str]]:
        with demo.store.reading() as book:
            return [(entry.id, entry.text) for entry in book.changed(0, 10_000)]

    async def test_plays_each_event_once_over_restarts(self, start: Start, settings: DemoSettings) -> None:
        first = start(settings)
        first.play(200)
        before = self.everything(first)
        first.play(200)
        second = start(settings)
        second.play(200)
        assert self.everything(second) == before
        second.play(10_000)
        second.play(10_000, STORM)
        added = [
            event
            for kind in (STREAM, STORM)
            for event in events(kind)
            if event.do in {"comment", "native_reply"}
        ]
        assert len(self.everything(second)) == len(added)

    async def test_edits_deletes_and_native_replies_happen(self, platform: Demo) -> None:
        platform.play(10_000)
        with platform.store.reading() as book:
            for event in events(STREAM):
                entry = book.entry(event.target or event.id)
                assert entry is not None
                assert not (event.do == "delete" and not entry.deleted)
                assert not (event.do == "edit" and not entry.edited)
                if event.do == "native_reply":
                    assert [own.text for own in book.beneath(event.target) if own.ours] == [event.text]

    async def test_the_seeded_content_fits_together(self) -> None:
        everything = (*events(STREAM), *events(STORM), *day())
        known = {event.id for event in everything}
        assert len(known) == len(everything)
        for event in everything:
            assert event.target in known | {""}
            assert event.parent in known | {""}
            assert event.post in posts() or event.do != "comment"

    async def test_a_day_is_there_whole_or_not_at_all_and_begins_once(
        self, start: Start, settings: DemoSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = start(settings)
        with monkeypatch.context() as killed:
            killed.setattr(Book, "keep_played", self.stop)
            with pytest.raises(KeyboardInterrupt):
                await first.begin_day()
        assert self.everything(first) == []
        comments = await first.begin_day()
        assert {number for number, _ in self.everything(first)} == comments
        await first.answer_day()
        before = self.everything(first)
        second = start(settings)
        assert await second.begin_day() == comments
        await second.answer_day()
        assert self.everything(first) == before
        assert {number for number, _ in before} == {event.id for event in day()}
        with first.store.reading() as book:
            ages = [datetime.now(UTC) - entry.published for entry in book.changed(0, 100)]
        assert timedelta(minutes=2) < min(ages) < max(ages) < timedelta(hours=3)

    @staticmethod
    def stop(*_: object) -> None:
        """The process is told to end in the middle of it."""
        raise KeyboardInterrupt

    async def test_runs_by_itself_once_switched_on_and_goes_on_after_a_restart(
        self, start: Start, settings: DemoSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stream, "TICK", 0.01)
        first = start(settings)
        source = Source(platform="demo", name="here")
        begin = Cursor(since=datetime.now(UTC) - timedelta(minutes=1))
        assert (await first.fetch(source, begin)).comments == ()
        first.player.switch(STREAM, on=True)
        await first.fetch(source, begin)
        await self.until(first, 5)
        await first.close()
        second = start(settings)
        await second.fetch(source, begin)
        await self.until(second, len(self.everything(second)) + 5)
        second.player.switch(STREAM, on=False)
        await asyncio.sleep(0.05)
        paused = self.everything(second)
        await asyncio.sleep(0.05)
        assert self.everything(second) == paused
        numbers = [number for number, _ in paused]
        assert len(numbers) == len(set(numbers))

    async def until(self, demo: Demo, most: int) -> None:
        async with asyncio.timeout(30):
            while len(self.everything(demo)) < most:
                await asyncio.sleep(0.01)

    async def test_ends_by_itself(self, start: Start, settings: DemoSettings) -> None:
        platform = start(replace(settings, speed=1.0))
        platform.play(events(STORM)[-2].at - 1, STORM)
        platform.player.switch(STORM, on=True)
        assert platform.player.tick_once()
        platform.play(10_000, STORM)
        platform.player.switch(STORM, on=True)
        assert not platform.player.tick_once()
        assert not platform.player.tick_once()

    async def test_a_long_sleep_is_not_made_up_for(self, start: Start, settings: DemoSettings) -> None:
        demo = start(replace(settings, speed=1.0))
        demo.player.switch(STREAM, on=True)
        with demo.store.writing() as book:
            book.keep_played(replace(book.played(STREAM), ticked=0.0))
        demo.player.tick_once()
        with demo.store.reading() as book:
            assert book.played(STREAM).position == stream.LONGEST_TICK

    async def test_a_reply_to_what_is_gone_does_not_happen(
        self, platform: Demo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        script = (
            Event(at=1, do="comment", id="a", post=POST, author="A", text="a"),
            Event(at=2, do="delete", id="d", target="a"),
            Event(at=3, do="native_reply", id="r", target="a", text="zu spät"),
            Event(at=4, do="delete", id="e", target="a"),
        )
        monkeypatch.setattr(stream, "events", lambda _kind: script)
        platform.play(10)
        assert self.everything(platform) == [("a", "")]


class TestStore:
    async def test_many_writers_at_once_lose_nothing(self, start: Start, settings: DemoSettings) -> None:
        def write(name: str) -> None:
            demo = start(settings)
            for number in range(20):
                with demo.store.writing() as book:
                    book.write(Written(post=POST, author=name, text=str(number)))

        threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with start(settings).store.reading() as book:
            assert [entry.change for entry in book.changed(0, 1_000)] == list(range(1, 81))

    async def test_a_busy_file_is_tried_later(
        self, start: Start, settings: DemoSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        demo = start(settings)
        monkeypatch.setattr("adapters.platforms.demo.store.PATIENCE", 0.05)
        blocker = sqlite3.connect(settings.folder / "community.sqlite", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater), demo.store.writing():
            pass
        with pytest.raises(TryLater):
            Demo(settings)
        blocker.close()

    @pytest.mark.parametrize("broken", [b"this is no database" * 100, b""])
    async def test_a_broken_file_needs_a_person(self, settings: DemoSettings, broken: bytes) -> None:
        file = settings.folder / "community.sqlite"
        if broken:
            file.write_bytes(broken)
        else:
            file.mkdir()
        with pytest.raises(NeedsPerson, match="folder"):
            Demo(settings)

    async def test_what_fails_halfway_leaves_nothing(self, platform: Demo) -> None:
        def fail() -> None:
            with platform.store.writing() as book:
                book.write(Written(post=POST, text="halb"))
                raise KeyError

        with pytest.raises(KeyError):
            fail()
        with platform.store.reading() as book:
            assert book.change() == 0


@pytest.mark.parametrize("speed", [0, -1])
def test_the_speed_must_be_one(tmp_path: Path, speed: float) -> None:
    with pytest.raises(BadSetting):
        DemoSettings(folder=tmp_path, speed=speed)


async def test_it_recalls_what_the_brand_replied(demo: Demo) -> None:
    with demo.store.writing() as book:
        asked = book.write(Written(post=POST, author="Vera", text="Wo?"))
        for text in ("Hier.", "Und dort.", "Nirgends."):
            last = book.write(Written(post=POST, parent=asked.id, text=text, ours=True))
        book.delete(last.id)
        book.write(Written(post=POST, text="Von uns allein", ours=True))
        book.write(Written(post=POST, author="Tom", parent=asked.id, text="Von Tom"))
    found = await demo.own_replies(5)
    assert [(one.author, one.comment, one.reply) for one in found] == [
        ("Vera", "Wo?", "Und dort."),
        ("Vera", "Wo?", "Hier."),
    ]
    assert [one.reply for one in await demo.own_replies(1)] == ["Und dort."]
