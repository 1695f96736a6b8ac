"""The menu of a message: the same actions in a thread, where Slack has no slash commands."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.surfaces.slack.shortcuts import SHORTCUTS
from adapters.surfaces.slack.surface import Slack
from bot.commands import Claim, OpenForm, ShowItem
from bot.domain.status import Action
from tests.adapters.surfaces.slack.linter import lint_modal
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack, until
from tests.adapters.surfaces.slack.test_inbound import commands_of, said
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card


@pytest.fixture
async def kim(slack: Slack, pretend: PretendSlack) -> AsyncIterator[Member]:
    """A teammate in the channel, where item 42 has a thread with item 43 in it."""
    head = await slack.show(item_card(42), CHANNEL, "key-42")
    await slack.show(item_card(43), CHANNEL, "key-43", head)
    member = Member(slack, pretend)
    yield member
    await member.http.aclose()


def written(pretend: PretendSlack, text: str = "She called &lt;3") -> dict[str, Any]:
    """What a teammate wrote into the thread. Any: JSON."""
    message = {"ts": "8.8", "thread_ts": pretend.messages[0]["ts"], "user": "UVIC0001", "text": text}
    pretend.messages.append(message)
    return message


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda one: one.callback)
async def test_each_entry_asks_about_the_comment_of_the_thread(
    kim: Member, desk: FakeDesk, pretend: PretendSlack, shortcut: Any
) -> None:
    answer = await kim.choose(shortcut.callback, written(pretend))
    assert answer.status_code == 200
    assert commands_of(desk) == [shortcut.command(42)]
    await until(lambda: pretend.views or pretend.whispers)
    assert all(lint_modal(view) == [] for view in pretend.views.values())


async def test_the_card_is_shown_in_a_dialog_and_a_card_within_a_thread_is_meant_itself(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.choose("thread:open", pretend.messages[1])
    await until(lambda: pretend.views)
    assert commands_of(desk) == [ShowItem(item=43)]
    assert "6er-Packung" in said(pretend.views["V1"])
    await kim.choose("thread:open", pretend.messages[0])
    assert commands_of(desk)[1] == ShowItem(item=42)


async def test_a_claim_is_confirmed_in_the_thread_to_one_person(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.choose("thread:claim", written(pretend))
    await until(lambda: pretend.whispers)
    assert commands_of(desk) == [Claim(item=42)]
    assert desk.heard[0].key
    assert pretend.whispers[0]["thread_ts"] == pretend.messages[0]["ts"]
    assert "Done." in said(pretend.whispers[0])


async def test_a_message_becomes_a_note_only_when_its_dialog_is_sent(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.choose("thread:note", written(pretend))
    await until(lambda: pretend.views)
    assert commands_of(desk) == [OpenForm(item=42, action=Action.NOTE)]
    assert "She called <3" in str(pretend.views["V1"])


async def test_a_repeated_choice_is_one_wish(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    message = written(pretend)
    payload = kim.chosen("thread:claim", message)
    await kim.send_form(payload)
    await kim.send_form({**payload, "trigger_id": "another delivery"})
    keys = [heard.key for heard in desk.heard if isinstance(heard.command, Claim)]
    assert len(keys) == 2
    assert len(set(keys)) == 1


async def test_elsewhere_it_is_explained_and_nothing_is_asked(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    foreign = {"ts": "5.5", "user": "UVIC0001", "text": "Hallo"}
    pretend.messages.append(foreign)
    await kim.choose("thread:claim", foreign)
    await kim.choose("thread:explode", written(pretend))
    await until(lambda: len(pretend.whispers) == 2)
    assert "only help in the thread" in said(pretend.whispers[0])
    assert "much older release" in said(pretend.whispers[1])
    assert commands_of(desk) == []


async def test_where_our_app_is_not_the_answer_comes_all_the_same(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    pretend.rooms[CHANNEL].trouble = "not_in_channel"
    await kim.choose("thread:claim", {"ts": "7.7", "user": "UVIC0001"})
    await until(lambda: pretend.answers)
    assert "/invite" in said(pretend.answers[0])
    assert commands_of(desk) == []
