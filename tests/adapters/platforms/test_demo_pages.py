"""The community's public page, as people use it."""

import html
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.platforms.demo import Demo
from adapters.platforms.demo.book import Written
from adapters.platforms.demo.content import STORM, STREAM, posts
from bot.domain.community import OwnReply
from bot.errors import Refused
from tests.adapters.platforms.browser import PAGE, POST, Browser, article
from tests.contracts.platform_stage import Reading, approved


async def test_the_first_page_shows_every_post(browser: Browser) -> None:
    page = await browser.see("/community/")
    for post in posts().values():
        assert post.title in html.unescape(page)
        assert f'lang="{post.language}"' in page
    assert "Noch ist es still" in page


async def test_what_is_written_is_there_for_everybody_and_for_the_team(
    browser: Browser, other: Browser, team: Reading
) -> None:
    number = await browser.write("Schmeckt!\nSehr.", name="  Jule   K. ")
    assert "Schmeckt!\nSehr." in article(await other.see(), number)
    comment = await team.one()
    assert (comment.id, comment.author.name, comment.text) == (number, "Jule K.", "Schmeckt!\nSehr.")
    assert comment.url == f"/community/post/{POST}#c-{number}"
    assert "Jule K." in await other.see("/community/")


async def test_times_are_those_of_the_team_wherever_server_and_reader_are(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by the server alone: whoever has both pages before them sees the same times on each."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        number = await browser.write("Wann?")
        shown = article(await browser.see(), number)
    finally:
        monkeypatch.undo()
        time.tzset()
    at = re.search(r'<time datetime="([^"]+)" title="([^"]*)">(\d\d:\d\d)</time>', shown)
    assert at
    here = datetime.fromisoformat(at[1]).astimezone(ZoneInfo("Europe/Berlin"))
    assert (here.strftime("%d.%m.%Y, %H:%M"), here.strftime("%H:%M")) == (at[2], at[3])
    assert "Date" not in await browser.see("/community/static/page.js")


async def test_a_like_of_the_brand_is_seen_and_is_no_news_for_the_team(
    demo: Demo, browser: Browser, team: Reading
) -> None:
    number = await browser.write("Danke!")
    comment = await team.one()
    for likes in (False, True):
        assert (await demo.look(comment)).liked is likes
        for _ in range(2):
            await demo.like(comment)
    assert article(await browser.see(), number).count("♥") == 1
    assert (await demo.look(comment)).comment == comment
    await browser.write("Wo?")
    with demo.store.writing() as book:
        book.delete(number)
    with pytest.raises(Refused):
        await demo.like(comment)


async def test_an_answer_stands_beneath_its_comment(browser: Browser, team: Reading) -> None:
    first = await browser.write("Wann?")
    page = await browser.see(f"{PAGE}?antwort={first}")
    assert f'name="antwort" value="{first}"' in page
    second = await browser.write("Bald!", antwort=first)
    assert "d1" in (await browser.see()).partition(f'id="c-{second}"')[0].rpartition("<article")[2]
    comments, _ = await team.news()
    assert [comment.parent for comment in comments] == ["", first]


async def test_an_answer_to_another_posts_comment_is_a_comment(browser: Browser, team: Reading) -> None:
    first = await browser.write("Wann?")
    await browser.send("/community/post/hello-uk", name="Vera", text="When?", antwort=first)
    comments, _ = await team.news()
    assert [comment.parent for comment in comments] == ["", ""]


async def test_ones_own_comment_can_be_changed_and_taken_away(
    browser: Browser, other: Browser, team: Reading
) -> None:
    number = await browser.write("Tipfehler")
    await team.news()
    assert "Tipfehler</textarea>" in await browser.see(f"{PAGE}?aendern={number}")
    await browser.send(f"/community/comment/{number}", text="Tippfehler")
    assert "bearbeitet" in article(await other.see(), number)
    assert (await team.one()).text == "Tippfehler"
    await browser.send(f"/community/comment/{number}/delete")
    assert "Tippfehler" not in await other.see()
    assert await team.news() == ([], [number])


async def test_hidden_comments_are_not_shown_but_carry_their_answers(
    demo: Demo, browser: Browser, team: Reading
) -> None:
    number = await browser.write("Beleidigung!")
    comment = await team.one()
    await demo.hide(comment)
    assert article(await browser.see(), number) == ""
    await demo.unhide(comment)
    answer = await browser.write("Na, na.", antwort=number)
    await demo.hide(comment)
    page = await browser.see()
    assert "Beleidigung!" not in page
    assert "ausgeblendet" in article(page, number)
    assert "Na, na." in article(page, answer)
    assert "Beleidigung!" not in await browser.see("/community/")
    assert 'name="antwort"' not in await browser.see(f"{PAGE}?antwort={number}")
    await demo.unhide(comment)
    assert "Beleidigung!" in article(await browser.see(), number)


async def test_a_deleted_answer_carries_what_stands_beneath_it(browser: Browser) -> None:
    top = await browser.write("oben")
    middle = await browser.write("Mitte", antwort=top)
    await browser.write("unten", antwort=middle)
    await browser.send(f"/community/comment/{middle}/delete")
    page = await browser.see()
    assert "gelöscht" in article(page, middle)
    assert "unten" in page


async def test_a_deleted_reply_leaves_the_page(demo: Demo, browser: Browser, team: Reading) -> None:
    await browser.write("Wann?")
    comment = await team.one()
    posted = await demo.post(approved(comment, "Am Montag."), "key-1")
    await demo.delete_reply(comment, OwnReply(id=posted.id, text="Am Montag."))
    assert article(await browser.see(), posted.id) == ""


async def test_looks_that_see_nothing_new_cost_nothing(demo: Demo, browser: Browser) -> None:
    state = re.search(r'data-state="([^"]+)"', await browser.see())
    assert state
    answer = await browser.client.get(PAGE, headers={"X-Seen": state[1]})
    assert (answer.status_code, answer.text) == (204, "")
    with demo.store.writing() as book:
        entry = book.write(Written(post=POST, author="Holger", text="Neu!"))
    fresh = await browser.see(seen=state[1])
    assert "Neu!" in article(fresh, entry.id)
    assert "<html" not in fresh
    assert 'id="kommentare" data-live' in fresh


async def test_the_stream_and_the_storm_are_switched_on_the_page(demo: Demo, browser: Browser) -> None:
    def running() -> tuple[bool, bool]:
        with demo.store.reading() as book:
            return book.played(STREAM).running, book.played(STORM).running

    assert running() == (False, False)
    answer = await browser.send("/community/stream", do="on", post=POST)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "Stream an" in await browser.see()
    await browser.send("/community/stream", do="storm")
    assert running() == (True, True)
    await browser.send("/community/stream", do="off")
    await browser.send("/community/stream", do="calm", post="nowhere")
    assert running() == (False, False)
    assert (await browser.send("/community/stream", do="explode")).status_code == 422
    assert (await browser.client.post("/community/stream", data={"do": "on"})).status_code == 403


async def test_what_is_over_is_said(demo: Demo, browser: Browser) -> None:
    demo.play(10_000)
    demo.play(10_000, STORM)
    page = await browser.see()
    assert "Stream zu Ende" in page
    assert "Sturm vorbei" in page


async def test_every_page_of_a_played_community_can_be_drawn(demo: Demo, browser: Browser) -> None:
    demo.play(10_000)
    demo.play(10_000, STORM)
    for post in posts():
        assert "Kommentare" in await browser.see(f"/community/post/{post}")
    assert "gelöscht" not in await browser.see("/community/")


async def test_the_visitors_name_is_remembered(browser: Browser) -> None:
    await browser.write("eins", name="Frau Sommer")
    assert 'value="Frau Sommer"' in await browser.see()
