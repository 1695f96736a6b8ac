"""Invented people write by themselves: the demo as it looks when something is going on."""

import pytest

from tests.story.browser import Browser
from tests.story.community import Community
from tests.story.conftest import Open
from tests.story.program import Installation, serving
from tests.story.team import Team

pytestmark = pytest.mark.browser
LARGEST = 400_000
"""Bytes of the picture that the README shows."""


def test_the_stream_fills_the_channel(installation: Installation, opened: Open) -> None:
    """Switched on in public, the stream becomes threads; switched off, it stops."""
    with serving(installation, "demo", AUGENHOEHE_DEMO_SPEED="2") as (_, url):
        browser = opened()
        browser.driver.get(url)
        community, team = Community(browser), Team(browser, framed=True)
        community.here().click(".control .switch")
        praise, question = team.card("Jule K.", "drafted"), team.card("rosie_in_leeds", "drafted")
        community.here().click(".control .switch.on")
        browser.find(".control .switch:not(.on)")
        assert praise != question
        team.press(praise, "approve")
        team.status(praise, "posted")
        _take_picture(community, team, browser, praise)
        assert browser.errors() == []


def _take_picture(community: Community, team: Team, browser: Browser, praise: str) -> None:
    """The reply in public at the left; at the right its thread, and another one that waits."""
    community.here().click(".ticker a", "Jule K.")
    browser.find("article.comment.ours")
    browser.script("document.querySelector('#kommentare').scrollIntoView({behavior: 'instant'})")
    browser.gone(".fresh")
    team.here().browser.click(".toast .close")
    browser.gone(".toast")
    code = "document.querySelector(arguments[0]).scrollIntoView({behavior: 'instant', block: 'end'})"
    browser.script(code, team.on(praise, ".reply"))
    assert browser.shot("10-the-demo").stat().st_size < LARGEST
