"""Reports in Teams: letters in the card, charts beneath it, and in a channel nothing about a person."""

import base64
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from adapters.surfaces.teams.render import message
from adapters.surfaces.teams.surface import Teams
from bot.catalogue import Catalogue
from bot.ports import Heard
from bot.report_commands import ShowReport
from bot.reports import PersonFigures
from bot.views import View
from tests.adapters.surfaces.teams.conftest import Notebook, settings_for
from tests.adapters.surfaces.teams.member import KIM, Member
from tests.adapters.surfaces.teams.pretend import CHANNEL, PretendTeams, card_of, words
from tests.adapters.surfaces.teams.rules import message_faults, pieces
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.report_samples import a_report, empty_report

LARGEST = 1024
"""Dots of a side that Teams shows."""
ENGLISH = Catalogue("en")
NOTHING = empty_report()


class Reporting(FakeDesk):
    """A desk that reports, with figures per person: Kim leads."""

    async def hear(self, heard: Heard) -> View:
        if not isinstance(heard.command, ShowReport):
            return await super().hear(heard)
        people = (PersonFigures(name="Alex", answered=120, dismissed=4),)
        return replace(
            NOTHING, volume=a_report().volume, people=people, agreement="Vereinbarung 7", may_export=True
        )


@pytest.fixture
async def lead(pretend: PretendTeams, notebook: Notebook, desk: FakeDesk) -> AsyncIterator[Member]:
    """Kim, who leads a team that reports."""
    made = Teams(settings=settings_for(pretend), hear=Reporting(desk.people).hear, memory=notebook)
    member = Member(made, pretend, KIM)
    yield member
    await member.http.aclose()
    await made.close()


def said(one: Any) -> str:
    """What a message says; letters of one width hold their spaces. Any: JSON."""
    return words(card_of(one)).replace("\N{NO-BREAK SPACE}", " ")


def pictures(messages: list[Any]) -> list[Any]:
    """The pictures in some messages. Any: JSON."""
    return [picture for one in messages for picture in pieces(card_of(one), "Image")]


async def test_the_charts_hang_beneath_the_report_with_words(teams: Teams, pretend: PretendTeams) -> None:
    few = replace(a_report(), kinds=NOTHING.kinds, moods=NOTHING.moods, drafts=())
    place = await teams.announce(few, CHANNEL, "key-1")
    await teams.telling.quiet()
    report, *others = pretend.messages
    assert "██████████████ 82" in said(report)
    assert {one["thread"] for one in others} == {place.remote.partition("@")[2] or place.remote}
    told = [one["altText"] for one in pictures(others)]
    assert len(told) == len(others) == 2
    assert told[0] == "Received: 412, Answered: 351, Closed without a reply: 48. Most came: Fri, Nov 20"
    for one in pictures(others):
        data = base64.b64decode(one["url"].partition(",")[2], validate=True)
        with Image.open(io.BytesIO(data)) as picture:
            assert max(picture.size) <= LARGEST


async def test_a_chart_that_teams_does_not_take_leaves_the_report(
    teams: Teams, pretend: PretendTeams
) -> None:
    pretend.fail_next("reply", (413, "MessageSizeTooBig"))
    await teams.announce(replace(NOTHING, volume=a_report().volume), CHANNEL, "key-1")
    await teams.telling.quiet()
    assert len(pretend.messages) == 1
    await teams.announce(NOTHING, CHANNEL, "key-2")
    await teams.telling.quiet()
    assert len(pretend.messages) == 2, "nothing is drawn of nothing"


@pytest.mark.parametrize("alone", [True, False])
async def test_what_a_lead_asks_for_in_a_channel_tells_nothing_of_a_person(
    lead: Member, pretend: PretendTeams, *, alone: bool
) -> None:
    """Everybody reads it there."""
    await (lead.write("report week") if alone else lead.say("report week"))
    await lead.teams.telling.quiet()
    report, *others = pretend.chats[lead.chat] if alone else pretend.messages
    assert ("Alex: 120 answered" in said(report)) is alone
    assert ("Figures per person" in said(report)) is alone
    links = [one["url"] for one in pieces(card_of(report), "Action.OpenUrl")]
    table = "https://queue.example/team/report.csv?days=2026-11-16..2026-11-22"
    assert (table in links) is alone
    assert len(pictures(others)) == 1


def test_wishes_and_uses_have_their_links_and_are_bounded() -> None:
    wish = replace(a_report().insights[0], url="https://community.example/c42")
    drawn = message(replace(a_report(), insights=(wish,) * 10), ENGLISH)
    assert message_faults(drawn) == []
    urls = [one["url"] for one in pieces(drawn["attachments"][0]["content"], "Action.OpenUrl")]
    shown = urls.count("https://community.example/c42"), urls.count("https://community.example/ja")
    assert shown == (4, 4), "as many as the card has room for"
    told = words(drawn["attachments"][0]["content"])
    assert "#43 · Hallo: Story Hallo – “Hallo”" in told
    assert "5 more: /queue grants" in told
