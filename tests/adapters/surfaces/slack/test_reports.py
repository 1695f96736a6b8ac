"""Reports in Slack: bars in the message, charts beneath it, each with words; and `/report`."""

import json

from adapters.surfaces.slack.manifest import COMMANDS
from adapters.surfaces.slack.pen import Reader
from adapters.surfaces.slack.render import render
from adapters.surfaces.slack.surface import Slack
from bot.catalogue import Catalogue
from bot.lines import from_line
from bot.report_commands import ShowReport
from bot.reports import DraftShare
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack
from tests.adapters.surfaces.web.report_samples import a_report, empty_report

PNG = b"\x89PNG\r\n"


async def test_a_report_is_one_message_with_its_charts_in_the_thread(
    slack: Slack, pretend: PretendSlack
) -> None:
    place = await slack.announce(a_report(), CHANNEL, "key-1")
    (message,) = pretend.messages
    said = "\n".join(public_leaves(message["blocks"]))
    assert "Received" in said
    assert "██████" in said
    (shown,) = pretend.files.shown
    assert (shown["channel_id"], shown["thread_ts"]) == (CHANNEL, place.remote)
    assert [one["title"] for one in shown["files"]] == [
        "Received and done",
        "Load by weekday and hour",
        "What became of drafts",
    ]
    assert all(data.startswith(PNG) for data in pretend.files.brought.values())
    words = [one["alt_txt"] for one in pretend.files.told.values()]
    assert words[0] == "Received: 412, Answered: 351, Closed without a reply: 48. Most came: Fri, Nov 20"
    assert "Mon from 12:00" in words[1]
    assert words[2].startswith("question@3: 57 % Approved unchanged")


async def test_nothing_is_drawn_of_nothing(slack: Slack, pretend: PretendSlack) -> None:
    await slack.announce(empty_report(), CHANNEL, "key-1")
    assert len(pretend.messages) == 1
    assert (pretend.files.told, pretend.files.shown) == ({}, [])


async def test_without_the_right_to_bring_files_the_report_is_there_all_the_same(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.fail_next("files.getUploadURLExternal", "missing_scope")
    await slack.announce(a_report(), CHANNEL, "key-1")
    assert len(pretend.messages) == 1
    assert pretend.files.shown == []


def test_everything_of_a_large_report_has_room() -> None:
    many = tuple(
        DraftShare(prompt=f"kind{n}@1", unchanged=n, lightly=1, rewritten=1, rejected=1) for n in range(40)
    )
    report = a_report("W" * 300)
    message = render(report.__class__(**{**vars(report), "drafts": many}), Reader(catalogue=Catalogue("de")))
    assert message.fits
    assert "Last nach Wochentag und Stunde" in json.dumps(message.blocks, ensure_ascii=False)


def test_the_command_is_asked_for() -> None:
    assert "/report" in COMMANDS
    assert from_line("/report day") == ShowReport(days="day")
