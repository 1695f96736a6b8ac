"""The report and the board in a real browser: drawn by its own rules, at night and on a phone too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.catalogue import Catalogue
from tests.story.browser import Browser
from tests.story.conftest import Open
from tests.story.program import Installation, serving, until
from tests.story.team import Team
from tests.story.visitors import Visitor

pytestmark = pytest.mark.browser
HOUR = 3600


@pytest.fixture(scope="module")
def url(installation: Installation) -> Iterator[str]:
    with serving(installation, "demo", "--empty") as (_, address):
        Visitor(address, "Kira Tast").write("Gibt es euch auch in Österreich?")
        yield address


@pytest.fixture(scope="module")
def browser(opened: Open) -> Browser:
    return opened()


def open_report(browser: Browser, url: str, days: str) -> None:
    """A report in which the visitor's comment is counted: it is fetched a moment after it was written."""

    def drawn() -> object:
        browser.driver.get(f"{url}/team/report?days={days}")
        return browser.script("return document.querySelectorAll('.volume rect.c0').length")

    until("the first comment of the demo is counted", drawn)


def test_the_numbers_of_today_are_drawn_and_can_be_taken_along(url: str, browser: Browser) -> None:
    open_report(browser, url, "day")
    browser.find(".report h2", "Bericht")
    browser.find(".chart.volume svg")
    browser.shot("report")
    got = browser.script(
        "return fetch(arguments[0]).then((answer) => answer.text())",
        browser.find(".report .ways .button").get_attribute("href"),
    )
    assert str(got).lstrip("\ufeff").startswith("Teil,Wann,Was,Zahl")
    # The page's policy forbids styles of its own: whatever it refuses stands in the console.
    assert browser.errors() == []


def test_the_page_says_a_span_as_the_server_does(url: str, browser: Browser) -> None:
    """Else a time would jump as soon as the page keeps it."""
    browser.driver.get(f"{url}/team/")
    spans = [
        5,
        95,
        89 * 60,
        91 * 60,
        2 * HOUR,
        149 * 60,
        35.99 * HOUR,
        36 * HOUR,
        59 * HOUR,
        251 * HOUR,
        480 * HOUR,
    ]
    said = browser.driver.execute_async_script(
        "import(document.querySelector('script[type=module]').src.replace('app.js', 'times.js'))"
        ".then(({ span }) => arguments[1](arguments[0].map(span)))",
        spans,
    )
    assert said == [Catalogue("de").span(timedelta(seconds=one)) for one in spans]


def test_a_phone_at_night_shows_all_of_it_without_being_pushed_sideways(url: str, browser: Browser) -> None:
    browser.size(390, 900)
    browser.scheme("dark")
    open_report(browser, url, "week")
    browser.find(".chart.volume svg")
    wide = browser.script("return document.documentElement.scrollWidth - window.innerWidth")
    assert wide == 0
    browser.shot("report-phone-dark")
    browser.size(1400, 900)
    browser.scheme("light")


def test_the_board_and_a_report_are_answers_to_a_line(url: str, browser: Browser) -> None:
    browser.driver.get(f"{url}/team/")
    team = Team(browser)
    team.ask("/queue", "Heute")
    browser.find(".panel .counts.today dt", "Eingegangen")
    browser.shot("board")
    team.ask("/report day", "Bericht")
    assert browser.errors() == []
