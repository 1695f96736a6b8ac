"""The team's page for everybody: without a mouse, in the dark, on a phone, beside others, on a bad line."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.story.browser import Browser
from tests.story.conftest import Open
from tests.story.program import Installation, serving, until
from tests.story.team import Team
from tests.story.visitors import Visitor

pytestmark = pytest.mark.browser
DARK = 60
"""A background of this brightness (of 255) is still dark."""


@pytest.fixture(scope="module")
def url(installation: Installation) -> Iterator[str]:
    with serving(installation, "demo", "--empty") as (_, address):
        yield address


@pytest.fixture(scope="module")
def first(opened: Open) -> Browser:
    return opened()


@pytest.fixture(scope="module")
def second(opened: Open, url: str) -> Browser:
    """Another teammate's: Jonas is chosen once, for whichever story comes first."""
    browser = opened()
    act_as(here(browser, url), "jonas", "Jonas Brandt")
    return browser


def here(browser: Browser, url: str) -> Team:
    """The team's page on its own, freshly opened."""
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    browser.size(1400, 900)
    browser.scheme("light")
    browser.driver.get(f"{url}/team/")
    return Team(browser)


def act_as(team: Team, account: str, name: str) -> None:
    """Choose a teammate in the picker, and wait for their page."""
    Select(team.browser.find("select[name=account]")).select_by_value(account)
    chosen = "return document.querySelector('select[name=account]')?.selectedOptions[0].text"
    until(
        f"{name}'s page",
        lambda: team.browser.script(chosen) == name and team.browser.script("return document.readyState"),
    )


def type_keys(browser: Browser, *keys: str) -> None:
    """Type into whatever has the focus."""
    ActionChains(browser.driver).send_keys(*keys).perform()


def tab_to(browser: Browser, wanted: str) -> None:
    """Press Tab until something that fits the selector has the focus."""
    for _ in range(80):
        if browser.script("return document.activeElement.matches(arguments[0])", wanted):
            return
        type_keys(browser, Keys.TAB)
    pytest.fail(f"Tab never reached {wanted}")


def test_everything_works_without_a_mouse(first: Browser, url: str) -> None:
    """Ask, walk to a card, write, escape, find the text again, send: with the keyboard alone."""
    Visitor(url, "Kira Tast").write("Gibt es euch auch in Österreich?")
    team = here(first, url)
    item = team.card("Kira Tast", "drafted")
    type_keys(first, "/")
    type_keys(first, "/queue", Keys.ENTER)
    first.find("[data-panel] h2")
    type_keys(first, Keys.ESCAPE)
    first.gone("[data-panel]")
    type_keys(first, Keys.TAB, "j")
    tab_to(first, team.on(item, "[data-key=do-edit]"))
    type_keys(first, Keys.ENTER)
    first.find("#dialog textarea:focus")
    type_keys(first, " Bis bald!", Keys.ESCAPE)
    first.gone("#dialog")
    assert first.script("return document.activeElement.dataset.key") == "do-edit"
    type_keys(first, Keys.ENTER)
    first.find("#dialog [data-restored]")
    ActionChains(first.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    first.gone("#dialog")
    team.status(item, "posted")
    assert first.read(team.on(item, ".reply .public")).endswith("Bis bald!")


def test_a_closed_comment_is_one_stop_on_the_way(first: Browser, url: str) -> None:
    """Tab goes past it at once, also after it was drawn anew; Enter goes into it, and Escape out again."""
    team = here(first, url)
    items = []
    for author in ("Zoe Zu", "Otto Offen"):
        Visitor(url, author).write("👍👍")
        items.append(team.card(author))
        team.press(items[-1], "dismiss")
        team.status(items[-1], "dismissed")
    older, newer = items
    first.script("document.activeElement.blur()")
    type_keys(first, "j")
    assert first.read(":focus[data-item]", "Otto Offen")
    type_keys(first, Keys.TAB)
    assert first.script("return document.activeElement.dataset.item") == older
    type_keys(first, Keys.ENTER)
    tab_to(first, team.on(older, "[data-key=do-reopen]"))
    type_keys(first, Keys.ESCAPE)
    assert first.script("return document.activeElement.dataset.item") == older
    ActionChains(first.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert first.script("return document.activeElement.dataset.item") == newer


@pytest.mark.parametrize("path", ["/", "/team/", "/community/", "/community/post/barista-vanille"])
def test_the_dark_is_dark_and_a_phone_is_wide_enough(first: Browser, url: str, path: str) -> None:
    """Dark when the system is, and nothing to scroll sideways at 480 pixels."""
    Visitor(url, "Lange Zeile").write("Donau" * 60 + " https://example.org/" + "x" * 200)
    here(first, url)
    first.size(480, 900)
    first.scheme("dark")
    first.driver.get(f"{url}{path}")
    if path == "/team/":
        item = Team(first).card("Lange Zeile")
        Team(first).press(item, "edit")
        first.find("#dialog textarea")
    first.shot(f"11-dark-and-narrow{path.replace('/', '-').rstrip('-')}")
    assert first.script("return document.documentElement.scrollWidth <= innerWidth")
    colour = first.script("return getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g)")
    body = first.script("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g)")
    assert any(_dark(each) for each in (colour, body)), (colour, body)


def _dark(colour: object) -> bool:
    parts = [int(part) for part in colour] if isinstance(colour, list) else []
    return len(parts) == 3 and max(parts) <= DARK


def test_what_one_does_the_other_sees(first: Browser, second: Browser, url: str) -> None:
    """Two teammates, two browsers: a click in one shows in the other by itself."""
    Visitor(url, "Paula Paar").write("Wann macht das dritte Café auf?")
    mira, jonas = here(first, url), here(second, url)
    item = mira.card("Paula Paar", "drafted")
    jonas.press(item, "claim")
    assert "Liegt bei dir" in second.read(jonas.on(item, ".chip.mine"))
    assert first.read(mira.on(item, ".chip"), "Jonas Brandt")
    assert "Freigeben & posten" in mira.buttons(item)
    first.shot("12-claimed-by-somebody-else")


def test_what_one_is_told_alone_is_new_until_it_was_seen(first: Browser, second: Browser, url: str) -> None:
    """Whose comment is taken reads it at once, and once more on Home; nobody else does."""
    Visitor(url, "Nils Neu").write("Gibt es den Haferdrink auch im Glas?")
    mira, jonas = here(first, url), here(second, url)
    item = mira.card("Nils Neu", "drafted")
    mira.press(item, "claim")
    first.find(mira.on(item, ".chip.mine"))
    jonas.press(item, "take_over")
    second.find(jonas.on(item, ".chip.mine"))
    first.find("[data-toasts] a", "Jonas Brandt hat")
    first.click("[data-news] button", "Ansehen")
    first.find("[data-panel] .for-you .unseen", "Jonas Brandt hat")
    first.shot("14-for-you")
    first.gone("[data-news]", "Neu für dich")
    assert "Nils Neu" in mira.ask("/queue home", "Für dich")
    first.gone("[data-panel] .unseen")
    assert "Jonas Brandt hat" not in jonas.ask("/queue home", "Jonas Brandt")


def test_who_writes_is_said_until_the_dialog_is_closed(first: Browser, second: Browser, url: str) -> None:
    """Not for ten minutes after somebody thought better of it, or left."""
    Visitor(url, "Wanda Wort").write("Warum heißt ihr eigentlich so?")
    mira, jonas = here(first, url), here(second, url)
    item = mira.card("Wanda Wort", "drafted")
    for leaves in (False, True):
        mira.press(item, "edit")
        second.find(jonas.on(item, ".writing"), "schreibt gerade")
        if leaves:
            first.driver.get("about:blank")
        else:
            first.click("#dialog [data-close]")
        second.gone(jonas.on(item, ".writing"))


def test_a_stale_button_gets_polite_words(first: Browser, second: Browser, url: str) -> None:
    """Whoever comes second is told what happened; the reply goes out once."""
    visitor = Visitor(url, "Stella Spät")
    comment = visitor.write("Euer Barista schäumt besser als jeder andere, danke!")
    late, quick = here(second, url), here(first, url)
    item = late.card("Stella Spät", "drafted")
    # The page of the second one learns nothing any more.
    second.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/team/events*", "*/team/cards*"]})
    second.script("window.stop()")
    quick.press(item, "approve")
    quick.status(item, "approved")
    late.press(item, "approve")
    words = second.read(".toast")
    second.shot("13-stale-button")
    assert "schon freigegeben" in words
    quick.status(item, "posted")
    assert visitor.replies(comment) == 1
    log = quick.ask(f"/queue log {item}", "Die Antwort ist öffentlich")
    assert log.count("Die Antwort ist öffentlich") == 1


def test_news_come_without_a_stream(first: Browser, url: str) -> None:
    """Where server-sent events do not arrive, the page asks by itself, and says that it has to."""
    here(first, url)
    first.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/team/events*"]})
    first.driver.get(f"{url}/team/")
    assert "Verbindung" in first.read("[data-connection]")
    Visitor(url, "Otto Ohne").write("Kommt der Haferdrink auch als Schokosorte?")
    item = Team(first).card("Otto Ohne", "drafted")
    Team(first).press(item, "approve")
    Team(first).status(item, "posted")
