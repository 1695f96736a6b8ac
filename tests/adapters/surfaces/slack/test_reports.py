"""Reports in Slack: charts of its own, letters where it has none, pictures beneath; and `/report`."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from adapters.surfaces.slack.manifest import COMMANDS
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import plain, render, render_message
from adapters.surfaces.slack.surface import Slack
from bot.catalogue import Catalogue
from bot.lines import from_line
from bot.ports import Heard
from bot.report_commands import ShowReport
from bot.reports import DraftShare, PersonFigures, Report, Series, Timeline, TopPost
from bot.views import Me, View
from bot.words import Words, say
from tests.adapters.surfaces.slack.conftest import KIM, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, public_leaves
from tests.adapters.surfaces.slack.linter_charts import CHART
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack, until
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.hostile import CORPUS
from tests.adapters.surfaces.web.report_samples import a_report, empty_report

PNG = b"\x89PNG\r\n"
GERMAN, ENGLISH = (Reader(catalogue=Catalogue(language)) for language in ("de", "en"))
LOAD, MOODS, DRAFTS = "Load by weekday and hour", "Sentiment", "What became of drafts"


class Reporting(FakeDesk):
    """A desk that reports."""

    async def hear(self, heard: Heard) -> View:
        return a_report() if isinstance(heard.command, ShowReport) else await super().hear(heard)


@pytest.fixture
async def kim(pretend: PretendSlack) -> AsyncIterator[Member]:
    """A teammate of a desk that reports."""
    desk = Reporting({KIM: Me(name="Kim", language="en", channels=())})
    made = Slack(settings=settings_for(pretend), hear=desk.hear)
    member = Member(made, pretend)
    yield member
    await member.http.aclose()
    await made.close()


def charts(blocks: Any) -> list[dict[str, Any]]:
    """The charts among some blocks. Any: JSON."""
    return [block["chart"] for block in blocks if block["type"] == CHART]


def said(blocks: object) -> str:
    return "\n".join(public_leaves(blocks))


def lines(count: int, steps: int) -> Timeline:
    """So many lines over so many weeks."""
    weeks = tuple(
        say("Week of {day}", day=date(2026, 1, 5) + timedelta(weeks=number)) for number in range(steps)
    )
    series = tuple(
        Series(label=Words(f"A kind with a long name {number}"), numbers=(number + 1,) * steps)
        for number in range(count)
    )
    return Timeline(title=say("Kinds"), steps=weeks, series=series, stacked=True, name="kinds")


async def test_a_report_is_one_message_with_charts_and_the_other_pictures_in_its_thread(
    slack: Slack, pretend: PretendSlack
) -> None:
    place = await slack.announce(a_report(), CHANNEL, "key-1")
    (message,) = pretend.messages
    volume, kinds = charts(message["blocks"])
    assert (volume["type"], kinds["type"]) == ("bar", "line")
    assert [one["name"] for one in volume["series"]][:2] == ["Received · 412", "Answered · 351"]
    assert volume["series"][0]["data"][4] == {"label": "Fri, Nov 20", "value": 82}
    assert "Received: 412" in message["text"], "said to whoever cannot see it"
    assert "Received and done" not in said(message["blocks"]), "not drawn twice"
    assert "█▇▅" not in said(message["blocks"])
    (shown,) = pretend.files.shown
    assert (shown["channel_id"], shown["thread_ts"]) == (CHANNEL, place.remote)
    assert [one["title"] for one in shown["files"]] == [MOODS, LOAD, DRAFTS]
    assert all(data.startswith(PNG) for data in pretend.files.brought.values())
    words = [one["alt_txt"] for one in pretend.files.told.values()]
    assert words[0] == "Hallo: 1. Most came: Mon, Nov 16"
    assert "Mon from 12:00" in words[1]
    assert words[2].startswith("question@3: 57 % Approved unchanged")


async def test_where_slack_does_not_know_charts_there_are_letters_and_all_pictures(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.charts = False
    place = await slack.announce(a_report(), CHANNEL, "key-1")
    (message,) = pretend.messages
    assert charts(message["blocks"]) == []
    assert "Fri, Nov 20 ██████████████ 82" in said(message["blocks"])
    (shown,) = pretend.files.shown
    assert [one["title"] for one in shown["files"]] == ["Received and done", "Kinds", MOODS, LOAD, DRAFTS]
    await slack.announce_again(place, a_report())
    assert charts(pretend.messages[0]["blocks"]) == []
    pretend.fail_next("chat.postMessage", "invalid_blocks", "invalid_blocks")
    await slack.announce(empty_report(), CHANNEL, "key-2")
    assert pretend.messages[1]["blocks"] == []
    assert "Received: 0" in pretend.messages[1]["text"], "where it takes no blocks at all"


@pytest.mark.parametrize("known", [True, False])
async def test_report_is_answered_later_to_one_person(
    kim: Member, pretend: PretendSlack, *, known: bool
) -> None:
    """A long one takes longer than the three seconds that Slack waits."""
    pretend.charts = known
    answer = await kim.command("report week")
    assert (answer.status_code, answer.text) == (200, "")
    await until(lambda: pretend.answers)
    (told,) = pretend.answers
    assert told["response_type"] == "ephemeral"
    assert len(charts(told["blocks"])) == 2 * known
    assert ("██████████████ 82" in said(told["blocks"])) is not known


async def test_nothing_is_drawn_of_nothing(slack: Slack, pretend: PretendSlack) -> None:
    await slack.announce(empty_report(), CHANNEL, "key-1")
    (message,) = pretend.messages
    assert charts(message["blocks"]) == []
    assert (pretend.files.told, pretend.files.shown) == ({}, [])


async def test_without_the_right_to_bring_files_the_report_is_there_all_the_same(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.fail_next("files.getUploadURLExternal", "missing_scope")
    await slack.announce(replace(empty_report(), load=a_report().load), CHANNEL, "key-1")
    assert len(pretend.messages) == 1
    assert pretend.files.shown == []


@pytest.mark.parametrize(("count", "steps"), [(1, 2), (6, 20), (7, 21), (13, 57), (7, 400)])
def test_charts_keep_to_what_slack_takes(count: int, steps: int) -> None:
    """Seven kinds over a year: the last ones are one line, and weeks are put together."""
    line = lines(count, steps)
    message = render_message(replace(a_report(), kinds=line), GERMAN)
    _, kinds = charts(message.blocks)
    assert lint_message(message.text, message.blocks) == []
    assert len(kinds["series"]) == min(count, 6)
    told = len(kinds["axis_config"]["categories"]) == steps or kinds["axis_config"]["x_label"]
    assert told, "where weeks were put together, it says so"
    drawn = sum(point["value"] for one in kinds["series"] for point in one["data"])
    assert drawn == sum(one.total for one in line.series), "nothing is left out"


def test_a_chart_that_would_be_read_wrongly_is_none() -> None:
    """Two lines of one name, or two steps: Slack would take the one for the other."""
    line = lines(2, 3)
    twin = replace(line, series=(line.series[0], line.series[0]))
    again = replace(line, steps=(line.steps[0],) * 3)
    for odd in (twin, again):
        message = render_message(replace(a_report(), kinds=odd), ENGLISH)
        assert len(charts(message.blocks)) == 1
        assert "A kind with a long name" in said(message.blocks)


@pytest.mark.parametrize("text", CORPUS.values())
def test_what_strangers_wrote_stays_inert(text: str) -> None:
    for message in (render_message(a_report(text), GERMAN), plain(a_report(text), GERMAN)):
        assert lint_message(message.text, message.blocks) == []


def test_wishes_and_uses_have_their_links_and_are_bounded() -> None:
    wishes = replace(a_report().insights[0], url="https://community.example/c42", post="Neu im Regal")
    picture, *others = a_report().grants
    uses = (replace(picture, excerpt="", author=""), *others)
    message = render(replace(a_report(), insights=(wishes,) * 10, grants=uses), ENGLISH)
    urls = [part["url"] for part in parts(message.blocks, "link")]
    assert urls.count("https://community.example/c42") == 5
    assert urls.count("https://community.example/ja") == 5
    told = said(message.blocks)
    assert "#43 Hallo: Story Hallo – “Hallo”" in told
    assert "#43 ?: Story Hallo" in told.splitlines(), "a picture without words, of somebody who was erased"
    assert "9 more" in told.splitlines(), "of the wishes"
    assert "4 more: /queue grants" in told


def parts(value: object, kind: str) -> list[Any]:
    """Every piece of this type. Any: JSON."""
    if isinstance(value, dict):
        inside = [piece for part in value.values() for piece in parts(part, kind)]
        return [value, *inside] if value.get("type") == kind else inside
    return [piece for part in value for piece in parts(part, kind)] if isinstance(value, list | tuple) else []


def test_everything_of_a_large_report_has_room() -> None:
    many = tuple(
        DraftShare(prompt=f"kind{n}@1", unchanged=n, lightly=1, rewritten=1, rejected=1) for n in range(40)
    )
    report: Report = replace(a_report("W" * 300), drafts=many, kinds=lines(7, 20))
    message = render_message(report, GERMAN)
    assert message.fits
    assert message.simpler is not None
    assert message.simpler.fits
    assert "Last nach Wochentag und Stunde" in json.dumps(message.blocks, ensure_ascii=False)


@pytest.mark.parametrize(("steps", "posts"), [(7, 5), (30, 10), (53, 10)])
def test_however_many_people_and_posts_there_are_it_is_said_what_is_left_out(steps: int, posts: int) -> None:
    long = "https://blog.example/" + "a" * 150
    post = TopPost(title="wort " * 16, url=long, platform=say("WordPress"), comments=9, negative=1)
    report = a_report("wort " * 30)
    person = PersonFigures(name="Kim", answered=120, dismissed=4)
    many = replace(report, people=(person,) * 30, drafts=report.drafts * 15, posts=(post,) * posts)
    message = render_message(replace(many, kinds=lines(7, steps), agreement="BV 7"), GERMAN)
    drawn = said(message.blocks)
    assert message.fits
    told = drawn.count("120 beantwortet")
    assert told >= 3
    assert told == 30 or f"… {30 - told} weitere" in drawn
    assert "in dem sie gegeben wurden." in drawn


def test_the_command_is_asked_for() -> None:
    assert "/report" in COMMANDS
    assert from_line("/report day") == ShowReport(days="day")
