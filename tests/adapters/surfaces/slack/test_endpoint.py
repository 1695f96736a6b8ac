"""The door of HTTP mode: forged, replayed, stale, oversized and foreign requests do nothing."""

import json
import time
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from adapters.surfaces.slack.endpoint import MOST
from adapters.surfaces.slack.surface import Slack
from bot.commands import Claim, to_button
from tests.adapters.surfaces.slack.conftest import settings_for
from tests.adapters.surfaces.slack.member import FORM, Member
from tests.adapters.surfaces.slack.pretend_slack import BOT, PretendSlack
from tests.adapters.surfaces.web.fake_desk import FakeDesk
from tests.adapters.surfaces.web.samples import item_card


@pytest.fixture
async def kim(slack: Slack, pretend: PretendSlack) -> AsyncIterator[Member]:
    """A teammate."""
    member = Member(slack, pretend)
    yield member
    await member.http.aclose()


@pytest.fixture
def body(kim: Member) -> str:
    """A click that would claim an item."""
    return urlencode({"payload": json.dumps(kim.clicked(to_button(Claim(item=43))))})


async def post(kim: Member, body: str | bytes, headers: dict[str, str]) -> httpx.Response:
    return await kim.http.post("/slack/events", content=body, headers=headers)


async def test_a_signed_request_is_heard(kim: Member, desk: FakeDesk, body: str) -> None:
    assert (await post(kim, body, kim.signed(body))).status_code == 200
    assert len(desk.heard) == 1


async def test_a_forged_request_is_refused(kim: Member, desk: FakeDesk, body: str) -> None:
    true = kim.signed(body)
    forged = [
        {},
        {**true, "x-slack-signature": "v0=" + "0" * 64},
        {**true, "x-slack-request-timestamp": "soon"},
        {**true, "x-slack-request-timestamp": str(int(time.time()) + 1)},
        Member(kim.slack, kim.pretend, secret="somebody else's").signed(body),
    ]
    for headers in forged:
        assert (await post(kim, body, headers)).status_code == 401
    assert (await post(kim, body + "&x=1", true)).status_code == 401
    assert (await post(kim, body.encode() + b"\xff", true)).status_code == 401
    assert desk.heard == []


async def test_a_replayed_request_is_refused(kim: Member, desk: FakeDesk, body: str) -> None:
    headers = kim.signed(body)
    assert (await post(kim, body, headers)).status_code == 200
    for _ in range(3):
        assert (await post(kim, body, headers)).status_code == 401
    assert len(desk.heard) == 1


async def test_a_stale_request_is_refused(kim: Member, desk: FakeDesk, body: str) -> None:
    for at in (time.time() - 310, time.time() + 310):
        assert (await post(kim, body, kim.signed(body, at=at))).status_code == 401
    assert desk.heard == []


async def test_an_oversized_request_is_refused_unread(kim: Member, desk: FakeDesk) -> None:
    large = "payload=" + "x" * MOST

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (MOST // 2)

    assert (await post(kim, large, kim.signed(large))).status_code == 413
    answer = await kim.http.post("/slack/events", content=unannounced(), headers=kim.signed("x"))
    assert answer.status_code == 413
    assert desk.heard == []


async def test_what_is_signed_and_makes_no_sense_does_nothing(kim: Member, desk: FakeDesk) -> None:
    for odd, kind in (("payload={}", FORM), ("{}", "application/json"), ("", FORM)):
        assert (await post(kim, odd, kim.signed(odd, kind))).status_code in {200, 404}
    assert desk.heard == []


async def test_nothing_else_is_served(kim: Member) -> None:
    assert (await kim.http.get("/slack/events")).status_code == 405
    assert (await kim.http.post("/slack/install")).status_code == 404


async def test_slacks_proof_of_the_address_is_answered(kim: Member) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "abc"})
    answer = await post(kim, asked, kim.signed(asked, "application/json"))
    assert answer.json() == {"challenge": "abc"}


async def test_an_event_that_slack_repeats_is_one_event(kim: Member, desk: FakeDesk, slack: Slack) -> None:
    thread = (await slack.show(item_card(43), "C0001", "key-43")).remote
    event = {
        "type": "app_mention",
        "user": kim.account,
        "team": kim.team,
        "text": f"<@{BOT}> x",
        "channel": "C0001",
    }
    said = {
        "type": "event_callback",
        "team_id": kim.team,
        "event_id": "Ev1",
        "event": {**event, "thread_ts": thread},
    }
    for number in range(3):
        sent = json.dumps({**said, "event_time": number})
        retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
        assert (await kim.send(sent, "application/json", **retry)).status_code == 200
    assert {heard.key for heard in desk.heard if heard.key} == {"event:Ev1"}


def test_in_socket_mode_nothing_is_served(pretend: PretendSlack, desk: FakeDesk) -> None:
    settings = settings_for(pretend, mode="socket", app_token="xapp-1", signing_secret="")
    assert Slack(settings=settings, hear=desk.hear).mounts() == {}


async def test_what_could_not_be_heard_comes_again_as_slack_repeats_it(
    kim: Member, desk: FakeDesk, slack: Slack, pretend: PretendSlack
) -> None:
    """Slack tries three more times, and says so; the first time that we hear it ends that."""
    thread = (await slack.show(item_card(43), "C0001", "key-43")).remote
    pretend.fail_next("conversations.replies", "html", "html")
    event = {"type": "app_mention", "user": kim.account, "team": kim.team, "text": f"<@{BOT}> x"}
    where = {"channel": "C0001", "thread_ts": thread, "ts": "9.9"}
    assert await kim.deliver(event | where) == [500, 500, 200]
    assert len([heard for heard in desk.heard if heard.key]) == 1
