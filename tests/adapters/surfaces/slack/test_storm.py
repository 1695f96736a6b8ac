"""Five thousand comments at once into one channel of Slack, at its one message a second, in scaled time."""

import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.surfaces.slack.surface import Slack
from bot.desk import storm
from bot.desk.hearing import Hearing
from bot.desk.tasks import tasks
from bot.domain.community import Comment
from bot.domain.item import Triage, Urgency
from storage.database import Database
from storage.migrate import migrate
from tests.adapters.surfaces.slack.conftest import settings_for
from tests.adapters.surfaces.slack.linter import public_leaves
from tests.adapters.surfaces.slack.pretend_slack import CHANNEL, PretendSlack
from tests.world import Hands, World, hurry

SCALE = 1 / 50
"""How long a second lasts here."""
URGENT = 25
"""Every so-manieth comment is urgent."""


@dataclass
class Watcher:
    """Somebody who looks at the channel all the time."""

    pretend: PretendSlack

    def cards(self) -> list[int]:
        """The items with a thread, in the order in which they came."""
        told = (one["metadata"]["event_payload"] for one in self.pretend.messages)
        return [int(one["item"]) for one in told if "item" in one]

    def storms(self) -> list[str]:
        """What the storm cards say now."""
        return [
            "".join(public_leaves(one["blocks"]))
            for one in self.pretend.messages
            if "item" not in one["metadata"]["event_payload"]
        ]


def _triage(comment: Comment) -> Triage:
    grave = comment.text.startswith("Dringend")
    return Triage(language="de", urgency=Urgency.HIGH if grave else Urgency.NORMAL, kind="complaint")


@pytest.mark.parametrize("comments", [25, pytest.param(5_000, marks=pytest.mark.slow)])
async def test_a_storm_is_said_at_once_urgent_ones_come_first_and_none_is_lost(
    pretend: PretendSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comments: int
) -> None:
    database = Database(f"sqlite:///{tmp_path}/storm.sqlite3")
    hurry(database)
    await migrate(database)
    world, slack = await _set_up(database, pretend, monkeypatch)
    for number in range(comments):
        text = f"{'Dringend' if number % URGENT == 0 else 'Frage'} {number}"
        world.town.write(text, author=f"P{number}")
    # Half of it: what is scheduled in milliseconds is not kept to the millisecond here.
    pretend.pace = SCALE / 2
    watcher = Watcher(pretend)
    started = time.monotonic()
    await world.fetch()
    seconds = (time.monotonic() - started) / SCALE
    # What Slack refused as too soon, on a busy machine, is due a moment later.
    await world.later(5)

    assert Counter(watcher.cards()) == dict.fromkeys(range(1, comments + 1), 1)
    urgent = comments // URGENT + (comments % URGENT > 0)
    assert {number % URGENT for number in watcher.cards()[:urgent]} == {1}
    assert "item" not in pretend.messages[0]["metadata"]["event_payload"]
    (said,) = watcher.storms()
    assert "caught up" in said
    assert pretend.calls["chat.update"] > 0
    # A message a second, and hardly ever one that Slack refused as too soon.
    assert seconds >= comments
    assert pretend.calls["chat.postMessage"] <= comments * 1.02 + 1
    await slack.close()
    await database.close()


async def _set_up(
    database: Database, pretend: PretendSlack, monkeypatch: pytest.MonkeyPatch
) -> tuple[World, Slack]:
    monkeypatch.setattr(storm, "EVERY", storm.EVERY * SCALE)
    world = World(database, Hands())
    await world.open()
    world.scribe.triages = _triage
    slack = Slack(settings=settings_for(pretend, language="en"), hear=Hearing(world.desk))
    slack.interval *= SCALE
    watch = replace(world.desk.policy.watches[0], channels=(("slack", CHANNEL),), every=timedelta(hours=1))
    policy = replace(world.desk.policy, watches=(watch,), storm=10)
    world.desk = replace(world.desk, surfaces={"slack": slack}, policy=policy)
    world.hearing = Hearing(world.desk)
    await world.engine.start(tasks(world.desk), work=True)
    return world, slack
