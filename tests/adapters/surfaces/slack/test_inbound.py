"""Hearing people: the real app of Bolt, signed requests, and a desk that remembers what it was asked."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.commands import (
    Approve,
    Claim,
    DoneWriting,
    Edit,
    Hide,
    Mine,
    Next,
    Note,
    OpenForm,
    OpenHome,
    Redraft,
    ShowQueue,
    to_button,
)
from bot.domain.status import Action
from tests.adapters.surfaces.slack.conftest import KIM, VIC, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, lint_modal, public_leaves
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import BOT, CHANNEL, TEAM, PretendSlack, until
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card

APPROVE = to_button(Approve(item=43, draft=1, version=1))
EDIT = to_button(Edit(item=43, draft=1, version=1))


@pytest.fixture
async def kim(slack: Slack, pretend: PretendSlack) -> AsyncIterator[Member]:
    """A teammate."""
    member = Member(slack, pretend)
    yield member
    await member.http.aclose()


def commands_of(desk: FakeDesk) -> list[Any]:
    """What the desk was asked for to do or show; not who asks. Any: every kind of command."""
    return [heard.command for heard in desk.heard if type(heard.command).__name__ != "WhoAmI"]


def said(payload: object) -> str:
    return "\n".join(public_leaves(payload))


# Buttons


async def test_a_click_is_heard_before_slack_gets_its_answer(kim: Member, desk: FakeDesk) -> None:
    answer = await kim.click(APPROVE)
    assert answer.status_code == 200
    (heard,) = desk.heard
    assert (heard.surface, heard.account, heard.name) == ("slack", KIM, "kim")
    assert heard.command == Approve(item=43, draft=1, version=1)
    assert heard.key


async def test_two_clicks_have_two_keys_and_a_repeated_one_has_the_same(kim: Member, desk: FakeDesk) -> None:
    payload = kim.clicked(APPROVE)
    await kim.send_form(payload)
    await kim.send_form({**payload, "trigger_id": "another delivery"})
    await kim.click(APPROVE)
    first, again, other = [heard.key for heard in desk.heard]
    assert first == again != other


@pytest.mark.parametrize("kind", ["overflow", "static_select"])
async def test_a_choice_behind_the_dots_is_heard_too(kim: Member, desk: FakeDesk, kind: str) -> None:
    claim = Claim(item=43, draft=1, version=1)
    payload = kim.clicked("", "more:0")
    payload["actions"][0] = {
        "action_id": "more:0",
        "selected_option": {"value": to_button(claim)},
        "type": kind,
    }
    await kim.send_form(payload)
    assert commands_of(desk) == [claim]


async def test_a_refusal_is_whispered_and_says_why(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    await kim.click(to_button(Hide(item=43)))
    await until(lambda: pretend.answers)
    (answer,) = pretend.answers
    assert answer["response_type"] == "ephemeral"
    assert "replace_original" not in answer or not answer["replace_original"]
    assert "Not in this desk." in said(answer)
    assert lint_message(answer["text"], answer["blocks"]) == []
    assert len(commands_of(desk)) == 1


async def test_a_button_of_another_release_is_answered(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    for value in ("explode:1:2:3", "approve:x", ""):
        assert (await kim.click(value)).status_code == 200
    await until(lambda: len(pretend.answers) == 3)
    assert "much older release" in said(pretend.answers[0])
    assert commands_of(desk) == []


async def test_a_click_in_a_private_card_renews_that_card(kim: Member, pretend: PretendSlack) -> None:
    await kim.send_form(kim.clicked(APPROVE, private=True))
    await until(lambda: pretend.answers)
    assert pretend.answers[0]["replace_original"] is True
    assert "Jana W." in said(pretend.answers[0])


async def test_open_shows_the_whole_card_to_one_person(kim: Member, pretend: PretendSlack) -> None:
    await kim.click("43", "open:43")
    await until(lambda: pretend.answers)
    assert "6er-Packung" in said(pretend.answers[0])


async def test_a_long_text_is_read_page_by_page(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    desk.put(item_card(43, text=" ".join(f"Wort{n}" for n in range(20_000))))
    await kim.click("43:0", "read:43")
    await until(lambda: pretend.views)
    await kim.click_in("V1", "43:1", "read:43:1")
    await until(lambda: pretend.calls["views.update"])
    assert lint_modal(pretend.views["V1"]) == []
    assert "Wort0 " not in said(pretend.views["V1"])


# Dialogs


async def edit_dialog(kim: Member, pretend: PretendSlack) -> dict[str, Any]:
    """Kim opens the dialog. Any: Block Kit."""
    await kim.click(EDIT)
    await until(lambda: pretend.views)
    return pretend.views["V1"]


async def test_edit_opens_a_dialog_with_the_comment_beside(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    view = await edit_dialog(kim, pretend)
    assert commands_of(desk) == [OpenForm(item=43, action=Action.EDIT)]
    assert lint_modal(view) == []
    assert "6er-Packung" in said(view)
    assert "Liebe Jana, ja!" in json.dumps(view)


async def test_a_dialog_that_is_sent_saves_or_posts(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    view = await edit_dialog(kim, pretend)
    answer = await kim.submit(view, text_0="Liebe Jana!", then="post")
    assert (answer.status_code, answer.text) == (200, "")
    assert commands_of(desk)[-1] == Edit(item=43, draft=1, version=1, text="Liebe Jana!", post=True)


async def test_a_dialog_that_is_closed_ends_that_somebody_writes(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    view = await edit_dialog(kim, pretend)
    assert (await kim.leave(view)).status_code == 200
    assert commands_of(desk)[-1] == DoneWriting(item=43)
    # What is not the dialog of a draft says nothing, and neither does what is none of ours.
    for metadata in ("{}", "", json.dumps({"do": APPROVE})):
        assert (await kim.leave({**view, "private_metadata": metadata})).status_code == 200
    assert len(commands_of(desk)) == 2


async def test_sending_a_dialog_twice_is_one_wish(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    view = await edit_dialog(kim, pretend)
    for text in ("Liebe Jana!", "Liebe Jana! "):
        await kim.submit(view, text_0=text, then="save")
    assert desk.cards[43].draft_number == 2


async def test_a_refused_text_stays_in_its_dialog(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    view = await edit_dialog(kim, pretend)
    desk.put(replace(desk.cards[43], version=2))
    desk.form_open = False
    answer = (await kim.submit(view, text_0="Liebe Jana!", then="save")).json()
    assert answer["response_action"] == "errors"
    assert "edited after you saw it" in answer["errors"]["text:0"]


async def test_what_changed_meanwhile_is_shown_with_the_text_kept(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    view = await edit_dialog(kim, pretend)
    desk.put(replace(desk.cards[43], version=2, text="Jetzt anders!"))
    answer = (await kim.submit(view, text_0="Liebe Jana!", then="save")).json()
    assert answer["response_action"] == "update"
    assert lint_modal(answer["view"]) == []
    assert "Jetzt anders!" in said(answer["view"])
    assert "Liebe Jana!" in json.dumps(answer["view"])
    again = await kim.submit(answer["view"], text_0="Liebe Jana!", then="save")
    assert again.text == ""
    assert commands_of(desk)[-1] == Edit(item=43, draft=1, version=2, text="Liebe Jana!")


async def test_a_dialog_that_opens_too_late_is_explained(kim: Member, pretend: PretendSlack) -> None:
    await kim.send_form({**kim.clicked(EDIT), "trigger_id": "too-late"})
    await until(lambda: pretend.answers)
    assert "Please click again." in said(pretend.answers[0])


async def test_a_dialog_that_is_not_ours_is_refused(kim: Member, desk: FakeDesk) -> None:
    view = {"type": "modal", "callback_id": "form", "private_metadata": "{}", "blocks": []}
    assert (await kim.submit(view)).json()["response_action"] == "errors"
    assert commands_of(desk) == []


# Commands


async def test_queue_is_answered_to_one_person(kim: Member, desk: FakeDesk) -> None:
    answer = (await kim.command("")).json()
    assert answer["response_type"] == "ephemeral"
    assert commands_of(desk) == [ShowQueue()]
    assert lint_message(answer["text"], answer["blocks"]) == []


async def test_queue_share_shows_it_to_the_channel(kim: Member) -> None:
    assert (await kim.command("share")).json()["response_type"] == "in_channel"
    assert (await kim.command("mine")).json()["response_type"] == "ephemeral"


async def test_every_word_of_queue_is_understood(kim: Member, desk: FakeDesk) -> None:
    for line in ("mine", "item 43", "log #43", "search <mailto:a@b.example|a@b.example> &amp; Co", "help"):
        assert (await kim.command(line)).status_code == 200
    assert commands_of(desk)[0] == Mine()
    assert commands_of(desk)[3].words == "mailto:a@b.example & Co"
    assert "/queue share" in said((await kim.command("help")).json())


@pytest.mark.parametrize("channel", ["D0001", "C0ELSEWHERE", "G0001"])
async def test_queue_works_from_any_channel(kim: Member, desk: FakeDesk, channel: str) -> None:
    for line in ("", "next", "home", "share"):
        answer = (await kim.command(line, channel=channel)).json()
        assert lint_message(answer["text"], answer["blocks"]) == []
    assert commands_of(desk) == [ShowQueue(), Next(), OpenHome(), ShowQueue(room=channel)]


async def test_a_word_that_is_none_is_refused_politely(kim: Member, desk: FakeDesk) -> None:
    answer = (await kim.command("publish 43 now")).json()
    assert answer["response_type"] == "ephemeral"
    assert "/queue help" in said(answer)
    assert commands_of(desk) == []


# Threads


@pytest.fixture
async def thread(slack: Slack) -> str:
    """The thread of item 43."""
    return (await slack.show(item_card(43), CHANNEL, "key-43")).remote


async def test_a_mention_asks_for_a_new_draft_and_never_posts(
    kim: Member, desk: FakeDesk, pretend: PretendSlack, thread: str
) -> None:
    text = f"<@{BOT}> shorter, and thank her &amp; her dog"
    for _ in range(2):
        assert (await kim.write(text, thread=thread, event_id="Ev77")).status_code in {200, 401}
    await until(lambda: pretend.whispers)
    asked = [heard for heard in desk.heard if isinstance(heard.command, Redraft)]
    assert asked[0].command == Redraft(item=43, text="shorter, and thank her & her dog")
    assert {heard.key for heard in asked} == {"event:Ev77"}
    assert pretend.whispers[0]["thread_ts"] == thread


async def test_a_mention_elsewhere_is_explained(kim: Member, desk: FakeDesk, pretend: PretendSlack) -> None:
    pretend.messages.append(
        {
            "ts": "5.5",
            "user": "UEVIL001",
            "metadata": {"event_type": "augenhoehe_card", "event_payload": {"item": "43", "key": "x"}},
        }
    )
    for spot in ("", "5.5", "6.6"):
        await kim.write(f"<@{BOT}> hello", thread=spot)
    await until(lambda: len(pretend.whispers) == 3)
    assert "only help in the thread" in said(pretend.whispers[0])
    assert commands_of(desk) == []


async def test_a_mention_comes_again_when_slack_could_not_be_asked(
    kim: Member, desk: FakeDesk, pretend: PretendSlack, thread: str
) -> None:
    pretend.fail_next("conversations.replies", "html")
    assert (await kim.write(f"<@{BOT}> shorter", thread=thread, event_id="Ev1")).status_code == 500
    assert (await kim.write(f"<@{BOT}> shorter", thread=thread, event_id="Ev1")).status_code == 200
    assert commands_of(desk) == [Redraft(item=43, text="shorter")]


async def test_what_people_write_in_a_thread_is_theirs_alone(
    kim: Member, desk: FakeDesk, thread: str
) -> None:
    await kim.write("posting that now!", thread=thread)
    assert commands_of(desk) == []


async def test_notes_are_kept_when_the_setting_says_so(
    pretend: PretendSlack, desk: FakeDesk, thread: str
) -> None:
    slack = Slack(settings=settings_for(pretend, keep_notes=True), hear=desk.hear)
    kim = Member(slack, pretend)
    await kim.write("she called yesterday &lt;3", thread=thread)
    await kim.write("outside of any thread")
    await kim.write("joined", thread=thread, subtype="channel_join")
    await kim.write("I am a bot", thread=thread, bot_id="B2")
    await kim.write(f"hey <@{BOT}>!", thread=thread, type="message")
    await kim.http.aclose()
    await slack.close()
    assert commands_of(desk) == [Note(item=43, text="she called yesterday <3")]


# Strangers


@pytest.mark.parametrize(
    ("team", "user", "why"),
    [
        ("T9999", None, "another Slack workspace"),
        (TEAM, {"team_id": "T9999"}, "another Slack workspace"),
        (TEAM, {"team_id": TEAM, "is_stranger": True}, "another Slack workspace"),
        (TEAM, {"team_id": TEAM, "is_restricted": True}, "Guests"),
        (TEAM, {"team_id": TEAM, "is_ultra_restricted": True}, "Guests"),
        (TEAM, {"team_id": TEAM, "deleted": True}, "not a member"),
        (TEAM, None, "refused this request"),
    ],
)
async def test_strangers_and_guests_are_refused_politely(
    slack: Slack, pretend: PretendSlack, desk: FakeDesk, team: str, user: dict[str, Any] | None, why: str
) -> None:
    if user:
        pretend.users[VIC] = user
    vic = Member(slack, pretend, account=VIC, team=team)
    await vic.click(APPROVE)
    await vic.command("next")
    await until(lambda: pretend.answers)
    await vic.http.aclose()
    assert why in said(pretend.answers[0])
    assert commands_of(desk) == []


async def test_an_unknown_member_is_refused_by_the_desk(
    slack: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    pretend.users[VIC] = {"team_id": TEAM}
    vic = Member(slack, pretend, account=VIC)
    for _ in range(3):
        await vic.click(APPROVE)
    await until(lambda: len(pretend.answers) == 3)
    await vic.http.aclose()
    assert "Nobody on the team has this account." in said(pretend.answers[0])
    assert pretend.calls["users.info"] == 1
    assert desk.cards[43].handler == ""


# Slack being slow, or gone


async def test_an_answer_that_cannot_be_told_loses_nothing(
    kim: Member, slack: Slack, desk: FakeDesk, pretend: PretendSlack, caplog: pytest.LogCaptureFixture
) -> None:
    payload = {**kim.clicked(to_button(Hide(item=43))), "response_url": "http://127.0.0.1:9/gone"}
    assert (await kim.send_form(payload)).status_code == 200
    await slack.close()
    assert len(commands_of(desk)) == 1
    assert "not told" in caplog.text
    assert pretend.answers == []


async def test_a_used_up_answer_address_is_only_logged(
    kim: Member, slack: Slack, pretend: PretendSlack, caplog: pytest.LogCaptureFixture
) -> None:
    payload = {**kim.clicked(to_button(Hide(item=43))), "response_url": f"{pretend.url}/nowhere"}
    assert (await kim.send_form(payload)).status_code == 200
    await slack.close()
    assert "not told" in caplog.text


async def test_a_text_too_long_for_a_dialog_is_explained(
    kim: Member, desk: FakeDesk, pretend: PretendSlack
) -> None:
    card = desk.cards[43]
    assert card.draft
    desk.put(replace(card, draft=replace(card.draft, text="x" * 70_000)))
    await kim.click(EDIT)
    await until(lambda: pretend.answers)
    assert "edit it on the web page" in said(pretend.answers[0])
    assert pretend.views == {}


async def test_what_cannot_be_read_is_said(kim: Member, pretend: PretendSlack) -> None:
    for value, action_id in (("4711:0", "read:4711"), ("x", "open:x"), ("x:0", "log:x")):
        await kim.click(value, action_id)
    await until(lambda: len(pretend.answers) == 3)
    assert pretend.views == {}


async def test_a_log_is_read_page_by_page(kim: Member, pretend: PretendSlack) -> None:
    await kim.click("43:0", "log:43")
    await until(lambda: pretend.views)
    assert lint_modal(pretend.views["V1"]) == []


async def test_notes_ask_slack_once_for_a_thread(pretend: PretendSlack, desk: FakeDesk, thread: str) -> None:
    slack = Slack(settings=settings_for(pretend, keep_notes=True), hear=desk.hear)
    kim = Member(slack, pretend)
    for number in range(5):
        await kim.write(f"note {number}", thread=thread)
    await kim.http.aclose()
    await slack.close()
    assert len(commands_of(desk)) == 5
    assert pretend.calls["conversations.replies"] == 1
