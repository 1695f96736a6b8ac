"""Two shifts of the demo, in a real browser: one goes home, the next one reads back and takes over."""

from collections.abc import Iterator

import pytest

from tests.story.browser import Browser
from tests.story.community import Community
from tests.story.conftest import Open
from tests.story.program import Installation, serving
from tests.story.team import Team

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(installation: Installation) -> Iterator[str]:
    with serving(installation, "demo") as (_, address):
        yield address


@pytest.fixture
def browser(opened: Open, url: str) -> Browser:
    made = opened()
    made.driver.get(url)
    return made


def test_going_home_and_taking_over(browser: Browser) -> None:
    """Nothing typed is lost, nothing grave is passed over, and everything stands there with both names."""
    community, team = Community(browser), Team(browser, framed=True)
    community.comment("Nora Weiß", "Mein Kind liegt nach eurem Haferdrink mit einer Allergie im Krankenhaus!")
    item = team.card("Nora Weiß")

    assert "Mira Vogt" in team.ask("/shift", "Als Nächstes")
    note = team.ask("/handover", "Übergabe von Mira Vogt")
    assert "Nora Weiß" in note
    browser.click("[data-panel] button", "Eigene Worte")
    browser.write("#dialog textarea", "Die Mutter ruft um acht noch einmal an.")
    browser.click("#dialog [data-main]")
    browser.find("[data-panel] blockquote", "Die Mutter ruft um acht noch einmal an.")
    browser.click("[data-panel] button", "Meine Schicht beenden")
    browser.find("[data-panel] .whole", "Deine Schicht ist zu Ende")

    browser.click('select[name="account"] option[value="jonas"]')
    team.ask("/handover", "Übergabe von Mira Vogt")
    browser.click("[data-panel] .buttons button.primary", "Übernommen")
    browser.find("[data-toasts] .refused", f"#{item}")
    browser.click("[data-panel] .remark button", "Bei mir")
    browser.find("[data-panel] .remark strong", "Liegt jetzt bei Jonas Brandt")
    browser.click("[data-panel] .buttons button.primary", "Übernommen")
    browser.find("[data-panel] .whole", "Von Mira Vogt übernommen")
    browser.find(team.on(item, ".chip.mine"))
    assert "Jonas Brandt · Die Schicht wurde übernommen" in browser.read("[data-panel] .thread")
    browser.shot("21-taken-over")
    assert browser.errors() == []
