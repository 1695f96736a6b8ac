"""Two people over the real page and the real desk: a grave reply goes out when both have said yes."""

import re

import pytest

from adapters.surfaces.web.settings import Teammate, WebSettings
from adapters.surfaces.web.surface import Web
from bot.domain.item import Triage
from bot.domain.status import Status
from bot.ports import Heard
from bot.views import View
from tests.adapters.surfaces.web.conftest import SECRET, Browser, Opens
from tests.world import World

MATES = tuple(Teammate(account=name.lower(), name=name) for name in ("Lea", "Ari", "Rob"))


@pytest.fixture
def page(world: World) -> Web:
    async def hear(heard: Heard) -> View:
        view = await world.hearing(heard)
        await world.desk.quiet()
        return view

    world.scribe.triages = lambda one: Triage(
        risk="crisis" if "!" in one.text else "normal", needs_reply="Danke" not in one.text, language="de"
    )
    settings = WebSettings(
        secret=SECRET, secure=False, sign_in_required=False, demo=True, teammates=MATES, language="de"
    )
    return Web(settings=settings, hear=hear, pulse=world.database.pulse, clock=world.clock)


async def at(opens: Opens, page: Web, account: str) -> Browser:
    """A browser in which this teammate works."""
    browser = opens(page)
    await browser.open()
    await browser.post("/team/act-as", account=account)
    await browser.open()
    return browser


def buttons(html: str) -> dict[str, str]:
    """What the buttons of a card do, by their words."""
    found = re.findall(r'data-(?:do|form)="([^"]*)"[^>]*>([^<]+)</button>', html)
    return {words.strip(): carried for carried, words in found}


async def test_two_approvers_bring_a_reply_out_and_see_where_it_stands(
    world: World, page: Web, opens: Opens
) -> None:
    card = await world.comes_in("Ihr bringt uns alle um!")
    ari, lea = await at(opens, page, "ari"), await at(opens, page, "lea")
    here = f"/team/item/{card.item}"
    mine = buttons((await ari.open(here)).text)
    said = (await ari.click(mine["Als Erste:r von zweien freigeben"])).text
    assert "Eine zweite Person muss es freigeben" in said
    assert not any(words.startswith("Als Zweite") for words in buttons((await ari.open(here)).text))
    again = await ari.click(f"approve:{card.item}:1:1")
    assert "Die zweite Freigabe muss von jemand anderem kommen." in again.text
    hers = (await lea.open(here)).text
    assert "Ari hat es freigegeben." in hers
    board = await lea.post("/team/command", line="/queue")
    assert "Wartet auf deine zweite Freigabe" in board.text
    declined = await lea.click(f"decline:{card.item}:1:1", text="Zu knapp")
    assert "Abgelehnt" in declined.text
    assert "Lea hat es abgelehnt:" in (await ari.open(here)).text
    await ari.click(f"approve:{card.item}:1:1")
    done = await lea.click(buttons((await lea.open(here)).text)["Als Zweite:r freigeben &amp; posten"])
    assert "Freigegeben" in done.text
    await world.later(60)
    assert (len(world.public()), await world.status(card.item)) == (1, Status.POSTED)


async def test_a_reply_to_what_somebody_else_handles_is_asked_about_and_then_posted(
    world: World, page: Web, opens: Opens
) -> None:
    card = await world.comes_in("Wo gibt es das?")
    rob, ari = await at(opens, page, "rob"), await at(opens, page, "ari")
    await rob.click(f"claim:{card.item}:1:1")
    await rob.http.get(f"/team/form?item={card.item}&action=edit")
    assert "Rob schreibt gerade daran" in (await ari.open(f"/team/item/{card.item}")).text
    refused = (await ari.click(f"approve:{card.item}:1:1")).text
    assert "Rob kümmert sich darum. Trotzdem freigeben?" in refused
    assert f'data-do="approve:{card.item}:1:1:agreed" data-confirm="Rob' in refused
    await ari.click(f"approve:{card.item}:1:1:agreed")
    assert await world.status(card.item) is Status.APPROVED


async def test_next_skip_and_clearing_what_needs_no_reply(world: World, page: Web, opens: Opens) -> None:
    for text in ("Danke 1", "Danke 2", "Wo?"):
        await world.comes_in(text, author=text)
    ari = await at(opens, page, "ari")
    first = await ari.post("/team/command", line="/queue next")
    assert "Wo?" in first.text
    skipped = (await ari.click("skip:3:1:1")).text
    assert 'data-view="next"' in skipped
    assert "Danke 1" in skipped
    backlog = (await ari.post("/team/command", line="/queue quiet")).text
    assert re.findall(r'value="([\d.]+)" data-one', backlog) == ["1.1", "2.1"]
    closed = (await ari.click("many:close:1.1,2.1")).text
    assert "2 geschlossen." in closed
    assert 'data-view="quiet"' in closed
    for wrong in ("many:close:x", "many:x:1.1"):
        assert "data-refused" in (await ari.click(wrong)).text


async def test_leads_take_the_register_of_grants_along(world: World, page: Web, opens: Opens) -> None:
    card = await world.comes_in("Nehmt mein Foto")
    lea, ari = await at(opens, page, "lea"), await at(opens, page, "ari")
    await ari.click(f"grant:{card.item}:1:1", text="=Story()", link="https://example.invalid/ja")
    assert "grants.csv" in (await lea.post("/team/command", line="/queue grants")).text
    shown = (await ari.post("/team/command", line="/queue grants")).text
    assert "=Story()" in shown
    assert "grants.csv" not in shown
    file = await lea.http.get("/team/grants.csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert "'=Story()" in file.text
    assert "https://example.invalid/ja" in file.text
    assert "Story" not in (await ari.http.get("/team/grants.csv")).text
