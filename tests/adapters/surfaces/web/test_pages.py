"""The page: looking, deciding, asking, and acting as somebody else."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from adapters.surfaces.web.surface import Web
from bot.commands import Approve, Edit, Mine, SaveFact, ShowChannel, ShowQueue
from bot.errors import StorageError
from bot.ports import Hear, Heard
from bot.views import View
from bot.words import say
from tests.adapters.surfaces.web.conftest import DEMO, Browser, Opens
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import NOW, item_card


async def test_the_first_look_shows_the_first_channel_in_the_persons_language(
    browser: Browser, desk: FakeDesk
) -> None:
    page = await browser.open()
    assert page.status_code == 200
    assert '<html lang="de">' in page.text
    assert "Freigeben &amp; posten" in page.text
    assert desk.heard[-1].command == ShowChannel(channel="team", closed=True)
    assert desk.heard[-1].key == ""


async def test_another_language_can_be_picked(browser: Browser) -> None:
    await browser.post("/team/language", language="en")
    page = await browser.open()
    assert '<html lang="en">' in page.text
    assert "Approve &amp; post" in page.text


async def test_only_the_open_ones_of_another_channel(browser: Browser, desk: FakeDesk) -> None:
    await browser.http.get("/team/cards", params={"channel": "crisis", "open": "1", "before": "40"})
    assert desk.heard[-1].command == ShowChannel(channel="crisis", closed=False, before=40)


async def test_older_cards_are_a_page_further(browser: Browser, desk: FakeDesk) -> None:
    for item in range(1, 31):
        desk.put(item_card(item))
    newest = await browser.http.get("/team/cards", params={"channel": "team"})
    assert 'data-older="12"' in newest.text
    older = await browser.http.get("/team/cards", params={"channel": "team", "before": "12"})
    assert older.text.count("<article") == 11
    assert "data-older" not in older.text


async def test_a_button_is_heard_with_what_the_person_saw_and_the_pages_key(
    browser: Browser, desk: FakeDesk
) -> None:
    answer = await browser.click("approve:42:1:1", key="one-click-one-key")
    assert desk.heard[-1].command == Approve(item=42, draft=1, version=1)
    assert (desk.heard[-1].account, desk.heard[-1].name) == ("kim", "Kim")
    assert desk.heard[-1].key == "web:kim:one-click-one-key"
    assert "data-toast" in answer.text
    assert 'data-item="42"' in answer.text


async def test_a_retry_of_a_click_is_told_the_same_and_does_nothing_more(
    browser: Browser, desk: FakeDesk
) -> None:
    first = await browser.click("claim:42:1:1", key="the-same-click")
    mark = desk.mark
    second = await browser.click("claim:42:1:1", key="the-same-click")
    assert first.text == second.text
    assert desk.mark == mark


async def test_a_click_without_a_key_is_not_passed_on(browser: Browser, desk: FakeDesk) -> None:
    answer = await browser.click("approve:42:1:1", key="no")
    assert answer.status_code == 400
    assert not any(isinstance(heard.command, Approve) for heard in desk.heard)


async def test_a_button_that_is_not_ours_is_refused_in_words(browser: Browser) -> None:
    answer = await browser.click("destroy:42", text="mein Text")
    assert "Dieser Knopf ist nicht von uns" in answer.text
    assert "mein Text</textarea>" in answer.text


async def test_an_edit_is_heard_with_its_text_and_whether_to_post(browser: Browser, desk: FakeDesk) -> None:
    await browser.click("edit:42:1:1", text="Liebe Jana,\r\nja!", post="1")
    assert desk.heard[-1].command == Edit(item=42, draft=1, version=1, text="Liebe Jana,\nja!", post=True)


async def test_further_fields_of_a_dialog_are_heard(browser: Browser, desk: FakeDesk) -> None:
    await browser.click("save_fact:42:1:1", text="Um neun.", question="Wann?", until="18:00", item="1")
    assert desk.heard[-1].command == SaveFact(
        item=42, draft=1, version=1, text="Um neun.", question="Wann?", until="18:00"
    )


async def test_a_refused_edit_comes_back_into_the_dialog_with_the_text_and_the_reason(
    browser: Browser, desk: FakeDesk
) -> None:
    desk.put(item_card(42, version=2, text="Jetzt ganz anders"))
    answer = await browser.click("edit:42:1:1", text="mein mühsamer Text")
    assert "mein mühsamer Text</textarea>" in answer.text
    assert "Der Kommentar wurde geändert" in answer.text
    assert 'data-button="edit:42:1:2"' in answer.text
    assert "Jetzt ganz anders" in answer.text


async def test_a_text_that_no_dialog_takes_any_more_can_still_be_copied(
    browser: Browser, desk: FakeDesk
) -> None:
    desk.put(item_card(42, version=2))
    desk.form_open = False
    answer = await browser.click("edit:42:1:1", text="mein mühsamer Text")
    assert "<form" not in answer.text
    assert "mein mühsamer Text</textarea>" in answer.text


async def test_a_dialog_shows_the_comment_beside_the_field(browser: Browser) -> None:
    dialog = await browser.http.get("/team/form", params={"item": "42", "action": "edit"})
    assert 'data-button="edit:42:1:1"' in dialog.text
    assert "Liebe Jana, ja!</textarea>" in dialog.text
    assert "6er-Packung" in dialog.text
    assert 'data-longest="500" data-unit="characters"' in dialog.text


@pytest.mark.parametrize(
    "query", ["item=x&action=edit", "item=42&action=explode", "item=9999999999999&action=edit"]
)
async def test_a_dialog_that_does_not_exist_is_refused_in_words(browser: Browser, query: str) -> None:
    answer = await browser.http.get(f"/team/form?{query}", headers={"x-part": "1"})
    assert answer.status_code == 404
    assert "data-refused" in answer.text


@pytest.mark.parametrize(("line", "command"), [("/queue", ShowQueue()), ("/queue mine", Mine())])
async def test_a_typed_line_is_heard(browser: Browser, desk: FakeDesk, line: str, command: object) -> None:
    answer = await browser.post("/team/command", line=line)
    assert desk.heard[-1].command == command
    assert "<section" in answer.text


async def test_a_line_that_is_no_command_is_refused_in_the_persons_language(browser: Browser) -> None:
    answer = await browser.post("/team/command", line="/queue quatsch")
    assert "ist kein Befehl" in answer.text


async def test_acting_as_another_teammate(browser: Browser, desk: FakeDesk) -> None:
    await browser.post("/team/act-as", account="alex")
    page = await browser.open()
    assert desk.heard[-1].account == "alex"
    assert '<html lang="en">' in page.text


async def test_acting_as_somebody_who_is_not_on_the_team(browser: Browser) -> None:
    assert (await browser.post("/team/act-as", account="boss")).status_code == 404


async def test_a_page_that_is_open_learns_that_the_browser_acts_for_somebody_else(browser: Browser) -> None:
    before = await browser.http.get("/team/cards")
    await browser.post("/team/act-as", account="alex")
    after = await browser.http.get("/team/cards")
    assert before.headers["x-who"] != after.headers["x-who"]
    assert (await browser.click("approve:42:1:1")).status_code == 403


async def test_an_item_has_a_page_of_its_own(browser: Browser) -> None:
    assert 'data-refresh="/team/cards?item=42"' in (await browser.open("/team/item/42")).text
    assert (await browser.http.get("/team/cards?item=42")).text.count("<article") == 1


async def test_what_is_not_there_is_said_with_a_way_back(browser: Browser) -> None:
    missing = await browser.open("/team/item/7")
    assert (missing.status_code, "There is no such item." in missing.text) == (404, True)
    nowhere = await browser.http.get("/team/nowhere", headers={"accept-language": "de-AT,de;q=0.9"})
    assert (nowhere.status_code, "So etwas gibt es hier nicht" in nowhere.text) == (404, True)
    assert 'href="/team/"' in nowhere.text


async def test_a_database_that_is_away_is_said_in_words(opens: Opens) -> None:
    async def broken(_: Heard) -> View:
        raise StorageError(say("It is no longer there."))

    page = await _page_of(broken, opens)
    assert page.status_code == 503
    assert "It is no longer there." in page.text


async def test_what_nobody_foresaw_is_said_in_words_and_shows_nothing_of_the_inside(opens: Opens) -> None:
    async def broken(_: Heard) -> View:
        raise ZeroDivisionError("the password is 1234")

    page = await _page_of(broken, opens)
    assert page.status_code == 500
    assert "on our side" in page.text
    assert "password" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def _page_of(hear: Hear, opens: Opens) -> httpx.Response:
    desk = FakeDesk({})
    web = Web(settings=replace(DEMO, language="en"), hear=hear, pulse=desk.pulse, clock=lambda: NOW)
    return await opens(web).http.get("/team/")


async def test_the_page_and_its_files_need_nothing_from_elsewhere(browser: Browser) -> None:
    page = await browser.open()
    files = [part.split('"')[0] for part in page.text.split('="/team/static/')[1:]]
    assert len(files) >= 7
    answers = await asyncio.gather(*(browser.http.get(f"/team/static/{name}") for name in files))
    assert {answer.status_code for answer in answers} == {200}
    assert not any("http" + "s://" in answer.text for answer in answers)
