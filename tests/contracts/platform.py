"""What every platform adapter must keep. Its tests inherit a class from here and give it a few fixtures.

`PlatformContract` needs `platform` and `backstage`: the public and the moderators, behind the adapter's back.
`WireContract` adds what can go wrong on a network, and needs a `wire` between the two.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from adapters.platforms._text import normalise
from bot.domain.community import Comment, Cursor, OwnReply, Source
from bot.domain.people import Actor
from bot.errors import NeedsPerson, OutsideError, Refused, TooLong, TryLater, Unclear
from bot.ports import Approved, Corrects, Deletes, Hides, Platform
from tests.contracts.wire import Wire

MANY = 230
RETRY_AFTER = 7

HOSTILE = (
    # What is written, and what the team must be able to read of it.
    ("<script>alert('hafer')</script> wer liest das?", "wer liest das?"),
    ('<img src=x onerror="alert(1)"> na und', "na und"),
    ("3 > 2 && 1 < 2, oder?", "3 > 2 && 1 < 2, oder?"),
    ("*fett* _schräg_ ~weg~ `code` <!channel> <@U123>", "*fett* _schräg_ ~weg~ `code`"),
    ("{text} %s ${jndi:ldap://x} {{7*7}}", "{text} %s ${jndi:ldap://x} {{7*7}}"),
    ("null\x00byte\x07 und \x1b[31mrot", "rot"),
    ("👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪", "👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪"),
    ("שלום עולם مرحبا", "שלום עולם مرحبا"),
    ("Z̸̧̢a̵l̷g̸o̶ kommt", "kommt"),
    ("'; DROP TABLE comments; --", "DROP TABLE comments; --"),
    ("lang " + "x" * 1_500, "x" * 1_500),
    ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
)


class Backstage(Protocol):
    """The public, the moderators and the brand's own people, without the adapter."""

    async def write(self, text: str, *, author: str = "Vera", parent: str = "") -> str:
        """Comment as a stranger; the comment's id."""

    async def edit(self, comment: str, text: str) -> None:
        """Change a comment's text."""

    async def delete(self, comment: str) -> None:
        """Take a comment away."""

    async def moderate(self, *, on: bool) -> None:
        """Hold what strangers write from now on, or no longer."""

    async def approve(self, comment: str) -> None:
        """Make a held comment public."""

    async def reply_natively(self, comment: str, text: str) -> str:
        """Answer with the brand's account, without the adapter."""

    async def replies(self, comment: str) -> list[str]:
        """The texts that stand publicly beneath a comment."""


def approved(comment: Comment, text: str) -> Approved:
    """A person said yes to this text."""
    return Approved(comment=comment, text=text, by=Actor(person=1, surface="web"), at=datetime.now(UTC))


@dataclass
class Reading:
    """A source read page by page until there is no more, as the desk does."""

    platform: Platform
    source: Source
    cursor: Cursor
    pages: list[tuple[Comment, ...]] = field(default_factory=list)

    async def news(self) -> tuple[list[Comment], list[str]]:
        """Read on; the comments and the ids of gone ones."""
        comments: list[Comment] = []
        gone: list[str] = []
        self.pages = []
        more = True
        while more:
            page = await self.platform.fetch(self.source, self.cursor)
            self.cursor, more = page.cursor, page.more
            comments += page.comments
            gone += page.gone
            self.pages.append(page.comments)
        return comments, gone

    async def one(self) -> Comment:
        """Read on, and expect exactly one comment."""
        (comment,), gone = await self.news()
        assert gone == []
        return comment


class PlatformContract:
    """The promises of the port `Platform` and of the abilities that the adapter names."""

    tick = 0.0
    """Seconds of the platform's smallest difference between two times."""

    @pytest.fixture
    def source(self, platform: Platform) -> Source:
        return Source(platform=platform.name, name="here")

    @pytest.fixture
    async def reading(self, platform: Platform, source: Source) -> Reading:
        """A source that was connected just now."""
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC)))
        assert await reading.news() == ([], [])
        return reading

    @pytest.fixture
    async def comment(self, reading: Reading, backstage: Backstage) -> Comment:
        """A stranger's comment, as the adapter told it."""
        await backstage.write("Wann kommt die neue Sorte?")
        return await reading.one()

    async def test_tells_a_new_comment_whole(self, reading: Reading, backstage: Backstage) -> None:
        number = await backstage.write("Schmeckt mir.\n\nSehr sogar!", author="Jule K.")
        comment = await reading.one()
        assert comment.id == number
        assert comment.text == "Schmeckt mir.\n\nSehr sogar!"
        assert comment.author.name == "Jule K."
        assert (comment.platform, comment.source) == (reading.platform.name, "here")
        assert comment.post.title
        assert comment.url.startswith(("http", "/"))
        assert not comment.ours
        assert not comment.held

    async def test_times_are_aware_and_utc(self, comment: Comment) -> None:
        assert comment.published.utcoffset() == timedelta()
        assert abs(datetime.now(UTC) - comment.published) < timedelta(minutes=1)

    async def test_is_silent_when_nothing_is_new(self, reading: Reading, comment: Comment) -> None:
        assert comment.id
        assert await reading.news() == ([], [])
        assert await reading.news() == ([], [])

    async def test_tells_oldest_first_and_names_the_parent(
        self, reading: Reading, backstage: Backstage
    ) -> None:
        first = await backstage.write("eins")
        second = await backstage.write("zwei", parent=first)
        third = await backstage.write("drei", author="Holger")
        comments, _ = await reading.news()
        assert [comment.id for comment in comments] == [first, second, third]
        assert [comment.parent for comment in comments] == ["", first, ""]
        assert [comment.published for comment in comments] == sorted(c.published for c in comments)

    async def test_many_pages_have_no_gap_and_no_repeat(self, reading: Reading, backstage: Backstage) -> None:
        written = [await backstage.write(f"Nummer {number}") for number in range(MANY)]
        comments, gone = await reading.news()
        assert [comment.id for comment in comments] == written
        assert gone == []
        assert len(reading.pages) > 1
        assert await reading.news() == ([], [])

    async def test_a_page_read_again_from_the_same_cursor_tells_the_same(
        self, reading: Reading, backstage: Backstage
    ) -> None:
        await backstage.write("gehört, aber nicht behalten")
        lost = await reading.platform.fetch(reading.source, reading.cursor)
        assert (await reading.news())[0] == list(lost.comments)

    async def test_starts_from_now(
        self, platform: Platform, source: Source, backstage: Backstage, comment: Comment
    ) -> None:
        await asyncio.sleep(self.tick)
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC)))
        assert await reading.news() == ([], [])
        await backstage.edit(comment.id, "früher geschrieben, jetzt geändert")
        assert await reading.news() == ([], [])
        number = await backstage.write("jetzt")
        assert [comment.id for comment in (await reading.news())[0]] == [number]

    async def test_tells_an_edit_once(self, reading: Reading, backstage: Backstage, comment: Comment) -> None:
        await backstage.edit(comment.id, "Wann kommt die neue Sorte? Nachtrag: bitte bald.")
        edited = await reading.one()
        assert edited == replace(comment, text="Wann kommt die neue Sorte? Nachtrag: bitte bald.")
        assert await reading.news() == ([], [])

    async def test_tells_a_deletion_once(
        self, reading: Reading, backstage: Backstage, comment: Comment
    ) -> None:
        await backstage.delete(comment.id)
        assert await reading.news() == ([], [comment.id])
        assert await reading.news() == ([], [])

    async def test_tells_a_held_comment_and_its_late_approval(
        self, reading: Reading, backstage: Backstage
    ) -> None:
        await backstage.moderate(on=True)
        number = await backstage.write("Darf ich?")
        await backstage.moderate(on=False)
        held = await reading.one()
        assert (held.id, held.held) == (number, True)
        later = await backstage.write("Ich war schneller öffentlich.", author="Holger")
        assert (await reading.one()).id == later
        await backstage.approve(number)
        assert await reading.one() == replace(held, held=False)
        assert await reading.news() == ([], [])

    async def test_what_was_held_before_the_start_is_told_when_approved(
        self, platform: Platform, source: Source, backstage: Backstage
    ) -> None:
        await backstage.moderate(on=True)
        number = await backstage.write("Ich warte schon lange.")
        await backstage.moderate(on=False)
        await asyncio.sleep(self.tick)
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC)))
        assert await reading.news() == ([], [])
        await backstage.approve(number)
        assert (await reading.one()).id == number

    async def test_hears_itself_as_ours(
        self, reading: Reading, backstage: Backstage, comment: Comment
    ) -> None:
        await backstage.reply_natively(comment.id, "Am Montag!")
        await reading.platform.post(approved(comment, "Und zwar früh."), "key-1")
        comments, _ = await reading.news()
        assert [(own.text, own.ours, own.parent) for own in comments] == [
            ("Am Montag!", True, comment.id),
            ("Und zwar früh.", True, comment.id),
        ]

    async def test_posts_word_for_word(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        text = "Hallo Vera,\n\n5 < 6 & 7 > 2, „wirklich“: https://example.org/?a=1&b=2 <b>nicht fett</b> 🥛"
        posted = await platform.post(approved(comment, text), "key-1")
        sight = await platform.look(comment)
        assert sight.comment == comment
        assert sight.complete
        (own,) = sight.replies
        assert (own.id, own.text, own.url) == (posted.id, text, posted.url)
        assert len(await backstage.replies(comment.id)) == 1

    async def test_looks_at_every_reply_of_ours_and_at_no_other(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        await backstage.write("Ich weiß es auch nicht.", author="Holger", parent=comment.id)
        await backstage.reply_natively(comment.id, "Am Montag!")
        await platform.post(approved(comment, "Und zwar früh."), "key-1")
        sight = await platform.look(comment)
        assert [own.text for own in sight.replies] == ["Am Montag!", "Und zwar früh."]

    async def test_looks_at_the_comment_as_it_is_now(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        await backstage.edit(comment.id, "anders")
        seen = (await platform.look(comment)).comment
        assert seen == replace(comment, text="anders")
        await backstage.delete(comment.id)
        assert (await platform.look(comment)).comment is None

    async def test_refuses_too_long_before_anything_is_sent(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        with pytest.raises(TooLong):
            await platform.post(approved(comment, "ä" * (platform.limits.longest + 1)), "key-1")
        assert await backstage.replies(comment.id) == []

    @pytest.mark.parametrize(("written", "readable"), HOSTILE)
    async def test_hostile_text_comes_through_as_plain_text(
        self, reading: Reading, backstage: Backstage, written: str, readable: str
    ) -> None:
        await backstage.write(written)
        text = (await reading.one()).text
        assert readable in text
        assert not any(ord(letter) < ord(" ") for letter in text if letter not in "\n\t")

    async def test_hides_and_shows_twice_as_once(
        self, platform: Platform, reading: Reading, comment: Comment
    ) -> None:
        assert isinstance(platform, Hides)
        await platform.hide(comment)
        await platform.hide(comment)
        assert (await reading.one()).held
        await platform.unhide(comment)
        await platform.unhide(comment)
        assert await reading.one() == comment

    async def test_corrects_our_reply(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        assert isinstance(platform, Corrects)
        posted = await platform.post(approved(comment, "Am Montag."), "key-1")
        own = OwnReply(id=posted.id, text="Am Montag.")
        for _ in range(2):
            corrected = await platform.correct(comment, own, approved(comment, "Am Dienstag."))
            assert corrected == posted
        assert [normalise(text) for text in await backstage.replies(comment.id)] == ["Am Dienstag."]

    async def test_deletes_our_reply_twice_as_once(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        assert isinstance(platform, Deletes)
        posted = await platform.post(approved(comment, "Am Montag."), "key-1")
        own = OwnReply(id=posted.id, text="Am Montag.")
        await platform.delete_reply(comment, own)
        await platform.delete_reply(comment, own)
        assert await backstage.replies(comment.id) == []
        assert (await platform.look(comment)).replies == ()

    async def test_refuses_to_hide_what_is_gone(
        self, platform: Platform, backstage: Backstage, comment: Comment
    ) -> None:
        assert isinstance(platform, Hides)
        await backstage.delete(comment.id)
        with pytest.raises(Refused):
            await platform.hide(comment)


class WireContract(PlatformContract):
    """What a platform that is reached over HTTP must keep when the line or the other side fails."""

    @pytest.mark.parametrize("status", [401, 403])
    async def test_a_person_must_act(
        self, wire: Wire, reading: Reading, comment: Comment, status: int
    ) -> None:
        wire.answer_next(status, b"{}", changes=False)
        with pytest.raises(NeedsPerson) as heard:
            await reading.news()
        assert str(status) in str(heard.value)
        wire.answer_next(status, b"{}", changes=True)
        with pytest.raises(NeedsPerson):
            await reading.platform.post(approved(comment, "Am Montag."), "key-1")

    @pytest.mark.parametrize("status", [429, 503])
    async def test_is_told_how_long_to_wait(
        self, wire: Wire, reading: Reading, comment: Comment, status: int
    ) -> None:
        for changes in (False, True):
            wire.answer_next(status, b"", {"Retry-After": str(RETRY_AFTER)}, changes=changes)
        with pytest.raises(TryLater) as heard:
            await reading.news()
        assert heard.value.after == timedelta(seconds=RETRY_AFTER)
        with pytest.raises(TryLater) as heard:
            await reading.platform.post(approved(comment, "Am Montag."), "key-1")
        assert heard.value.after == timedelta(seconds=RETRY_AFTER)

    async def test_is_refused_for_good(self, wire: Wire, platform: Platform, comment: Comment) -> None:
        wire.answer_next(400, b'{"code": "no"}', changes=True)
        with pytest.raises(Refused) as heard:
            await platform.post(approved(comment, "Am Montag."), "key-1")
        assert type(heard.value) is Refused

    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (500, b"<h1>Critical error</h1>", "text/html"),
            (502, b"", "text/plain"),
            (503, b"", "text/plain"),
            (200, b"<!doctype html><h1>Wartung</h1>", "text/html; charset=UTF-8"),
            (200, b'[{"id": 5, "pos', "application/json"),
            (200, b"", "application/json"),
            (200, b"[" * 100_000, "application/json"),
            (200, b"null", "application/json"),
            (200, b'[{"id": {}}, 7]', "application/json"),
        ],
    )
    async def test_an_answer_that_is_none(
        self, wire: Wire, reading: Reading, comment: Comment, status: int, body: bytes, kind: str
    ) -> None:
        """After a question it can be asked again; after a change nobody knows."""
        for changes in (False, True):
            wire.answer_next(status, body, {"Content-Type": kind}, changes=changes)
        with pytest.raises((TryLater, NeedsPerson)):
            await reading.news()
        with pytest.raises(Unclear):
            await reading.platform.post(approved(comment, "Am Montag."), "key-1")
        assert await reading.news() == ([], [])

    async def test_half_a_page_moves_nothing(
        self, wire: Wire, reading: Reading, backstage: Backstage
    ) -> None:
        number = await backstage.write("Bin ich angekommen?")
        wire.cut_next(changes=False)
        with pytest.raises(TryLater):
            await reading.news()
        assert (await reading.one()).id == number

    @pytest.mark.parametrize("fault", ["drop_next", "cut_next"])
    async def test_a_lost_answer_is_unclear_and_a_look_finds_one(
        self, wire: Wire, platform: Platform, backstage: Backstage, comment: Comment, fault: str
    ) -> None:
        getattr(wire, fault)(changes=True)
        with pytest.raises(Unclear):
            await platform.post(approved(comment, "Am Montag & früh: https://example.org"), "key-1")
        (own,) = (await platform.look(comment)).replies
        assert normalise(own.text) == normalise("Am Montag & früh: https://example.org")
        assert len(await backstage.replies(comment.id)) == 1

    async def test_no_answer_in_time(self, wire: Wire, reading: Reading, comment: Comment) -> None:
        for changes in (False, True):
            wire.stall_next(changes=changes)
        with pytest.raises(TryLater):
            await reading.news()
        with pytest.raises(Unclear):
            await reading.platform.post(approved(comment, "Am Montag."), "key-1")
        assert (await reading.platform.look(comment)).replies == ()

    async def test_nobody_there_is_not_unclear(self, wire: Wire, reading: Reading, comment: Comment) -> None:
        wire.hang_up()
        with pytest.raises(TryLater):
            await reading.platform.post(approved(comment, "Am Montag."), "key-1")
        with pytest.raises(TryLater):
            await reading.news()

    async def test_too_long_needs_no_line(self, wire: Wire, platform: Platform, comment: Comment) -> None:
        before = wire.requests
        with pytest.raises(TooLong):
            await platform.post(approved(comment, "x" * (platform.limits.longest + 1)), "key-1")
        assert wire.requests == before

    async def test_a_failed_change_is_never_repeated_by_itself(
        self, wire: Wire, platform: Platform, comment: Comment
    ) -> None:
        before = wire.requests
        wire.answer_next(500, b"", changes=True)
        with pytest.raises(OutsideError):
            await platform.post(approved(comment, "Am Montag."), "key-1")
        assert wire.requests == before + 1
