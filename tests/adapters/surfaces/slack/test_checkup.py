"""Troubles in Slack: each is noticed, said in plain words, and over when it is mended."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.abilities import Health
from bot.errors import OutsideError, TryLater
from bot.ports import Place
from bot.views import Count, Notice, StormCard
from bot.words import say
from tests.adapters.surfaces.slack.conftest import KIM, settings_for
from tests.adapters.surfaces.slack.linter import lint_message, public_leaves
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack, Room
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card
from tests.world import Hands

FINE = Health(names={CHANNEL: "#community"})


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def slack(pretend: PretendSlack, desk: FakeDesk, clock: Hands) -> AsyncIterator[Slack]:
    made = Slack(settings=settings_for(pretend), hear=desk.hear, clock=clock)
    yield made
    await made.close()


async def codes(slack: Slack) -> list[str]:
    """What is wrong now; each in words without an empty slot."""
    health = await slack.health([CHANNEL])
    assert health is not None
    for trouble in health.troubles:
        assert str(trouble.words).endswith((".", ")"))
        assert "{" not in str(trouble.words)
    return [trouble.code for trouble in health.troubles]


async def test_as_long_as_all_is_well_slack_is_asked_every_ten_minutes(
    slack: Slack, pretend: PretendSlack, clock: Hands
) -> None:
    assert await slack.health([CHANNEL]) == FINE
    assert await slack.health([CHANNEL]) is None
    clock.pass_by(601)
    assert await slack.health([CHANNEL]) == FINE
    assert pretend.calls["auth.test"] == 2


@pytest.mark.parametrize(
    "trouble", ["is_archived", "not_in_channel", "channel_not_found", "restricted_action"]
)
async def test_a_channel_in_trouble_is_noticed_when_a_card_cannot_be_shown(
    slack: Slack, pretend: PretendSlack, trouble: str
) -> None:
    assert await codes(slack) == []
    pretend.rooms[CHANNEL].trouble = trouble
    with pytest.raises(OutsideError):
        await slack.show(item_card(), CHANNEL, "key-1")
    assert await codes(slack) == [trouble]


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_token_that_is_no_longer_good_is_all_that_is_said(
    slack: Slack, pretend: PretendSlack, error: str
) -> None:
    pretend.fail_next("auth.test", error)
    pretend.rooms[CHANNEL].trouble = "is_archived"
    assert await codes(slack) == [error]


async def test_missing_rights_are_named(slack: Slack, pretend: PretendSlack) -> None:
    pretend.granted = pretend.granted.replace("chat:write", "chat:read")
    health = await slack.health([CHANNEL])
    assert health
    (trouble,) = health.troubles
    assert (trouble.code, trouble.channel) == ("missing_scope", "")
    assert "chat:write." in str(trouble.words)


async def test_while_slack_cannot_be_asked_nothing_is_said(
    slack: Slack, pretend: PretendSlack, clock: Hands
) -> None:
    pretend.fail_next("conversations.info", "html", "ratelimited")
    for _ in range(2):
        assert await slack.health([CHANNEL]) is None
        clock.pass_by(61)
    assert await codes(slack) == []


@pytest.mark.parametrize(
    "event", ["channel_archive", "group_left", "channel_rename", "tokens_revoked", "group_deleted"]
)
async def test_what_slack_tells_us_is_looked_at_at_once(
    slack: Slack, pretend: PretendSlack, event: str
) -> None:
    assert await codes(slack) == []
    pretend.rooms[CHANNEL].name = "crew"
    kim = Member(slack, pretend)
    await kim.tell({"type": event, "channel": CHANNEL})
    await kim.http.aclose()
    health = await slack.health([CHANNEL])
    assert health == Health(names={CHANNEL: "#crew"})


async def test_a_channel_that_moved_is_named_with_its_new_id(slack: Slack, pretend: PretendSlack) -> None:
    kim = Member(slack, pretend)
    moved = {"old_channel_id": CHANNEL, "new_channel_id": "C7777"}
    await kim.tell({"type": "channel_id_changed", **moved})
    await kim.http.aclose()
    del pretend.rooms[CHANNEL]
    health = await slack.health([CHANNEL])
    assert health
    (trouble,) = health.troubles
    assert trouble.code == "moved"
    assert "C7777" in str(trouble.words)


async def test_cards_that_are_gone_are_missed_whoever_deleted_them(
    slack: Slack, pretend: PretendSlack
) -> None:
    head = await slack.show(item_card(41), CHANNEL, "key-1")
    beneath = [await slack.show(item_card(42 + n), CHANNEL, f"key-{2 + n}", head) for n in range(2)]
    other = await slack.show(item_card(45), CHANNEL, "key-5")
    lost = Place(surface="slack", channel="C9999", remote="1.1")
    places = [head, *beneath, other, lost]
    assert await slack.missing(places) == {lost}
    del pretend.messages[1], pretend.messages[2]
    assert await slack.missing(places) == {lost, beneath[0], other}
    pretend.messages.clear()
    assert await slack.missing(places) == set(places)
    pretend.fail_next("conversations.history", "ratelimited")
    with pytest.raises(TryLater):
        await slack.missing([head])


async def test_a_card_that_is_gone_is_looked_into(slack: Slack, pretend: PretendSlack) -> None:
    place = await slack.show(item_card(), CHANNEL, "key-1")
    assert await codes(slack) == []
    pretend.messages.clear()
    with pytest.raises(OutsideError):
        await slack.redraw(place, item_card())
    assert await codes(slack) == []


async def test_a_lead_is_told_alone_and_a_storm_in_the_channel(slack: Slack, pretend: PretendSlack) -> None:
    await slack.announce(Notice(words=say("Archived: {name}.", name="<!channel>")), KIM, "key-1")
    (told,) = pretend.direct
    assert (told["channel"], told["text"]) == (KIM, "Archived: &lt;!channel&gt;.")
    count = Count(label=say("Urgent"), number=7, alarming=True)
    storm = StormCard(
        waiting=400, urgencies=(count,), kinds=(count,), since=datetime(2026, 11, 21, tzinfo=UTC)
    )
    place = await slack.announce(storm, CHANNEL, "key-2")
    (message,) = pretend.messages
    assert "400 comments wait" in "".join(public_leaves(message["blocks"]))
    assert message["metadata"]["event_payload"] == {"key": "key-2"}
    assert await slack.find(CHANNEL, "key-2") == place
    over = StormCard(waiting=0, urgencies=(), kinds=(), since=storm.since, over=True)
    await slack.announce_again(place, over)
    assert "caught up" in "".join(public_leaves(message["blocks"]))
    assert lint_message(message["text"], message["blocks"]) == []


async def test_the_wrong_workspace_is_said(pretend: PretendSlack, desk: FakeDesk) -> None:
    elsewhere = Slack(settings=settings_for(pretend, workspace="T0002"), hear=desk.hear)
    assert await codes(elsewhere) == ["workspace"]


# The pretend Slack keeps Slack's limits


async def test_a_method_has_only_so_many_calls_a_minute(slack: Slack, pretend: PretendSlack) -> None:
    place = await slack.show(item_card(), CHANNEL, "key-1")
    pretend.rules.tiers = True
    for _ in range(50):
        await slack.redraw(place, item_card())
    with pytest.raises(TryLater) as caught:
        await slack.redraw(place, item_card())
    assert timedelta(seconds=50) < caught.value.after <= timedelta(seconds=60)


async def test_what_is_whispered_only_one_member_sees(slack: Slack, pretend: PretendSlack) -> None:
    await slack.show(item_card(), CHANNEL, "key-1")
    kim = Member(slack, pretend)
    await kim.write("<@UBOT0001> hello")
    await kim.http.aclose()
    await slack.close()
    assert [len(pretend.seen_by(account)) for account in (KIM, "UVIC0001")] == [2, 1]
    answer = await slack._client.conversations_history(channel=CHANNEL)
    assert len(answer["messages"]) == 1


async def test_a_trigger_and_an_answer_address_last_only_so_long(pretend: PretendSlack) -> None:
    rules = pretend.rules
    late, used = rules.trigger(), rules.trigger()
    rules.age(late, 4)
    assert [rules.trigger_fault(one) for one in (late, used, used)] == [
        "expired_trigger_id",
        "",
        "exchanged_trigger_id",
    ]
    often, old = rules.hook(), rules.hook()
    rules.age(old, 1900)
    assert [rules.hook_fault(often) for _ in range(6)] == ["", "", "", "", "", "used_url"]
    assert rules.hook_fault(old) == "expired_url"


async def test_a_message_a_second_and_channel_is_all_that_slack_takes(
    slack: Slack, pretend: PretendSlack
) -> None:
    pretend.pace = 0.2
    pretend.rooms["C0002"] = Room()
    shows = [slack.show(item_card(40 + n), CHANNEL, f"key-{n}") for n in range(3)]
    outcomes = await asyncio.gather(
        *shows, slack.show(item_card(50), "C0002", "key-9"), return_exceptions=True
    )
    assert [isinstance(one, TryLater) for one in outcomes].count(True) == 2
    assert isinstance(outcomes[-1], Place)
