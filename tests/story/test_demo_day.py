"""The demo's day in a process that is killed again and again while it begins."""

import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from tests.story.program import Installation, answers, environment, free_port, serving, until

pytestmark = pytest.mark.slow
MOMENTS = (0.0, 0.15, 0.5, 0.9, 1.4, 1.9)
"""Seconds after each start became ready at which it is killed; the first one dies before that."""


def _ask(folder: Path, file: str, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{folder}/data/demo/{file}?mode=ro", uri=True)) as database:
        return database.execute(question).fetchall()


def test_a_day_that_is_killed_again_and_again_is_whole_in_the_end(tmp_path: Path) -> None:
    """Every comment once, every deed once, and the day is never begun anew."""
    installation = Installation(folder=tmp_path, environ=environment())
    database = tmp_path / "data" / "demo" / "augenhoehe.db"
    for moment in MOMENTS:
        port = free_port()
        running = installation.start("demo", PORT=str(port))
        until("it began", database.exists)
        if moment:
            url = f"http://127.0.0.1:{port}/readyz"
            until("it is ready", partial(answers, running, url))
            time.sleep(moment)
        running.kill()
    fact = "select value from installation where key = 'demo_day'"
    for _ in range(2):
        with serving(installation, "demo"):
            until("the day is done", lambda: _ask(tmp_path, "augenhoehe.db", fact) == [("done",)])
    assert _ask(tmp_path, "community.sqlite", "select count(*), sum(ours) from comment") == [(12, 1)]
    assert _ask(tmp_path, "augenhoehe.db", "select count(*) from item") == [(11,)]
    done = "select tag, count(*) from audit where surface = 'demo' group by tag order by tag"
    assert _ask(tmp_path, "augenhoehe.db", done) == DONE
    assert _ask(tmp_path, "augenhoehe.db", "select count(*) from audit where tag like 'reply:%'") == [(0,)]
    watched = "select count(*) from trail_entry where surface = 'demo' and tag = 'handover:watch'"
    assert _ask(tmp_path, "augenhoehe.db", watched) == [(1,)]
    checked = installation.command("check")
    assert checked.returncode == 0, checked.stdout


DONE = [
    ("draft:edited", 1),
    ("item:claimed", 4),
    ("item:dismissed", 1),
    ("item:parked", 1),
    ("item:promised", 1),
    ("note:written", 1),
    ("question:asked", 1),
]
"""Parking, asking and writing claim, beside the one that was claimed."""
