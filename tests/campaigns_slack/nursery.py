"""The nursery of tests/campaigns, whose workers show their cards in Slack.

Run it as `python -m tests.campaigns_slack.nursery`, with the address of the pretend Slack in `PRETEND_SLACK`.
"""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from adapters.surfaces.slack.settings import SlackSettings
from adapters.surfaces.slack.surface import Slack
from bot.desk.desk import Desk
from bot.ports import Heard
from bot.views import Notice, View
from bot.words import say
from storage.database import Database
from tests.adapters.surfaces.slack.conftest import SECRET
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, TEAM
from tests.campaigns import floor, nursery, worker
from tests.campaigns.adapters import LEASE, Wire
from tests.campaigns.nursery import Nursery

ADDRESS = "PRETEND_SLACK"
PLAIN_DESK = floor.open_desk
PEOPLE = 50


def account(number: int) -> str:
    """The id of a member."""
    return f"UP{number:03}"


def settings_at(address: str) -> SlackSettings:
    """Settings that lead to the pretend Slack; the whole team approves."""
    return SlackSettings(
        bot_token="xoxb-test",
        signing_secret=SECRET,
        mode="http",
        workspace=TEAM,
        approvers=" ".join(account(number) for number in range(PEOPLE)),
        base_url=f"{address}/api/",
        patience=LEASE / 2,
    )


async def _deaf(_: Heard) -> View:
    """Workers show cards and hear nobody."""
    return Notice(words=say("Nobody listens here."), refused=True)


def open_slack_desk(orders: floor.Orders, database: Database, wire: Wire, wake: floor.Hand) -> Desk:
    """The desk of the campaigns, with Slack as its chat tool."""
    desk = PLAIN_DESK(orders, database, wire, wake)
    slack = Slack(settings=settings_at(os.environ[ADDRESS]), hear=_deaf)
    slack.interval, slack.lease = orders.interval, LEASE
    watches = tuple(replace(watch, channels=(("slack", CHANNEL),)) for watch in desk.policy.watches)
    return replace(desk, surfaces={"slack": slack}, policy=replace(desk.policy, watches=watches))


class SlackNursery(Nursery):
    """The nursery, as its user sees it."""

    def __init__(self, log: Path, address: str) -> None:
        super().__init__(log)
        self._address = address

    def _open(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.campaigns_slack.nursery"]
        environ = {**os.environ, ADDRESS: self._address}
        with self._log.open("a") as told:
            pipe = subprocess.PIPE
            opened = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=told, text=True, env=environ)
        assert opened.stdout is not None
        opened.stdout.readline()
        return opened


if __name__ == "__main__":
    vars(worker)["open_desk"] = open_slack_desk
    nursery.main()
