"""The nursery of tests/campaigns, whose workers show their cards in Teams.

Run it as `python -m tests.campaigns_teams.nursery`, with the address of the pretend Teams in `PRETEND_TEAMS`.
"""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from adapters.surfaces.teams.settings import TeamsSettings
from adapters.surfaces.teams.surface import Teams
from bot.desk.desk import Desk
from bot.ports import Heard
from bot.views import Notice, View
from bot.words import say
from storage.chat_memory import ChatMemory
from storage.database import Database
from tests.adapters.surfaces.teams.conftest import settings_for
from tests.adapters.surfaces.teams.pretend import CHANNEL, PretendTeams
from tests.campaigns import floor, nursery, worker
from tests.campaigns.adapters import LEASE, Wire
from tests.campaigns.nursery import Nursery

ADDRESS = "PRETEND_TEAMS"
PLAIN_DESK = floor.open_desk
PEOPLE = 50


def account(number: int) -> str:
    """The object id of a member."""
    return f"dddddddd-0000-4000-8000-{number:012}"


def settings_at(address: str) -> TeamsSettings:
    """Settings that lead to the pretend Teams."""
    return settings_for(PretendTeams(url=address), patience=LEASE / 2)


async def _deaf(_: Heard) -> View:
    """Workers show cards and hear nobody."""
    return Notice(words=say("Nobody listens here."), refused=True)


def open_teams_desk(orders: floor.Orders, database: Database, wire: Wire, wake: floor.Hand) -> Desk:
    """The desk of the campaigns, with Teams as its chat tool."""
    desk = PLAIN_DESK(orders, database, wire, wake)
    settings = settings_at(os.environ[ADDRESS])
    teams = Teams(settings=settings, hear=_deaf, memory=ChatMemory(database, "teams"))
    # One card at a time, as in earnest: a worker that is killed leaves one in doubt at most.
    teams.interval, teams.lease = orders.interval or 0.02, LEASE
    watches = tuple(replace(watch, channels=(("teams", CHANNEL),)) for watch in desk.policy.watches)
    return replace(desk, surfaces={"teams": teams}, policy=replace(desk.policy, watches=watches))


class TeamsNursery(Nursery):
    """The nursery, as its user sees it."""

    def __init__(self, log: Path, address: str) -> None:
        super().__init__(log)
        self._address = address

    def _open(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.campaigns_teams.nursery"]
        environ = {**os.environ, ADDRESS: self._address}
        with self._log.open("a") as told:
            pipe = subprocess.PIPE
            opened = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=told, text=True, env=environ)
        assert opened.stdout is not None
        opened.stdout.readline()
        return opened


if __name__ == "__main__":
    vars(worker)["open_desk"] = open_teams_desk
    nursery.main()
