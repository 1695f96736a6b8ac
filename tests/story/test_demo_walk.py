"""The first ten minutes of a new user, in a real browser: both sides of the demo beside each other."""

from collections.abc import Iterator

import pytest

from tests.story.browser import Browser
from tests.story.community import Community
from tests.story.conftest import Open
from tests.story.program import Installation, serving, until
from tests.story.team import Team

pytestmark = pytest.mark.browser
HOSTILE = (
    "<script>document.title='pwned'</script> <!channel> <img src=x onerror=alert(1)> *x* @everyone \u202eabc"
)


@pytest.fixture(scope="module")
def url(installation: Installation) -> Iterator[str]:
    with serving(installation, "demo") as (_, address):
        yield address


@pytest.fixture(scope="module")
def browser(opened: Open, url: str) -> Browser:
    made = opened()
    made.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "America/Los_Angeles"})
    made.driver.get(url)
    return made


@pytest.fixture
def community(browser: Browser) -> Iterator[Community]:
    """The public side; whatever a story did, no console complained."""
    yield Community(browser)
    assert browser.errors() == []


@pytest.fixture
def team(browser: Browser) -> Team:
    return Team(browser, framed=True)


def test_a_comment_becomes_a_thread_and_its_approved_reply_is_public(
    community: Community, team: Team, browser: Browser
) -> None:
    """From the visitor's comment over the button to the reply beneath it, and the log that names people."""
    said = "Gibt es die neue Sorte auch im Ein-Liter-Karton? Ich frage für eine große Familie."
    community.comment("Vera Lindt", said)
    published = browser.read("article.comment time")
    item = team.card("Vera Lindt", "drafted")
    assert "Vorlage, kein Sprachmodell" in browser.read(team.on(item, ".draft"))
    draft = browser.read(team.on(item, ".draft .public"))
    browser.shot("01-thread-with-draft")
    assert published in browser.read(team.on(item, ".author .hint")), "both pages tell the team's time"
    team.press(item, "approve")
    team.status(item, "approved")
    assert "Geht raus um" in browser.read(team.on(item, ".countdown"))
    assert "Zurücknehmen" in team.buttons(item)
    browser.shot("02-approved-with-countdown")
    until("the reply in public", lambda: community.replies(said) == [draft])
    browser.shot("03-reply-in-public")
    team.status(item, "posted")
    log = team.ask(f"/queue log {item}", "Die Antwort ist öffentlich")
    assert "Mira Vogt · Freigegeben" in log
    assert "Das Protokoll ist vollständig und unverändert." in log
    browser.shot("04-log")


def test_what_was_taken_back_stays_at_home(community: Community, team: Team, browser: Browser) -> None:
    """Within the undo window a click takes the approval back, and nothing goes out."""
    said = "Schmeckt wie Milchreis bei Oma, nur kalt. Danke dafür!"
    community.comment("Jule Kern", said)
    item = team.card("Jule Kern", "drafted")
    team.press(item, "approve")
    team.press(item, "take_back")
    team.status(item, "drafted")
    log = team.ask(f"/queue log {item}", "Die Freigabe wurde zurückgenommen")
    assert "Die Antwort ist öffentlich" not in log
    browser.shot("05-taken-back")
    assert community.replies(said) == []


def test_an_edited_draft_goes_out_as_it_was_written(
    community: Community, team: Team, browser: Browser
) -> None:
    """The dialog counts against the platform's limit; Save & post publishes these words and no others."""
    said = "Wie lange hält sich der Karton, wenn er offen im Kühlschrank steht?"
    community.comment("Tina Maurer", said)
    item = team.card("Tina Maurer")
    team.press(item, "edit")
    words = "Hallo Tina, das steht auf dem Karton, gleich neben dem Deckel."
    browser.write("#dialog textarea", words)
    until("the count", lambda: browser.read("#dialog .counter").startswith(f"{len(words)} von "))
    browser.shot("06-dialog")
    browser.click("#dialog [data-main]", "Speichern & posten")
    browser.gone("#dialog")
    until("these words in public", lambda: community.replies(said) == [words])
    team.status(item, "posted")
    assert "freigegeben von Mira Vogt" in browser.read(team.on(item, ".reply"))


def test_an_edit_after_the_approval_makes_it_void(community: Community, team: Team, browser: Browser) -> None:
    """The card shows what changed and asks anew; only the second approval publishes."""
    said = "Enthält der Vanilledrink Nüsse? Mein Sohn hat eine Allergie."
    community.comment("Nuri Aksoy", said)
    item = team.card("Nuri Aksoy")
    # A risky comment gets no template, and has the long undo window: the visitor edits it meanwhile.
    team.press(item, "edit")
    browser.write("#dialog textarea", "Hallo Nuri, auf dem Karton steht: Kann Spuren von Nüssen enthalten.")
    browser.click("#dialog [data-main]", "Speichern & posten")
    team.status(item, "approved")
    community.edit(said, said.replace("Nüsse", "Soja"))
    team.status(item, "drafted")
    assert "Soja" in browser.read(team.on(item, "ins"))
    assert "Nüsse" in browser.read(team.on(item, "del"))
    assert "Passt noch: freigeben & posten" in team.buttons(item)
    browser.shot("07-edited-still-fits")
    assert community.replies("Enthält der Vanilledrink Soja") == []
    team.press(item, "approve")
    until("the reply in public", lambda: len(community.replies("Enthält der Vanilledrink Soja")) == 1)


def test_no_reply_needed_is_one_click(community: Community, team: Team, browser: Browser) -> None:
    """A comment that needs none is closed at once, and its card says why."""
    community.comment("Ole Brandt", "👍👍👍")
    item = team.card("Ole Brandt")
    team.press(item, "dismiss")
    team.status(item, "dismissed")
    assert "Ohne Antwort" in browser.read(team.on(item))
    browser.shot("08-no-reply-needed")


def test_an_answer_becomes_a_fact_and_a_danger_has_its_hint_sheet(
    community: Community, team: Team, browser: Browser
) -> None:
    """The dialog sends its further fields; `/queue facts` shows them; a hint sheet opens on its card."""
    said = "Gibt es den Vanilledrink bald auch ohne Zucker?"
    community.comment("Pia Lorenz", said)
    item = team.card("Pia Lorenz")
    team.press(item, "edit")
    browser.write(
        "#dialog textarea", "Hallo Pia, das fragen uns gerade viele, und noch gibt es ihn so nicht."
    )
    browser.click("#dialog [data-main]", "Speichern & posten")
    browser.gone("#dialog")
    team.status(item, "posted")
    team.press(item, "save_fact")
    assert browser.find("#dialog-question").get_property("value") == said
    browser.write("#dialog textarea", "Noch nicht.")
    browser.write("#dialog-until", "31.12.2099")
    browser.click("#dialog [data-main]", "Merken")
    browser.gone("#dialog")
    listed = team.ask("/queue facts", "Noch nicht.")
    assert said in listed
    assert "Mira Vogt" in listed
    community.comment("Lost Soul", "Ich kann nicht mehr und will nicht mehr leben.")
    item = team.card("Lost Soul")
    browser.click(team.on(item, ".hints summary"))
    assert "112" in browser.read(team.on(item, ".hints"), "112")
    browser.shot("12-hint-sheet")


def test_hostile_comments_are_text(community: Community, team: Team, browser: Browser) -> None:
    """Markup, mentions and bidi controls arrive as the characters they are, and run nowhere."""
    community.comment("Mallory", HOSTILE)
    item = team.card("Mallory")
    shown = browser.read(team.on(item, ".said .public.text"))
    assert "<script>document.title='pwned'</script>" in shown
    assert "<!channel>" in shown
    assert browser.script("return document.querySelectorAll('#cards script, #cards [onerror]').length") == 0
    browser.shot("09-hostile-is-text")
    browser.driver.switch_to.default_content()
    assert browser.driver.title != "pwned"
