"""Reports on the built-in page: drawn, asked for by their address, and taken along by leads."""

from dataclasses import replace

import pytest

from adapters.surfaces.web import drawn
from adapters.surfaces.web.render import Reader as For
from adapters.surfaces.web.render import render
from adapters.surfaces.web.surface import Web
from bot.bars import busiest
from bot.catalogue import Catalogue
from bot.ports import Heard
from bot.report_commands import ExportReport, ShowReport
from bot.reports import DraftShare
from bot.views import Notice, View
from bot.words import say
from tests.adapters.surfaces.web.conftest import DEMO, Opens
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.hostile import Reader
from tests.adapters.surfaces.web.report_samples import a_report, empty_report, load, timeline
from tests.adapters.surfaces.web.samples import NOW

ENGLISH = For(catalogue=Catalogue("en"), now=NOW)


class Reporting(FakeDesk):
    """A desk that reports, and lets Kim alone take reports along."""

    async def hear(self, heard: Heard) -> View:
        match heard.command:
            case ExportReport() if heard.account != "kim":
                return Notice(words=say("Exporting is for leads. Please ask one of them."), refused=True)
            case ShowReport(days=days):
                self.heard.append(heard)
                return replace(a_report("=Hallo"), days=days or "week", may_export=heard.account == "kim")
            case _:
                return await super().hear(heard)


@pytest.fixture
def reporting(desk: FakeDesk) -> Web:
    made = Reporting(desk.people, *desk.cards.values())
    return Web(settings=DEMO, hear=made.hear, pulse=made.pulse, clock=lambda: NOW)


async def test_a_report_has_an_address_and_a_file(reporting: Web, opens: Opens) -> None:
    browser = opens(reporting)
    page = await browser.open("/team/report?days=2026-11-16..2026-11-22")
    assert page.status_code == 200
    assert "Bericht: Mo., 16. Nov. bis So., 22. Nov. 2026" in page.text
    assert page.text.count("Als Tabelle</summary>") == 4, "no chart tells its numbers to a mouse alone"
    assert "data-refresh" not in page.text, "it does not change while somebody reads it"
    link = 'href="/team/report.csv?days=2026-11-16..2026-11-22"'
    assert link in page.text
    file = await browser.http.get("/team/report.csv?days=2026-11-16..2026-11-22")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="augenhoehe-2026-11-16-2026-11-22.csv"' in file.headers["content-disposition"]
    assert file.content.startswith(b"\xef\xbb\xbfTeil,Wann,Was,Zahl\r\n")
    assert ",'=Hallo," in file.text


async def test_whoever_may_not_take_it_along_is_told_so(reporting: Web, opens: Opens) -> None:
    browser = opens(reporting)
    await browser.open()
    await browser.post("/team/act-as", account="alex")
    page = await browser.open("/team/report?days=week")
    assert "report.csv" not in page.text
    file = await browser.http.get("/team/report.csv")
    assert (file.status_code, "Exporting is for leads" in file.text) == (404, True)
    assert "text/html" in file.headers["content-type"]


def test_a_report_says_its_numbers_in_words_too() -> None:
    said = Reader(render(a_report(), ENGLISH)).said
    for words in ("412", "before: 380", "24 min", "As a table", "57 %", "71", "Figures per person", "4 more"):
        assert words in said
    for words in (
        "What we may use again",
        "Story Hallo",
        "3 more · /queue grants",
        "Mon to Fri, 08:00–16:00",
    ):
        assert words in said


def test_wishes_and_uses_lead_to_where_they_stand_in_public() -> None:
    wish = replace(a_report().insights[0], url="https://community.example/c42")
    html = render(replace(a_report(), insights=(wish,)), ENGLISH)
    for address in ("https://community.example/c42", "https://community.example/ja"):
        assert f'href="{address}" target="_blank" rel="noopener noreferrer nofollow"' in html
    assert Reader(html).harm == []


def test_a_report_of_nothing_draws_nothing() -> None:
    html = render(empty_report(), ENGLISH)
    assert "<rect" not in html
    assert "report.csv" not in html
    assert Reader(html).harm == []


def test_columns_stand_beside_or_upon_each_other_within_the_space() -> None:
    rows = ((say("Received"), (4, 0)), (say("Answered"), (2, 1)))
    beside = drawn.columns(timeline(say("Kinds"), *((label, (*n, 0, 0, 0, 0, 0)) for label, n in rows)))
    assert [(bar.series, bar.step, bar.height) for bar in beside] == [(0, 0, 150), (1, 0, 75), (1, 1, 37.5)]
    upon = drawn.columns(
        timeline(say("Kinds"), *((label, (*n, 0, 0, 0, 0, 0)) for label, n in rows), stacked=True)
    )
    assert [(bar.y, bar.height) for bar in upon] == [(50, 100), (0, 50), (125, 25)]
    for bar in (*beside, *upon):
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.WIDTH


def test_labels_have_room_and_shades_have_steps() -> None:
    line = timeline(say("Kinds"))
    assert len(drawn.labels(line)) == 7
    assert len(drawn.labels(replace(line, steps=line.steps * 8))) <= drawn.MOST_LABELS
    shades = {drawn.shade(load(), day, hour) for day in range(7) for hour in range(24)}
    assert shades == set(range(drawn.SHADES + 1))
    nothing = empty_report().load
    assert drawn.shade(nothing, 0, 0) == 0
    assert "0" in str(busiest(nothing))
    assert drawn.percent(0, 0) == 0


def test_the_parts_of_a_share_are_a_hundred() -> None:
    share = DraftShare(prompt="a@1", unchanged=1, lightly=0, rewritten=1, rejected=1)
    bars = drawn.shares(share)
    assert [bar.series for bar in bars] == [0, 2, 3]
    assert sum(bar.width for bar in bars) == pytest.approx(100, abs=0.05)
    assert drawn.shares(replace(share, unchanged=0, rewritten=0, rejected=0)) == []
