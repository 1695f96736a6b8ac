"""What every platform adapter must keep. Its tests inherit `PlatformContract` and give it two fixtures.

These are `platform`, and `backstage`: the public and the moderators, behind the adapter's back. An adapter
that goes over a network inherits `WireContract` (platform_wire.py) instead, which adds what can fail there.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.platforms._text import normalise
from bot.domain.community import Comment, Cursor, OwnReply, Source
from bot.errors import Refused, TooLong
from bot.ports import Corrects, Deletes, Hides, Platform
from tests.contracts.platform_stage import HOSTILE, Backstage, PlatformStage, Reading, approved

MANY = 230


class PlatformContract(PlatformStage):
    """The promises of the port `Platform` and of the abilities that the adapter names."""

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
