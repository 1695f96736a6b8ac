"""Who gets in, and what is turned away."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.surfaces.web.door import COOKIE
from adapters.surfaces.web.guard import MOST
from adapters.surfaces.web.sessions import LASTS, Sessions
from adapters.surfaces.web.settings import WebSettings
from adapters.surfaces.web.surface import Web
from bot.commands import Approve
from bot.errors import BadSetting
from tests.adapters.surfaces.web.conftest import DEMO, KIMS_ACCOUNT, MATES, SECRET, TOKEN, Browser, Opens
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import KIM, NOW


def approved(desk: FakeDesk) -> bool:
    return any(isinstance(heard.command, Approve) for heard in desk.heard)


async def test_signing_in_opens_a_session_for_the_account_behind_the_key(
    opens: Opens, guarded: Web, desk: FakeDesk
) -> None:
    desk.people[KIMS_ACCOUNT] = KIM
    browser = opens(guarded, "https://team.example")
    await browser.open("/team/sign-in")
    answer = await browser.http.post("/team/sign-in", data={"token": f" {TOKEN} ", "csrf": browser.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/")
    page = await browser.open()
    assert (page.status_code, desk.heard[-1].account) == (200, KIMS_ACCOUNT)


async def test_a_language_that_is_picked_is_the_persons_in_every_browser(
    opens: Opens, guarded: Web, desk: FakeDesk
) -> None:
    desk.people[KIMS_ACCOUNT] = KIM
    for language in ("en", "de"):
        for pick in (True, False):
            browser = opens(guarded, "https://team.example")
            await browser.open("/team/sign-in")
            await browser.post("/team/sign-in", token=TOKEN)
            await browser.open()
            if pick:
                await browser.post("/team/language", language=language)
            assert f'<html lang="{language}"' in (await browser.open()).text
    await browser.post("/team/language", language="tlh")
    assert '<html lang="de"' in (await browser.open()).text
    assert desk.people[KIMS_ACCOUNT].language == "de"


async def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(opens: Opens, guarded: Web) -> None:
    page = await opens(guarded, "https://team.example").open("/team/sign-in")
    cookie = page.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/team"))


async def test_a_key_that_nobody_has_is_refused(opens: Opens, guarded: Web) -> None:
    browser = opens(guarded, "https://team.example")
    await browser.open("/team/sign-in")
    answer = await browser.http.post(
        "/team/sign-in", data={"token": "guess", "csrf": browser.token}, headers={"accept-language": "de"}
    )
    assert (answer.status_code, "Diesen Schlüssel hat niemand" in answer.text) == (401, True)
    assert (await browser.http.get("/team/")).status_code == 303


async def test_signing_out_ends_it(opens: Opens, guarded: Web, desk: FakeDesk) -> None:
    desk.people[KIMS_ACCOUNT] = KIM
    browser = opens(guarded, "https://team.example")
    await browser.open("/team/sign-in")
    await browser.post("/team/sign-in", token=TOKEN)
    await browser.open()
    assert (await browser.post("/team/sign-out")).status_code == 303
    assert (await browser.http.get("/team/")).headers["location"] == "/team/sign-in"


@pytest.mark.parametrize("path", ["/team/cards", "/team/events", "/team/form?item=42&action=edit"])
async def test_without_signing_in_nothing_is_told(
    opens: Opens, guarded: Web, desk: FakeDesk, path: str
) -> None:
    answer = await opens(guarded).http.get(path, headers={"x-part": "1", "accept-language": "de"})
    assert (answer.status_code, "Du bist nicht (mehr) angemeldet" in answer.text) == (401, True)
    assert desk.heard == []


async def test_an_account_that_the_desk_does_not_know_is_refused(browser: Browser, desk: FakeDesk) -> None:
    desk.people.clear()
    assert (await browser.open()).status_code == 403


async def test_a_click_asks_the_desk_once_and_is_answered_in_the_language_of_the_page(
    browser: Browser, desk: FakeDesk
) -> None:
    for language, done in (("de", "Erledigt."), ("en", "Done.")):
        desk.people["kim"] = replace(KIM, language=language)
        await browser.open()
        desk.heard.clear()
        assert done in (await browser.click("approve:42:1:1")).text
        assert [type(heard.command) for heard in desk.heard] == [Approve]
    desk.people.clear()
    refused = await browser.click("approve:42:1:1")
    assert "data-refused" in refused.text


@pytest.mark.parametrize("change", ["flip", "foreign", "over", "nonsense"])
async def test_a_cookie_that_is_not_ours_opens_nothing(
    opens: Opens, guarded: Web, desk: FakeDesk, change: str
) -> None:
    desk.people["kim"] = KIM
    ours, foreign = Sessions(secret=SECRET), Sessions(secret=SECRET[::-1])
    good = ours.seal(ours.begin(NOW, account="kim"))
    cookies = {
        "flip": ("f" if good[0] != "f" else "g") + good[1:],
        "foreign": foreign.seal(foreign.begin(NOW, account="kim")),
        "over": ours.seal(ours.begin(NOW - LASTS - timedelta(seconds=1), account="kim")),
        "nonsense": "x.y",
    }
    browser = opens(guarded)
    assert (await browser.http.get("/team/", headers={"cookie": f"{COOKIE}={good}"})).status_code == 200
    answer = await browser.http.get("/team/", headers={"cookie": f"{COOKIE}={cookies[change]}"})
    assert answer.status_code == 303


def test_a_session_of_another_release_is_none() -> None:
    sessions = Sessions(secret=SECRET)
    plain = "e30="
    assert sessions.read(f"{plain}.{sessions._sign('session', plain)}", NOW) is None


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
async def test_a_change_without_the_pages_token_is_refused(
    browser: Browser, desk: FakeDesk, token: str
) -> None:
    data = {"button": "approve:42:1:1", "key": "12345678", "csrf": token}
    answer = await browser.http.post("/team/do", data=data, headers={"x-part": "1"})
    assert (answer.status_code, approved(desk)) == (403, False)
    good = await browser.http.post("/team/do", data={**data, "csrf": browser.token})
    assert (good.status_code, approved(desk)) == (200, True)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_change_from_another_site_is_refused(
    browser: Browser, desk: FakeDesk, headers: dict[str, str]
) -> None:
    data = {"button": "approve:42:1:1", "key": "12345678", "csrf": browser.token}
    assert (await browser.http.post("/team/do", data=data, headers=headers)).status_code == 403
    assert not approved(desk)
    own = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert (await browser.http.post("/team/do", data=data, headers=own)).status_code == 200


async def test_a_proxy_may_ask_us_by_another_name(opens: Opens, guarded: Web, desk: FakeDesk) -> None:
    desk.people[KIMS_ACCOUNT] = KIM
    browser = opens(guarded, "https://web:8080")
    await browser.open("/team/sign-in")
    await browser.post("/team/sign-in", token=TOKEN)
    await browser.open()
    data = {"button": "approve:42:1:1", "key": "12345678", "csrf": browser.token}
    outside = {"origin": "https://team.example"}
    assert (await browser.http.post("/team/do", data=data, headers=outside)).status_code == 403
    foreign = outside | {"sec-fetch-site": "cross-site"}
    assert (await browser.http.post("/team/do", data=data, headers=foreign)).status_code == 403
    assert not approved(desk)
    own = outside | {"sec-fetch-site": "same-origin"}
    assert (await browser.http.post("/team/do", data=data, headers=own)).status_code == 200
    assert approved(desk)


async def test_a_change_without_any_session_is_refused(opens: Opens, web: Web, desk: FakeDesk) -> None:
    assert (await opens(web).click("approve:42:1:1")).status_code == 401
    assert desk.heard == []


async def test_a_demo_answers_to_names_of_this_machine_alone(opens: Opens, web: Web, desk: FakeDesk) -> None:
    browser = opens(web, "http://rebound.example")
    assert (await browser.open()).status_code == 403
    assert (await browser.open("/team/sign-in")).status_code == 403
    assert (await browser.click("approve:42:1:1")).status_code == 403
    assert desk.heard == []


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
async def test_a_body_that_is_too_large_is_refused_in_words(
    browser: Browser, desk: FakeDesk, *, announced: bool
) -> None:
    body = b"button=edit:42:1:1&key=12345678&text=" + b"x" * MOST

    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 8192):
            yield body[start : start + 8192]

    headers = {"x-csrf": browser.token, "x-part": "1", "content-type": "application/x-www-form-urlencoded"}
    answer = await browser.http.post("/team/do", content=body if announced else stream(), headers=headers)
    assert (answer.status_code, "64 KB" in answer.text) == (413, True)
    assert len(desk.heard) == 2


async def test_every_answer_carries_the_security_headers(browser: Browser) -> None:
    for path in ("/team/", "/team/nowhere", "/team/static/app.js", "/team/cards"):
        headers = (await browser.http.get(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize(
    "path", ["/team/do", "/team/command", "/team/act-as", "/team/language", "/team/sign-out"]
)
async def test_nothing_changes_by_a_mere_link(browser: Browser, path: str) -> None:
    assert (await browser.http.get(path)).status_code == 405


def test_settings_that_would_leave_the_door_open_are_refused() -> None:
    with pytest.raises(BadSetting, match="at least 32"):
        WebSettings(secret="short")
    with pytest.raises(BadSetting, match="Only a demo"):
        WebSettings(secret=SECRET, sign_in_required=False, teammates=MATES)
    assert SECRET not in repr(replace(DEMO, demo=True))
