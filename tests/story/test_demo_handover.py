"""The demo's day and its two shifts, in a real browser: one goes home, the next reads back and takes over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.browser import Browser
from tests.story.community import Community
from tests.story.conftest import Open
from tests.story.program import Installation, environment, serving, until
from tests.story.team import Team

pytestmark = pytest.mark.browser
TOP = "document.querySelector('[data-panel]').getBoundingClientRect().top"
LARGEST = 500_000
"""Bytes of the picture that the README shows."""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A demo of its own for each story: they go on with the same comments."""
    windows = {"AUGENHOEHE_TEAM_UNDO": "3", "AUGENHOEHE_TEAM_UNDO_HIGH": "12"}
    mine = Installation(folder=tmp_path, environ=environment(TZ="Europe/Berlin", **windows))
    with serving(mine, "demo") as (_, address):
        yield address


@pytest.fixture
def browser(opened: Open, url: str) -> Browser:
    made = opened()
    made.driver.get(url)
    return made


@pytest.fixture
def team(browser: Browser) -> Iterator[Team]:
    """The team's page; whatever a story did, no console complained."""
    yield Team(browser, framed=True)
    assert browser.errors() == []


def test_a_newcomer_meets_a_day_in_the_middle_of_its_work(browser: Browser, team: Team) -> None:
    """Nothing has to be typed: comments, what colleagues did, and a word that all of it is made up."""
    assert "erfunden" in browser.read(".hint")
    grave = team.card("Nora Weiß", "drafted")
    browser.find(team.on(grave, ".badge.crisis"))
    assert "Aylin Demir (Demo)" in browser.read(team.on(grave, ".thread"), "(Demo)")
    assert "geschrieben von Aylin Demir" in browser.read(team.on(grave, ".draft"))
    browser.find(team.on(team.card("Kirsten Hollmann"), ".chip.mine"))
    answered = team.card("Torben K.", "answered")
    assert "direkt auf der Plattform geschrieben" in browser.read(team.on(answered, ".reply"))
    team.card("Gewinn_Zentrale_24", "dismissed")
    browser.find("[data-strip]", "Du bist in der Schicht bis")
    browser.click(".channels a", "Qualitätssicherung")
    browser.find(".card.question", "Sam Carter")
    browser.click(".channels a", "Community-Team")


def test_two_approve_what_is_grave(browser: Browser, team: Team) -> None:
    """What the demo left as a draft takes two people, and the first of them is not enough."""
    grave = team.card("Nora Weiß", "drafted")
    team.press(grave, "approve")
    browser.click("#confirm .danger")
    team.status(grave, "awaiting")
    assert Community(browser).replies("Meine Tochter (6)") == []


def test_an_approved_reply_is_public_beside_the_teams_thread(browser: Browser, team: Team) -> None:
    """What a visitor sees first; docs/demo.png shows this."""
    community = Community(browser)
    praise = team.card("Oma Gerda", "drafted")
    team.press(praise, "approve")
    team.status(praise, "posted")
    community.here().click(".ticker a", "Oma Gerda")
    until("the reply in public", lambda: len(community.replies("Ich habe heute Milchreis")) == 1)
    browser.script("document.querySelector('article.comment').scrollIntoView({behavior: 'instant'})")
    browser.gone(".fresh")
    team.here().browser.gone(".toast")
    browser.script("scrollTo({top: 0, behavior: 'instant'})")
    assert browser.shot("20-the-day").stat().st_size < LARGEST


def test_going_home_is_one_click_and_taking_over_is_plain(browser: Browser, team: Team) -> None:
    """Nothing grave is passed over, no command has to be known, and everything stands with both names."""
    grave = team.card("Nora Weiß", "drafted")
    browser.read(team.on(grave, ".thread"), "(Demo)")
    team.ask("/report week", "Bericht")
    _go_home(browser)
    _in_sight(browser)
    browser.click("[data-panel] button", "Eigene Worte")
    browser.write("#dialog textarea", "Die Mutter ruft um acht noch einmal an.")
    browser.click("#dialog [data-main]")
    browser.find("[data-panel] blockquote", "Die Mutter ruft um acht noch einmal an.")
    browser.find("[data-strip]", "Deine Übergabe wartet")
    browser.shot("21-gone-home")

    browser.click('select[name="account"] option[value="jonas"]')
    team.here()
    browser.find("[data-strip]", "Mira Vogt ist nach Hause gegangen")
    assert "Für alle" in browser.read("[data-panel] .handover .remark .buttons")
    browser.shot("22-waits-for-jonas")
    _take_over(browser, grave)
    browser.find(team.on(grave, ".chip.mine"))
    browser.shot("23-taken-over")


def _in_sight(browser: Browser) -> None:
    """Nothing else stands there, it can be seen, and whoever has no mouse is in it."""
    assert browser.script("return document.querySelector('[data-panel]').children.length") == 2
    until("the note in sight", lambda: browser.script(f"return {TOP} >= 0 && {TOP} < innerHeight / 2"))
    assert browser.script("return document.activeElement.dataset.view") == "handover-1"


def _take_over(browser: Browser, grave: str) -> None:
    """The focus stays where somebody pressed, or in the note where that button is gone."""
    browser.click("[data-panel] .buttons button.primary", "Übernommen")
    browser.find("[data-toasts] .refused", f"#{grave}")
    browser.click("[data-panel] .remark button", "Bei mir")
    browser.find("[data-panel] .remark strong", "Liegt jetzt bei Jonas Brandt")
    assert browser.script("return document.activeElement.textContent") == "Bei mir"
    browser.click("[data-panel] .buttons button.primary", "Übernommen")
    browser.find("[data-panel] .whole", "Du hast von Mira Vogt übernommen")
    browser.find("[data-strip] button", "Meine Schicht beenden")
    assert browser.script("return document.activeElement.dataset.view") == "handover-1"
    assert "Jonas Brandt · Die Schicht wurde übernommen" in browser.read("[data-panel] .thread")


def _go_home(browser: Browser) -> None:
    """One click; and there is everything that the next shift has to know."""
    browser.click("[data-strip] button", "Meine Schicht beenden")
    note = browser.read("[data-panel] .handover", "Deine Schicht ist zu Ende")
    for told in ("Nora Weiß", "Kirsten Hollmann", "überfällig", "gleich anrufen", "Die Schicht in Zahlen"):
        assert told in note
