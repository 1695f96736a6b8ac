"""What a platform adapter must keep when the line or the other side fails.

To `platform` and `backstage` the adapter's tests add `wire`, a `Wire` that stands between the two. Their
`platform` waits for an answer for as many seconds as the fixture `patience` says.
"""

from datetime import timedelta

import pytest

from adapters.platforms._text import normalise
from bot.domain.community import Comment
from bot.errors import NeedsPerson, OutsideError, Refused, TooLong, TryLater, Unclear
from bot.ports import Platform
from tests.contracts.platform import PlatformContract
from tests.contracts.platform_stage import Backstage, Reading, approved
from tests.contracts.wire import Wire

RETRY_AFTER = 7


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

    @pytest.mark.parametrize("patience", [0.8])
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
