"""The community's public page, as browsers use it: nothing anybody writes comes to life."""

import html
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from adapters.platforms.demo import Demo
from adapters.platforms.demo.book import Written
from adapters.platforms.demo.content import STORM, STREAM, posts
from adapters.platforms.demo.visitors import COOKIE
from adapters.platforms.demo_settings import DemoSettings
from bot.domain.community import Cursor, OwnReply, Source
from tests.contracts.platform import HOSTILE, Reading, approved

POST = "barista-vanille"
PAGE = f"/community/post/{POST}"


class Browser:
    """Somebody's browser: it keeps its cookie and fills in the page's forms."""

    def __init__(self, demo: Demo) -> None:
        app = Starlette(routes=[Mount(path, mounted) for path, mounted in demo.mounts().items()])
        transport = httpx.ASGITransport(app=app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://demo.test")

    async def see(self, path: str = PAGE, seen: str = "") -> str:
        answer = await self.client.get(path, headers={"X-Seen": seen} if seen else {})
        return answer.raise_for_status().text

    async def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', await self.see())
        assert found
        return found[1]

    async def send(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(path, data={"token": await self.token()} | fields)

    async def write(self, text: str, name: str = "Vera", **fields: str) -> str:
        """Comment; the comment's id."""
        answer = await self.send(PAGE, name=name, text=text, **fields)
        assert answer.status_code == 303
        return answer.headers["location"].rpartition("#c-")[2]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(DemoSettings(folder=tmp_path))
    yield demo
    await demo.close()


@pytest.fixture
async def browser(demo: Demo) -> AsyncIterator[Browser]:
    browser = Browser(demo)
    async with browser.client:
        yield browser


@pytest.fixture
async def other(demo: Demo) -> AsyncIterator[Browser]:
    browser = Browser(demo)
    async with browser.client:
        yield browser


@pytest.fixture
def reading(demo: Demo) -> Reading:
    source = Source(platform="demo", name="here")
    return Reading(demo, source, Cursor(since=datetime.now(UTC)))


def article(page: str, number: str) -> str:
    """Cut one comment out of the page, as a reader sees its words."""
    found = re.search(rf'<article [^>]*id="c-{number}">(.*?)</article>', page, re.DOTALL)
    return found[1] if found else ""


async def test_the_first_page_shows_every_post(browser: Browser) -> None:
    page = await browser.see("/community/")
    for post in posts().values():
        assert post.title in html.unescape(page)
        assert f'lang="{post.language}"' in page
    assert "Noch ist es still" in page


async def test_what_is_written_is_there_for_everybody_and_for_the_team(
    browser: Browser, other: Browser, reading: Reading
) -> None:
    number = await browser.write("Schmeckt!\nSehr.", name="  Jule   K. ")
    assert "Schmeckt!\nSehr." in article(await other.see(), number)
    comment = await reading.one()
    assert (comment.id, comment.author.name, comment.text) == (number, "Jule K.", "Schmeckt!\nSehr.")
    assert comment.url == f"/community/post/{POST}#c-{number}"
    assert "Jule K." in await other.see("/community/")


async def test_an_answer_stands_beneath_its_comment(browser: Browser, reading: Reading) -> None:
    first = await browser.write("Wann?")
    page = await browser.see(f"{PAGE}?antwort={first}")
    assert f'name="antwort" value="{first}"' in page
    second = await browser.write("Bald!", antwort=first)
    assert "d1" in (await browser.see()).partition(f'id="c-{second}"')[0].rpartition("<article")[2]
    comments, _ = await reading.news()
    assert [comment.parent for comment in comments] == ["", first]


async def test_an_answer_to_another_posts_comment_is_a_comment(browser: Browser, reading: Reading) -> None:
    first = await browser.write("Wann?")
    await browser.send("/community/post/hello-uk", name="Vera", text="When?", antwort=first)
    comments, _ = await reading.news()
    assert [comment.parent for comment in comments] == ["", ""]


async def test_ones_own_comment_can_be_changed_and_taken_away(
    browser: Browser, other: Browser, reading: Reading
) -> None:
    number = await browser.write("Tipfehler")
    await reading.news()
    assert "Tipfehler</textarea>" in await browser.see(f"{PAGE}?aendern={number}")
    await browser.send(f"/community/comment/{number}", text="Tippfehler")
    assert "bearbeitet" in article(await other.see(), number)
    assert (await reading.one()).text == "Tippfehler"
    await browser.send(f"/community/comment/{number}/delete")
    assert "Tippfehler" not in await other.see()
    assert await reading.news() == ([], [number])


async def test_nobody_elses_comment_can(browser: Browser, other: Browser, reading: Reading) -> None:
    number = await browser.write("Meins.")
    await reading.news()
    assert "Bearbeiten" in article(await browser.see(), number)
    assert "Bearbeiten" not in article(await other.see(), number)
    assert "Meins.</textarea>" not in await other.see(f"{PAGE}?aendern={number}")
    assert (await other.send(f"/community/comment/{number}", text="Deins.")).status_code == 403
    assert (await other.send(f"/community/comment/{number}/delete")).status_code == 403
    assert (await other.send("/community/comment/nowhere/delete")).status_code == 403
    assert await reading.news() == ([], [])


async def test_the_streams_people_belong_to_nobody(demo: Demo, browser: Browser) -> None:
    demo.play(3)
    assert (await browser.send("/community/comment/vanille-endlich/delete")).status_code == 403


async def test_the_brands_replies_are_marked_and_nobody_can_pretend(
    demo: Demo, browser: Browser, reading: Reading
) -> None:
    await browser.write("Wann?")
    comment = await reading.one()
    posted = await demo.post(approved(comment, "Am Montag."), "key-1")
    assert "Team Haferglück" in article(await browser.see(), posted.id)
    assert (await browser.send(PAGE, name=" haferGLÜCK", text="Ich bin es!")).status_code == 422


async def test_hidden_comments_are_not_shown_but_carry_their_answers(
    demo: Demo, browser: Browser, reading: Reading
) -> None:
    number = await browser.write("Beleidigung!")
    comment = await reading.one()
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


async def test_a_deleted_reply_leaves_the_page(demo: Demo, browser: Browser, reading: Reading) -> None:
    await browser.write("Wann?")
    comment = await reading.one()
    posted = await demo.post(approved(comment, "Am Montag."), "key-1")
    await demo.delete_reply(comment, OwnReply(id=posted.id, text="Am Montag."))
    assert article(await browser.see(), posted.id) == ""


@pytest.mark.parametrize(("written", "readable"), HOSTILE)
async def test_hostile_text_stays_text(browser: Browser, written: str, readable: str) -> None:
    number = await browser.write(written, name='"><script>x</script>')
    for path in (PAGE, "/community/", f"{PAGE}?antwort={number}", f"{PAGE}?aendern={number}"):
        page = await browser.see(path)
        assert "<script>" not in page
        assert "<img src=x" not in page
        assert not re.search(r"<[^>]*\son[a-z]+=", page)
    assert readable in html.unescape(article(await browser.see(), number))


async def test_every_answer_forbids_what_is_inline(browser: Browser) -> None:
    for path in (
        PAGE,
        "/community/",
        "/community/static/page.css",
        "/community/images/cat.svg",
        "/community/no",
    ):
        answer = await browser.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    for path in (PAGE, "/community/"):
        page = await browser.see(path)
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=", page)


async def test_a_form_from_elsewhere_is_refused(browser: Browser, other: Browser) -> None:
    stranger = await other.token()
    await browser.token()
    for fields in ({"token": stranger}, {"token": "ä"}, {}):
        answer = await browser.client.post(PAGE, data=fields | {"name": "V", "text": "untergeschoben"})
        assert answer.status_code == 403
    assert "untergeschoben" not in await browser.see()


async def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    answer = await browser.client.get(PAGE)
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "set-cookie" not in (await browser.client.get(PAGE)).headers
    secure = await browser.client.get(f"https://other.test{PAGE}")
    assert "secure" in secure.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "", "text": "ohne Namen"}, 422),
        ({"name": "Vera", "text": "   "}, 422),
        ({"name": "Vera"}, 422),
        ({"name": "Vera", "text": "x" * 2_001}, 422),
        ({"name": "Vera", "text": "x" * 40_000}, 413),
    ],
)
async def test_forms_that_make_no_sense(browser: Browser, fields: dict[str, str], status: int) -> None:
    answer = await browser.send(PAGE, **fields)
    assert answer.status_code == status
    assert "Hoppla" in answer.text


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=1"] * 100)])
async def test_a_form_that_is_none(browser: Browser, body: bytes) -> None:
    assert (await browser.client.post(PAGE, content=body)).status_code == 400


@pytest.mark.parametrize(
    "path", ["/community/post/none", "/community/none", "/community/images/%2e%2e%2fposts.toml"]
)
async def test_a_page_that_is_not_there(browser: Browser, path: str) -> None:
    answer = await browser.client.get(path)
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht." in answer.text


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


async def test_answers_of_any_depth_are_shown(browser: Browser, demo: Demo) -> None:
    above = ""
    with demo.store.writing() as book:
        for number in range(1_500):
            above = book.write(Written(post=POST, parent=above, author="Tiefe", text=f"Stufe {number}.")).id
    page = await browser.see()
    assert "Stufe 0." in page
    assert "Stufe 1499." in page


async def test_the_visitors_name_is_remembered(browser: Browser) -> None:
    await browser.write("eins", name="Frau Sommer")
    assert 'value="Frau Sommer"' in await browser.see()


async def test_a_busy_store_is_no_crash(
    demo: Demo, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.platforms.demo.store.PATIENCE", 0.02)
    token = await browser.token()
    with demo.store.writing():
        answer = await browser.client.post(PAGE, data={"token": token, "name": "V", "text": "x"})
    assert answer.status_code == 503
    assert "Hoppla" in answer.text
