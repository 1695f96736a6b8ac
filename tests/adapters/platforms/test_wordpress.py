"""WordPress against a pretend one: the whole contract, and what only WordPress does when it is read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.platforms import _http, _wordpress_memory, _wordpress_site, wordpress
from adapters.platforms.wordpress import WordPress
from adapters.platforms.wordpress_settings import WordPressSettings
from bot.domain.community import Comment, Cursor, Source
from bot.errors import BadSetting, NeedsPerson, TryLater
from tests.adapters.platforms.pretend_wordpress import BRAND, PretendWordPress
from tests.adapters.platforms.wordpress_stage import WordPressStage, settings_for
from tests.contracts.platform_stage import Reading
from tests.contracts.platform_wire import WireContract
from tests.contracts.wire import Wire


class BrokenDate(datetime):
    """What importers leave behind."""

    def strftime(self, _format: str) -> str:
        return "-0001-11-30T00:00:00"


class TestWordPress(WordPressStage, WireContract):
    tick = 1.0

    async def test_knows_the_post_and_asks_for_it_once(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        site.comment("eins")
        site.comment("zwei")
        comments, _ = await reading.news()
        assert {comment.post.title for comment in comments} == {"Die neue Sorte – endlich"}
        assert comments[0].post.text == "Sie ist da."
        assert comments[0].post.image.endswith("/karton.jpg")
        assert comments[0].url.endswith("/post-1/#comment-1")
        assert site.calls.count("GET /wp-json/wp/v2/posts/1") == 1

    async def test_recalls_what_our_user_replied_in_public(
        self, site: PretendWordPress, platform: WordPress
    ) -> None:
        asked = site.comment("Wo &amp; wann?", "Vera")
        for text in ("Hier &lt;3", "Noch einmal"):
            site.comment(text, "Brand", asked, author=BRAND)
        held = site.comment("Nicht frei", "Brand", asked, author=BRAND)
        site.comments[held].status = "hold"
        site.comment("Ein eigener Beitrag", "Brand", author=BRAND)
        site.comment("Ein Selbstgespräch", "Brand", held - 1, author=BRAND)
        site.comment("Von Tom", "Tom", asked)
        found = await platform.own_replies(10)
        assert [(one.author, one.comment, one.reply) for one in found] == [
            ("Vera", "Wo & wann?", "Noch einmal"),
            ("Vera", "Wo & wann?", "Hier <3"),
        ]
        assert len(await platform.own_replies(2)) <= 2

    async def test_a_post_it_may_not_read_does_not_stop_it(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        site.comment("unter einer privaten Seite", post=9)
        comment = await reading.one()
        assert (comment.post.id, comment.post.title) == ("9", "")
        assert comment.post.url.endswith("/post-9/")

    async def test_a_plugin_that_hides_where_the_post_is_does_not_stop_it(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        site.has_links = False
        site.comment("wo bin ich?")
        assert (await reading.one()).post.id == "1"

    async def test_remembers_only_so_many_posts(
        self, site: PretendWordPress, reading: Reading, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_wordpress_site, "KEPT_POSTS", 1)
        site.posts[2] = "Ein anderer"
        for post in (1, 2, 2, 1):
            site.comment(f"Nummer {site.number}", post=post)
        comments, _ = await reading.news()
        assert [comment.post.id for comment in comments] == ["1", "2", "2", "1"]
        assert site.calls.count("GET /wp-json/wp/v2/posts/1") == 2
        assert site.calls.count("GET /wp-json/wp/v2/posts/2") == 1

    async def test_a_queue_of_held_comments_is_read_to_its_bound(
        self, site: PretendWordPress, platform: WordPress, source: Source, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wordpress, "HELD_AT_START", 200)
        old = datetime.now(UTC) - timedelta(days=2)
        waiting = [site.comment(f"wartet {number}", status="hold", at=old) for number in range(350)]
        reading = Reading(platform, source, Cursor(since=datetime.now(UTC)))
        assert await reading.news() == ([], [])
        for number in (waiting[-1], waiting[-150]):
            site.comments[number].status = "approved"
        comments, _ = await reading.news()
        assert [comment.id for comment in comments] == [str(waiting[-150]), str(waiting[-1])]
        del site.comments[waiting[-2]]
        assert await reading.news() == ([], [])

    async def test_a_single_comment_larger_than_all_we_take_is_no_endless_loop(
        self, site: PretendWordPress, reading: Reading, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_http, "LARGEST", 1_000)
        site.comment("x" * 2_000)
        with pytest.raises(TryLater, match="larger"):
            await reading.news()

    async def test_links_of_a_comment_are_written_out(self, site: PretendWordPress, reading: Reading) -> None:
        site.comment('Siehe <a href="https://example.org/x?a=1&b=2">hier</a> &amp; dort')
        assert (await reading.one()).text == "Siehe hier [https://example.org/x?a=1&b=2] & dort"

    @pytest.mark.parametrize("kind", ["pingback", "trackback", "note"])
    async def test_hears_no_machines_and_no_editor_notes(
        self, site: PretendWordPress, reading: Reading, kind: str
    ) -> None:
        site.comment("Aus einem anderen Blog", type=kind)
        assert await reading.news() == ([], [])

    @pytest.mark.parametrize("status", ["spam", "trash"])
    async def test_spam_and_trash_are_gone_and_come_back(
        self, site: PretendWordPress, reading: Reading, status: str
    ) -> None:
        number = site.comment("Bin ich Spam?")
        first = await reading.one()
        site.comments[number].status = status
        assert (await reading.platform.look(first)).comment is None
        assert await reading.news() == ([], [first.id])
        site.comments[number].status = "approved"
        assert await reading.one() == first

    async def test_what_was_spam_at_first_is_told_late(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        number = site.comment("Kein Spam!", status="spam")
        site.comment("danach")
        await reading.news()
        site.comments[number].status = "approved"
        assert (await reading.one()).id == str(number)

    @pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(hours=-5), timedelta(hours=26)])
    async def test_a_wrong_clock_loses_nothing(
        self, site: PretendWordPress, platform: WordPress, source: Source, wrong: timedelta
    ) -> None:
        site.clock = wrong
        site.comment("von früher", at=site.now() - timedelta(minutes=5))
        since = datetime.now(UTC)
        before_first_fetch = site.comment("zwischen Anschluss und erstem Lesen")
        reading = Reading(platform, source, Cursor(since=since))
        assert (await reading.one()).id == str(before_first_fetch)
        later = site.comment("danach")
        assert (await reading.one()).id == str(later)

    async def test_a_clock_set_right_in_between_loses_nothing(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        first = site.comment("eins")
        site.clock = timedelta(days=-2)
        second = site.comment("zwei")
        comments, _ = await reading.news()
        assert [comment.id for comment in comments] == [str(first), str(second)]

    async def test_an_import_of_old_comments_is_no_news(
        self, site: PretendWordPress, reading: Reading
    ) -> None:
        number = site.comment("aus dem alten Blog", at=datetime(2019, 5, 1, tzinfo=UTC))
        assert await reading.news() == ([], [])
        site.comments[number].text = "geändert"
        assert await reading.news() == ([], [])

    async def test_a_broken_date_does_not_stop_it(self, site: PretendWordPress, reading: Reading) -> None:
        site.comment("ohne Datum", at=BrokenDate(2026, 1, 1, tzinfo=UTC))
        assert (await reading.one()).text == "ohne Datum"

    async def test_a_hundred_giants_are_asked_for_in_smaller_pages(
        self, site: PretendWordPress, reading: Reading, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_http, "LARGEST", 400_000)
        written = [str(site.comment(f"{number} " + "x" * 9_000)) for number in range(60)]
        comments, _ = await reading.news()
        assert [comment.id for comment in comments] == written

    async def test_an_unreadable_mark_starts_anew_and_loses_nothing(
        self, reading: Reading, comment: Comment
    ) -> None:
        reading.cursor = replace(
            reading.cursor, since=datetime.now(UTC) - timedelta(hours=1), mark='{"v":99}'
        )
        assert await reading.one() == comment

    async def test_old_days_are_forgotten_and_the_floor_rises(
        self, reading: Reading, site: PretendWordPress, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = site.comment("heute")
        await reading.news()
        monkeypatch.setattr(wordpress, "_today", lambda: datetime.now(UTC).date() + timedelta(days=4))
        assert await reading.news() == ([], [])
        site.comments[first].text = "nach vier Tagen geändert"
        second = site.comment("vier Tage später")
        assert (await reading.one()).id == str(second)
        assert '"heute"' not in reading.cursor.mark
        memory = _wordpress_memory.Memory.read(reading.cursor.mark)
        assert memory is not None
        assert (memory.floor, list(memory.ids())) == (first + 1, [second])

    async def test_a_mark_stays_small(
        self, reading: Reading, site: PretendWordPress, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_wordpress_memory, "MOST", 20)
        for number in range(50):
            site.comment(f"Nummer {number}", status="hold" if number % 2 else "approved")
        comments, _ = await reading.news()
        assert len(comments) == 50
        memory = _wordpress_memory.Memory.read(reading.cursor.mark)
        assert memory is not None
        assert len(list(memory.ids())) == 40
        assert await reading.news() == ([], [])

    async def test_a_wrong_password_needs_a_person(self, wire: Wire, site: PretendWordPress) -> None:
        assert site.url
        platform = WordPress(replace(settings_for(wire), password="falsch"))
        with pytest.raises(NeedsPerson, match="password"):
            await platform.fetch(Source(platform="wordpress", name="here"), Cursor(since=datetime.now(UTC)))
        await platform.close()

    async def test_a_missing_right_needs_a_person(self, platform: WordPress, site: PretendWordPress) -> None:
        site.may_moderate = False
        with pytest.raises(NeedsPerson, match="Editor"):
            await platform.fetch(Source(platform="wordpress", name="here"), Cursor(since=datetime.now(UTC)))

    async def test_a_site_without_its_api_needs_a_person(
        self, platform: WordPress, site: PretendWordPress
    ) -> None:
        site.has_api = False
        with pytest.raises(NeedsPerson, match="permalinks"):
            await platform.fetch(Source(platform="wordpress", name="here"), Cursor(since=datetime.now(UTC)))


def test_the_password_does_not_show() -> None:
    assert "geheim" not in repr(WordPressSettings(url="https://blog.example", user="u", password="geheim"))


@pytest.mark.parametrize("url", ["http://blog.example", "blog.example", "ftp://blog.example", "https://", ""])
def test_the_password_never_travels_in_the_open(url: str) -> None:
    with pytest.raises(BadSetting, match="https"):
        WordPressSettings(url=url, user="u", password="p")


def test_a_password_must_be_given() -> None:
    with pytest.raises(BadSetting, match="password"):
        WordPressSettings(url="https://blog.example", user="u", password="")
