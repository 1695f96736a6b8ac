"""The program as machines treat it: told to end, killed, restarted, restored from a copy, wrongly set."""

import json
import shutil
import sqlite3
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.story.desk import Teammate
from tests.story.program import Installation, Running, environment, free_port, serving, until
from tests.story.visitors import Visitor

pytestmark = pytest.mark.slow
DEADLINE = 10.0
"""Seconds that hosting platforms give a process to end."""


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty folder, and short undo windows."""
    return Installation(folder=tmp_path, environ=environment(AUGENHOEHE_TEAM_UNDO="3"))


def _write(url: str, word: str, how_many: int) -> list[str]:
    """Comment so many times; the comments' ids."""
    visitor = Visitor(url, "Vera Viel")
    return [visitor.write(f"Ist {word}{number} auch bald wieder da?") for number in range(how_many)]


def _listen(url: str) -> threading.Thread:
    """Hold an open page's stream, as a browser does."""

    def listen() -> None:
        with httpx.stream("GET", f"{url}/team/events", timeout=600, trust_env=False) as answer:
            for _ in answer.iter_text():
                pass

    page = threading.Thread(target=listen, daemon=True)
    page.start()
    return page


def test_told_to_end_in_the_middle_it_ends_in_time_and_loses_nothing(installation: Installation) -> None:
    """With the storm on and a page open it ends within ten seconds; a restart goes on."""
    with serving(installation, "demo", "--empty", AUGENHOEHE_DEMO_SPEED="20") as (running, url):
        page = _listen(url)
        Visitor(url, "Regie").stream("on")
        Visitor(url, "Regie").stream("storm")
        _write(url, "Mitte", 6)
        began = time.monotonic()
        assert running.stop() == 0, running.log()[-3000:]
        assert time.monotonic() - began < DEADLINE
        page.join(DEADLINE)
        assert not page.is_alive()
    with serving(installation, "demo", "--empty") as (_, url):
        Visitor(url, "Regie").stream("off")
        Visitor(url, "Regie").stream("calm")
        _all_there(installation, "Mitte", 6)


def _all_there(installation: Installation, word: str, how_many: int) -> None:
    """Every comment has exactly one item, and every trail is whole."""

    def items() -> list[str]:
        with sqlite3.connect(installation.folder / "data" / "demo" / "augenhoehe.db") as kept:
            rows = kept.execute(
                "select text from item join comment on comment.id = item.comment where text like ?",
                (f"%{word}%",),
            )
            return sorted(row[0] for row in rows)

    expected = sorted(f"Ist {word}{number} auch bald wieder da?" for number in range(how_many))
    until("every comment has an item", lambda: len(items()) >= how_many)
    assert items() == expected
    checked = installation.command("check")
    assert "FAULT" not in checked.stdout, checked.stdout


def test_killed_it_goes_on_where_it_was(installation: Installation) -> None:
    """An approved reply that waited for its time goes out after the restart, once; no comment is missing."""
    with serving(installation, "demo", "--empty", AUGENHOEHE_TEAM_UNDO="6") as (running, url):
        mira = Teammate(url)
        first = _write(url, "Stecker", 3)[0]
        card = mira.card("Ist Stecker0 auch", "drafted")
        mira.press(card, "approve")
        mira.card("Ist Stecker0 auch", "approved")
        running.kill()
    with serving(installation, "demo", "--empty") as (_, url):
        mira = Teammate(url)
        mira.card("Ist Stecker0 auch", "posted")
        _all_there(installation, "Stecker", 3)
        assert Visitor(url, "Leser").replies(first) == 1


def test_a_copy_comes_up_held_until_a_lead_releases_it(
    installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was approved before the copy was made does not go out again by itself."""
    copy = Installation(folder=tmp_path_factory.mktemp("restored"), environ=installation.environ)
    with serving(installation, "demo", "--empty", AUGENHOEHE_TEAM_UNDO="600") as (_, url):
        mira = Teammate(url)
        _write(url, "Kopie", 1)
        mira.press(mira.card("Ist Kopie0 auch", "drafted"), "approve")
        mira.card("Ist Kopie0 auch", "approved")
        _restore(installation, copy)
    with serving(copy, "demo", "--empty") as (_, url):
        mira = Teammate(url)
        mira.press(mira.card("Ist Kopie0 auch", "approved"), "take_back")
        mira.press(mira.card("Ist Kopie0 auch", "drafted"), "approve")
        assert "wieder freigibt" in mira.ask("/queue")
        # Twice the undo window: what is due now would have gone out.
        time.sleep(6)
        assert mira.card("Ist Kopie0 auch").status == "approved"
        released = copy.command("release-posting", "--as", "Mira Vogt")
        assert released.returncode == 0, released.stderr
        mira.card("Ist Kopie0 auch", "posted")
        assert "wieder freigibt" not in mira.ask("/queue")


def _restore(original: Installation, copy: Installation) -> None:
    """Write a backup, and lay it where another installation looks; the community is the same one."""
    target = original.folder / "copy.db"
    done = original.command("backup", str(target))
    assert done.returncode == 0, done.stderr
    again = original.command("backup", str(target))
    assert again.returncode == 1, "a backup never replaces a file"
    home = copy.folder / "data" / "demo"
    home.mkdir(parents=True)
    shutil.copy(target, home / "augenhoehe.db")
    for file in (original.folder / "data" / "demo").glob("community.sqlite*"):
        shutil.copy(file, home / file.name)


def test_an_operator_sees_everything_from_the_terminal(installation: Installation) -> None:
    """The queue, one item, its log, the whole trail as CSV and JSON lines, and a check with all in order."""
    with serving(installation, "demo", "--empty") as (_, url):
        mira = Teammate(url)
        _write(url, "Blick", 1)
        item = mira.press_through("Ist Blick0 auch")
        assert f"#{item}" in installation.command("queue", "item", item).stdout
        log = installation.command("queue", "log", item).stdout
        assert "Mira Vogt  Freigegeben" in log
        lines = installation.command("export", "--since", "2020-01-01", "--format", "jsonl").stdout
        told = [json.loads(line) for line in lines.splitlines()]
        assert {"reply:approved", "reply:posted"} <= {str(entry["tag"]) for entry in told}
        table = installation.command("export", "--since", "2020-01-01").stdout.splitlines()
        assert len(table) >= len(told) + 1
        checked = installation.command("check")
        assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"AUGENHOEHE_TEAM_UNOD": "3"}, "AUGENHOEHE_TEAM_UNDO"),
        ({"AUGENHOEHE_TEAM_UNDO": "soon"}, "AUGENHOEHE_TEAM_UNDO must be a number of seconds"),
        ({"AUGENHOEHE_COMMUNITY_MODE": "own"}, "no platform is named"),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "AUGENHOEHE_WEB_SECRET": "s" * 40},
            "database",
        ),
    ],
)
def test_what_is_set_wrongly_is_said_in_words(tmp_path: Path, wrong: dict[str, str], words: str) -> None:
    """It ends with 1 and a sentence that names the setting at fault; nobody has to read a trace."""
    installation = Installation(folder=tmp_path, environ=environment(**wrong))
    for command in ("run", "check"):
        done = installation.command(command)
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert words in said
        assert "Traceback" not in said


def test_a_newer_database_is_left_alone(installation: Installation) -> None:
    """A release that does not know the tables says so, changes nothing and ends."""
    assert installation.command("migrate").returncode == 0
    with sqlite3.connect(installation.folder / "data" / "demo" / "augenhoehe.db") as kept:
        kept.execute("update alembic_version set version_num = '9999'")
    for command in ("run", "migrate"):
        done = installation.command(command)
        assert done.returncode == 1, done.stderr
        assert "9999" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_in_words(installation: Installation) -> None:
    """Two programs on one port: the second one says so, and ends."""
    with serving(installation, "demo", "--empty") as (_, url):
        other = Installation(folder=installation.folder / "other", environ=installation.environ)
        other.folder.mkdir()
        done = other.command("demo", "--port", url.rpartition(":")[2])
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "--port" in done.stderr
        assert not (other.folder / "data" / "demo" / "augenhoehe.db").exists()


def test_told_to_end_while_it_starts_it_still_ends_well(installation: Installation) -> None:
    """No start is torn apart: it comes up, and ends."""
    running: Running = installation.start("demo", PORT=str(free_port()))
    try:
        until("it began", (installation.folder / "data" / "demo" / "augenhoehe.db").exists)
        assert running.stop() == 0, running.log()[-2000:]
    finally:
        running.kill()
