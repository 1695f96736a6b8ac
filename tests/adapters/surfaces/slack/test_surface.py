"""Showing: the contract of surfaces, and what Slack's errors become."""

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.surfaces.slack.errors import LONGEST_PAUSE
from adapters.surfaces.slack.surface import Slack
from bot.domain.status import Status
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater, Unclear
from tests.adapters.surfaces.slack.conftest import IMPATIENT, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, public_leaves
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card
from tests.contracts.surface import FindsContract, SurfaceContract


class Behind:
    """The pretend Slack, as the contract wants to see it."""

    channel = CHANNEL

    def __init__(self, pretend: PretendSlack) -> None:
        self._pretend = pretend

    def shown(self) -> list[str]:
        return ["\n".join(public_leaves(one["blocks"])) for one in self._pretend.messages]

    def harm(self) -> list[str]:
        return [fault for one in self._pretend.messages for fault in lint_message(one["text"], one["blocks"])]

    def lose_next(self) -> None:
        self._pretend.fail_next("chat.postMessage", "drop")

    def slow_down(self) -> None:
        self._pretend.fail_next("chat.postMessage", "ratelimited")

    def shut_out(self) -> None:
        self._pretend.rooms[CHANNEL].trouble = "not_in_channel"

    def delete_all(self) -> None:
        self._pretend.messages.clear()


class TestSlackAsASurface(SurfaceContract, FindsContract):
    """Slack keeps the contracts."""

    @pytest.fixture
    def surface(self, slack: Slack) -> Slack:
        return slack

    @pytest.fixture
    def backstage(self, pretend: PretendSlack) -> Behind:
        return Behind(pretend)


async def test_a_message_carries_its_key_and_nothing_is_unfurled(slack: Slack, pretend: PretendSlack) -> None:
    await slack.show(item_card(), CHANNEL, "key-1")
    asked = pretend.seen[-1]
    assert asked["metadata"] == {
        "event_type": "augenhoehe_card",
        "event_payload": {"key": "key-1", "item": "42"},
    }
    assert (asked["unfurl_links"], asked["unfurl_media"], asked["parse"], asked["mrkdwn"]) == (
        False,
        False,
        "none",
        False,
    )


async def test_a_dropped_answer_is_never_repeated_by_the_sdk(slack: Slack, pretend: PretendSlack) -> None:
    pretend.fail_next("chat.postMessage", "drop")
    with pytest.raises(Unclear):
        await slack.show(item_card(), CHANNEL, "key-1")
    assert pretend.calls["chat.postMessage"] == 1


async def test_after_a_restart_a_lost_reply_is_found_in_its_thread(
    slack: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    head = await slack.show(item_card(41), CHANNEL, "key-1")
    reply = await slack.show(item_card(42), CHANNEL, "key-2", head)
    restarted = Slack(settings=settings_for(pretend), hear=desk.hear)
    assert await restarted.find(CHANNEL, "key-2") == reply
    assert await restarted.find(CHANNEL, "key-3") is None


async def test_what_slack_put_into_the_channel_because_the_thread_is_gone_is_found_there(
    slack: Slack, pretend: PretendSlack
) -> None:
    head = await slack.show(item_card(41), CHANNEL, "key-1")
    pretend.messages.clear()
    reply = await slack.show(item_card(42), CHANNEL, "key-2", head)
    assert "@" not in reply.remote
    assert await slack.missing([reply]) == set()
    assert await slack.find(CHANNEL, "key-2") == reply


async def test_a_lost_message_is_found_behind_many_others(
    slack: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    place = await slack.show(item_card(41), CHANNEL, "key-1")
    pretend.messages.extend(
        {"ts": f"{float(place.remote) + number:.6f}", "text": "Hallo", "user": "U1"}
        for number in range(1, 450)
    )
    restarted = Slack(settings=settings_for(pretend), hear=desk.hear)
    assert await restarted.find(CHANNEL, "key-1") == place
    assert pretend.calls["conversations.history"] == 3


async def test_where_blocks_are_refused_the_words_arrive(slack: Slack, pretend: PretendSlack) -> None:
    pretend.fail_next("chat.postMessage", "invalid_blocks")
    place = await slack.show(item_card(text="<!channel> schade"), CHANNEL, "key-1")
    (message,) = pretend.messages
    assert message["blocks"] == []
    assert "&lt;!channel&gt; schade" in message["text"]
    pretend.fail_next("chat.update", "invalid_blocks")
    await slack.redraw(place, item_card(text="Ganz anders."))
    assert "Ganz anders." in message["text"]


async def test_a_done_card_collapses(slack: Slack, pretend: PretendSlack) -> None:
    place = await slack.show(item_card(), CHANNEL, "key-1")
    await slack.redraw(place, item_card(status=Status.DISMISSED))
    assert len(pretend.messages[0]["blocks"]) == 1
    assert json.dumps(pretend.messages[0]["metadata"]).count("key-1") == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("ratelimited", TryLater),
        ("html", Unclear),
        ("internal_error", Unclear),
        ("fatal_error", Unclear),
        ("invalid_auth", NeedsPerson),
        ("token_revoked", NeedsPerson),
        ("missing_scope", NeedsPerson),
        ("not_in_channel", NeedsPerson),
        ("is_archived", NeedsPerson),
        ("channel_not_found", NeedsPerson),
        ("restricted_action", NeedsPerson),
        ("msg_too_long", Refused),
        ("metadata_too_large", Refused),
        ("some_new_error", Refused),
    ],
)
async def test_each_error_of_slack_has_its_kind(
    slack: Slack, pretend: PretendSlack, fault: str, kind: type[OutsideError]
) -> None:
    pretend.fail_next("chat.postMessage", fault)
    with pytest.raises(kind) as caught:
        await slack.show(item_card(), CHANNEL, "key-1")
    assert "{" not in str(caught.value.words)
    assert pretend.calls["chat.postMessage"] == 1


@IMPATIENT
async def test_a_slack_that_stalls_leaves_it_unclear(slack: Slack, pretend: PretendSlack) -> None:
    pretend.fail_next("chat.postMessage", "stall")
    with pytest.raises(Unclear):
        await slack.show(item_card(), CHANNEL, "key-1")
    assert pretend.calls["chat.postMessage"] == 1


async def test_a_question_that_got_no_answer_is_only_asked_again(slack: Slack, pretend: PretendSlack) -> None:
    for fault in ("html", "internal_error"):
        pretend.fail_next("conversations.history", fault)
        with pytest.raises(TryLater):
            await slack.find(CHANNEL, "key-1")


async def test_nobody_there_means_that_nothing_was_sent(desk: FakeDesk) -> None:
    nobody = PretendSlack(url="http://127.0.0.1:9")
    with pytest.raises(TryLater):
        await Slack(settings=settings_for(nobody), hear=desk.hear).show(item_card(), CHANNEL, "key-1")


async def test_more_than_one_message_a_second_is_told_how_long_to_wait(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.pace = 0.1
    await slack.show(item_card(41), CHANNEL, "key-1")
    with pytest.raises(TryLater) as caught:
        await slack.show(item_card(42), CHANNEL, "key-2")
    assert caught.value.after == timedelta(seconds=1) <= LONGEST_PAUSE
    await asyncio.sleep(0.11)
    await slack.show(item_card(42), CHANNEL, "key-2")
    assert len(pretend.messages) == 2


async def test_a_check_proves_the_token_the_workspace_and_the_channels(
    slack: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    await slack.check([CHANNEL])
    with pytest.raises(NeedsPerson, match="C9999"):
        await slack.check([CHANNEL, "C9999"])
    elsewhere = Slack(settings=settings_for(pretend, workspace="T0002"), hear=desk.hear)
    with pytest.raises(NeedsPerson, match="T0001"):
        await elsewhere.check([])
