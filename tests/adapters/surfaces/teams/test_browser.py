"""Cards in a browser, drawn by the official renderer: how they look, and what a click does."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.surfaces.teams import render
from adapters.surfaces.teams.surface import Teams
from bot.catalogue import Catalogue
from bot.commands import Approve, Claim, Edit, OpenForm
from bot.domain.status import Action, Status
from bot.views import ContextView, DraftView, ItemCard, Me, ReplyView, ThreadLine, View
from bot.words import say
from tests.adapters.surfaces.teams.conftest import Notebook, settings_for
from tests.adapters.surfaces.teams.member import KIM, Member
from tests.adapters.surfaces.teams.page import Page, renderer
from tests.adapters.surfaces.teams.pretend import CHANNEL, PretendTeams
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.report_samples import a_report
from tests.adapters.surfaces.web.samples import NOW, every_view, full_card, item_card
from tests.story.browser import Browser, browsing

pytestmark = pytest.mark.browser
HOSTILE = (
    "{{DATE(2026-01-01T00:00:00Z, LONG)}} **fett** [x](https://evil.example) <img src=x onerror=alert(1)>"
)
REPLY = (
    "Liebe Jana,\n\nvielen Dank für deine ehrlichen Worte! Die 6er-Packung gibt es ab Montag für 8,99 €.\n\n"
    "Herzliche Grüße\nMira von Haferglück"
)
BRIGHTNESS = "return Math.max(...getComputedStyle(arguments[0]).color.match(/[\\d.]+/g).slice(0, 3))"
BUTTON = "main .ac-pushButton"


@pytest.fixture(scope="module")
def dist() -> Path:
    """The official renderer."""
    found = renderer()
    if found is None:
        pytest.skip("npm could not fetch the official renderer of Adaptive Cards")
    return found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile"), 820, 1000) as opened:
        yield opened


@pytest.fixture
def desk() -> FakeDesk:
    """A desk with the card of an angry customer, and Kim who reads German."""
    return FakeDesk({KIM: Me(name="Kim", language="de", channels=())}, angry())


@pytest.fixture
async def teams(pretend: PretendTeams, desk: FakeDesk, notebook: Notebook) -> AsyncIterator[Teams]:
    made = Teams(settings=settings_for(pretend, language="de"), hear=desk.hear, memory=notebook)
    yield made
    await made.close()


@pytest.fixture
async def page(pretend: PretendTeams, kim: Member, dist: Path, browser: Browser) -> AsyncIterator[Page]:
    async with Page(pretend, kim, dist) as served:
        yield served
        # Otherwise the page goes on asking a server that is gone.
        await asyncio.to_thread(browser.driver.get, "about:blank")
        browser.errors()


def angry() -> ItemCard:
    """A comment that needs care, long enough to be folded."""
    text = (
        "Ich kaufe euren Haferdrink seit Jahren und bin ehrlich enttäuscht. Erst die neue Packung, dann der"
        " Preis, und jetzt schmeckt er auch noch anders als vorher. "
    )
    card = item_card(
        42,
        *(
            Action.APPROVE,
            Action.EDIT,
            Action.REDRAFT,
            Action.CLAIM,
            Action.DISMISS,
            Action.HIDE,
            Action.NOTE,
        ),
        text=text * 6 + "\n\nBitte sagt mir, woran das liegt.\nDanke, Jana",
        urgency=2,
        risk="high",
        post_url="https://community.example/preise",
        context=(ContextView(author="Haferglück", text="Ab Dezember kostet der Liter 2,19 €.", ours=True),),
        draft=DraftView(
            number=3,
            text=REPLY,
            origin=say("template, no language model ({prompt})", prompt="complaint"),
            warnings=(say("A correction of our reply was approved"),),
            marks=((REPLY.index("8,99"), REPLY.index("8,99") + 6),),
        ),
        thread=tuple(
            ThreadLine(at=NOW, who="Alex", what=say("Note"), text=f"Notiz {n}", note=True) for n in range(5)
        ),
    )
    approve, *others = card.buttons
    sure = say("Did you check this? {findings}", findings="8,99 €")
    return replace(card, buttons=(replace(approve, confirm=sure), *others))


def look(browser: Browser, page: Page, scheme: str, name: str, cards: int) -> None:
    """Open the page, wait for its cards, and keep a picture of all of it."""
    browser.size(820, 1000)
    browser.scheme(scheme)
    browser.driver.get(page.url)
    browser.find(f"body[data-drawn='{cards}'] main .card .ac-adaptiveCard")
    browser.size(820, int(str(browser.script("return document.documentElement.scrollHeight"))) + 10)
    browser.shot(f"teams-{name}-{scheme}")


async def post(pretend: PretendTeams, view: View, name: str) -> None:
    """A message with this view, in the channel."""
    activity = render.message(view, Catalogue("de"), "https://queue.example", private=True)
    pretend.messages.append({"id": name, "thread": "", "activity": activity})


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_an_item_is_legible_in_light_and_dark_and_on_a_phone(
    teams: Teams, page: Page, browser: Browser, scheme: str
) -> None:
    await teams.show(angry(), CHANNEL, "key-1")
    reply = ReplyView(text="Gern geschehen!", url="", approved_by="Kim")
    done = item_card(41, status=Status.POSTED, status_words=Status.POSTED.sentence, reply=reply)
    await teams.show(done, CHANNEL, "key-2")

    def walk() -> None:
        look(browser, page, scheme, "item", 2)
        assert "Jana W." in browser.read("main .card")
        brightness = float(str(browser.script(BRIGHTNESS, browser.find("main .ac-textRun", "Jana W."))))
        assert brightness > 200 if scheme == "dark" else brightness < 80
        browser.size(360, 900)
        assert browser.script("return document.documentElement.scrollWidth <= innerWidth")
        browser.shot(f"teams-phone-{scheme}")
        assert browser.errors() == []

    await asyncio.to_thread(walk)


async def test_what_a_person_does_with_a_card(
    desk: FakeDesk, teams: Teams, page: Page, browser: Browser
) -> None:
    """Read on, claim, edit in a dialog, approve after a question: each answered where it was asked."""
    await teams.show(angry(), CHANNEL, "key-1")

    def walk() -> None:
        look(browser, page, "light", "before", 1)
        assert browser.look("main .ac-textRun", "woran das liegt") is None
        browser.click(BUTTON, "Weiterlesen")
        browser.find("main .ac-textRun", "woran das liegt")
        browser.click(BUTTON, "Übernehmen")
        browser.find("main .ac-textRun", "Liegt bei Kim")
        browser.click(BUTTON, "Bearbeiten")
        assert browser.find("dialog textarea").get_attribute("value") == REPLY
        browser.shot("teams-dialog")
        browser.write("dialog textarea", f"Liebe Jana, neu! {HOSTILE}")
        browser.click("dialog .ac-pushButton", "Entwurf speichern")
        browser.gone("dialog[open]")
        browser.click(BUTTON, "Freigeben")
        browser.find("main .ac-textRun", "Hast du das geprüft? 8,99 €")
        browser.shot("teams-asked-twice")
        browser.driver.find_elements("css selector", f"{BUTTON}.style-positive")[-1].click()
        browser.find("main .ac-textRun", "Liegt bei Kim")

    await asyncio.to_thread(walk)
    heard = [one.command for one in desk.heard]
    assert [type(one) for one in heard if isinstance(one, Claim | OpenForm | Edit | Approve)] == [
        *(Claim, OpenForm, Edit, Approve)
    ]
    (edit,) = [one for one in heard if isinstance(one, Edit)]
    assert (edit.text, edit.post) == (f"Liebe Jana, neu! {HOSTILE}", False)


async def test_the_rarer_buttons_are_behind_the_dots(teams: Teams, page: Page, browser: Browser) -> None:
    await teams.show(angry(), CHANNEL, "key-1")

    def walk() -> None:
        look(browser, page, "dark", "dots", 1)
        assert browser.look(BUTTON, "Notiz") is None
        browser.click(f"{BUTTON}[aria-label='More options'], {BUTTON}.ac-overflow, {BUTTON}", "...")
        browser.click("[role=menuitem]", "Notiz")
        browser.find("dialog textarea")

    await asyncio.to_thread(walk)


async def test_without_dialogs_a_form_takes_the_place_of_the_card(
    pretend: PretendTeams, desk: FakeDesk, notebook: Notebook, dist: Path, browser: Browser
) -> None:
    """For the one who opened it; and the card comes back."""
    settings = settings_for(pretend, language="de", edit_mode="inline")
    teams = Teams(settings=settings, hear=desk.hear, memory=notebook)
    member = Member(teams, pretend)
    await teams.show(angry(), CHANNEL, "key-1")

    def walk(page: Page) -> None:
        look(browser, page, "light", "inline", 1)
        browser.click(BUTTON, "Bearbeiten")
        browser.find("main textarea")
        browser.shot("teams-form-in-card")
        browser.click(BUTTON, "Abbrechen")
        browser.find("main .ac-textRun", "Jana W.")
        browser.click(BUTTON, "Bearbeiten")
        browser.write("main textarea", "Liebe Jana, neu!")
        browser.click(BUTTON, "Entwurf speichern")
        browser.gone("main textarea")
        browser.find("main .ac-textRun", "Liebe Jana, neu!")
        browser.driver.get("about:blank")
        browser.errors()

    async with Page(pretend, member, dist) as served:
        await asyncio.to_thread(walk, served)
    await member.http.aclose()
    await teams.close()
    assert [one.command.text for one in desk.heard if isinstance(one.command, Edit)] == ["Liebe Jana, neu!"]


async def test_the_renderer_makes_nothing_of_what_the_public_wrote(
    pretend: PretendTeams, page: Page, browser: Browser
) -> None:
    """No markup, no picture, no date computed, no link but those that say where they lead."""
    for number, view in enumerate((full_card(HOSTILE), *every_view(HOSTILE))):
        await post(pretend, view, f"m{number}")

    def walk() -> None:
        look(browser, page, "light", "hostile", len(pretend.messages))
        assert "{{DATE(2026-01-01T00:00:00Z, LONG)}} **fett** [x](https://evil.example) <img" in browser.read(
            "main"
        )
        assert (
            browser.script(
                "return document.querySelectorAll('main img, main b, main strong, main em').length"
            )
            == 0
        )
        links = browser.script("return [...document.querySelectorAll('main a')].map(a => a.href)")
        assert isinstance(links, list)
        assert not [link for link in links if "evil.example" in link]
        fields = browser.script(
            "return [...document.querySelectorAll('main textarea')].map(one => one.value)"
        )
        assert fields == [HOSTILE]
        assert browser.errors() == []

    await asyncio.to_thread(walk)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_view_is_drawn_without_a_fault(
    pretend: PretendTeams, page: Page, browser: Browser, scheme: str
) -> None:
    views = every_view("Hallo, wie geht es euch?")
    for number, view in enumerate(views):
        await post(pretend, view, f"m{number}")

    def walk() -> None:
        look(browser, page, scheme, "views", len(views))
        assert browser.errors() == []

    await asyncio.to_thread(walk)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_charts_of_a_report_are_pictures_with_words(
    teams: Teams, pretend: PretendTeams, page: Page, browser: Browser, scheme: str
) -> None:
    await teams.announce(a_report(), CHANNEL, "key-1")
    await teams.telling.quiet()

    def walk() -> None:
        look(browser, page, scheme, "report", len(pretend.messages))
        seen = browser.script(
            "return [...document.querySelectorAll('main img')].map(one => [one.naturalWidth, one.alt])"
        )
        assert isinstance(seen, list)
        assert [width for width, _ in seen] == [990] * 5
        said = "\n".join(words for _, words in seen)
        assert all(words in said for words in ("Eingegangen: 412", "Mo ab 12 Uhr", "57 % Unverändert"))
        assert browser.errors() == []

    await asyncio.to_thread(walk)
