"""On the page: what one person is told is new for them alone until they have seen it."""

import re

import pytest

from adapters.surfaces.web.render import Reader as Somebody
from adapters.surfaces.web.render import draw
from adapters.surfaces.web.surface import Web
from bot import commands
from bot.catalogue import Catalogue
from bot.for_you import ForYouLine, News
from bot.shifting import OpenHandover
from bot.words import Words
from tests.adapters.surfaces.web import test_two_eyes
from tests.adapters.surfaces.web.conftest import Opens
from tests.adapters.surfaces.web.hostile import CORPUS, Reader
from tests.adapters.surfaces.web.shift_samples import NOW
from tests.adapters.surfaces.web.test_two_eyes import at
from tests.world import World, click

page = test_two_eyes.page
TOLD = "Lea hat #1 von Anna übernommen."


async def test_it_is_new_for_them_alone_until_they_have_seen_it(
    world: World, page: Web, opens: Opens
) -> None:
    card = await world.comes_in()
    await world.done(
        click(commands.TakeOver, await world.done(click(commands.Claim, card), by="rob")), by="lea"
    )
    rob, ari = await at(opens, page, "rob"), await at(opens, page, "ari")
    fresh = (await rob.http.get("/team/cards", params={"channel": "team"})).text
    assert "Neu für dich: 1" in fresh
    (number,) = re.findall(r'data-note="(\d+)"', fresh)
    assert TOLD in (await rob.post("/team/command", line="/queue home")).text
    hers = (await ari.http.get("/team/cards", params={"channel": "team"})).text
    assert "Neu für dich" not in hers
    assert TOLD not in hers + (await ari.post("/team/command", line="/queue home")).text
    # Another cannot see it for them, nor can a page that is not ours; nonsense sees nothing.
    await ari.post("/team/seen", numbers=number)
    foreign = await rob.http.post("/team/seen", data={"numbers": number})
    await rob.post("/team/seen", numbers=f"x,-1,,{'9' * 30}")
    assert foreign.status_code == 403
    assert f'data-unseen="{number}"' in (await rob.post("/team/command", line="/queue home")).text
    answer = await rob.post("/team/seen", numbers=number)
    assert "data-news" in answer.text
    assert "Neu für dich" not in answer.text
    home = (await rob.post("/team/command", line="/queue home")).text
    assert (TOLD in home, "data-unseen" in home) == (True, False)


@pytest.mark.parametrize("hostile", CORPUS.values(), ids=CORPUS)
def test_hostile_names_in_it_are_text(hostile: str) -> None:
    words = Words("{name}", {"name": hostile})
    lines = (
        ForYouLine(number=1, words=words, at=NOW, item=1),
        ForYouLine(number=2, words=words, at=NOW, shows=OpenHandover(handover=7), unseen=False),
    )
    somebody = Somebody(catalogue=Catalogue("de"), now=NOW)
    for html in (
        draw("for_you.html", somebody, lines=lines),
        draw("news.html", somebody, news=News(count=2, lines=lines)),
    ):
        reader = Reader(html)
        assert reader.harm == []
        assert reader.tags.count("button") == 1


async def test_a_page_tells_who_writes_and_when_they_stop(world: World, page: Web, opens: Opens) -> None:
    card = await world.comes_in()
    rob, ari = await at(opens, page, "rob"), await at(opens, page, "ari")
    here = f"/team/item/{card.item}"
    for still, writes in (("1", True), ("", False)):
        answer = await rob.post("/team/writing", item=str(card.item), still=still)
        assert answer.status_code == 204
        assert ("Rob schreibt gerade daran" in (await ari.open(here)).text) is writes
    assert (await rob.http.post("/team/writing", data={"item": "1"})).status_code == 403
    assert (await rob.post("/team/writing", item="x", still="1")).status_code == 204
