"""The same walk over a real WordPress: one settings file, one secret, one login token."""

from collections.abc import Iterator
from string import Template

import httpx
import pytest
from selenium.webdriver.common.keys import Keys

from tests.rigs.wordpress import Site, wordpress
from tests.story.browser import Browser
from tests.story.conftest import Open
from tests.story.program import Installation, environment, serving, until
from tests.story.team import Team

pytestmark = [pytest.mark.wordpress, pytest.mark.browser]
FILE = Template("""
[community]
mode = "own"

[team]
undo = 2

[[platforms.wordpress]]
url = "$url"
user = "$user"
every = 1
""")
PASSWORD = "AUGENHOEHE_WORDPRESS_PASSWORD"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with wordpress(tmp_path_factory.mktemp("wordpress")) as running:
        running.flood_off()
        yield running


@pytest.fixture(scope="module")
def settled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Set up as the README says: a file, and the password in the environment."""
    return _set_up(site, tmp_path_factory, site.password)


def _set_up(site: Site, folders: pytest.TempPathFactory, password: str) -> Installation:
    folder = folders.mktemp("own")
    text = FILE.substitute(url=site.url, user=site.user)
    (folder / "augenhoehe.toml").write_text(text, encoding="utf-8")
    return Installation(folder=folder, environ=environment(**{PASSWORD: password}))


@pytest.fixture(scope="module")
def browser(settled: Installation, opened: Open) -> Iterator[Browser]:
    """A browser whose person has signed in with a fresh token."""
    made = settled.command("token", "new", "Mira")
    assert made.returncode == 0, made.stderr
    with serving(settled, "run") as (_, url):
        window = opened()
        sign_in(window, url, made.stdout.strip())
        yield window


@pytest.fixture
def team(browser: Browser) -> Iterator[Team]:
    """The team's page; whatever a story did, no console complained."""
    yield Team(browser)
    assert browser.errors() == []


def sign_in(browser: Browser, url: str, token: str) -> None:
    """Open the program's address, and show the token."""
    browser.driver.get(url)
    browser.write("#token", token)
    browser.find("#token").send_keys(Keys.ENTER)
    browser.find(".my-name", "Mira")


def comment(site: Site, author: str, text: str) -> int:
    """Comment through the blog's own form; the comment's number."""
    number = site.comment_as_visitor(site.post_id, author, "visitor@example.org", text)
    assert number is not None
    return number


def test_an_approved_reply_stands_beneath_the_comment(site: Site, team: Team, browser: Browser) -> None:
    """From the blog's form to the thread, over the button, and back beneath the comment on the blog."""
    number = comment(site, "Wanda Presse", "Gibt es das Rezept auch ohne Ei? Ich vertrage keines.")
    item = team.card("Wanda Presse")
    assert "WordPress" in browser.read(team.on(item, ".where"))
    words = "Ja, Wanda: Nimm statt des Eis einfach einen Löffel Apfelmus."
    team.press(item, "edit")
    browser.write("#dialog textarea", words)
    browser.click("#dialog [data-main]")
    team.status(item, "posted")
    browser.shot("20-wordpress-thread")
    assert [reply.text for reply in site.replies(number)] == [words]
    log = team.ask(f"/queue log {item}", "Die Antwort ist öffentlich")
    assert "Mira · Freigegeben" in log
    _on_the_blog(site, browser, number, words)


def _on_the_blog(site: Site, browser: Browser, number: int, words: str) -> None:
    address = browser.driver.current_url
    browser.driver.get(f"{site.url}/?p={site.post_id}")
    assert words in browser.read(f"#comment-{number} .children, #comment-{number} ol")
    browser.script("document.querySelector(arguments[0]).scrollIntoView()", f"#comment-{number}")
    browser.shot("21-wordpress-page")
    browser.errors()  # The blog's own, whatever they are.
    browser.driver.get(address)


def test_a_held_comment_is_seen_when_it_is_approved(site: Site, team: Team, browser: Browser) -> None:
    """Approved late, with a number older than newer comments: it loses its badge, and can be answered."""
    site.moderate(on=True)
    held = comment(site, "Hanna Halt", "Wird auch mein Kommentar gelesen?")
    site.moderate(on=False)
    comment(site, "Neuer Gast", "Ich war später dran, und bin trotzdem schon zu sehen.")
    team.card("Neuer Gast")
    site.approve(held)
    item = team.card("Hanna Halt")
    browser.gone(team.on(item, ".badge.held"))


def test_an_edit_and_a_deletion_are_noticed(site: Site, team: Team, browser: Browser) -> None:
    """WordPress keeps no date of an edit: it is seen all the same, and so is a deletion."""
    number = comment(site, "Edda Ende", "Das Rezept klappt bei mir nie.")
    item = team.card("Edda Ende", "drafted")
    site.edit(number, "Das Rezept klappt bei mir immer.")
    assert "immer" in browser.read(team.on(item, "ins"))
    site.delete_for_good(number)
    team.status(item, "gone")
    browser.shot("22-wordpress-edited-and-gone")


def test_a_native_reply_closes_the_item(site: Site, team: Team, browser: Browser) -> None:
    """Whoever answers in WordPress itself needs nothing here: the item closes, with that answer."""
    number = comment(site, "Nora Nativ", "Wie lange hält der Teig im Kühlschrank?")
    item = team.card("Nora Nativ", "drafted")
    words = "Drei Tage, gut abgedeckt."
    body = {"post": site.post_id, "parent": number, "content": words}
    page = f"{site.url}/wp-json/wp/v2/comments"
    httpx.post(
        page, json=body, auth=(site.user, site.password), trust_env=False, timeout=30
    ).raise_for_status()
    team.status(item, "answered")
    assert words in browser.read(team.on(item))


def test_check_finds_all_in_order(settled: Installation) -> None:
    """Every part gets its line."""
    assert settled.command("migrate").returncode == 0
    done = settled.command("check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAULT" not in done.stdout
    assert "wordpress" in done.stdout


def test_a_wrong_password_is_said_where_people_look(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`augenhoehe check` and the board name the platform, and what to do."""
    wrong = _set_up(site, tmp_path_factory, "abcd efgh ijkl mnop qrst uvwx")
    assert wrong.command("migrate").returncode == 0
    checked = wrong.command("check")
    assert checked.returncode == 1
    fault = next(line for line in checked.stdout.splitlines() if line.startswith("FAULT"))
    assert "wordpress" in fault
    assert "password" in fault
    assert wrong.command("token", "new", "Mira").returncode == 0
    with serving(wrong, "run"):
        board = until("the board says it", lambda: _failing(wrong))
    assert "wordpress" in board
    assert wrong.environ[PASSWORD] not in board + checked.stdout


def _failing(installation: Installation) -> str:
    return next(
        (line for line in installation.command("queue").stdout.splitlines() if "wordpress" in line), ""
    )
