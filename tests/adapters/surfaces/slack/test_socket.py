"""Socket Mode: the same listeners, with nothing of ours to be reached from outside."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.commands import Approve, Hide, to_button
from bot.errors import NeedsPerson
from tests.adapters.surfaces.slack.conftest import KIM, settings_for
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.slack.member import Member
from tests.adapters.surfaces.slack.pretend_slack import TEAM, PretendSlack, until
from tests.adapters.surfaces.web.fake_desk import FakeDesk

APPROVE = to_button(Approve(item=43, draft=1, version=1))


def socketed(pretend: PretendSlack, desk: FakeDesk) -> Slack:
    settings = settings_for(pretend, mode="socket", app_token="xapp-1", signing_secret="")
    return Slack(settings=settings, hear=desk.hear)


@pytest.fixture
async def socket(pretend: PretendSlack, desk: FakeDesk) -> AsyncIterator[Slack]:
    """Our surface, connected."""
    slack = socketed(pretend, desk)
    await slack.listen()
    await until(lambda: pretend.sockets)
    yield slack
    await slack.close()
    await asyncio.sleep(0.01)  # the SDK closes its connections a little later


async def test_a_click_is_heard_and_a_refusal_whispered(
    socket: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    kim = Member(socket, pretend)
    assert await pretend.push("interactive", kim.clicked(APPROVE)) == {}
    assert [heard.command for heard in desk.heard] == [Approve(item=43, draft=1, version=1)]
    await pretend.push("interactive", kim.clicked(to_button(Hide(item=43))))
    await until(lambda: pretend.answers)
    assert "Not in this desk." in "".join(public_leaves(pretend.answers))
    await kim.http.aclose()


async def test_a_command_is_answered_with_its_view(socket: Slack, pretend: PretendSlack) -> None:
    assert socket.mounts() == {}
    said = {"command": "/queue", "text": "", "user_id": KIM, "team_id": TEAM, "trigger_id": "1"}
    answer = await pretend.push("slash_commands", said)
    assert answer["response_type"] == "ephemeral"
    assert "The queue" in "".join(public_leaves(answer))


async def test_several_processes_share_the_clicks(
    socket: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    other = socketed(pretend, desk)
    await other.listen()
    await until(lambda: len(pretend.sockets) == 2)
    kim = Member(socket, pretend)
    for _ in range(6):
        await pretend.push("interactive", kim.clicked(APPROVE))
    assert len({heard.key for heard in desk.heard}) == 6
    await kim.http.aclose()
    await other.close()
    await asyncio.sleep(0.01)


async def test_when_slack_asks_to_come_again_it_is_done(
    socket: Slack, pretend: PretendSlack, desk: FakeDesk
) -> None:
    (before,) = pretend.sockets
    await pretend.hang_up()
    await until(lambda: pretend.sockets and before not in pretend.sockets)
    kim = Member(socket, pretend)
    await pretend.push("interactive", kim.clicked(APPROVE))
    assert len(desk.heard) == 1
    await kim.http.aclose()


async def test_a_token_that_is_no_longer_good_is_said(
    pretend: PretendSlack, desk: FakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    slack = socketed(pretend, desk)
    pretend.fail_next("auth.test", "invalid_auth", "invalid_auth")
    with pytest.raises(NeedsPerson, match="install the app again"):
        await slack.connect()
    listening = asyncio.create_task(slack.listen())
    await until(lambda: "not connected" in caplog.text)
    listening.cancel()
    await slack.close()
