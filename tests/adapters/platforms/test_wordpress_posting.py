"""WordPress against a pretend one: what is particular about posting, correcting and deleting there."""

import pytest

from adapters.platforms import _http
from adapters.platforms.wordpress import WordPress
from bot.domain.community import Comment, OwnReply
from bot.errors import NeedsPerson, Refused, TooLong, TryLater, Unclear
from tests.adapters.platforms.pretend_wordpress import PretendWordPress
from tests.adapters.platforms.wordpress_stage import WordPressStage
from tests.contracts.platform_stage import PlatformStage, approved
from tests.contracts.wire import Wire


class TestPosting(WordPressStage, PlatformStage):
    async def test_a_repeat_after_a_lost_answer_finds_the_first(
        self, wire: Wire, platform: WordPress, site: PretendWordPress, comment: Comment
    ) -> None:
        reply = approved(comment, "Am Montag.")
        wire.drop_next(changes=True)
        with pytest.raises(Unclear):
            await platform.post(reply, "key-1")
        posted = await platform.post(reply, "key-1")
        assert posted.id == str(site.number)
        assert len((await platform.look(comment)).replies) == 1

    async def test_a_duplicate_that_cannot_be_found_is_unclear(
        self, wire: Wire, platform: WordPress, comment: Comment
    ) -> None:
        for _ in range(2):
            wire.answer_next(409, b'{"code": "comment_duplicate"}', changes=True)
        with pytest.raises(Unclear):
            await platform.post(approved(comment, "Am Montag."), "key-1")
        wire.answer_next(500, b"", changes=False)
        with pytest.raises(Unclear):
            await platform.post(approved(comment, "Am Montag."), "key-1")

    async def test_a_duplicate_of_something_else_is_unclear(
        self, wire: Wire, platform: WordPress, comment: Comment
    ) -> None:
        await platform.post(approved(comment, "Am Dienstag."), "key-1")
        wire.answer_next(409, b'{"code": "comment_duplicate"}', changes=True)
        with pytest.raises(Unclear):
            await platform.post(approved(comment, "Am Montag."), "key-2")

    async def test_a_look_that_is_refused_says_so(
        self, wire: Wire, platform: WordPress, comment: Comment
    ) -> None:
        wire.answer_next(400, b"", changes=False)
        with pytest.raises(Refused):
            await platform.look(comment)

    async def test_our_reply_in_the_spam_is_not_overlooked(
        self, platform: WordPress, site: PretendWordPress, comment: Comment
    ) -> None:
        posted = await platform.post(approved(comment, "Am Montag."), "key-1")
        site.comments[int(posted.id)].status = "spam"
        assert not (await platform.look(comment)).complete

    @pytest.mark.parametrize("status", ["", "hold", "spam"])
    async def test_a_reply_that_is_held_back_is_said_to_be(
        self, platform: WordPress, site: PretendWordPress, comment: Comment, status: str
    ) -> None:
        site.distrusts = status
        posted = await platform.post(approved(comment, "Am Montag."), "key-1")
        assert posted.held is bool(status)
        assert [reply.held for reply in (await platform.look(comment)).replies] == {
            "": [False], "hold": [True], "spam": [],
        }[status]  # fmt: skip
        corrected = await platform.correct(comment, OwnReply(id=posted.id, text=""), approved(comment, "Ja."))
        assert corrected.held is bool(status)

    async def test_closed_comments_are_refused_and_not_a_question_of_rights(
        self, platform: WordPress, site: PretendWordPress, comment: Comment
    ) -> None:
        site.takes_comments = False
        with pytest.raises(Refused, match="takes no more comments"):
            await platform.post(approved(comment, "Am Montag."), "key-1")

    async def test_a_flood_is_waited_out(self, wire: Wire, platform: WordPress, comment: Comment) -> None:
        wire.answer_next(400, b'{"code": "comment_flood"}', changes=True)
        with pytest.raises(TryLater):
            await platform.post(approved(comment, "Am Montag."), "key-1")

    async def test_too_long_counts_what_is_really_stored(
        self, platform: WordPress, site: PretendWordPress, comment: Comment
    ) -> None:
        await platform.post(approved(comment, "x" * 65_525), "key-1")
        with pytest.raises(TooLong):
            await platform.post(approved(comment, "&" * 20_000), "key-2")
        site.comments.clear()

    async def test_deletes_for_good_where_there_is_no_trash(
        self, platform: WordPress, site: PretendWordPress, comment: Comment
    ) -> None:
        posted = await platform.post(approved(comment, "Am Montag."), "key-1")
        site.has_trash = False
        await platform.delete_reply(comment, OwnReply(id=posted.id, text="Am Montag."))
        assert int(posted.id) not in site.comments

    async def test_a_deletion_that_is_refused_is_said(
        self, wire: Wire, platform: WordPress, comment: Comment
    ) -> None:
        wire.answer_next(403, b"", changes=True)
        with pytest.raises(NeedsPerson):
            await platform.delete_reply(comment, OwnReply(id="1", text=""))

    async def test_a_giant_answer_to_a_change_is_unclear(
        self, platform: WordPress, comment: Comment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_http, "LARGEST", 100)
        with pytest.raises(Unclear):
            await platform.post(approved(comment, "Am Montag."), "key-1")
