"""What the page says at its top about one's shift, and the handover that is there before one asks."""

from dataclasses import replace

import pytest

from adapters.surfaces.web.render import Reader as Somebody
from adapters.surfaces.web.render import draw
from bot import shifting
from bot.catalogue import Catalogue
from bot.views import Press, ShiftStrip
from bot.words import Words, say
from tests.adapters.surfaces.web.conftest import Browser
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.hostile import CORPUS, Reader
from tests.adapters.surfaces.web.shift_samples import NOW, handover_note

READER = Somebody(catalogue=Catalogue("de"), now=NOW)
HOME = Press(label=say("End my shift"), command=shifting.EndShift(), style="primary")


def on_shift(desk: FakeDesk, words: Words, handover: int = 0) -> None:
    """Kim's page has something to say."""
    strip = ShiftStrip(words=words, buttons=(HOME,), handover=handover)
    desk.people["kim"] = replace(desk.people["kim"], strip=strip)


async def test_without_shifts_nothing_is_said(browser: Browser) -> None:
    page = await browser.open()
    assert "data-strip" in page.text
    assert "Meine Schicht beenden" not in page.text


async def test_who_is_on_goes_home_with_one_click(browser: Browser, desk: FakeDesk) -> None:
    on_shift(desk, say("You are on shift."))
    page = await browser.open()
    assert "Du bist in der Schicht." in page.text
    assert page.text.count('data-do="shift:end:0:0"') == 1
    # An open page follows: what stands there comes with every look.
    part = await browser.http.get("/team/cards", params={"channel": "team"})
    assert part.text.count('data-do="shift:end:0:0"') == 1
    await browser.click("shift:end:0:0")
    assert desk.heard[-1].command == shifting.EndShift()


async def test_a_handover_that_waits_is_shown_at_once(browser: Browser, desk: FakeDesk) -> None:
    desk.notes[7] = handover_note()
    page = await browser.open()
    assert "shift:mine:7:1" not in page.text
    on_shift(desk, say("{name} went home. The handover waits for you.", name="Jo"), handover=7)
    page = await browser.open()
    assert shifting.OpenHandover(handover=7) in [heard.command for heard in desk.heard]
    for button in ("shift:mine:7:1", "shift:pool:7:1", "shift:ask:7:1", "shift:taken:7:0"):
        assert button in page.text
    # Not with every look: whoever closed it is not given it again.
    part = await browser.http.get("/team/cards", params={"channel": "team"})
    assert "shift:mine:7:1" not in part.text


async def test_a_storm_is_said_at_the_top_and_in_pages_that_are_open(
    browser: Browser, desk: FakeDesk
) -> None:
    desk.people["kim"] = replace(desk.people["kim"], storms=(Words("<b>80</b> Kommentare"),))
    for page in (await browser.open(), await browser.http.get("/team/cards", params={"channel": "team"})):
        top = page.text.partition("data-strip")[2].partition("</section>")[0]
        assert not top.startswith(" hidden")
        assert "&lt;b&gt;80&lt;/b&gt; Kommentare" in top


@pytest.mark.parametrize("hostile", CORPUS.values(), ids=CORPUS)
def test_a_hostile_name_is_text(hostile: str) -> None:
    strip = ShiftStrip(words=Words("{name}", {"name": hostile}), buttons=(HOME,))
    reader = Reader(draw("strip.html", READER, strip=strip))
    assert reader.harm == []
    assert reader.tags.count("button") == 1
