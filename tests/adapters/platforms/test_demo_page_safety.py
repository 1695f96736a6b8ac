"""The community's public page against people who mean harm: nothing anybody sends comes to life."""

import html
import re

import pytest

from adapters.platforms.demo import Demo
from adapters.platforms.demo.book import Written
from adapters.platforms.demo.visitors import COOKIE
from tests.adapters.platforms.browser import PAGE, POST, Browser, article
from tests.contracts.platform_stage import HOSTILE, Reading, approved


async def test_nobody_elses_comment_can(browser: Browser, other: Browser, team: Reading) -> None:
    number = await browser.write("Meins.")
    await team.news()
    assert "Bearbeiten" in article(await browser.see(), number)
    assert "Bearbeiten" not in article(await other.see(), number)
    assert "Meins.</textarea>" not in await other.see(f"{PAGE}?aendern={number}")
    assert (await other.send(f"/community/comment/{number}", text="Deins.")).status_code == 403
    assert (await other.send(f"/community/comment/{number}/delete")).status_code == 403
    assert (await other.send("/community/comment/nowhere/delete")).status_code == 403
    assert await team.news() == ([], [])


async def test_the_streams_people_belong_to_nobody(demo: Demo, browser: Browser) -> None:
    demo.play(3)
    assert (await browser.send("/community/comment/vanille-endlich/delete")).status_code == 403


async def test_the_brands_replies_are_marked_and_nobody_can_pretend(
    demo: Demo, browser: Browser, team: Reading
) -> None:
    await browser.write("Wann?")
    comment = await team.one()
    posted = await demo.post(approved(comment, "Am Montag."), "key-1")
    assert "Team Haferglück" in article(await browser.see(), posted.id)
    assert (await browser.send(PAGE, name=" haferGLÜCK", text="Ich bin es!")).status_code == 422


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


async def test_answers_of_any_depth_are_shown(browser: Browser, demo: Demo) -> None:
    above = ""
    with demo.store.writing() as book:
        for number in range(1_500):
            above = book.write(Written(post=POST, parent=above, author="Tiefe", text=f"Stufe {number}.")).id
    page = await browser.see()
    assert "Stufe 0." in page
    assert "Stufe 1499." in page


async def test_a_busy_store_is_no_crash(
    demo: Demo, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.platforms.demo.store.PATIENCE", 0.02)
    token = await browser.token()
    with demo.store.writing():
        answer = await browser.client.post(PAGE, data={"token": token, "name": "V", "text": "x"})
    assert answer.status_code == 503
    assert "Hoppla" in answer.text
